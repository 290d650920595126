#include "people/registry/person_fields_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "people/registry/person_codec.h"
#include "platform/base/text.h"
#include "platform/base/text_limit.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t text_letters_max = 200;
constexpr std::size_t languages_max = 12;
constexpr int age_max = 120;

std::unexpected<Error> invalid(std::string_view name) {
    return refuse(ErrorKind::invalid, "person.field_invalid", {},
                  fmt::format(R"({{"name":"{}"}})", name));
}

constexpr std::array<std::string_view, 4> marital_states{"SINGLE", "MARRIED", "WIDOWED",
                                                         "DIVORCED"};
constexpr std::array<std::string_view, 7> document_types{
    "NONE", "NINA", "NATIONAL_ID", "PASSPORT", "BIRTH_CERTIFICATE", "CONSULAR_CARD",
    "LAISSEZ_PASSER"};

// Fields that are a code: empty, or one of a closed set.
Result<void> check_code(std::string_view name, const std::string& text) {
    const auto among = [&](const auto& codes) {
        return text.empty() || std::ranges::find(codes, text) != codes.end();
    };
    if ((name == "marital_status" && !among(marital_states)) ||
        (name == "document_type" && !among(document_types)))
        return invalid(name);
    return {};
}

// ISO 639, two or three small letters.
bool is_language(std::string_view code) {
    return (code.size() == 2 || code.size() == 3) &&
           std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

// A text that may be missing; null and "" are empty.
Result<std::string> text_of(const json::object& fields, std::string_view name) {
    const json::value* found = fields.if_contains({name.data(), name.size()});
    if (found == nullptr || found->is_null()) return std::string{};
    const auto text = json::text_at(fields, name);
    if (!text) return invalid(name);
    TRY(check_letters(name, *text, text_letters_max));
    return tidy_blanks(*text);
}

Result<std::optional<int>> number_of(const json::object& from, std::string_view name, int highest) {
    const json::value* found = from.if_contains({name.data(), name.size()});
    if (found == nullptr || found->is_null()) return std::optional<int>{};
    const auto number = json::integer_at(from, name);
    if (!number || *number < 0 || *number > highest) return invalid("birth");
    return std::optional<int>{static_cast<int>(*number)};
}

Result<linkage::BirthInterval> born_in_parts(int year, std::optional<int> month,
                                             std::optional<int> day) {
    if (!month) return linkage::born_in(std::chrono::year{year});
    const auto in_month = std::chrono::year{year} / *month;
    if (!in_month.ok()) return refuse(ErrorKind::invalid, "person.birth_impossible");
    if (!day) return linkage::born_in(in_month);
    const auto whole = in_month / *day;
    if (!whole.ok()) return refuse(ErrorKind::invalid, "person.birth_impossible");
    return linkage::born_on(Day{whole});
}

Result<std::optional<Personal<linkage::BirthInterval>>> read_birth(const json::object& fields,
                                                                   Day today) {
    std::optional<Personal<linkage::BirthInterval>> nothing;
    const json::value* written_birth = fields.if_contains("birth");
    if (written_birth == nullptr || written_birth->is_null()) return nothing;
    const json::object* birth = written_birth->if_object();
    if (birth == nullptr) return invalid("birth");
    TRY_ASSIGN(const auto age, number_of(*birth, "age", age_max));
    TRY_ASSIGN(const auto year, number_of(*birth, "year", 2100));
    TRY_ASSIGN(const auto month, number_of(*birth, "month", 12));
    TRY_ASSIGN(const auto day, number_of(*birth, "day", 31));
    linkage::BirthInterval interval;
    if (age) {
        interval = linkage::aged(std::chrono::years{*age}, today);
    } else if (!year) {
        if (month || day) return invalid("birth");
        return nothing;
    } else if (*year < 1900 || (day && !month)) {
        return invalid("birth");
    } else if (json::bool_at(*birth, "about").value_or(false)) {
        interval = linkage::born_about(std::chrono::year{*year});
    } else {
        TRY_ASSIGN(interval, born_in_parts(*year, month, day));
    }
    if (interval.min > today) return refuse(ErrorKind::invalid, "person.birth_in_future");
    interval.max = std::min(interval.max, today);
    return std::optional(Personal<linkage::BirthInterval>{interval});
}

Result<Sex> read_sex(const json::object& fields) {
    TRY_ASSIGN(const std::string text, text_of(fields, "sex"));
    if (text == "F") return Sex::female;
    if (text == "M") return Sex::male;
    if (text.empty() || text == "U" || text == "unknown") return Sex::unknown;
    return invalid("sex");
}

Result<std::vector<std::string>> read_codes_of(const json::object& fields, std::string_view name) {
    std::vector<std::string> codes;
    const json::array* list = json::array_at(fields, name);
    if (list == nullptr) return codes;
    if (list->size() > languages_max) return invalid(name);
    for (const json::value& item : *list) {
        if (!item.is_string() || item.get_string().size() > 32) return invalid(name);
        codes.emplace_back(item.get_string());
    }
    return codes;
}

Result<std::vector<std::string>> read_languages(const json::object& fields) {
    TRY_ASSIGN(auto languages, read_codes_of(fields, "languages"));
    if (!std::ranges::all_of(languages, is_language)) return invalid("languages");
    return languages;
}

Result<Personal<std::string>> read_phone_of(const std::string& typed,
                                            const std::string& nationality,
                                            const linkage::PhonePlans& plans) {
    if (typed.empty()) return Personal<std::string>{};
    const linkage::PhoneReading phone =
        linkage::read_phone({.text = typed, .nationality = nationality}, plans);
    if (phone.damaged || phone.e164.empty()) return invalid("phone");
    return Personal<std::string>{phone.e164};
}

bool has(const json::object& from, std::string_view name) {
    return from.contains({name.data(), name.size()});
}

json::array strings_json(const std::vector<std::string>& strings) {
    json::array list;
    for (const std::string& text : strings) list.push_back(json::value(text));
    return list;
}

}  // namespace

