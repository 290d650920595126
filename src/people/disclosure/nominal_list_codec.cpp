#include "people/disclosure/nominal_list_codec.h"

#include <array>

#include "platform/base/overloaded.h"

namespace jatigi::disclosure {
namespace {

constexpr std::array<std::pair<ListColumn, std::string_view>, 4> columns{{
    {ListColumn::names, "names"},
    {ListColumn::birth, "birth"},
    {ListColumn::nationality, "nationality"},
    {ListColumn::document, "document"},
}};

void put_signer(json::object& data, const Signer& by) {
    data["actor"] = by.actor;
    data["hand"] = hand_text(by.hand);
}

std::optional<Signer> signer_of(const json::object& data) {
    const auto actor = json::integer_at(data, "actor");
    const auto hand = parse_hand(json::text_at(data, "hand").value_or(""));
    if (!actor || !hand) return std::nullopt;
    return Signer{*actor, *hand};
}

EncodedFact encode_proposed(const NominalListProposed& e) {
    json::array names;
    for (const ListColumn column : e.columns) names.push_back(json::value(column_text(column)));
    json::object data{{"year", e.number.year}, {"number", e.number.number},
                      {"site", hex(e.site)},   {"columns", std::move(names)},
                      {"purpose", e.purpose},  {"recipient", e.recipient}};
    if (e.request) data["request"] = id_text(*e.request);
    put_signer(data, e.by);
    return {"disclosure.list_proposed", 1, std::move(data)};
}

EncodedFact encode_approved(const NominalListApproved& e) {
    json::object data;
    put_signer(data, e.by);
    data["valid_until"] = instant_text(e.valid_until);
    return {"disclosure.list_approved", 1, std::move(data)};
}

EncodedFact encode_refused(const NominalListRefused& e) {
    json::object data;
    put_signer(data, e.by);
    if (!e.reason.empty()) data["reason"] = e.reason;
    return {"disclosure.list_refused", 1, std::move(data)};
}

EncodedFact encode_copied(const NominalListCopied& e) {
    json::object data{{"copy", e.copy}, {"rows", e.rows.count()}};
    put_signer(data, e.by);
    return {"disclosure.list_copied", 1, std::move(data)};
}

std::optional<std::vector<ListColumn>> columns_of(const json::object& data) {
    const json::array* list = json::array_at(data, "columns");
    if (list == nullptr) return std::nullopt;
    std::vector<ListColumn> found;
    for (const json::value& item : *list) {
        const auto column =
            item.is_string() ? parse_column(std::string_view(item.get_string())) : std::nullopt;
        if (!column) return std::nullopt;
        found.push_back(*column);
    }
    return found;
}

std::optional<NominalListEvent> decode_proposed(const json::object& data) {
    const auto year = json::integer_at(data, "year");
    const auto number = json::integer_at(data, "number");
    const auto site = from_hex(json::text_at(data, "site").value_or(""));
    auto listed = columns_of(data);
    const auto purpose = json::text_at(data, "purpose");
    const auto recipient = json::text_at(data, "recipient");
    const auto request =
        parse_id<AuthorityRequestEntity>(json::text_at(data, "request").value_or(""));
    const auto by = signer_of(data);
    if (!year || !number || !site || site->size() != 16 || !listed || !purpose || !recipient ||
        request.has_value() != data.contains("request") || !by)
        return std::nullopt;
    return NominalListProposed{{*year, *number},
                               fixed_bytes<16>(*site),
                               *std::move(listed),
                               std::string(*purpose),
                               std::string(*recipient),
                               request,
                               *by};
}

std::optional<NominalListEvent> decode_approved(const json::object& data) {
    const auto by = signer_of(data);
    const auto until = parse_instant(json::text_at(data, "valid_until").value_or(""));
    if (!by || !until) return std::nullopt;
    return NominalListApproved{*by, *until};
}

std::optional<NominalListEvent> decode_refused(const json::object& data) {
    const auto by = signer_of(data);
    if (!by) return std::nullopt;
    return NominalListRefused{*by, std::string(json::text_at(data, "reason").value_or(""))};
}

std::optional<NominalListEvent> decode_copied(const json::object& data) {
    const auto copy = json::integer_at(data, "copy");
    const auto rows = json::integer_at(data, "rows");
    const auto by = signer_of(data);
    if (!copy || !rows || !by) return std::nullopt;
    return NominalListCopied{*copy, Persons{*rows}, *by};
}

}  // namespace

std::string_view column_text(ListColumn column) {
    for (const auto& [value, text] : columns)
        if (value == column) return text;
    return {};
}

std::optional<ListColumn> parse_column(std::string_view text) {
    for (const auto& [value, known] : columns)
        if (known == text) return value;
    return std::nullopt;
}

std::string_view hand_text(Hand hand) {
    return hand == Hand::centre_manager ? "centre_manager" : "protection_officer";
}

std::optional<Hand> parse_hand(std::string_view text) {
    if (text == "centre_manager") return Hand::centre_manager;
    if (text == "protection_officer") return Hand::protection_officer;
    return std::nullopt;
}

EncodedFact encode_list(const NominalListEvent& event) {
    return std::visit(Overloaded{
                          [](const NominalListProposed& e) { return encode_proposed(e); },
                          [](const NominalListApproved& e) { return encode_approved(e); },
                          [](const NominalListRefused& e) { return encode_refused(e); },
                          [](const NominalListCopied& e) { return encode_copied(e); },
                      },
                      event);
}

std::optional<NominalListEvent> decode_list(std::string_view type, std::int64_t version,
                                            const json::object& data) {
    if (version != 1) return std::nullopt;
    if (type == "disclosure.list_proposed") return decode_proposed(data);
    if (type == "disclosure.list_approved") return decode_approved(data);
    if (type == "disclosure.list_refused") return decode_refused(data);
    if (type == "disclosure.list_copied") return decode_copied(data);
    return std::nullopt;
}

}  // namespace jatigi::disclosure
