#include "centre/sites/unit_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "centre/sites/may.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/unit_codec.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/named_number.h"
#include "platform/base/random.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

using access::Gatekeeper;

Result<UnitRow> unit_for(store::Connection& db, const access::Account& account,
                         const access::Action& action, std::string_view text) {
    const auto id = parse_id<UnitEntity>(text);
    if (!id) return refuse(ErrorKind::not_found, "unit.not_found");
    TRY_ASSIGN(UnitRow unit, find_unit(db, *id));
    // Another site's unit is as good as absent.
    if (!Gatekeeper::allow(account, action, FactClass::open, access::about_site(unit.site)))
        return refuse(ErrorKind::not_found, "unit.not_found");
    return unit;
}

Result<UnitDescription> description_in(const json::object& body) {
    UnitDescription unit;
    TRY_ASSIGN(const auto name, http::optional_text(body, "name", unit_name_letters_max));
    unit.name = tidy_blanks(name);
    TRY_ASSIGN(unit.for_whom, http::required_enum<UnitFor>(body, "for"));
    TRY_ASSIGN(const auto capacity, http::required_integer(body, "capacity"));
    unit.capacity = Places{capacity};
    unit.blocked = Places{json::integer_at(body, "blocked").value_or(0)};
    unit.transitory = json::bool_at(body, "transitory").value_or(false);
    return unit;
}

Result<bool> name_taken(store::Connection& db, log::LocalId site, std::string_view name,
                        log::LocalId but) {
    TRY_ASSIGN(const auto units, list_units(db, site));
    return std::ranges::any_of(units, [&](const UnitRow& row) {
        return row.unit != but && fold(row.description.name) == fold(name);
    });
}

UnitCount count_of(const HousedUnit& unit) {
    return {.unit = unit.row.description, .closed = unit.row.closed, .people = unit.people};
}

// Those who are to be housed together, as whoever asks describes them: "F30-M9-U". Nobody is looked
// up for it.
Result<std::vector<Guest>> party_in(std::string_view text) {
    std::vector<Guest> party;
    const auto refused = [] { return refuse(ErrorKind::invalid, "unit.party_invalid"); };
    if (text.empty()) return party;
    for (const std::string& one : split(text, '-')) {
        if (one.empty() || std::string_view("FMU").find(one.front()) == std::string_view::npos)
            return refused();
        Guest guest{.sex = one.substr(0, 1)};
        if (one.size() > 1) {
            const auto age = whole_number(std::string_view(one).substr(1));
            if (!age) return refused();
            guest.age_min = guest.age_max = *age;
        }
        party.push_back(std::move(guest));
        if (party.size() > housed_together_max) return refused();
    }
    return party;
}

// What is free for those who are to be housed: who sleeps there already needs no other place.
struct Theirs {
    std::string unit;  // Where some of their household sleep.
    Places there;      // How many of themselves do.
};
Places free_for(const HousedUnit& unit, const Theirs& theirs) {
    if (unit.row.closed) return Places{};
    const Places free = free_places(count_of(unit));
    return id_text(unit.row.id) == theirs.unit ? free + theirs.there : free;
}

// Numbers for who reads totals; for others whether it has room for those who are to be housed.
json::object offer_json(const access::Account& account, const HousedUnit& unit,
                        std::span<const Guest> party, const Theirs& theirs,
                        const HousingRules& rules) {
    json::object out = unit_json(unit.row);
    if (Gatekeeper::allow_role(account, may::read_occupancy, FactClass::open))
        put_counts(out, count_of(unit));
    const auto size = static_cast<std::int64_t>(std::max<std::size_t>(party.size(), 1));
    out["room"] = free_for(unit, theirs) >= Places{size};
    out["fits"] = std::ranges::all_of(party, [&](const Guest& guest) {
        return fits(unit.row.description.for_whom, guest, rules);
    });
    return out;
}

// GET /api/v1/units?site=&party=&theirs=&there=
Result<http::Answer> get_units(const http::Read& read, const HousingRules& rules) {
    TRY_ASSIGN(const SiteRow site,
               find_site(read.db, read.request.query_text("site").value_or("")));
    TRY(Gatekeeper::allow(read.account, may::house, FactClass::open,
                          access::about_site(site.site)));
    TRY_ASSIGN(const auto party, party_in(read.request.query_text("party").value_or("")));
    TRY_ASSIGN(const auto there, party_in(read.request.query_text("there").value_or("")));
    const Theirs theirs{read.request.query_text("theirs").value_or(""), Places{std::ssize(there)}};
    TRY_ASSIGN(const auto units, housed_units(read.db, site.site));
    json::array list;
    std::vector<UnitOffer> offers;
    for (const HousedUnit& unit : units) {
        list.push_back(offer_json(read.account, unit, party, theirs, rules));
        offers.push_back({.unit = unit.row.description,
                          .free = free_for(unit, theirs),
                          .of_theirs = Persons{id_text(unit.row.id) == theirs.unit ? 1 : 0}});
    }
    json::object out{{"site", site.code}, {"units", std::move(list)}, {"proposed", nullptr}};
    if (!party.empty())
        if (const auto best = propose(offers, party, rules))
            out["proposed"] = id_text(units[*best].row.id);
    return out;
}

