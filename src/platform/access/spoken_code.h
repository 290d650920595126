// Confirming an account from far away, over the telephone. Somebody who may confirm keeps a sheet
// of numbered codes on paper. Whoever waits sees a name to call and the number of a code; the one
// who is called makes sure who speaks, and reads the code out. A code is good for one account, for
// ten minutes and a few tries from the moment its number was shown, and never again.
#pragma once
#include "platform/access/confirmation.h"

namespace jatigi::access {

constexpr std::int64_t spoken_codes_on_a_sheet = 20;
constexpr std::chrono::minutes spoken_code_life{10};
constexpr std::int64_t spoken_code_tries_max = 5;
// Shown to one account in a day: whoever guesses, or asks again and again, does not use up the sheets
// that others wait for.
constexpr std::int64_t spoken_codes_a_day_max = 6;

struct SpokenCode {
    std::int64_t number = 0;
    std::string code;  // "1234 5678 9012"
};
// A fact says that a sheet was made; the one before it is void.
Result<std::vector<SpokenCode>> make_sheet(log::WriteTx& tx, const Account& owner,
                                           const log::Cause& cause);

// Whom an account that waits can call, and which code to ask for.
struct CodeAsked {
    std::string owner;
    std::int64_t number = 0;
    Instant until;
};
// The code whose turn it is for this account, or the next one that is left; nothing when nobody who
// may confirm this account has a sheet with one left, or it was shown as many as it may see in a day.
// One that lapsed is gone; one that was tried too often too, and the next one waits until it would
// have lapsed. `may_confirm` says so of a role.
Result<std::optional<CodeAsked>> ask_code(log::WriteTx& tx, const Account& account,
                                          const std::function<bool(const Account&)>& may_confirm);

struct CodeSaid {
    // Confirmed; otherwise the tries that are left of this code, 0 when it is gone.
    bool right = false;
    std::int64_t tries_left = 0;
};
// Spaces are left out of what was typed. When right, the account is confirmed in the owner's name.
// Counts the try, so the transaction is to be committed either way.
Result<CodeSaid> say_code(log::WriteTx& tx, const Account& account, std::string_view typed,
                          const log::Cause& cause);

}  // namespace jatigi::access
