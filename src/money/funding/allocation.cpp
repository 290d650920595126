#include "money/funding/allocation.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace jatigi::funding {
namespace {

int tightness(const Earmark& earmark) {
    return int{earmark.nationality.has_value()} + int{earmark.site.has_value()} +
           int{!earmark.services.empty()} + int{earmark.persons_max.has_value()};
}

struct Purse {
    std::size_t agreement = 0;
    std::int64_t left_minor_units = 0;
    std::unordered_set<std::int64_t> persons{};
};

std::vector<Purse> purses_in_order(std::span<const AgreementSigned> agreements) {
    std::vector<Purse> purses;
    for (std::size_t i = 0; i < agreements.size(); ++i)
        purses.push_back({.agreement = i,
                          .left_minor_units = agreements[i].amount.minor_units()});
    std::sort(purses.begin(), purses.end(), [&](const Purse& a, const Purse& b) {
        const AgreementSigned& x = agreements[a.agreement];
        const AgreementSigned& y = agreements[b.agreement];
        const int tight_x = tightness(x.earmark), tight_y = tightness(y.earmark);
        if (tight_x != tight_y) return tight_x > tight_y;
        if (x.last_day != y.last_day) return x.last_day < y.last_day;
        return x.code < y.code;
    });
    return purses;
}

bool covers(const AgreementSigned& agreement, const ChargeableServing& serving) {
    return serving.day >= agreement.first_day && serving.day <= agreement.last_day &&
           covers_person(agreement.earmark, serving.nationality, serving.site) &&
           (agreement.earmark.services.empty() ||
            std::find(agreement.earmark.services.begin(), agreement.earmark.services.end(),
                      serving.service) != agreement.earmark.services.end());
}

bool can_pay(const Purse& purse, const AgreementSigned& agreement,
             const ChargeableServing& serving, Money cost) {
    if (!covers(agreement, serving) || agreement.amount.currency() != cost.currency() ||
        purse.left_minor_units < cost.minor_units())
        return false;
    const auto& cap = agreement.earmark.persons_max;
    return !cap || purse.persons.contains(serving.person) ||
           static_cast<std::int64_t>(purse.persons.size()) < cap->count();
}

const UnitCostSet* cost_of(std::span<const UnitCostSet> costs, const ChargeableServing& serving) {
    const auto found = std::find_if(costs.begin(), costs.end(), [&](const UnitCostSet& cost) {
        return cost.service == serving.service && cost.site == serving.site &&
               serving.day >= cost.first_day && serving.day <= cost.last_day;
    });
    return found == costs.end() ? nullptr : &*found;
}

}  // namespace

bool covers_person(const Earmark& earmark, const std::optional<std::string>& nationality,
                   sites::SiteId site) {
    return (!earmark.nationality || earmark.nationality == nationality) &&
           (!earmark.site || *earmark.site == site);
}

std::vector<Charge> allocate(std::span<const AgreementSigned> agreements,
                             std::span<const UnitCostSet> costs,
                             std::span<const ChargeableServing> servings) {
    std::vector<Purse> purses = purses_in_order(agreements);
    std::vector<Charge> charges;
    charges.reserve(servings.size());
    for (const ChargeableServing& serving : servings) {
        Charge charge;
        if (const UnitCostSet* cost = cost_of(costs, serving)) {
            charge.cost = cost->price;
            charge.costed = true;
            for (Purse& purse : purses) {
                if (!can_pay(purse, agreements[purse.agreement], serving, cost->price)) continue;
                purse.left_minor_units -= cost->price.minor_units();
                purse.persons.insert(serving.person);
                charge.agreement = purse.agreement;
                break;
            }
        }
        charges.push_back(charge);
    }
    return charges;
}

}  // namespace jatigi::funding