// POST /api/v1/units {command, site, name, for, capacity, blocked?, transitory?}
Result<http::Answer> post_unit(const http::Command& command) {
    TRY_ASSIGN(const auto site_code, http::required_text(command.body, "site"));
    TRY_ASSIGN(const SiteRow site, find_site(command.tx.db(), site_code));
    TRY(command.allow(access::about_site(site.site)));
    TRY_ASSIGN(const UnitDescription unit, description_in(command.body));
    TRY_ASSIGN(const UnitId id, open_unit(command.tx, command.cause, site, unit));
    TRY_ASSIGN(const UnitRow row, find_unit(command.tx.db(), id));
    return unit_json(row);
}

// What a command does to one unit that is there already.
template <class Make>
http::CommandHandler on_unit(Make make) {
    return [make](const http::Command& command) -> Result<http::Answer> {
        TRY_ASSIGN(const UnitRow unit,
                   unit_for(command.tx.db(), command.account, command.may.action, command.arg(0)));
        TRY_ASSIGN(const auto change, make(command, unit));
        TRY(log::execute<UnitStream>(command.tx, command.cause, unit.id, change));
        TRY_ASSIGN(const UnitRow row, find_unit(command.tx.db(), unit.id));
        return unit_json(row);
    };
}

// POST /api/v1/units/{id}/change {command, name, for, capacity, blocked?, transitory?}
Result<ChangeUnit> change_in(const http::Command& command, const UnitRow& unit) {
    TRY_ASSIGN(UnitDescription described, description_in(command.body));
    TRY_ASSIGN(const bool taken, name_taken(command.tx.db(), unit.site, described.name, unit.unit));
    return ChangeUnit{std::move(described), taken};
}

// POST /api/v1/units/{id}/close {command}
Result<CloseUnit> close_in(const http::Command& command, const UnitRow& unit) {
    TRY_ASSIGN(const auto units, housed_units(command.tx.db(), unit.site));
    const auto found = std::ranges::find(units, unit.unit,
                                         [](const HousedUnit& housed) { return housed.row.unit; });
    return CloseUnit{found == units.end() ? Persons{} : found->people};
}

// POST /api/v1/units/{id}/reopen {command}
Result<ReopenUnit> reopen_in(const http::Command& command, const UnitRow& unit) {
    // Another may be called so by now.
    TRY_ASSIGN(const bool taken,
               name_taken(command.tx.db(), unit.site, unit.description.name, unit.unit));
    if (taken) return refuse(ErrorKind::conflict, "unit.name_taken");
    return ReopenUnit{};
}

Result<ToHouse> to_house_in(const http::Command& command) {
    const json::object& body = command.body;
    store::Connection& db = command.tx.db();
    TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
    ToHouse house;
    TRY_ASSIGN(house.site, find_site(db, site_code));
    TRY(command.allow(access::about_site(house.site.site)));
    if (const auto id = json::text_at(body, "unit")) {
        TRY_ASSIGN(house.unit, unit_for(db, command.account, may::house, *id));
    } else if (!body.contains("unit")) {
        return http::member_missing("unit");
    }
    house.today = site_day(command.tx.now(), house.site.utc_offset);
    TRY_ASSIGN(house.day, http::optional_day(body, "day", house.today));
    if (const auto* list = json::array_at(body, "despite"))
        for (const json::value& item : *list) {
            house.despite.full |= item == "unit.full";
            house.despite.for_others |= item == "unit.not_for_them";
        }
    return house;
}

Result<Places> free_in(store::Connection& db, const ToHouse& house) {
    if (!house.unit) return Places{};
    TRY_ASSIGN(const auto units, housed_units(db, house.site.site));
    for (const HousedUnit& unit : units)
        if (unit.row.unit == house.unit->unit) return free_places(count_of(unit));
    return Places{};
}

// POST /api/v1/stays/house {command, site, unit, codes, day?, despite?}: all of them or nobody.
Result<http::Answer> post_house(const http::Command& command, const FindTraveller& find,
                                const HousingRules& rules) {
    TRY_ASSIGN(const ToHouse house, to_house_in(command));
    const auto* codes = json::array_at(command.body, "codes");
    if (codes == nullptr || codes->empty()) return http::member_missing("codes");
    if (codes->size() > housed_together_max)
        return refuse(ErrorKind::invalid, "unit.too_many", {},
                      fmt::format(R"({{"max":{}}})", housed_together_max));
    json::array numbers;
    TRY_ASSIGN(Places free, free_in(command.tx.db(), house));
    for (const json::value& code : *codes) {
        if (!code.is_string()) return http::member_missing("codes");
        TRY_ASSIGN(const auto person,
                   find(command.tx, command.account, 0, std::string(code.get_string())));
        TRY(house_person(command.tx, command.cause, house, person, rules, free));
        numbers.push_back(json::value(person.case_number));
    }
    json::object out{{"unit", nullptr}, {"people", std::move(numbers)}};
    if (house.unit) out["unit"] = unit_json(*house.unit);
    return out;
}

}  // namespace

