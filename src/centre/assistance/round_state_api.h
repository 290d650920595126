// A round as what is done to it over HTTP needs it: by whom, and when.
#pragma once
#include <chrono>

#include "centre/assistance/round.h"
#include "platform/access/policy.h"
#include "platform/http/endpoint.h"

namespace jatigi::assistance {

// The first part of the address that stands for one. Refuses with round.not_found.
Result<RoundId> round_id_of(const http::Request& request);

// Another site's round is as good as absent: its refusal must not tell that it exists. Refuses with
// access.denied, round.not_found.
Result<void> allow_round(const access::Account& account, const access::Action& action,
                         log::LocalId site);

struct RoundState {
    RoundOpened opened;
    RoundTotals totals;
    bool closed = false;
};
// What this account may see of the round. Refuses with round.not_found, access.denied.
Result<RoundState> round_state(log::WriteTx& tx, RoundId id, const access::Account& account,
                               const access::Action& action);

// The same for what is sent in the name of whoever made it on a device: both may serve there.
// Refuses with account.not_found, account.unconfirmed, too.
Result<RoundState> round_to_serve(log::WriteTx& tx, RoundId id, const log::Cause& cause,
                                  const access::Account& sender);

// When it is done, beside when the round was closed. Only a closed round asks the table.
Result<RoundMoment> moment_of(log::WriteTx& tx, RoundId id, const RoundState& round,
                              const Service* service, std::chrono::milliseconds waited);

// Something came in after the closing: somebody looks at it.
Result<void> raise_late_task(log::WriteTx& tx, const log::Cause& cause, RoundId id);

}  // namespace jatigi::assistance
