#include "centre/assistance/round_state_api.h"

#include "centre/assistance/may.h"
#include "centre/assistance/round_codec.h"
#include "centre/assistance/round_view.h"
#include "platform/access/confirmation.h"
#include "platform/access/gatekeeper.h"
#include "platform/review/raise.h"

namespace jatigi::assistance {

Result<RoundId> round_id_of(const http::Request& request) {
    const auto id = parse_id<RoundEntity>(request.args.at(0));
    if (!id) return refuse(ErrorKind::not_found, "round.not_found");
    return *id;
}

Result<void> allow_round(const access::Account& account, const access::Action& action,
                         log::LocalId site) {
    TRY(access::Gatekeeper::allow_role(account, action, FactClass::open));
    if (!access::Gatekeeper::allow(account, action, FactClass::open, access::about_site(site)))
        return refuse(ErrorKind::not_found, "round.not_found");
    return {};
}

Result<RoundState> round_state(log::WriteTx& tx, RoundId id, const access::Account& account,
                               const access::Action& action) {
    TRY_ASSIGN(const Round round, tx.state<RoundStream>(log::stream_name(round_kind, id)));
    RoundState state;
    if (const auto* ongoing = std::get_if<OngoingRound>(&round))
        state = {ongoing->opened, ongoing->totals};
    else if (const auto* finished = std::get_if<FinishedRound>(&round))
        state = {finished->opened, finished->totals, true};
    else
        return refuse(ErrorKind::not_found, "round.not_found");
    TRY_ASSIGN(const auto site,
               tx.find_stream(log::stream_name(sites::site_kind, state.opened.site)));
    TRY(allow_round(account, action, site.value_or(0)));
    return state;
}

Result<RoundState> round_to_serve(log::WriteTx& tx, RoundId id, const log::Cause& cause,
                                  const access::Account& sender) {
    TRY_ASSIGN(RoundState state, round_state(tx, id, sender, may::serve));
    if (cause.account == sender.id) return state;
    TRY_ASSIGN(const auto maker, access::find_account(tx.db(), cause.account));
    if (!maker) return refuse(ErrorKind::not_found, "account.not_found");
    TRY(access::check_confirmed(tx.db(), maker->id));
    TRY_ASSIGN(const auto site,
               tx.find_stream(log::stream_name(sites::site_kind, state.opened.site)));
    TRY(access::Gatekeeper::allow(*maker, may::serve, FactClass::open,
                                  access::about_site(site.value_or(0))));
    return state;
}

Result<RoundMoment> moment_of(log::WriteTx& tx, RoundId id, const RoundState& round,
                              const Service* service, std::chrono::milliseconds waited) {
    RoundMoment moment{.at = tx.now() - waited};
    if (!round.closed) return moment;
    TRY_ASSIGN(const RoundRow row, round_by_id(tx.db(), id));
    moment.closed_at = row.closed_at;
    if (service != nullptr) moment.late_window = service->late_window;
    return moment;
}

Result<void> raise_late_task(log::WriteTx& tx, const log::Cause& cause, RoundId id) {
    TRY(review::raise_task(tx, cause,
                           {.reason = std::string(late_servings_reason),
                            .subject = review::task_subject(round_kind, id)}));
    return {};
}

}  // namespace jatigi::assistance
