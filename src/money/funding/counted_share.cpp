#include "money/funding/counted_share.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace jatigi::funding {
namespace {

using Nationality = std::optional<std::string>;
using Heads = std::map<Nationality, std::int64_t>;
using Meal = std::tuple<sites::SiteId, std::string, Day>;
using MealGuests = std::map<Meal, std::set<std::int64_t>>;

Meal meal_of(const CountedMeal& counted) {
    return {counted.site, counted.service, counted.day};
}

// Of the meals that were counted, too.
MealGuests served_by_name(std::span<const CountedMeal> meals,
                          std::span<const ChargeableServing> served) {
    MealGuests guests;
    for (const CountedMeal& counted : meals) guests.try_emplace(meal_of(counted));
    for (const ChargeableServing& serving : served) {
        const auto meal = guests.find(Meal{serving.site, serving.service, serving.day});
        if (meal != guests.end()) meal->second.insert(serving.person);
    }
    return guests;
}

// There at some time of the day: who came in the evening had dinner, who left at noon breakfast.
bool was_there(const StayPeriod& stay, const CountedMeal& counted) {
    return stay.site == counted.site && stay.from <= counted.day &&
           (!stay.to || *stay.to >= counted.day);
}

Heads heads_at(const CountedMeal& counted, std::span<const StayPeriod> stays,
               const std::set<std::int64_t>& without) {
    Heads heads;
    std::set<std::int64_t> seen;
    for (const StayPeriod& stay : stays)
        if (was_there(stay, counted) && !without.contains(stay.person) &&
            seen.insert(stay.person).second)
            ++heads[stay.nationality];
    return heads;
}

// Whole plates in proportion; what is left over goes to the largest remainders, in their order.
std::map<Nationality, std::int64_t> by_largest_remainder(std::int64_t plates, const Heads& heads) {
    std::int64_t all = 0;
    for (const auto& [nationality, count] : heads) all += count;
    std::map<Nationality, std::int64_t> shares;
    std::vector<std::pair<std::int64_t, Nationality>> remainders;
    std::int64_t left = plates;
    for (const auto& [nationality, count] : heads) {
        const std::int64_t share = plates * count / all;
        shares[nationality] = share;
        left -= share;
        remainders.emplace_back(plates * count % all, nationality);
    }
    std::ranges::stable_sort(remainders, std::greater{}, &decltype(remainders)::value_type::first);
    for (std::int64_t i = 0; i < left; ++i)
        ++shares[remainders[static_cast<std::size_t>(i)].second];
    return shares;
}

}  // namespace

std::vector<ChargeableServing> share_counted(std::span<const CountedMeal> meals,
                                             std::span<const StayPeriod> stays,
                                             std::span<const ChargeableServing> served) {
    const MealGuests guests = served_by_name(meals, served);
    std::vector<ChargeableServing> plates;
    for (const CountedMeal& counted : meals) {
        ChargeableServing plate{.site = counted.site,
                                .service = counted.service,
                                .day = counted.day,
                                .whose = counted.whose};
        Heads heads;
        if (counted.whose == Whose::present) {
            heads = heads_at(counted, stays, guests.at(meal_of(counted)));
            if (heads.empty()) heads = heads_at(counted, stays, {});
        }
        if (heads.empty()) heads[std::nullopt] = 1;
        for (const auto& [nationality, share] :
             by_largest_remainder(counted.plates.count(), heads)) {
            plate.nationality = nationality;
            plates.insert(plates.end(), static_cast<std::size_t>(share), plate);
        }
    }
    return plates;
}

}  // namespace jatigi::funding
