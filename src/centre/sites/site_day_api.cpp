#include "centre/sites/site_day_api.h"

#include <map>

#include "centre/sites/may.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/unit_api.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"

namespace jatigi::sites {
namespace {

using People = std::map<log::LocalId, log::LocalId>;  // Each person once, and their unit or 0.

json::object figures_json(const DayFigures& figures) {
    json::object out{{"morning", nullptr},
                     {"came", figures.came.count()},
                     {"came_late", figures.came_late.count()},
                     {"left", figures.left.count()},
                     {"left_late", figures.left_late.count()},
                     {"passed_through", figures.passed_through.count()},
                     {"night", figures.night.count()}};
    if (figures.morning) out["morning"] = figures.morning->count();
    return out;
}

json::object totals_json(const UnitTotals& totals) {
    return {{"capacity", totals.capacity.count()},     {"blocked", totals.blocked.count()},
            {"transitory", totals.transitory.count()}, {"free", totals.free.count()},
            {"allocable", totals.allocable.count()},   {"beyond", totals.beyond.count()}};
}

// Men, women and those of whom no sex was said, by age; who may be of several bands is in none.
json::array groups_json(const People& people,
                        const std::unordered_map<log::LocalId, registry::CountedProfile>& profiles,
                        std::span<const std::int64_t> bands, Day day) {
    std::map<std::pair<std::string, std::optional<std::size_t>>, std::int64_t> counts;
    for (const auto& [person, unit] : people) {
        const auto found = profiles.find(person);
        if (found == profiles.end()) continue;
        const registry::CountedProfile& profile = found->second;
        const auto [youngest, oldest] = registry::ages_on(profile, day);
        ++counts[{profile.sex, band_of(bands, youngest, oldest)}];
    }
    json::array groups;
    for (const auto& [group, count] : counts) {
        json::object out{
            {"sex", group.first}, {"from", nullptr}, {"to", nullptr}, {"people", count}};
        if (const auto band = group.second) {
            out["from"] = bands[*band];
            if (*band + 1 < bands.size()) out["to"] = bands[*band + 1] - 1;
        }
        groups.push_back(std::move(out));
    }
    return groups;
}

struct CountedUnits {
    std::vector<UnitRow> rows;
    std::vector<UnitCount> counts;
    Persons nowhere;
};
Result<CountedUnits> counted_units(store::Connection& db, log::LocalId site, const People& people) {
    CountedUnits units;
    TRY_ASSIGN(units.rows, list_units(db, site));
    std::map<log::LocalId, std::int64_t> in_unit;
    for (const auto& [person, unit] : people) ++in_unit[unit];
    units.nowhere = Persons{in_unit[0]};
    for (const UnitRow& row : units.rows)
        units.counts.push_back({row.description, row.closed, Persons{in_unit[row.unit]}});
    return units;
}

// Of today closed ones too, so that they can be opened again.
json::array units_json(const CountedUnits& units, bool today) {
    json::array list;
    for (std::size_t i = 0; i < units.rows.size(); ++i) {
        const UnitCount& unit = units.counts[i];
        if (!today && unit.closed && unit.people == Persons{0}) continue;
        json::object one = unit_json(units.rows[i]);
        put_counts(one, unit);
        list.push_back(std::move(one));
    }
    return list;
}

// GET /api/v1/sites/{code}/day?day=
Result<http::Answer> get_day(const http::Read& read, Instant now, const SiteDayRules& rules) {
    TRY_ASSIGN(const SiteRow site, find_site(read.db, read.request.args.at(0)));
    TRY(access::Gatekeeper::allow(read.account, may::read_occupancy, FactClass::open,
                                  access::about_site(site.site)));
    const Day today = site_day(now, site.utc_offset);
    Day day = today;
    if (const auto asked = read.request.query_text("day")) {
        const auto parsed = parse_day(*asked);
        if (!parsed) return http::member_missing("day");
        day = *parsed;
    }
    if (day > today) return refuse(ErrorKind::invalid, "stay.in_future");
    const Instant morning = day - site.utc_offset + rules.housing.morning_at;
    TRY_ASSIGN(auto stays, counted_stays(read.db, site.site, day, morning));
    TRY_ASSIGN(const auto roots, registry::person_roots(read.db));
    for (CountedStay& stay : stays) stay.person = registry::root_of(roots, stay.person);
    const People people = units_at_night(stays, day);
    TRY_ASSIGN(const CountedUnits units, counted_units(read.db, site.site, people));
    TRY_ASSIGN(const auto profiles, registry::counted_profiles(read.db));
    return json::object{{"site", json::object{{"code", site.code}, {"name", site.name}}},
                        {"day", day_text(day)},
                        {"today", day == today},
                        {"morning_at", instant_text(morning)},
                        {"figures", figures_json(figures_of(stays, day, morning, now))},
                        {"without_unit", units.nowhere.count()},
                        {"totals", totals_json(totals_of(units.counts))},
                        {"units", units_json(units, day == today)},
                        {"groups", groups_json(people, profiles, rules.age_bands, day)}};
}

}  // namespace

std::vector<http::Route> site_day_routes(const http::Services& services,
                                         const SiteDayRules& rules) {
    return {http::read_route(services, "GET /api/v1/sites/{code}/day", {may::read_occupancy},
                             [&services, rules](const http::Read& read) {
                                 return get_day(read, services.clock(), rules);
                             })};
}

}  // namespace jatigi::sites
