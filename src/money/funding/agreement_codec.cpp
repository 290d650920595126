#include "money/funding/agreement_codec.h"

namespace jatigi::funding {
namespace {

// An earmark that is written but cannot be read must not turn into "any": then the whole fact is
// unknown to us.
std::optional<std::vector<std::string>> services_of(const json::object& data) {
    std::vector<std::string> services;
    if (!data.contains("services")) return services;
    const json::array* list = json::array_at(data, "services");
    if (list == nullptr) return std::nullopt;
    for (const json::value& item : *list) {
        if (!item.is_string()) return std::nullopt;
        services.emplace_back(item.get_string());
    }
    return services;
}

std::optional<Earmark> earmark_of(const json::object& data) {
    Earmark earmark;
    if (const auto nationality = json::text_at(data, "nationality"))
        earmark.nationality = std::string(*nationality);
    earmark.site = parse_id<sites::SiteEntity>(json::text_at(data, "site").value_or(""));
    auto services = services_of(data);
    if (const auto cap = json::integer_at(data, "persons_max")) earmark.persons_max = Persons{*cap};
    if (!services || earmark.nationality.has_value() != data.contains("nationality") ||
        earmark.site.has_value() != data.contains("site") ||
        earmark.persons_max.has_value() != data.contains("persons_max"))
        return std::nullopt;
    earmark.services = *std::move(services);
    return earmark;
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
    auto earmark = earmark_of(data);
    if (!code || !donor || !title || !currency || !amount || !first || !last || !earmark)
        return std::nullopt;
    return AgreementSigned{std::string(*code), std::string(*donor), std::string(*title),
                           Money::of_minor_units(*amount, *currency), *first, *last,
                           *std::move(earmark)};
}

}  // namespace jatigi::funding
