// What an account shows beside its password: a code of an authenticator app (one_time_code.h), or
// one of ten codes on paper. The secret is sealed and, with the codes that are left, a part of what
// the account's row is sealed with (account_proof.h): without the node's key it can be neither
// read, planted, put back nor taken away. Enrolling and each code of paper are facts.
#pragma once
#include "platform/access/account.h"
#include "platform/access/one_time_code.h"
#include "platform/vault/secret.h"

namespace jatigi::access {

constexpr std::int64_t printed_codes_on_a_sheet = 10;
// Wrong codes in a row, after which only a code of paper is taken: a thousand guesses of a million
// would find one in three hundred.
constexpr std::int64_t wrong_codes_max = 50;

// Roles that see people: those that a second person confirms.
constexpr bool has_use_for_factor(Role role) {
    return needs_confirmation(role);
}

// Ten codes, as make_sheet() spells them ("1234 5678 9012"), each good once.
using PrintedCodes = std::vector<std::string>;

using FactorSecret = ByteArray<factor_secret_bytes>;
// Takes the place of the one before, and of its printed codes. `clock` is as the first code left
// it. Refuses with account.altered.
Result<PrintedCodes> enrol_factor(log::WriteTx& tx, std::int64_t account,
                                  const FactorSecret& secret, const FactorClock& clock,
                                  const log::Cause& cause);
// Those before are void. Refuses with account.factor_none, account.altered.
Result<PrintedCodes> renew_printed_codes(log::WriteTx& tx, std::int64_t account,
                                         const log::Cause& cause);

struct FactorShown {
    CodeSeen seen = CodeSeen::wrong;
    bool printed = false;     // A code of paper was used up.
    bool paper_only = false;  // wrong_codes_max is reached.
};
// Six digits of the app, or twelve of paper; spaces are left out. Counts what is wrong, so the
// transaction is to be committed. Refuses with account.factor_none, account.altered.
Result<FactorShown> show_code(log::WriteTx& tx, std::int64_t account, std::string_view typed,
                              const log::Cause& cause);

struct FactorState {
    Instant enrolled_at;
    std::int64_t codes_left = 0;
};
// Nothing when none is enrolled.
Result<std::optional<FactorState>> find_factor(store::Connection& db, std::int64_t account);

// In what makes an account anew; seals nothing.
Result<void> drop_factor(store::Connection& tx, std::int64_t account);

// What of it the account's seal covers; empty when none is enrolled.
Result<Bytes> factor_proof(store::Connection& db, std::int64_t account);

}  // namespace jatigi::access
