#include "money/funding/unit_cost_codec.h"

namespace jatigi::funding {

EncodedFact encode_unit_cost(const UnitCostEvent& event) {
    const auto& e = std::get<UnitCostSet>(event);
    return {"unit_cost.set",
            1,
            {{"site", id_text(e.site)},
             {"service", e.service},
             {"currency", currency_code(e.price.currency())},
             {"price", e.price.minor_units()},
             {"first_day", day_text(e.first_day)},
             {"last_day", day_text(e.last_day)}}};
}

std::optional<UnitCostEvent> decode_unit_cost(std::string_view type, std::int64_t version,
                                              const json::object& data) {
    if (type != "unit_cost.set" || version != 1) return std::nullopt;
    const auto site = parse_id<sites::SiteEntity>(json::text_at(data, "site").value_or(""));
    const auto service = json::text_at(data, "service");
    const auto currency = parse_currency(json::text_at(data, "currency").value_or(""));
    const auto price = json::integer_at(data, "price");
    const auto first = parse_day(json::text_at(data, "first_day").value_or(""));
    const auto last = parse_day(json::text_at(data, "last_day").value_or(""));
    if (!site || !service || !currency || !price || !first || !last) return std::nullopt;
    return UnitCostSet{*site, std::string(*service), Money::of_minor_units(*price, *currency),
                       *first, *last};
}

}  // namespace jatigi::funding
