#include "centre/assistance/round_pin_api.h"

#include <fmt/format.h>

#include "centre/assistance/may.h"
#include "centre/assistance/round_codec.h"
#include "centre/assistance/round_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/access/round_pin.h"
#include "platform/http/security_watch.h"
#include "platform/http/session_routes.h"

namespace jatigi::assistance {
namespace {

Result<RoundId> round_id_in(std::string_view text) {
    const auto id = parse_id<RoundEntity>(text);
    if (!id) return refuse(ErrorKind::not_found, "round.not_found");
    return *id;
}

// Open, and at a site where the account may serve; as good as absent otherwise.
Result<void> check_round(store::Connection& db, RoundId id, const access::Account& account) {
    TRY_ASSIGN(const RoundRow round, round_by_id(db, id));
    if (!round.open || !access::Gatekeeper::allow(account, may::serve, FactClass::open,
                                                  access::about_site(round.site)))
        return refuse(ErrorKind::not_found, "round.not_found");
    return {};
}

access::PinPlace place_of(const http::Request& request, RoundId round) {
    return {request.device_token, fixed_bytes<16>(id_bytes(round))};
}

// POST /api/v1/rounds/{id}/pin {command, pin}
Result<http::Answer> post_pin(const http::Command& command) {
    TRY_ASSIGN(const RoundId id, round_id_in(command.arg(0)));
    TRY_ASSIGN(const auto pin, http::required_text(command.body, "pin"));
    TRY(check_round(command.tx.db(), id, command.account));
    TRY_ASSIGN(const Instant until,
               access::choose_pin(command.tx, command.account, place_of(command.request, id), pin));
    return json::object{{"until", instant_text(until)}};
}

struct PinSaid {
    RoundId round;
    std::string name, pin;
};
Result<PinSaid> read_pin(const http::Request& request) {
    TRY_ASSIGN(const auto body, http::body_object(request));
    TRY_ASSIGN(const auto round, http::required_text(body, "round"));
    PinSaid said;
    TRY_ASSIGN(said.round, round_id_in(round));
    TRY_ASSIGN(said.name, http::required_text(body, "name"));
    TRY_ASSIGN(said.pin, http::required_text(body, "pin"));
    return said;
}

// POST /api/v1/session/pin {round, name, pin}. Strangers do not come to the writer.
void post_session(const http::Services& services, const http::RequestPtr& request,
                  const http::Reply& reply) {
    const auto refused = [&reply](const Error& error) { reply(http::problem(error)); };
    const auto said = read_pin(*request);
    if (!said) return refused(said.error());
    const auto known = services.readers.read<bool>(
        [&](store::Connection& db) { return access::has_pins(db, request->device_token); });
    if (!known) return refused(known.error());
    if (!*known) return refused({ErrorKind::unauthenticated, "pin.refused", {}, {}});
    // Beside the tries that the database counts (access/round_pin.h), which whoever writes to it
    // takes back.
    const access::Attempt attempt{.name = "pin of " + said->name, .device = request->device_token};
    const Instant now = services.clock();
    if (const auto wait = services.throttle.wait_seconds(attempt, now); wait > 0)
        return refused({ErrorKind::throttled,
                        "session.throttled",
                        {},
                        fmt::format(R"({{"retry_after_s":{}}})", wait)});
    services.throttle.begun(attempt, now);
    const http::Reply told = [&services, reply, attempt, now](http::Response response) {
        if (response.code == "pin.refused") {
            services.throttle.failed(attempt, now);
            http::note_security(services, {access::SecurityKind::sign_in_failed, 0, "pin"});
        } else if (response.status == 200) {
            services.throttle.succeeded(attempt);
        } else {
            services.throttle.abandoned(attempt);
        }
        reply(std::move(response));
    };
    http::begin_by_pin(
        services, request, told, fixed_bytes<16>(id_bytes(said->round)),
        [said = *said, request](log::WriteTx& tx) -> Result<std::optional<access::Account>> {
            TRY_ASSIGN(auto account,
                       access::say_pin(tx, place_of(*request, said.round), said.name, said.pin));
            if (account && !check_round(tx.db(), said.round, *account)) account.reset();
            return account;
        });
}

}  // namespace

std::vector<http::Route> round_pin_routes(const http::Services& services) {
    return {
        http::command_route(services, "POST /api/v1/rounds/{id}/pin", {may::choose_round_pin}, 201,
                            post_pin),
        {"POST", "/api/v1/session/pin", http::Needs::nothing,
         [&services](const http::RequestPtr& request, const http::Reply& reply) {
             const bool queued = services.workers.submit(
                 [&services, request, reply] { post_session(services, request, reply); },
                 http::Work::open);
             if (!queued)
                 reply(http::problem({ErrorKind::unavailable, "store.overloaded", "workers", {}}));
         }}};
}

}  // namespace jatigi::assistance
