#include "node/arrivals.h"

#include "centre/assistance/round_view.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/unit_view.h"
#include "node/reference.h"

namespace jatigi::node {
namespace {

registry::Whereabouts as_the_register_says(const sites::Whereabouts& where) {
    return {where.site, where.of};
}

Result<Day> today_at(store::Connection& db, log::LocalId site, Instant now) {
    TRY_ASSIGN(const auto row, sites::site_by_local(db, site));
    return site_day(now, row.utc_offset);
}

Result<std::string> name_of(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto row, sites::site_by_local(db, site));
    return row.name;
}

Result<void> arrive(log::WriteTx& tx, const log::Cause& cause, const registry::PersonRow& person,
                    log::LocalId site, std::optional<Day> day) {
    TRY_ASSIGN(const auto row, sites::site_by_local(tx.db(), site));
    TRY(sites::check_in(tx, cause, person, row, day.value_or(site_day(tx.now(), row.utc_offset))));
    return {};
}

Result<std::vector<registry::Arrivals::Arrived>> arrived(store::Connection& db, log::LocalId site,
                                                         Day first, Day last) {
    TRY_ASSIGN(const auto present, sites::present_since(db, site, first, last));
    std::vector<registry::Arrivals::Arrived> people;
    people.reserve(present.size());
    for (const auto& [person, since] : present) people.push_back({person, since});
    return people;
}

Result<std::vector<registry::Arrivals::Stayed>> stays(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto own, sites::stays_of(db, person));
    std::vector<registry::Arrivals::Stayed> all;
    for (const sites::OwnStay& stay : own)
        all.push_back({stay.site, stay.from, stay.to, stay.reason});
    return all;
}

Result<std::optional<registry::Arrivals::Meal>> last_meal(store::Connection& db,
                                                          log::LocalId person,
                                                          std::optional<log::LocalId> site,
                                                          Instant now) {
    // The day of a site may be another one than here.
    const Day today = std::chrono::floor<Days>(now);
    TRY_ASSIGN(const auto meal,
               assistance::last_meal(db, {today - Days{7}, today + Days{1}}, person, site));
    if (!meal) return std::optional<registry::Arrivals::Meal>{};
    registry::Arrivals::Meal told{.service = meal->service,
                                  .name_fr = meal->service,
                                  .name_en = meal->service,
                                  .day = meal->day,
                                  .at = meal->at};
    if (const auto* service = assistance::find_service(reference().services, meal->service)) {
        told.name_fr = service->name_fr;
        told.name_en = service->name_en;
    }
    return std::optional{std::move(told)};
}

Result<std::optional<registry::Arrivals::Unit>> unit_of(store::Connection& db,
                                                        log::LocalId person) {
    using Unit = registry::Arrivals::Unit;
    TRY_ASSIGN(const auto local, sites::unit_of(db, person));
    if (!local) return std::optional<Unit>{};
    TRY_ASSIGN(const auto unit, sites::unit_by_local(db, *local));
    if (!unit) return std::optional<Unit>{};
    return std::optional(Unit{id_text(unit->id), unit->description.name});
}

Result<std::unordered_set<log::LocalId>> housed(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto present, sites::housed_present(db, site));
    std::unordered_set<log::LocalId> people;
    for (const sites::HousedRow& row : present)
        if (row.unit) people.insert(row.person);
    return people;
}

}  // namespace

registry::Arrivals arrivals(const log::Node& node, sites::PresenceIndex& presence) {
    return {.where_is = [&node](store::Connection& db,
                                log::LocalId person) -> Result<registry::Whereabouts> {
                TRY_ASSIGN(const sites::Whereabouts where, sites::where_is(db, node, person));
                return as_the_register_says(where);
            },
            .places = [&presence](store::Connection& db) -> Result<registry::Places> {
                TRY(presence.catch_up(db));
                return [&presence](log::LocalId person) {
                    return as_the_register_says(presence.where_is(person));
                };
            },
            .arrive = arrive,
            .today_at = today_at,
            .name_of = name_of,
            .present = sites::people_present,
            .arrived = arrived,
            .stays = stays,
            .last_meal = last_meal,
            .unit_of = unit_of,
            .housed = housed};
}

}  // namespace jatigi::node
