#include "centre/sites/stay_codec.h"

#include <array>

#include "platform/base/overloaded.h"

namespace jatigi::sites {
namespace {

constexpr std::array<std::pair<StayEnd, std::string_view>, 5> ends{{
    {StayEnd::left_by_own_choice, "left_by_own_choice"},
    {StayEnd::returned, "returned"},
    {StayEnd::transferred, "transferred"},
    {StayEnd::hospital, "hospital"},
    {StayEnd::died, "died"},
}};

}  // namespace

std::string_view stay_end_text(StayEnd reason) {
    for (const auto& [value, text] : ends)
        if (value == reason) return text;
    return {};
}

std::optional<StayEnd> parse_stay_end(std::string_view text) {
    for (const auto& [value, known] : ends)
        if (known == text) return value;
    return std::nullopt;
}

EncodedFact encode_stay(const StayEvent& event) {
    return std::visit(
        Overloaded{
            [](const PersonCheckedIn& e) {
                return EncodedFact{"stay.checked_in",
                                   1,
                                   {{"person", id_text(e.person)},
                                    {"site", id_text(e.site)},
                                    {"day", day_text(e.day)}}};
            },
            [](const StayEnded& e) {
                return EncodedFact{
                    "stay.ended", 1, {{"reason", stay_end_text(e.reason)}, {"day", day_text(e.day)}}};
            },
        },
        event);
}

std::optional<StayEvent> decode_stay(std::string_view type, std::int64_t version,
                                     const json::object& data) {
    if (version != 1) return std::nullopt;
    const auto day = parse_day(json::text_at(data, "day").value_or(""));
    if (!day) return std::nullopt;
    if (type == "stay.checked_in") {
        const auto person =
            parse_id<registry::PersonEntity>(json::text_at(data, "person").value_or(""));
        const auto site = parse_id<SiteEntity>(json::text_at(data, "site").value_or(""));
        if (!person || !site) return std::nullopt;
        return PersonCheckedIn{*person, *site, *day};
    }
    if (type == "stay.ended") {
        const auto reason = parse_stay_end(json::text_at(data, "reason").value_or(""));
        if (!reason) return std::nullopt;
        return StayEnded{*reason, *day};
    }
    return std::nullopt;
}

}  // namespace jatigi::sites