json::object unit_json(const UnitRow& row) {
    const UnitDescription& unit = row.description;
    return {{"id", id_text(row.id)},
            {"name", unit.name},
            {"for", enum_text(unit.for_whom)},
            {"transitory", unit.transitory},
            {"closed", row.closed}};
}

void put_counts(json::object& unit, const UnitCount& count) {
    unit["capacity"] = count.unit.capacity.count();
    unit["blocked"] = count.unit.blocked.count();
    unit["people"] = count.people.count();
    unit["free"] = free_places(count).count();
}

Result<UnitId> open_unit(log::WriteTx& tx, const log::Cause& cause, const SiteRow& site,
                         const UnitDescription& unit) {
    TRY_ASSIGN(const bool taken, name_taken(tx.db(), site.site, unit.name, 0));
    const UnitId id = id_v4<UnitEntity>(random_bytes<16>());
    TRY(log::execute<UnitStream>(tx, cause, id, OpenUnit{{site.id, unit}, taken}));
    return id;
}

Guest guest_of(const registry::PersonRow& person, Day today) {
    const registry::CountedProfile profile = registry::counted_profile(person);
    const auto [youngest, oldest] = registry::ages_on(profile, today);
    return {.sex = profile.sex, .age_min = youngest, .age_max = oldest};
}

Result<void> house_person(log::WriteTx& tx, const log::Cause& cause, const ToHouse& house,
                          const registry::PersonRow& person, const HousingRules& rules,
                          Places& free) {
    TRY_ASSIGN(const auto presence, proven_presence_of(tx.db(), tx.node(), person.person));
    // Who is at another site, or has left it, behaves as absent.
    std::optional<log::LocalId> of = presence ? std::optional(presence->site) : std::nullopt;
    if (!presence) {
        TRY_ASSIGN(const Whereabouts last, where_is(tx.db(), tx.node(), person.person));
        of = last.of;
    }
    if (of && *of != house.site.site) return refuse(ErrorKind::not_found, "card.unknown");
    if (!presence) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    TRY_ASSIGN(const auto now_in, unit_of(tx.db(), person.person));
    UnitRoom room{.free = free};
    std::optional<UnitId> unit;
    if (house.unit) {
        unit = house.unit->id;
        room.is_of_site = house.unit->site == house.site.site;
        room.closed = house.unit->closed;
        room.for_them =
            fits(house.unit->description.for_whom, guest_of(person, house.today), rules);
        if (now_in != house.unit->unit) free = free - Places{1};
    }
    TRY(log::execute<StayStream>(tx, cause, presence->id,
                                 HousePerson{.housed = {unit, house.day},
                                             .today = house.today,
                                             .room = room,
                                             .despite = house.despite}));
    return {};
}

Result<std::vector<HousedUnit>> housed_units(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto rows, list_units(db, site));
    TRY_ASSIGN(const auto present, housed_present(db, site));
    TRY_ASSIGN(const auto roots, registry::person_roots(db));
    std::map<log::LocalId, std::vector<log::LocalId>> files;
    for (const HousedRow& row : present)
        if (row.unit) files[*row.unit].push_back(row.person);
    std::vector<HousedUnit> units;
    for (const UnitRow& row : rows)
        units.push_back({row, registry::count_people(roots, files[row.unit])});
    return units;
}

std::vector<http::Route> unit_routes(const http::Services& services, const FindTraveller& find,
                                     const HousingRules& rules) {
    const http::MayAsk keep{may::keep_units};
    const auto keeping = [&](std::string_view path, auto make) {
        return http::command_route(services, path, keep, 200, on_unit(make));
    };
    auto house = http::command_route(
        services, "POST /api/v1/stays/house", {may::house}, 200,
        [find, rules](const http::Command& command) { return post_house(command, find, rules); });
    house.about_people = true;
    return {http::read_route(services, "GET /api/v1/units", {may::house},
                             [rules](const http::Read& read) { return get_units(read, rules); }),
            http::command_route(services, "POST /api/v1/units", keep, 201, post_unit),
            keeping("POST /api/v1/units/{id}/change", change_in),
            keeping("POST /api/v1/units/{id}/close", close_in),
            keeping("POST /api/v1/units/{id}/reopen", reopen_in),
            std::move(house)};
}

}  // namespace jatigi::sites
