#include "platform/access/account.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "platform/access/policy.h"
#include "platform/base/random.h"
#include "platform/base/text.h"
#include "platform/base/text_limit.h"

namespace jatigi::access {
namespace {

constexpr std::size_t password_letters_min = 12, password_letters_max = 256;
// OWASP ASVS 5.0 minima for argon2id are weaker; this is 0.2 s on a small laptop.
constexpr unsigned long long argon2_passes = 3;
constexpr std::size_t argon2_memory_bytes = 64UL * 1024 * 1024;

// A hash of a random password nobody knows, so that an unknown name costs the same time.
const std::string& unmatchable_hash() {
    static const std::string hash = hash_password(hex(random_bytes<16>())).value_or("");
    return hash;
}

bool valid_name(std::string_view name) {
    return name.size() >= 2 && name.size() <= 64 &&
           std::all_of(name.begin(), name.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == '@';
           });
}

ByteArray<32> token_digest(std::string_view token) {
    return Sha256{}.add(as_bytes("jatigi link ")).add(as_bytes(token)).finish();
}

Account account_of(const store::Row& row) {
    return {row.integer(0), row.text(1), parse_enum<Role>(row.text(2)).value_or(Role::gate_officer),
            row.integer_or_null(3), !row.is_null(4)};
}

// Each in a stream of its own: the number says whose it is.
Result<void> append_actor_fact(log::WriteTx& tx, std::string type, json::object data,
                               const log::Cause& cause) {
    TRY(tx.append({.stream = {"actor", random_bytes<16>()},
                   .type = std::move(type),
                   .data = std::move(data)},
                  cause));
    return {};
}

}  // namespace

Result<Account> create_account(log::WriteTx& tx, const NewAccount& wanted,
                               const log::Cause& cause) {
    if (!valid_name(wanted.name)) return refuse(ErrorKind::invalid, "account.name_invalid");
    TRY_ASSIGN(const auto taken,
               tx.db().first("select id from account where name = ?", wanted.name));
    if (taken) return refuse(ErrorKind::conflict, "account.name_taken");
    TRY_ASSIGN(const auto highest, tx.db().first("select coalesce(max(id), 0) from account"));
    Account made{.id = highest->integer(0) + 1,
                 .name = wanted.name,
                 .role = wanted.role,
                 .site = wanted.site};
    const std::int64_t now = tx.now().time_since_epoch().count();
    std::optional<std::int64_t> confirmed_at;
    if (!wanted.made_by || !needs_confirmation(wanted.role)) confirmed_at = now;
    TRY(tx.db().run(
        "insert into account(id, name, role, site, password, active, made_at, made_by, "
        "confirmed_at) values (?, ?, ?, ?, null, 1, ?, ?, ?)",
        made.id, made.name, enum_text(made.role), made.site, now, wanted.made_by, confirmed_at));
    TRY(append_actor_fact(tx, "actor.declared",
                          {{"number", made.id}, {"role", enum_text(made.role)}}, cause));
    return made;
}

Result<void> check_confirmed(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(const auto row,
               db.first("select id from account where id = ? and confirmed_at is not null",
                        account));
    if (!row) return refuse(ErrorKind::not_allowed, "account.unconfirmed");
    return {};
}

Result<Account> confirm_account(log::WriteTx& tx, const Confirmation& wanted,
                                const log::Cause& cause) {
    TRY_ASSIGN(const auto row,
               tx.db().first("select id, name, role, site, password, made_by, confirmed_at "
                             "from account where name = ? and active = 1",
                             wanted.name));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    Account account = account_of(*row);
    const auto& by = wanted.confirmed_by;
    if (by && by->site && account.site && by->site != account.site)
        return refuse(ErrorKind::not_found, "account.not_found");
    if (!row->is_null(6)) return refuse(ErrorKind::conflict, "account.already_confirmed");
    if (by && row->integer_or_null(5) == by->id)
        return refuse(ErrorKind::not_allowed, "account.own_creation");
    TRY(tx.db().run("update account set confirmed_by = ?, confirmed_at = ? where id = ?",
                    by ? std::optional(by->id) : std::nullopt, tx.now(), account.id));
    TRY(append_actor_fact(tx, "actor.confirmed", {{"number", account.id}}, cause));
    return account;
}

