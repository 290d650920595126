#include "centre/sites/unit_choice.h"

#include <algorithm>
#include <tuple>

#include "platform/base/named_number.h"

namespace jatigi::sites {
namespace {

bool is_surely_adult(const Guest& guest, const HousingRules& rules) {
    return guest.age_min.value_or(0) >= rules.adult_from;
}
bool is_surely_child(const Guest& guest, const HousingRules& rules) {
    return guest.age_max && *guest.age_max < rules.adult_from;
}

// Meant for just such people: anybody's unit is for no such.
bool is_meant_for(UnitFor for_whom, std::span<const Guest> party, const HousingRules& rules) {
    if (for_whom == UnitFor::anybody) return false;
    if (for_whom == UnitFor::families) return party.size() > 1;
    return std::ranges::all_of(party, [&](const Guest& guest) {
        if (for_whom == UnitFor::children) return is_surely_child(guest, rules);
        return fits(for_whom, guest, rules);
    });
}

}  // namespace

std::optional<HousingRules> read_housing_rules(std::string_view csv) {
    const auto boys = number_named(csv, "boys_with_mothers_below");
    const auto adult = number_named(csv, "adult_from");
    const auto morning = number_named(csv, "morning_at");
    if (!boys || !adult || !morning) return std::nullopt;
    return HousingRules{*boys, *adult, std::chrono::minutes{*morning}};
}

bool fits(UnitFor for_whom, const Guest& guest, const HousingRules& rules) {
    switch (for_whom) {
        case UnitFor::anybody:
        case UnitFor::families:
            return true;
        case UnitFor::women:
            return guest.sex != "M" || guest.age_min.value_or(0) < rules.boys_with_mothers_below;
        case UnitFor::men:
            return guest.sex != "F" && !is_surely_child(guest, rules);
        case UnitFor::children:
            return !is_surely_adult(guest, rules);
    }
    return true;
}

std::optional<std::size_t> propose(std::span<const UnitOffer> offers, std::span<const Guest> party,
                                   const HousingRules& rules) {
    std::optional<std::size_t> best;
    const auto rank = [&](const UnitOffer& offer) {
        return std::tuple(offer.of_theirs, !offer.unit.transitory,
                          is_meant_for(offer.unit.for_whom, party, rules), Places{} - offer.free);
    };
    for (std::size_t i = 0; i < offers.size(); ++i) {
        const UnitOffer& offer = offers[i];
        const bool fits_all = std::ranges::all_of(
            party, [&](const Guest& guest) { return fits(offer.unit.for_whom, guest, rules); });
        if (!fits_all || offer.free < Places{static_cast<std::int64_t>(party.size())}) continue;
        if (!best || rank(offer) > rank(offers[*best])) best = i;
    }
    return best;
}

}  // namespace jatigi::sites
