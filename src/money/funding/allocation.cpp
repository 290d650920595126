#include "money/funding/allocation.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
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
    std::map<std::pair<Day, std::string>, std::int64_t> meals{};  // Plates of each, where it is capped.
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

// Nothing when the earmark covers the serving, on that day.
std::optional<Fate> not_covered(const AgreementSigned& agreement,
                                const ChargeableServing& serving) {
    const Earmark& earmark = agreement.earmark;
    if (earmark.nationality && earmark.nationality != serving.nationality)
        return Fate::other_people;
    if (earmark.persons_max && serving.whose == Whose::unregistered) return Fate::other_people;
    if (earmark.site && *earmark.site != serving.site) return Fate::other_site;
    if (!earmark.services.empty() &&
        std::ranges::find(earmark.services, serving.service) == earmark.services.end())
        return Fate::other_service;
    if (serving.day < agreement.first_day || serving.day > agreement.last_day)
        return Fate::outside_period;
    if (serving.whose == Whose::staff) return Fate::staff;
    return std::nullopt;
}

bool is_beyond_cap(const Purse& purse, const Persons& cap, const ChargeableServing& serving) {
    if (serving.whose == Whose::person)
        return !purse.persons.contains(serving.person) &&
               static_cast<std::int64_t>(purse.persons.size()) >= cap.count();
    const auto meal = purse.meals.find({serving.day, serving.service});
    return (meal == purse.meals.end() ? 0 : meal->second) >= cap.count();
}

void pay(Purse& purse, const AgreementSigned& agreement, const ChargeableServing& serving,
         const Money& cost) {
    purse.left_minor_units -= cost.minor_units();
    if (serving.whose == Whose::person) purse.persons.insert(serving.person);
    // A further plate of somebody is no further person.
    const bool counts = agreement.earmark.persons_max && serving.plate != Plate::extra;
    if (counts) ++purse.meals[{serving.day, serving.service}];
}

// Why the purse does not pay; `charged` when it can.
Fate fate_of(const Purse& purse, const AgreementSigned& agreement,
             const ChargeableServing& serving, const UnitCostSet* cost) {
    if (const auto outside = not_covered(agreement, serving)) return *outside;
    if (serving.second) return Fate::second_plate;
    if (cost == nullptr) return Fate::no_cost;
    if (agreement.amount.currency() != cost->price.currency()) return Fate::other_currency;
    const auto& cap = agreement.earmark.persons_max;
    if (cap && is_beyond_cap(purse, *cap, serving)) return Fate::persons_max;
    return purse.left_minor_units < cost->price.minor_units() ? Fate::amount_used_up
                                                              : Fate::charged;
}

const UnitCostSet* cost_of(std::span<const UnitCostSet> costs, const ChargeableServing& serving) {
    const auto found = std::find_if(costs.begin(), costs.end(), [&](const UnitCostSet& cost) {
        return cost.service == serving.service && cost.site == serving.site &&
               serving.day >= cost.first_day && serving.day <= cost.last_day;
    });
    return found == costs.end() ? nullptr : &*found;
}

}  // namespace

void mark_second_plates(std::span<ChargeableServing> servings) {
    std::map<std::tuple<Day, std::string_view, std::int64_t>, bool> paid;
    const auto key_of = [](const ChargeableServing& one) {
        return std::tuple(one.day, std::string_view(one.service), one.person);
    };
    // Few are contested; all others are what they are.
    for (const ChargeableServing& one : servings)
        if (one.plate == Plate::second || one.several_files) paid.try_emplace(key_of(one), false);
    if (paid.empty()) return;
    for (const Plate plate : {Plate::counted, Plate::second})
        for (ChargeableServing& one : servings) {
            if (one.plate != plate) continue;
            const auto contested = paid.find(key_of(one));
            if (contested == paid.end()) continue;
            one.second = contested->second;
            contested->second = true;
        }
}

bool covers_person(const Earmark& earmark, const std::optional<std::string>& nationality,
                   sites::SiteId site) {
    return (!earmark.nationality || earmark.nationality == nationality) &&
           (!earmark.site || *earmark.site == site);
}

std::vector<Charge> allocate(std::span<const AgreementSigned> agreements,
                             std::span<const UnitCostSet> costs,
                             std::span<const ChargeableServing> servings, std::size_t asked) {
    std::vector<Purse> purses = purses_in_order(agreements);
    std::vector<Charge> charges;
    charges.reserve(servings.size());
    for (const ChargeableServing& serving : servings) {
        const UnitCostSet* const cost = cost_of(costs, serving);
        Charge charge;
        if (cost != nullptr) charge.cost = cost->price;
        for (Purse& purse : purses) {
            if (charge.agreement && purse.agreement != asked) continue;
            const Fate fate = fate_of(purse, agreements[purse.agreement], serving, cost);
            if (purse.agreement == asked) charge.fate = fate;
            if (fate != Fate::charged) continue;
            if (charge.agreement) {
                charge.fate = Fate::charged_elsewhere;
                break;
            }
            pay(purse, agreements[purse.agreement], serving, cost->price);
            charge.agreement = purse.agreement;
        }
        charges.push_back(charge);
    }
    return charges;
}

}  // namespace jatigi::funding