Result<Registration> read_person(const json::object& fields, const FieldReading& reading) {
    Registration person;
    TRY_ASSIGN(person.sex, read_sex(fields));
    TRY_ASSIGN(const std::string nationality, text_of(fields, "nationality"));
    if (!nationality.empty()) person.nationality = nationality;
    PersonIdentified& identity = person.identity;
    for (const auto& [name, member] : identity_texts) {
        if (name == "phone" || name == "household") continue;
        TRY_ASSIGN(std::string text, text_of(fields, name));
        TRY(check_code(name, text));
        identity.*member = Personal<std::string>{std::move(text)};
    }
    TRY_ASSIGN(const std::string phone, text_of(fields, "phone"));
    TRY_ASSIGN(identity.phone, read_phone_of(phone, nationality, reading.phone_plans));
    TRY_ASSIGN(identity.birth, read_birth(fields, reading.today));
    TRY_ASSIGN(auto languages, read_languages(fields));
    identity.languages = Personal<std::vector<std::string>>{std::move(languages)};
    TRY_ASSIGN(identity.flags, read_codes_of(fields, "flags"));
    for (const std::string& flag : identity.flags)
        if (!is_service_flag(flag)) return refuse(ErrorKind::invalid, "person.flag_unknown");
    return person;
}

Result<IdentityCorrected> read_changes(const json::object& changes, const FieldReading& reading,
                                       ProfileCorrected& profile) {
    IdentityCorrected correction;
    if (has(changes, "sex")) {
        TRY_ASSIGN(profile.sex, read_sex(changes));
    }
    if (has(changes, "nationality")) {
        TRY_ASSIGN(const std::string nationality, text_of(changes, "nationality"));
        profile.nationality =
            nationality.empty() ? std::nullopt : std::optional<std::string>(nationality);
    }
    for (const auto& [name, member] : identity_texts) {
        if (!has(changes, name)) continue;
        // Who belongs together is changed by joining and leaving.
        if (name == "household" || name == "relation") return invalid(name);
        TRY_ASSIGN(std::string text, text_of(changes, name));
        TRY(check_code(name, text));
        Personal<std::string> value{std::move(text)};
        if (name == "phone") {
            TRY_ASSIGN(value, read_phone_of(value.reveal(), profile.nationality.value_or(""),
                                            reading.phone_plans));
        }
        correction.texts.emplace(name, std::move(value));
    }
    if (has(changes, "birth")) {
        TRY_ASSIGN(const auto birth, read_birth(changes, reading.today));
        profile.birth = months_of(birth);
        correction.birth = BirthChange{birth};
    }
    if (has(changes, "languages")) {
        TRY_ASSIGN(auto languages, read_languages(changes));
        correction.languages = Personal<std::vector<std::string>>{std::move(languages)};
    }
    return correction;
}

json::value birth_json(const std::optional<Personal<linkage::BirthInterval>>& birth) {
    if (!birth) return nullptr;
    const linkage::BirthInterval& interval = birth->reveal();
    return json::object{{"min", day_text(interval.min)},
                        {"max", day_text(interval.max)},
                        {"precision", enum_text(interval.precision)}};
}

json::object entry_json(const IndexEntry& entry) {
    json::object out{{"case_number", entry.case_number},
                     {"family_name", entry.family_name.reveal()},
                     {"given_names", entry.given_names.reveal()},
                     {"sex", enum_text(entry.sex)},
                     {"birth", birth_json(entry.birth)},
                     {"father_name", entry.father_name.reveal()},
                     {"origin", entry.origin.reveal()}};
    out["nationality"] = entry.nationality ? json::value(*entry.nationality) : json::value(nullptr);
    return out;
}

json::object identity_json(const PersonIdentified& identity) {
    json::object out;
    for (const auto& [name, member] : identity_texts)
        if (name != "household") out[name] = (identity.*member).reveal();
    out["birth"] = birth_json(identity.birth);
    out["languages"] = strings_json(identity.languages.reveal());
    json::array observations;
    for (const Observation& observation : identity.observations)
        observations.push_back(json::object{{"heading", observation.heading},
                                            {"text", observation.text.reveal()}});
    out["observations"] = std::move(observations);
    return out;
}

}  // namespace jatigi::registry
