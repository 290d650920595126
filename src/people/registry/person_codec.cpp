#include "people/registry/person_codec.h"

#include <array>

#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

// The members that profiling and correcting share.
struct Profile {
    Sex sex = Sex::unknown;
    std::optional<BirthMonths> birth{};
    std::optional<std::string> nationality{};
};

std::optional<Profile> decode_profile(const json::object& data) {
    const auto sex = parse_sex(json::text_at(data, "sex").value_or(""));
    if (!sex) return std::nullopt;
    Profile profile{.sex = *sex};
    const auto first = parse_month(json::text_at(data, "birth_min").value_or(""));
    const auto last = parse_month(json::text_at(data, "birth_max").value_or(""));
    if (first && last) profile.birth = BirthMonths{*first, *last};
    if (const auto nationality = json::text_at(data, "nationality"))
        profile.nationality = std::string(*nationality);
    return profile;
}

json::object encode_profile(const Profile& profile) {
    json::object data{{"sex", sex_text(profile.sex)}};
    if (profile.birth) {
        data["birth_min"] = month_text(profile.birth->first);
        data["birth_max"] = month_text(profile.birth->last);
    }
    if (profile.nationality) data["nationality"] = *profile.nationality;
    return data;
}

std::optional<PersonEvent> decode_profiled(const json::object& data) {
    const auto case_number = json::text_at(data, "case_number");
    const auto profile = decode_profile(data);
    if (!case_number || !profile) return std::nullopt;
    return PersonProfiled{std::string(*case_number), profile->sex, profile->birth,
                          profile->nationality};
}

std::optional<PersonEvent> decode_corrected(const json::object& data) {
    const auto profile = decode_profile(data);
    if (!profile) return std::nullopt;
    return ProfileCorrected{profile->sex, profile->birth, profile->nationality};
}

std::optional<PersonEvent> decode_card_issued(const json::object& data) {
    const auto serial = from_hex(json::text_at(data, "serial").value_or(""));
    if (!serial || serial->size() != sizeof(CardSerial)) return std::nullopt;
    return CardIssued{fixed_bytes<6>(*serial)};
}

constexpr std::array<std::pair<HearingOutcome, std::string_view>, 3> outcomes{{
    {HearingOutcome::confirmed, "confirmed"},
    {HearingOutcome::refused, "refused"},
    {HearingOutcome::to_verify, "to_verify"},
}};
constexpr std::array<std::pair<ErasureReason, std::string_view>, 4> erasure_reasons{{
    {ErasureReason::withdrawn_consent, "withdrawn_consent"},
    {ErasureReason::request, "request"},
    {ErasureReason::retention, "retention"},
    {ErasureReason::error, "error"},
}};

template <class Table, class Value>
std::string_view text_in(const Table& table, Value value) {
    for (const auto& [known, text] : table)
        if (known == value) return text;
    return {};
}
template <class Value, std::size_t N>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, N>& table,
                              std::string_view text) {
    for (const auto& [value, known] : table)
        if (known == text) return value;
    return std::nullopt;
}

std::optional<PersonEvent> decode_heard(const json::object& data) {
    const auto nationality = json::text_at(data, "nationality");
    const auto outcome = parse_hearing_outcome(json::text_at(data, "outcome").value_or(""));
    if (!nationality || !outcome) return std::nullopt;
    return NationalityHeard{std::string(*nationality), *outcome};
}

std::optional<PersonEvent> decode_erased(const json::object& data) {
    // Whatever the reason says, the person is erased.
    return PersonErased{parse_erasure_reason(json::text_at(data, "reason").value_or(""))
                            .value_or(ErasureReason::request)};
}

}  // namespace

std::string_view sex_text(Sex sex) {
    switch (sex) {
        case Sex::female: return "F";
        case Sex::male: return "M";
        case Sex::unknown: return "U";
    }
    return "U";
}

std::optional<Sex> parse_sex(std::string_view text) {
    if (text == "F") return Sex::female;
    if (text == "M") return Sex::male;
    if (text == "U") return Sex::unknown;
    return std::nullopt;
}

std::string month_text(std::chrono::year_month month) {
    return day_text(Day{month / 1}).substr(0, 7);
}

std::optional<std::chrono::year_month> parse_month(std::string_view text) {
    const auto day = parse_day(std::string(text) + "-01");
    if (!day) return std::nullopt;
    const std::chrono::year_month_day date{*day};
    return date.year() / date.month();
}

std::string_view hearing_outcome_text(HearingOutcome outcome) {
    return text_in(outcomes, outcome);
}
std::optional<HearingOutcome> parse_hearing_outcome(std::string_view text) {
    return value_in(outcomes, text);
}
std::string_view erasure_reason_text(ErasureReason reason) {
    return text_in(erasure_reasons, reason);
}
std::optional<ErasureReason> parse_erasure_reason(std::string_view text) {
    return value_in(erasure_reasons, text);
}

EncodedFact encode_person(const PersonEvent& event) {
    return std::visit(
        Overloaded{
            [](const PersonProfiled& e) {
                json::object data{{"case_number", e.case_number}};
                for (const auto& member : encode_profile({e.sex, e.birth, e.nationality}))
                    data.emplace(member.key(), member.value());
                return EncodedFact{"person.profiled", 1, std::move(data)};
            },
            [](const CardIssued& e) {
                return EncodedFact{"person.card_issued", 1, {{"serial", hex(e.serial)}}};
            },
            [](const ProfileCorrected& e) {
                return EncodedFact{"person.profile_corrected", 1,
                                   encode_profile({e.sex, e.birth, e.nationality})};
            },
            [](const NationalityHeard& e) {
                return EncodedFact{"person.nationality_heard", 1,
                                   {{"nationality", e.nationality},
                                    {"outcome", hearing_outcome_text(e.outcome)}}};
            },
            [](const PersonErased& e) {
                return EncodedFact{"person.erased", 1,
                                   {{"reason", erasure_reason_text(e.reason)}}};
            },
        },
        event);
}

std::optional<PersonEvent> decode_person(std::string_view type, std::int64_t version,
                                         const json::object& data) {
    if (version != 1) return std::nullopt;
    if (type == "person.profiled") return decode_profiled(data);
    if (type == "person.card_issued") return decode_card_issued(data);
    if (type == "person.profile_corrected") return decode_corrected(data);
    if (type == "person.nationality_heard") return decode_heard(data);
    if (type == "person.erased") return decode_erased(data);
    return std::nullopt;
}

}  // namespace jatigi::registry
