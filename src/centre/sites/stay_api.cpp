#include "centre/sites/stay_api.h"

#include "centre/sites/may.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "people/registry/may.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/confirmation.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::sites {
namespace {

// Who stood at the gate: the account that sends it, or in whose name it waited on the device. A
// typed number is answered otherwise to an account that opens files; where one of the two does, it
// waits for its maker, or the answer would tell the other of whom they may not know.
Result<access::Account> maker_of(const http::Command& command, std::string_view code) {
    if (command.cause.account == command.account.id) return command.account;
    TRY_ASSIGN(auto maker, access::find_account(command.tx.db(), command.cause.account));
    if (!maker) return refuse(ErrorKind::not_found, "account.not_found");
    if (registry::may_be_a_number(code) &&
        (registry::may::opens_files(command.account) || registry::may::opens_files(*maker)))
        return refuse(ErrorKind::not_allowed, "stay.of_a_colleague");
    TRY(access::check_confirmed(command.tx.db(), maker->id));
    return *std::move(maker);
}

// Both the maker and the sender may do it there.
Result<void> allow_both(const http::Command& command, const access::Account& maker,
                        log::LocalId site) {
    TRY(command.allow(access::about_site(site)));
    return access::Gatekeeper::allow(maker, command.may.action, command.may.cls,
                                     access::about_site(site));
}

// At the site, when it was done.
Day day_done(const http::Command& command, const SiteRow& site) {
    return site_day(command.tx.now() - command.waited.value_or(std::chrono::milliseconds{}),
                    site.utc_offset);
}

// POST /api/v1/stays?waited_ms=&scanned_by= {command, site, code, day?}
Result<http::Answer> post_stay(const http::Command& command, const FindTraveller& find) {
    TRY_ASSIGN(const auto site_code, http::required_text(command.body, "site"));
    TRY_ASSIGN(const SiteRow site, find_site(command.tx.db(), site_code));
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(const auto maker, maker_of(command, code));
    TRY(allow_both(command, maker, site.site));
    TRY_ASSIGN(const auto person, find(command.tx, maker, site.site, code));
    TRY_ASSIGN(const Day day, http::optional_day(command.body, "day", day_done(command, site)));
    TRY_ASSIGN(const StayId stay,
               check_in(command.tx, command.cause, person, site, day,
                        site_day(command.tx.now(), site.utc_offset) - typed_back_max));
    return json::object{{"stay", id_text(stay)},
                        {"case_number", person.case_number},
                        {"site", site.code},
                        {"day", day_text(day)}};
}

// POST /api/v1/stays/end?waited_ms=&scanned_by= {command, code, reason, day?}. Leaving is never
// blocked.
Result<http::Answer> post_stay_end(const http::Command& command, const FindTraveller& find) {
    TRY_ASSIGN(const auto reason, http::required_enum<StayEnd>(command.body, "reason"));
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(const auto maker, maker_of(command, code));
    TRY_ASSIGN(const auto person, find(command.tx, maker, 0, code));
    // Who is at another site, or has left it, behaves as absent.
    TRY_ASSIGN(const Whereabouts where,
               where_is(command.tx.db(), command.tx.node(), person.person));
    TRY_ASSIGN(const auto presence, presence_of(command.tx.db(), person.person));
    if (where.of && !allow_both(command, maker, *where.of))
        return refuse(ErrorKind::not_found, "card.unknown");
    if (!presence) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    TRY_ASSIGN(const SiteRow site, site_by_local(command.tx.db(), presence->site));
    const Day today = site_day(command.tx.now(), site.utc_offset);
    TRY_ASSIGN(const Day day, http::optional_day(command.body, "day", day_done(command, site)));
    TRY(log::execute<StayStream>(command.tx, command.cause, presence->id,
                                 EndStay{{reason, day}, today}));
    return json::object{
        {"case_number", person.case_number}, {"reason", enum_text(reason)}, {"day", day_text(day)}};
}

}  // namespace

Result<StayId> check_in(log::WriteTx& tx, const log::Cause& cause,
                        const registry::PersonRow& person, const SiteRow& site, Day day,
                        std::optional<Day> earliest) {
    TRY_ASSIGN(const auto presence, proven_presence_of(tx.db(), tx.node(), person.person));
    TRY_ASSIGN(const auto left, left_on(tx.db(), person.person));
    const StayId id = id_v4<StayEntity>(random_bytes<16>());
    const Day today = site_day(tx.now(), site.utc_offset);
    TRY(log::execute<StayStream>(tx, cause, id,
                                 CheckIn{.checked_in = {person.id, site.id, day},
                                         .today = today,
                                         .present_elsewhere = presence.has_value(),
                                         .left_on = left,
                                         .earliest = earliest}));
    return id;
}

std::vector<http::Route> stay_routes(const http::Services& services, const FindTraveller& find) {
    const auto route = [&](std::string_view path, int status, auto post) {
        auto made = http::kept_command_route(
            services, path, {may::check_in}, status,
            [find, post](const http::Command& command) { return post(command, find); });
        made.about_people = true;
        return made;
    };
    return {route("POST /api/v1/stays", 201, post_stay),
            route("POST /api/v1/stays/end", 200, post_stay_end)};
}

}  // namespace jatigi::sites
