// A receipt: what became of a command. A device that heard no answer sends the command again and
// gets the same receipt. Kept for accepted commands and for refusals by `decide`; never for a
// request that was not understood, not allowed, not found, throttled or hit by a failing disk.
// A table, not facts: (tag of the command, tag of the account) → digest, refused, and sealed: code, params. What
// it says, whose it is and the hour would tell whom protection works with. Rows of before are in clear
// and are read as they are.
#pragma once
#include <optional>
#include <string>

#include "platform/base/day.h"
#include "platform/log/fact_body.h"
#include "platform/store/connection.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::log {

using RequestDigest = ByteArray<16>;  // Keyed, over method, path and body.

// Who asks for what: the cause of every fact.
struct Cause {
    std::int64_t account = 0;  // 0: the program itself, from the command line.
    std::int64_t actor = 0;
    std::int64_t device = 0;
    CommandId command;
    RequestDigest digest{};
};

struct Receipt {
    ErrorKind kind = ErrorKind::conflict;  // Of a refusal.
    std::string code;    // Empty: accepted.
    std::string params;  // JSON object without personal data.
    bool accepted() const { return code.empty(); }
};

// Refuses with command.id_reused when the same id came with another request.
Result<std::optional<Receipt>> find_receipt(store::Connection& db,
                                            const vault::NodeSecrets& secrets, const Cause& cause);
// Whoever sent it, and however it is written: what one device keeps may be sent in the name of
// several, and a plate of a closed node by who brings it in as well.
Result<std::optional<Receipt>> find_accepted(store::Connection& db,
                                             const vault::NodeSecrets& secrets,
                                             const Cause& cause);
// In the place of an earlier refusal, if any.
Result<void> keep_receipt(store::Connection& tx, const vault::NodeSecrets& secrets,
                          const Cause& cause, const Receipt& receipt, Instant now);

}  // namespace jatigi::log
