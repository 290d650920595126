#include "centre/sites/stay_api.h"

#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::sites {
namespace {

Result<void> allow_check_in(const access::Account& account, log::LocalId site) {
    return access::Gatekeeper::allow(account, access::Action::check_in, FactClass::open,
                                     {.site = site});
}

// Whose card was scanned or number typed.
Result<registry::PersonRow> find_traveller(const HidesPerson& hides, log::WriteTx& tx,
                                           const access::Account& account, std::string_view code) {
    TRY_ASSIGN(auto person, registry::find_by_code(tx, code));
    TRY_ASSIGN(const bool hidden, hides(tx, account, person, code));
    if (hidden) return refuse(ErrorKind::not_found, "card.unknown");
    return person;
}

// POST /api/v1/stays {command, site, code, day?}
void post_stay(const http::Services& services, const HidesPerson& hides,
               const http::RequestPtr& request, const http::Reply& reply) {
    const auto body = http::body_object(*request);
    if (!body) return reply(http::problem(body.error()));
    http::answer_command(
        services, *request, reply, 201, *body,
        [hides, request, body = *body](log::WriteTx& tx,
                                       const log::Cause& cause) -> Result<std::string> {
            TRY_ASSIGN(const auto code, http::required_text(body, "code"));
            TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
            TRY_ASSIGN(const SiteRow site, find_site(tx.db(), site_code));
            TRY(allow_check_in(*request->account, site.site));
            TRY_ASSIGN(const auto person, find_traveller(hides, tx, *request->account, code));
            Day day = site_day(tx.now(), site.utc_offset);
            if (body.contains("day")) {
                TRY_ASSIGN(day, http::required_day(body, "day"));
            }
            TRY_ASSIGN(const StayId stay,
                       check_in(tx, cause, {person.id, person.person, site, day}));
            return boost::json::serialize(json::object{{"stay", id_text(stay)},
                                                       {"case_number", person.case_number},
                                                       {"site", site.code},
                                                       {"day", day_text(day)}});
        });
}

// POST /api/v1/stays/end {command, code, reason, day?}: ends the stay of the person who holds this
// card or number. Leaving is never blocked.
void post_stay_end(const http::Services& services, const HidesPerson& hides,
                   const http::RequestPtr& request, const http::Reply& reply) {
    const auto body = http::body_object(*request);
    if (!body) return reply(http::problem(body.error()));
    http::answer_command(
        services, *request, reply, 200, *body,
        [hides, request, body = *body](log::WriteTx& tx,
                                       const log::Cause& cause) -> Result<std::string> {
            TRY_ASSIGN(const auto code, http::required_text(body, "code"));
            const auto reason = parse_stay_end(json::text_at(body, "reason").value_or(""));
            if (!reason) return http::member_missing("reason");
            // First whether this account may do it to anybody: a refusal then tells nothing of people.
            TRY(access::Gatekeeper::allow(*request->account, access::Action::check_in,
                                          FactClass::open));
            TRY_ASSIGN(const auto person, find_traveller(hides, tx, *request->account, code));
            TRY_ASSIGN(const auto presence, presence_of(tx.db(), person.person));
            if (!presence) return refuse(ErrorKind::conflict, "stay.not_ongoing");
            // Who is at another site behaves as absent.
            if (!allow_check_in(*request->account, presence->site))
                return refuse(ErrorKind::not_found, "card.unknown");
            TRY_ASSIGN(const SiteRow site, site_by_local(tx.db(), presence->site));
            const Day today = site_day(tx.now(), site.utc_offset);
            Day day = today;
            if (body.contains("day")) {
                TRY_ASSIGN(day, http::required_day(body, "day"));
            }
            TRY_ASSIGN(const StayId stay, stay_id(tx.db(), presence->stay));
            TRY(log::execute<StayStream>(tx, cause, stay, EndStay{*reason, day, today}));
            return boost::json::serialize(json::object{{"case_number", person.case_number},
                                                       {"reason", stay_end_text(*reason)},
                                                       {"day", day_text(day)}});
        });
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
    return {{"POST", "/api/v1/stays", http::Needs::session,
             [&services, hides](const http::RequestPtr& request, const http::Reply& reply) {
                 post_stay(services, hides, request, reply);
             }},
            {"POST", "/api/v1/stays/end", http::Needs::session,
             [&services, hides](const http::RequestPtr& request, const http::Reply& reply) {
                 post_stay_end(services, hides, request, reply);
             }}};
}

}  // namespace jatigi::sites
