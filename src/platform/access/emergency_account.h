// An account for somebody who came to help tonight: a colleague who is on duty answers for it,
// nobody else is waited for, it ends after a day, and data protection is told (an alarm, and a
// review task).
#pragma once
#include "platform/access/account.h"

namespace jatigi::access {

constexpr std::chrono::hours emergency_life{24};
constexpr std::int64_t emergencies_max = 4;  // In use at a time, of one site or of the whole node.

// Refuses with account.emergency_role, account.emergency_may_not (who answers has such an account),
// account.too_many_emergencies (params: max), and as create_account() does.
Result<Account> create_emergency_account(log::WriteTx& tx, NewAccount wanted,
                                         const Account& vouched_by, const log::Cause& cause);

// Whether the words of two accounts are one person's: an account's own, and those of emergency
// accounts and of whoever made them, who has their first links.
Result<bool> is_one_word(store::Connection& db, std::int64_t one, std::int64_t other);

// What who answers for it said; empty for other accounts.
Result<std::string> emergency_reason(store::Connection& db, const log::Node& node,
                                     std::int64_t account);

}  // namespace jatigi::access
