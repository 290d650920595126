#include "centre/assistance/meal_order_api.h"

#include "centre/assistance/may.h"
#include "centre/assistance/meal_order.h"
#include "centre/assistance/round_api.h"
#include "centre/assistance/round_view.h"
#include "centre/sites/arrival_view.h"
#include "centre/sites/stay_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"

namespace jatigi::assistance {
namespace {

using Counted = std::optional<std::int64_t>;

// Nothing where nobody counted.
Counted sum_of(const std::vector<RoundRow>& rounds, Counted RoundRow::* member) {
    Counted sum;
    for (const RoundRow& round : rounds)
        if (round.*member) sum = sum.value_or(0) + *(round.*member);
    return sum;
}

json::object before_json(const std::vector<RoundRow>& rounds) {
    std::int64_t handed_out = 0;
    for (const RoundRow& round : rounds) handed_out += round.served + round.counted;
    json::object out{{"day", day_text(rounds.front().day)}, {"handed_out", handed_out}};
    const auto put = [&](std::string_view name, Counted RoundRow::* member) {
        if (const Counted count = sum_of(rounds, member)) out[name] = *count;
    };
    put("cooked", &RoundRow::cooked);
    put("refused", &RoundRow::refused);
    put("left_over", &RoundRow::left_over);
    put("thrown_away", &RoundRow::thrown_away);
    return out;
}

struct Guests {
    Persons present, unregistered;
};

Result<json::object> meal_json(store::Connection& db, log::LocalId site, const Service& service,
                               const Guests& guests, std::span<const Service> reference) {
    TRY_ASSIGN(const auto before, last_served(db, site, service.code));
    std::vector<LineTotal> lines;
    for (const RoundRow& round : before) {
        TRY_ASSIGN(const auto some, plates_by_line(db, round.round));
        std::ranges::copy(some, std::back_inserter(lines));
    }
    const MealOrder order = order_for(guests.present, guests.unregistered, lines);
    json::object out{{"service", service_json(service.code, enum_text(service.kind), reference)},
                     {"plates", order.plates().count()},
                     {"present", order.present.count()},
                     {"unregistered", order.unregistered.count()},
                     {"staff", order.staff.count()},
                     {"infant_diet", order.infant_diet.count()},
                     {"sick_diet", order.sick_diet.count()}};
    if (!before.empty()) out["before"] = before_json(before);
    return out;
}

// What is cooked each day.
bool is_meal(const Service& service) {
    return service.kind == ServiceKind::food && service.once_per == OncePer::day;
}

Result<http::Answer> get_order(const http::Read& read, Instant now,
                               std::span<const Service> reference, const KitchenRules& rules) {
    const auto code = read.request.query_text("site");
    if (!code) return http::member_missing("site");
    TRY_ASSIGN(const auto site, sites::find_site(read.db, *code));
    TRY(access::Gatekeeper::allow(read.account, may::read_rounds, FactClass::open,
                                  access::about_site(site.site)));
    TRY_ASSIGN(const auto files, sites::people_present(read.db, site.site));
    TRY_ASSIGN(const auto roots, registry::person_roots(read.db));
    Guests guests{.present = registry::count_people(roots, files)};
    const auto people = [&roots](std::span<const log::LocalId> some) {
        return registry::count_people(roots, some);
    };
    TRY_ASSIGN(guests.unregistered, sites::awaiting_names(read.db, site.site, people));
    const Day today = site_day(now, site.utc_offset);
    json::array meals;
    for (const Service& service : reference) {
        if (!is_meal(service)) continue;
        TRY_ASSIGN(auto meal, meal_json(read.db, site.site, service, guests, reference));
        meals.push_back(std::move(meal));
    }
    return json::object{{"site", json::object{{"code", site.code}, {"name", site.name}}},
                        {"day", day_text(today + Days{1})},
                        {"order_by", instant_text(today - site.utc_offset + rules.order_by)},
                        {"meals", std::move(meals)}};
}

}  // namespace

std::vector<http::Route> meal_order_routes(const http::Services& services,
                                           std::span<const Service> reference,
                                           const KitchenRules& rules) {
    return {http::read_route(services, "GET /api/v1/meal-order", {may::read_rounds},
                             [&services, reference, rules](const http::Read& read) {
                                 return get_order(read, services.clock(), reference, rules);
                             })};
}

}  // namespace jatigi::assistance
