#include "people/registry/person_codec.h"

#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

std::optional<PersonEvent> decode_profiled(const json::object& data) {
    const auto case_number = json::text_at(data, "case_number");
    const auto sex = parse_sex(json::text_at(data, "sex").value_or(""));
    if (!case_number || !sex) return std::nullopt;
    PersonProfiled event{.case_number = std::string(*case_number), .sex = *sex};
    const auto first = parse_month(json::text_at(data, "birth_min").value_or(""));
    const auto last = parse_month(json::text_at(data, "birth_max").value_or(""));
    if (first && last) event.birth = BirthMonths{*first, *last};
    if (const auto nationality = json::text_at(data, "nationality"))
        event.nationality = std::string(*nationality);
    return event;
}

std::optional<PersonEvent> decode_card_issued(const json::object& data) {
    const auto serial = from_hex(json::text_at(data, "serial").value_or(""));
    if (!serial || serial->size() != sizeof(CardSerial)) return std::nullopt;
    return CardIssued{fixed_bytes<6>(*serial)};
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

EncodedFact encode_person(const PersonEvent& event) {
    return std::visit(
        Overloaded{
            [](const PersonProfiled& e) {
                json::object data{{"case_number", e.case_number}, {"sex", sex_text(e.sex)}};
                if (e.birth) {
                    data["birth_min"] = month_text(e.birth->first);
                    data["birth_max"] = month_text(e.birth->last);
                }
                if (e.nationality) data["nationality"] = *e.nationality;
                return EncodedFact{"person.profiled", 1, std::move(data)};
            },
            [](const CardIssued& e) {
                return EncodedFact{"person.card_issued", 1, {{"serial", hex(e.serial)}}};
            },
        },
        event);
}

std::optional<PersonEvent> decode_person(std::string_view type, std::int64_t version,
                                         const json::object& data) {
    if (version != 1) return std::nullopt;
    if (type == "person.profiled") return decode_profiled(data);
    if (type == "person.card_issued") return decode_card_issued(data);
    return std::nullopt;
}

}  // namespace jatigi::registry
