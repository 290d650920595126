#include "centre/assistance/round_codec.h"

#include <array>

#include "platform/base/overloaded.h"

namespace jatigi::assistance {
namespace {

constexpr std::array<std::pair<ServingReason, std::string_view>, 6> reasons{{
    {ServingReason::child, "child"},
    {ServingReason::spilled, "spilled"},
    {ServingReason::wrong_scan, "wrong_scan"},
    {ServingReason::theft, "theft"},
    {ServingReason::newborn, "newborn"},
    {ServingReason::expelled_again, "expelled_again"},
}};

std::optional<RoundEvent> decode_opened(const json::object& data) {
    const auto site = parse_id<sites::SiteEntity>(json::text_at(data, "site").value_or(""));
    const auto service = json::text_at(data, "service");
    const auto kind = parse_kind(json::text_at(data, "kind").value_or(""));
    const auto day = parse_day(json::text_at(data, "day").value_or(""));
    const auto expected = json::integer_at(data, "expected");
    if (!site || !service || !kind || !day || !expected ||
        json::text_at(data, "count_mode") != "scan")
        return std::nullopt;
    return RoundOpened{*site, std::string(*service), *kind, *day, CountMode::scan,
                       Persons{*expected}};
}

std::optional<RoundEvent> decode_served(const json::object& data) {
    const auto person =
        parse_id<registry::PersonEntity>(json::text_at(data, "person").value_or(""));
    const auto service = json::text_at(data, "service");
    const auto day = parse_day(json::text_at(data, "day").value_or(""));
    const auto reason = parse_reason(json::text_at(data, "reason").value_or(""));
    if (!person || !service || !day || reason.has_value() != data.contains("reason"))
        return std::nullopt;
    PersonServed served{*person, std::string(*service), *day, reason};
    if (const auto scanned = json::text_at(data, "scanned_at")) {
        served.scanned_at = parse_instant(*scanned);
        if (!served.scanned_at) return std::nullopt;
    }
    served.sent_by = json::integer_at(data, "sent_by").value_or(0);
    served.late = json::bool_at(data, "late").value_or(false);
    served.second = json::bool_at(data, "second").value_or(false);
    return served;
}

std::optional<RoundEvent> decode_exception(const json::object& data) {
    const auto person =
        parse_id<registry::PersonEntity>(json::text_at(data, "person").value_or(""));
    const auto service = json::text_at(data, "service");
    const auto day = parse_day(json::text_at(data, "day").value_or(""));
    const auto reason = parse_reason(json::text_at(data, "reason").value_or(""));
    if (!person || !service || !day || !reason) return std::nullopt;
    return ExceptionAllowed{*person, std::string(*service), *day, *reason};
}

std::optional<RoundEvent> decode_undone(const json::object& data) {
    const auto person =
        parse_id<registry::PersonEntity>(json::text_at(data, "person").value_or(""));
    const auto service = json::text_at(data, "service");
    const auto day = parse_day(json::text_at(data, "day").value_or(""));
    const auto serving = from_hex(json::text_at(data, "serving").value_or(""));
    if (!person || !service || !day || !serving || serving->size() != 16) return std::nullopt;
    return ServingUndone{*person, std::string(*service), *day, fixed_bytes<16>(*serving)};
}

template <class Count>
std::optional<Count> count_at(const json::object& data, std::string_view name) {
    const auto number = json::integer_at(data, name);
    if (!number) return std::nullopt;
    return Count{*number};
}

template <class Count>
void put_count(json::object& data, std::string_view name, const std::optional<Count>& count) {
    if (count) data[name] = count->count();
}

EncodedFact encode_closed(const RoundClosed& e) {
    json::object data;
    put_count(data, "cooked", e.cooked);
    put_count(data, "left_over", e.left_over);
    put_count(data, "thrown_away", e.thrown_away);
    put_count(data, "head_count", e.head_count);
    if (!e.explanation.empty()) data["explanation"] = e.explanation;
    return {"round.closed", 1, std::move(data)};
}

EncodedFact encode_served(const PersonServed& e) {
    json::object data{
        {"person", id_text(e.person)}, {"service", e.service}, {"day", day_text(e.day)}};
    if (e.reason) data["reason"] = reason_text(*e.reason);
    // What came at once says no more than in version 1.
    if (!e.scanned_at && e.sent_by == 0 && !e.late && !e.second &&
        !(e.reason && is_for_goods(*e.reason)))
        return {"round.person_served", 1, std::move(data)};
    if (e.scanned_at) data["scanned_at"] = instant_text(*e.scanned_at);
    if (e.sent_by != 0) data["sent_by"] = e.sent_by;
    if (e.late) data["late"] = true;
    if (e.second) data["second"] = true;
    return {"round.person_served", 2, std::move(data)};
}

}  // namespace

std::string_view kind_text(ServiceKind kind) {
    return kind == ServiceKind::food ? "food" : "item";
}

std::optional<ServiceKind> parse_kind(std::string_view text) {
    if (text == "food") return ServiceKind::food;
    if (text == "item") return ServiceKind::item;
    return std::nullopt;
}

std::string_view reason_text(ServingReason reason) {
    for (const auto& [value, text] : reasons)
        if (value == reason) return text;
    return {};
}

std::optional<ServingReason> parse_reason(std::string_view text) {
    for (const auto& [value, known] : reasons)
        if (known == text) return value;
    return std::nullopt;
}

EncodedFact encode_round(const RoundEvent& event) {
    return std::visit(Overloaded{
                          [](const RoundOpened& e) {
                              return EncodedFact{"round.opened",
                                                 1,
                                                 {{"site", id_text(e.site)},
                                                  {"service", e.service},
                                                  {"kind", kind_text(e.kind)},
                                                  {"day", day_text(e.day)},
                                                  {"count_mode", "scan"},
                                                  {"expected", e.expected.count()}}};
                          },
                          [](const PersonServed& e) { return encode_served(e); },
                          [](const ExceptionAllowed& e) {
                              return EncodedFact{"round.exception_allowed",
                                                 1,
                                                 {{"person", id_text(e.person)},
                                                  {"service", e.service},
                                                  {"day", day_text(e.day)},
                                                  {"reason", reason_text(e.reason)}}};
                          },
                          [](const ServingUndone& e) {
                              return EncodedFact{"round.serving_undone",
                                                 1,
                                                 {{"person", id_text(e.person)},
                                                  {"service", e.service},
                                                  {"day", day_text(e.day)},
                                                  {"serving", hex(e.serving)}}};
                          },
                          [](const RoundClosed& e) { return encode_closed(e); },
                      },
                      event);
}

std::optional<RoundEvent> decode_round(std::string_view type, std::int64_t version,
                                       const json::object& data) {
    if (type == "round.person_served" && (version == 1 || version == 2)) return decode_served(data);
    if (version != 1) return std::nullopt;
    if (type == "round.opened") return decode_opened(data);
    if (type == "round.exception_allowed") return decode_exception(data);
    if (type == "round.serving_undone") return decode_undone(data);
    if (type == "round.closed")
        return RoundClosed{count_at<Meals>(data, "cooked"), count_at<Meals>(data, "left_over"),
                           count_at<Meals>(data, "thrown_away"),
                           count_at<Persons>(data, "head_count"),
                           std::string(json::text_at(data, "explanation").value_or(""))};
    return std::nullopt;
}

}  // namespace jatigi::assistance
