#include "people/disclosure/authority_request_codec.h"

#include <array>

#include "platform/base/overloaded.h"

namespace jatigi::disclosure {
namespace {

constexpr std::array<std::pair<RequestAbout, std::string_view>, 3> abouts{{
    {RequestAbout::one_person, "one_person"},
    {RequestAbout::group, "group"},
    {RequestAbout::statistics, "statistics"},
}};
constexpr std::array<std::pair<RequestAnswer, std::string_view>, 4> answers{{
    {RequestAnswer::totals, "totals"},
    {RequestAnswer::refused, "refused"},
    {RequestAnswer::nominal_list, "nominal_list"},
    {RequestAnswer::other, "other"},
}};

EncodedFact encode_recorded(const RequestRecorded& e) {
    json::object data{{"year", e.number.year}, {"number", e.number.number}};
    if (e.site) data["site"] = hex(*e.site);
    data["authority"] = e.authority;
    data["about"] = about_text(e.about);
    data["asked"] = e.asked;
    if (!e.legal_basis.empty()) data["legal_basis"] = e.legal_basis;
    data["received"] = day_text(e.received);
    return {"disclosure.request_recorded", 1, std::move(data)};
}

EncodedFact encode_answered(const RequestAnswered& e) {
    json::object data{{"answer", answer_text(e.answer)}};
    if (!e.text.empty()) data["text"] = e.text;
    if (e.list) data["list"] = id_text(*e.list);
    return {"disclosure.request_answered", 1, std::move(data)};
}

std::optional<RequestEvent> decode_recorded(const json::object& data) {
    const auto year = json::integer_at(data, "year");
    const auto number = json::integer_at(data, "number");
    const auto authority = json::text_at(data, "authority");
    const auto about = parse_about(json::text_at(data, "about").value_or(""));
    const auto asked = json::text_at(data, "asked");
    const auto received = parse_day(json::text_at(data, "received").value_or(""));
    if (!year || !number || !authority || !about || !asked || !received) return std::nullopt;
    RequestRecorded recorded{
        .number = {*year, *number},
        .authority = std::string(*authority),
        .about = *about,
        .asked = std::string(*asked),
        .legal_basis = std::string(json::text_at(data, "legal_basis").value_or("")),
        .received = *received};
    // A site that cannot be read must not turn into "the whole node", which more people see.
    if (data.contains("site")) {
        const auto site = from_hex(json::text_at(data, "site").value_or(""));
        if (!site || site->size() != 16) return std::nullopt;
        recorded.site = fixed_bytes<16>(*site);
    }
    return recorded;
}

std::optional<RequestEvent> decode_answered(const json::object& data) {
    const auto answer = parse_answer(json::text_at(data, "answer").value_or(""));
    const auto list = parse_id<NominalListEntity>(json::text_at(data, "list").value_or(""));
    if (!answer || list.has_value() != data.contains("list")) return std::nullopt;
    return RequestAnswered{*answer, std::string(json::text_at(data, "text").value_or("")), list};
}

}  // namespace

std::string_view about_text(RequestAbout about) {
    for (const auto& [value, text] : abouts)
        if (value == about) return text;
    return {};
}

std::optional<RequestAbout> parse_about(std::string_view text) {
    for (const auto& [value, known] : abouts)
        if (known == text) return value;
    return std::nullopt;
}

std::string_view answer_text(RequestAnswer answer) {
    for (const auto& [value, text] : answers)
        if (value == answer) return text;
    return {};
}

std::optional<RequestAnswer> parse_answer(std::string_view text) {
    for (const auto& [value, known] : answers)
        if (known == text) return value;
    return std::nullopt;
}

EncodedFact encode_request(const RequestEvent& event) {
    return std::visit(Overloaded{
                          [](const RequestRecorded& e) { return encode_recorded(e); },
                          [](const RequestAnswered& e) { return encode_answered(e); },
                      },
                      event);
}

std::optional<RequestEvent> decode_request(std::string_view type, std::int64_t version,
                                           const json::object& data) {
    if (version != 1) return std::nullopt;
    if (type == "disclosure.request_recorded") return decode_recorded(data);
    if (type == "disclosure.request_answered") return decode_answered(data);
    return std::nullopt;
}

}  // namespace jatigi::disclosure