Result<UnconfirmedAccounts> list_unconfirmed(store::Connection& db,
                                             std::optional<log::LocalId> site) {
    // Local numbers begin at 1, so 0 stands for every site.
    TRY_ASSIGN(const auto rows,
               db.rows("select a.id, a.name, a.role, a.site, a.password, m.name, a.made_at "
                       "from account a join account m on m.id = a.made_by "
                       "where a.active = 1 and a.confirmed_at is null "
                       "and (cast(? as bigint) = 0 or a.site is null or a.site = ?) "
                       "order by a.id limit ?",
                       site.value_or(0), site.value_or(0), unconfirmed_shown_max + 1));
    UnconfirmedAccounts waiting;
    for (const store::Row& row : rows)
        waiting.accounts.push_back({account_of(row), row.text(5), row.instant(6)});
    waiting.more = std::ssize(waiting.accounts) > unconfirmed_shown_max;
    if (waiting.more) waiting.accounts.pop_back();
    return waiting;
}

Result<std::optional<Account>> find_account(store::Connection& db, std::int64_t id) {
    TRY_ASSIGN(const auto row, db.first("select id, name, role, site, password from account "
                                        "where id = ? and active = 1",
                                        id));
    if (!row) return std::optional<Account>{};
    return std::optional<Account>{account_of(*row)};
}

Result<std::vector<Account>> list_accounts(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select id, name, role, site, password from account "
                                        "where active = 1 order by id"));
    std::vector<Account> accounts;
    for (const store::Row& row : rows) accounts.push_back(account_of(row));
    return accounts;
}

std::string name_in(const std::vector<Account>& accounts, std::optional<std::int64_t> account) {
    const auto found = std::ranges::find(accounts, account,
                                         [](const Account& one) { return std::optional(one.id); });
    return found == accounts.end() ? std::string{} : found->name;
}

Result<void> check_password_strength(std::string_view password, std::string_view name) {
    constexpr std::array<std::string_view, 6> tried{"password", "motdepasse", "123456",
                                                    "azerty",   "qwerty",     "jatigi"};
    const std::string folded = fold(password);
    const bool guessable = std::any_of(tried.begin(), tried.end(), [&](std::string_view word) {
        return folded.find(word) != std::string::npos && folded.size() < word.size() + 8;
    });
    const bool holds_name = name.size() >= 4 && folded.find(fold(name)) != std::string::npos;
    const std::size_t letters = letters_in(password).value_or(0);
    if (letters < password_letters_min || letters > password_letters_max || guessable || holds_name)
        return refuse(ErrorKind::invalid, "account.password_weak", {}, R"({"length_min":12})");
    return {};
}

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
    TRY_ASSIGN(const auto row, db.first("select id, name, role, site, password from account "
                                        "where name = ? and active = 1",
                                        name));
    if (!row || row->is_null(4)) return PasswordCheck{std::nullopt, unmatchable_hash()};
    return PasswordCheck{account_of(*row), row->text(4)};
}

Result<bool> password_is_still(log::WriteTx& tx, std::int64_t account, const std::string& stored) {
    TRY_ASSIGN(const auto row, tx.db().first("select id from account where id = ? "
                                             "and password = ? and active = 1",
                                             account, stored));
    return row.has_value();
}

Result<void> set_password(log::WriteTx& tx, std::int64_t account, const std::string& hash) {
    TRY(tx.db().run("update account set password = ? where id = ?", hash, account));
    return {};
}

Result<std::string> make_link(store::Connection& tx, std::int64_t account, Instant expires_at) {
    std::string token = hex(random_bytes<16>());
    TRY(tx.run("insert into sign_in_link(token, account, expires_at) values (?, ?, ?)",
               token_digest(token), account, expires_at));
    return token;
}

Result<bool> link_is_open(store::Connection& db, std::string_view token, Instant now) {
    TRY_ASSIGN(const auto row, db.first("select expires_at from sign_in_link where token = ?",
                                        token_digest(token)));
    return row && row->integer(0) >= now.time_since_epoch().count();
}

Result<Account> use_link(log::WriteTx& tx, std::string_view token) {
    TRY_ASSIGN(const auto row, tx.db().first("select account, expires_at from sign_in_link "
                                             "where token = ?",
                                             token_digest(token)));
    if (!row || row->integer(1) < tx.now().time_since_epoch().count())
        return refuse(ErrorKind::unauthenticated, "session.link_invalid");
    TRY(tx.db().run("delete from sign_in_link where token = ?", token_digest(token)));
    TRY_ASSIGN(auto account, find_account(tx.db(), row->integer(0)));
    if (!account) return refuse(ErrorKind::unauthenticated, "session.link_invalid");
    return *std::move(account);
}

}  // namespace jatigi::access
