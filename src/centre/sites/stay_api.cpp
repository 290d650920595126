#include "centre/sites/stay_api.h"

#include "centre/sites/may.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "platform/base/random.h"

namespace jatigi::sites {
namespace {

// POST /api/v1/stays {command, site, code, day?}
Result<http::Answer> post_stay(const http::Command& command, const FindTraveller& find) {
    TRY_ASSIGN(const auto site_code, http::required_text(command.body, "site"));
    TRY_ASSIGN(const SiteRow site, find_site(command.tx.db(), site_code));
    TRY(command.allow(access::about_site(site.site)));
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(const auto person, find(command.tx, command.account, site.site, code));
    const Day today = site_day(command.tx.now(), site.utc_offset);
    TRY_ASSIGN(const Day day, http::optional_day(command.body, "day", today));
    TRY_ASSIGN(const StayId stay, check_in(command.tx, command.cause, person, site, day));
    return json::object{{"stay", id_text(stay)},
                        {"case_number", person.case_number},
                        {"site", site.code},
                        {"day", day_text(day)}};
}

// POST /api/v1/stays/end {command, code, reason, day?}. Leaving is never blocked.
Result<http::Answer> post_stay_end(const http::Command& command, const FindTraveller& find) {
    TRY_ASSIGN(const auto reason, http::required_enum<StayEnd>(command.body, "reason"));
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(const auto person, find(command.tx, command.account, 0, code));
    TRY_ASSIGN(const auto presence, presence_of(command.tx.db(), person.person));
    // Who is at another site, or has left it, behaves as absent.
    TRY_ASSIGN(const Whereabouts where, where_is(command.tx.db(), person.person));
    if (where.of && !command.allow(access::about_site(*where.of)))
        return refuse(ErrorKind::not_found, "card.unknown");
    if (!presence) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    TRY_ASSIGN(const SiteRow site, site_by_local(command.tx.db(), presence->site));
    const Day today = site_day(command.tx.now(), site.utc_offset);
    TRY_ASSIGN(const Day day, http::optional_day(command.body, "day", today));
    TRY(log::execute<StayStream>(command.tx, command.cause, presence->id,
                                 EndStay{{reason, day}, today}));
    return json::object{
        {"case_number", person.case_number}, {"reason", enum_text(reason)}, {"day", day_text(day)}};
}

}  // namespace

Result<StayId> check_in(log::WriteTx& tx, const log::Cause& cause,
                        const registry::PersonRow& person, const SiteRow& site, Day day) {
    TRY_ASSIGN(const auto presence, presence_of(tx.db(), person.person));
    const StayId id = id_v4<StayEntity>(random_bytes<16>());
    const Day today = site_day(tx.now(), site.utc_offset);
    TRY(log::execute<StayStream>(tx, cause, id,
                                 CheckIn{{person.id, site.id, day}, today, presence.has_value()}));
    return id;
}

std::vector<http::Route> stay_routes(const http::Services& services, const FindTraveller& find) {
    const auto route = [&](std::string_view path, int status, auto post) {
        return http::command_route(
            services, path, {may::check_in}, status,
            [find, post](const http::Command& command) { return post(command, find); });
    };
    return {route("POST /api/v1/stays", 201, post_stay),
            route("POST /api/v1/stays/end", 200, post_stay_end)};
}

}  // namespace jatigi::sites
