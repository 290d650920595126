// The units of a site, and who sleeps where.
#pragma once
#include "centre/sites/occupancy.h"
#include "centre/sites/stay_api.h"
#include "centre/sites/unit_choice.h"
#include "centre/sites/unit_view.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

// So many may be housed with one command: a lorry.
constexpr std::size_t housed_together_max = 60;
constexpr std::size_t unit_name_letters_max = 60;

// Each unit of the site with who sleeps there now, each person once; closed ones too.
struct HousedUnit {
    UnitRow row;
    Persons people;
};
Result<std::vector<HousedUnit>> housed_units(store::Connection& db, log::LocalId site);

// What it is called and for whom it is; and how many sleep there, for who may read that.
json::object unit_json(const UnitRow& row);
void put_counts(json::object& unit, const UnitCount& count);

// Opens a unit. Refuses as decide() does.
Result<UnitId> open_unit(log::WriteTx& tx, const log::Cause& cause, const SiteRow& site,
                         const UnitDescription& unit);

// Somebody present at the site sleeps in the unit, or in none, from that day on. Takes their place
// from `free`. Refuses as decide() does; with card.unknown for who is at another site or has left
// it.
struct ToHouse {
    SiteRow site;
    std::optional<UnitRow> unit;
    Day day, today;
    HousedDespite despite{};
};
Result<void> house_person(log::WriteTx& tx, const log::Cause& cause, const ToHouse& house,
                          const registry::PersonRow& person, const HousingRules& rules,
                          Places& free);
// Whom a profile describes, on that day.
Guest guest_of(const registry::PersonRow& person, Day today);

// GET and POST /api/v1/units, POST …/{id}/change, …/close, …/reopen, POST /api/v1/stays/house.
std::vector<http::Route> unit_routes(const http::Services& services, const FindTraveller& find,
                                     const HousingRules& rules);

}  // namespace jatigi::sites
