#include "people/registry/identity_codec.h"

#include <array>

namespace jatigi::registry {
namespace {

using TextMember = Personal<std::string> PersonIdentified::*;
constexpr std::array<std::pair<std::string_view, TextMember>, 12> text_members{{
    {"family_name", &PersonIdentified::family_name},
    {"given_names", &PersonIdentified::given_names},
    {"birth_place", &PersonIdentified::birth_place},
    {"origin", &PersonIdentified::origin},
    {"father_name", &PersonIdentified::father_name},
    {"mother_name", &PersonIdentified::mother_name},
    {"marital_status", &PersonIdentified::marital_status},
    {"relation", &PersonIdentified::relation},
    {"household", &PersonIdentified::household},
    {"phone", &PersonIdentified::phone},
    {"document_type", &PersonIdentified::document_type},
    {"document_no", &PersonIdentified::document_no},
}};

constexpr std::array<BirthPrecision, 4> precisions{BirthPrecision::day, BirthPrecision::month,
                                                   BirthPrecision::year, BirthPrecision::estimated};

std::optional<Personal<BirthInterval>> decode_birth(const json::object& data) {
    const auto min = parse_day(json::text_at(data, "birth_min").value_or(""));
    const auto max = parse_day(json::text_at(data, "birth_max").value_or(""));
    const auto text = json::text_at(data, "birth_precision");
    if (!min || !max || !text) return std::nullopt;
    for (const BirthPrecision precision : precisions)
        if (birth_precision_text(precision) == *text)
            return Personal<BirthInterval>{BirthInterval{*min, *max, precision}};
    return std::nullopt;
}

json::array encode_observations(const std::vector<Observation>& observations) {
    json::array list;
    for (const Observation& observation : observations)
        list.push_back(json::object{{"heading", observation.heading},
                                    {"text", observation.text.reveal()}});
    return list;
}

}  // namespace

EncodedFact encode_identity(const PersonIdentified& event) {
    json::object data;
    for (const auto& [name, member] : text_members) {
        const std::string& text = (event.*member).reveal();
        if (!text.empty()) data[name] = text;
    }
    if (event.birth) {
        const BirthInterval& birth = event.birth->reveal();
        data["birth_min"] = day_text(birth.min);
        data["birth_max"] = day_text(birth.max);
        data["birth_precision"] = birth_precision_text(birth.precision);
    }
    json::array languages;
    for (const std::string& language : event.languages.reveal())
        languages.push_back(json::value(language));
    if (!languages.empty()) data["languages"] = std::move(languages);
    if (!event.observations.empty())
        data["observations"] = encode_observations(event.observations);
    return {"person.identified", 1, std::move(data)};
}

std::optional<PersonIdentified> decode_identity(std::string_view type, std::int64_t version,
                                                const json::object& data) {
    if (type != "person.identified" || version != 1) return std::nullopt;
    PersonIdentified event;
    for (const auto& [name, member] : text_members)
        event.*member = Personal<std::string>{std::string(json::text_at(data, name).value_or(""))};
    event.birth = decode_birth(data);
    std::vector<std::string> languages;
    if (const json::array* list = json::array_at(data, "languages")) {
        for (const json::value& item : *list)
            if (item.is_string()) languages.emplace_back(item.get_string());
    }
    event.languages = Personal<std::vector<std::string>>{std::move(languages)};
    if (const json::array* list = json::array_at(data, "observations")) {
        for (const json::value& item : *list) {
            const json::object* observation = item.if_object();
            if (observation == nullptr) continue;
            event.observations.push_back(
                {std::string(json::text_at(*observation, "heading").value_or("")),
                 Personal<std::string>{
                     std::string(json::text_at(*observation, "text").value_or(""))}});
        }
    }
    return event;
}

}  // namespace jatigi::registry
