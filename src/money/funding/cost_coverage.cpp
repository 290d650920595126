#include "money/funding/cost_coverage.h"

#include <algorithm>

namespace jatigi::funding {
namespace {

// True when the agreement may pay for what has this cost, whatever the currency.
bool meets(const AgreementSigned& agreement, const UnitCostSet& cost) {
    const Earmark& earmark = agreement.earmark;
    return cost.first_day <= agreement.last_day && agreement.first_day <= cost.last_day &&
           (!earmark.site || *earmark.site == cost.site) &&
           (earmark.services.empty() ||
            std::ranges::find(earmark.services, cost.service) != earmark.services.end());
}

// True when some day of the agreement is in none of these periods.
bool leaves_days(const AgreementSigned& agreement, std::vector<std::pair<Day, Day>> periods) {
    std::ranges::sort(periods);
    Day next = agreement.first_day;
    for (const auto& [first, last] : periods) {
        if (first > next) return true;
        next = std::max(next, last + Days{1});
    }
    return next <= agreement.last_day;
}

bool same_currency(const AgreementSigned& agreement, const UnitCostSet& cost) {
    return agreement.amount.currency() == cost.price.currency();
}

}  // namespace

CostGaps cost_gaps(const AgreementSigned& agreement, std::span<const UnitCostSet> costs,
                   std::span<const std::string> services) {
    const auto& named = agreement.earmark.services;
    CostGaps gaps;
    for (const std::string& service : named.empty() ? services : std::span(named)) {
        bool payable = false;
        std::vector<std::pair<Day, Day>> periods;
        for (const UnitCostSet& cost : costs) {
            if (cost.service != service || !meets(agreement, cost)) continue;
            periods.emplace_back(cost.first_day, cost.last_day);
            payable = payable || same_currency(agreement, cost);
        }
        if (periods.empty())
            gaps.no_costs.push_back(service);
        else if (!payable)
            gaps.other_currency.push_back(service);
        else if (leaves_days(agreement, std::move(periods)))
            gaps.some_days.push_back(service);
    }
    return gaps;
}

bool currency_differs(const UnitCostSet& cost, std::span<const AgreementSigned> agreements) {
    bool any = false;
    for (const AgreementSigned& agreement : agreements) {
        if (!meets(agreement, cost)) continue;
        if (same_currency(agreement, cost)) return false;
        any = true;
    }
    return any;
}

}  // namespace jatigi::funding
