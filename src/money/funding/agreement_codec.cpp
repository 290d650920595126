#include "money/funding/agreement_codec.h"

namespace jatigi::funding {
namespace {

std::vector<std::string> services_of(const json::object& data) {
    std::vector<std::string> services;
    if (const json::array* list = json::array_at(data, "services"))
        for (const json::value& item : *list)
            if (item.is_string()) services.emplace_back(item.get_string());
    return services;
}

}  // namespace

EncodedFact encode_agreement(const AgreementEvent& event) {
    const auto& e = std::get<AgreementSigned>(event);
    json::object data{{"code", e.code},
                      {"donor", e.donor},
                      {"title", e.title},
                      {"currency", currency_code(e.amount.currency())},
                      {"amount", e.amount.minor_units()},
                      {"first_day", day_text(e.first_day)},
                      {"last_day", day_text(e.last_day)}};
    if (e.earmark.nationality) data["nationality"] = *e.earmark.nationality;
    if (e.earmark.site) data["site"] = id_text(*e.earmark.site);
    if (!e.earmark.services.empty()) {
        json::array services;
        for (const std::string& service : e.earmark.services)
            services.push_back(json::value(service));
        data["services"] = std::move(services);
    }
    if (e.earmark.persons_max) data["persons_max"] = e.earmark.persons_max->count();
    return {"agreement.signed", 1, std::move(data)};
}

std::optional<AgreementEvent> decode_agreement(std::string_view type, std::int64_t version,
                                               const json::object& data) {
    if (type != "agreement.signed" || version != 1) return std::nullopt;
    const auto code = json::text_at(data, "code");
    const auto donor = json::text_at(data, "donor");
    const auto title = json::text_at(data, "title");
    const auto currency = parse_currency(json::text_at(data, "currency").value_or(""));
    const auto amount = json::integer_at(data, "amount");
    const auto first = parse_day(json::text_at(data, "first_day").value_or(""));
    const auto last = parse_day(json::text_at(data, "last_day").value_or(""));
    if (!code || !donor || !title || !currency || !amount || !first || !last) return std::nullopt;
    AgreementSigned event{std::string(*code), std::string(*donor), std::string(*title),
                          Money::of_minor_units(*amount, *currency), *first, *last, {}};
    if (const auto nationality = json::text_at(data, "nationality"))
        event.earmark.nationality = std::string(*nationality);
    event.earmark.site = parse_id<sites::SiteEntity>(json::text_at(data, "site").value_or(""));
    event.earmark.services = services_of(data);
    if (const auto cap = json::integer_at(data, "persons_max"))
        event.earmark.persons_max = Persons{*cap};
    return event;
}

}  // namespace jatigi::funding
