// Passwords: argon2id. Nobody has a default password.
#pragma once
#include "platform/access/account.h"
#include "platform/access/password.h"

namespace jatigi::access {

// Slow on purpose (t=3, 64 MiB: about 0.2 s); never on the network's or the writer's thread.
Result<std::string> hash_password(std::string_view password);
bool password_matches(const std::string& stored, std::string_view password);

// What sign-in needs before the slow part; an unknown name gets a stored hash that nothing matches,
// so that it takes as long as a known one.
struct PasswordCheck {
    std::optional<Account> account;
    std::string stored;
};
Result<PasswordCheck> password_check(store::Connection& db, std::string_view name);
// Nobody set another one since `stored` was read.
Result<bool> password_is_still(log::WriteTx& tx, std::int64_t account, const std::string& stored);
// Leaves a fact, without the password. Refuses with account.altered.
Result<void> set_password(log::WriteTx& tx, std::int64_t account, const std::string& hash,
                          const log::Cause& cause);

}  // namespace jatigi::access
