#include "centre/sites/stay_api.h"

#include "centre/sites/may.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::sites {
namespace {

Result<void> allow_check_in(const access::Account& account, log::LocalId site) {
    return access::Gatekeeper::allow(account, may::check_in, FactClass::open,
                                     access::about_site(site));
}

// Whose card was scanned or number typed.
Result<registry::PersonRow> find_traveller(const HidesPerson& hides, const http::Command& command) {
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(auto person, registry::find_by_code(command.tx, code));
    TRY_ASSIGN(const bool hidden, hides(command.tx, command.account, person, code));
    if (hidden) return refuse(ErrorKind::not_found, "card.unknown");
    return person;
}

// POST /api/v1/stays {command, site, code, day?}
Result<http::Answer> post_stay(const http::Command& command, const HidesPerson& hides) {
    TRY_ASSIGN(const auto site_code, http::required_text(command.body, "site"));
    TRY_ASSIGN(const SiteRow site, find_site(command.tx.db(), site_code));
    TRY(allow_check_in(command.account, site.site));
    TRY_ASSIGN(const auto person, find_traveller(hides, command));
    const Day today = site_day(command.tx.now(), site.utc_offset);
    TRY_ASSIGN(const Day day, http::optional_day(command.body, "day", today));
    TRY_ASSIGN(const StayId stay,
               check_in(command.tx, command.cause, {person.id, person.person, site, day}));
    return json::object{{"stay", id_text(stay)},
                        {"case_number", person.case_number},
                        {"site", site.code},
                        {"day", day_text(day)}};
}

// POST /api/v1/stays/end {command, code, reason, day?}: ends the stay of the person who holds this
// card or number. Leaving is never blocked.
Result<http::Answer> post_stay_end(const http::Command& command, const HidesPerson& hides) {
    TRY_ASSIGN(const auto reason, http::required_enum<StayEnd>(command.body, "reason"));
    TRY_ASSIGN(const auto person, find_traveller(hides, command));
    store::Connection& db = command.tx.db();
    TRY_ASSIGN(const auto presence, presence_of(db, person.person));
    if (!presence) return refuse(ErrorKind::conflict, "stay.not_ongoing");
    // Who is at another site behaves as absent.
    if (!allow_check_in(command.account, presence->site))
        return refuse(ErrorKind::not_found, "card.unknown");
    TRY_ASSIGN(const SiteRow site, site_by_local(db, presence->site));
    const Day today = site_day(command.tx.now(), site.utc_offset);
    TRY_ASSIGN(const Day day, http::optional_day(command.body, "day", today));
    TRY(log::execute<StayStream>(command.tx, command.cause, presence->id,
                                 EndStay{reason, day, today}));
    return json::object{
        {"case_number", person.case_number}, {"reason", enum_text(reason)}, {"day", day_text(day)}};
}

}  // namespace

Result<StayId> check_in(log::WriteTx& tx, const log::Cause& cause, const CheckInRequest& request) {
    TRY_ASSIGN(const auto presence, presence_of(tx.db(), request.person_local));
    const StayId id = id_v4<StayEntity>(random_bytes<16>());
    TRY(log::execute<StayStream>(
        tx, cause, id,
        CheckIn{request.person, request.site.id, request.day,
                site_day(tx.now(), request.site.utc_offset), presence.has_value()}));
    return id;
}

std::vector<http::Route> stay_routes(const http::Services& services, const HidesPerson& hides) {
    return {http::command_route(
                services, "POST /api/v1/stays", {may::check_in}, 201,
                [hides](const http::Command& command) { return post_stay(command, hides); }),
            http::command_route(
                services, "POST /api/v1/stays/end", {may::check_in}, 200,
                [hides](const http::Command& command) { return post_stay_end(command, hides); })};
}

}  // namespace jatigi::sites
