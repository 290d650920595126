#include "platform/access/password.h"

#include <sodium.h>

#include <array>

#include "platform/access/account_proof.h"
#include "platform/access/account_row.h"
#include "platform/base/random.h"

namespace jatigi::access {
namespace {

constexpr std::size_t password_at = 4;  // In account_columns.
// OWASP ASVS 5.0 minima for argon2id are weaker; this is 0.2 s on a small laptop.
constexpr unsigned long long argon2_passes = 3;
constexpr std::size_t argon2_memory_bytes = 64UL * 1024 * 1024;

// A hash of a random password nobody knows, so that an unknown name costs the same time.
const std::string& unmatchable_hash() {
    static const std::string hash = hash_password(hex(random_bytes<16>())).value_or("");
    return hash;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), argon2_passes,
                              argon2_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return refuse(ErrorKind::unavailable, "session.out_of_memory");
    return std::string(out.data());
}

bool password_matches(const std::string& stored, std::string_view password) {
    return stored.starts_with("$argon2id$") &&
           crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

Result<PasswordCheck> password_check(store::Connection& db, std::string_view name) {
    TRY_ASSIGN(const auto row,
               db.first(select_accounts("where a.name = ? and a.active = 1"), name));
    if (!row || row->is_null(password_at)) return PasswordCheck{std::nullopt, unmatchable_hash()};
    return PasswordCheck{account_of(*row), row->text(password_at)};
}

Result<bool> password_is_still(log::WriteTx& tx, std::int64_t account, const std::string& stored) {
    TRY_ASSIGN(const auto row, tx.db().first("select id from account where id = ? "
                                             "and password = ? and active = 1",
                                             account, stored));
    return row.has_value();
}

Result<void> set_password(log::WriteTx& tx, std::int64_t account, const std::string& hash,
                          const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    TRY(tx.db().run("update account set password = ? where id = ?", hash, account));
    return seal_change(tx, account, "actor.password_set", {}, cause);
}

}  // namespace jatigi::access
