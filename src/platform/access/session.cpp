#include "platform/access/session.h"

#include "platform/base/random.h"

namespace jatigi::access {
namespace {

std::string token_digest(std::string_view token) {
    return hex(Sha256{}.add(as_bytes("jatigi session ")).add(as_bytes(token)).finish());
}

}  // namespace

Result<void> Sessions::load(store::Connection& db, Instant now) {
    const std::int64_t oldest = (now - session_length_max).time_since_epoch().count();
    TRY_ASSIGN(const auto rows, db.rows("select token, account, began_at from session "
                                        "where ended_at is null and began_at > ?",
                                        oldest));
    const std::lock_guard lock(mutex_);
    for (const store::Row& row : rows) {
        TRY_ASSIGN(auto account, find_account(db, row.integer(1)));
        if (!account) continue;
        const Instant began{std::chrono::microseconds{row.integer(2)}};
        resting_[hex(row.bytes(0))] = {*std::move(account), began, now};
    }
    return {};
}

Result<std::string> Sessions::begin(log::WriteTx& tx, const Account& account) {
    std::string token = hex(random_bytes<16>());
    const std::string digest = token_digest(token);
    TRY(
        tx.db().run("insert into session(token, account, began_at, ended_at) "
                    "values (?, ?, ?, null)",
                    from_hex(digest).value_or(Bytes{}), account.id, tx.now()));
    return token;
}

void Sessions::remember(std::string_view token, const Account& account, Instant now, Began began) {
    const std::lock_guard lock(mutex_);
    sessions_[std::string(token)] = {account, now, now, began};
}

bool Sessions::began_by_link(std::string_view token) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(token);
    return found != sessions_.end() && found->second.began == Began::by_link;
}

Result<void> Sessions::end(log::WriteTx& tx, std::string_view token) {
    const std::string digest = token_digest(token);
    TRY(tx.db().run("update session set ended_at = ? where token = ?", tx.now(),
                    from_hex(digest).value_or(Bytes{})));
    return {};
}

void Sessions::forget(std::string_view token) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(std::string(token));
    resting_.erase(token_digest(token));
}

Result<void> Sessions::end_others(log::WriteTx& tx, std::int64_t account,
                                  std::string_view token) {
    TRY(
        tx.db().run("update session set ended_at = ? "
                    "where account = ? and ended_at is null and token <> ?",
                    tx.now(), account, from_hex(token_digest(token)).value_or(Bytes{})));
    TRY(tx.db().run("delete from sign_in_link where account = ?", account));
    return {};
}

void Sessions::forget_others(const Account& account, std::string_view token) {
    const auto of_account = [&account](const auto& one) {
        return one.second.account.id == account.id;
    };
    const std::lock_guard lock(mutex_);
    std::erase_if(resting_, of_account);  // The one that goes on was shown, so it rests no more.
    std::erase_if(sessions_, [&](const auto& one) {
        return of_account(one) && one.first != token;
    });
    const auto kept = sessions_.find(token);
    if (kept == sessions_.end()) return;
    kept->second.account = account;
    kept->second.began = Began::by_password;
}

Result<void> Sessions::end_all(store::Connection& tx, Instant now) {
    TRY(tx.run("update session set ended_at = ? where ended_at is null", now));
    TRY(tx.run("delete from sign_in_link"));
    return {};
}

void Sessions::forget_all() {
    const std::lock_guard lock(mutex_);
    sessions_.clear();
    resting_.clear();
}

std::optional<Account> Sessions::find(std::string_view token, Instant now) {
    if (token.empty()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    auto found = sessions_.find(token);
    if (found == sessions_.end()) {
        // Begun before the last start: known by its digest until its bearer shows the token.
        auto resting = resting_.extract(token_digest(token));
        if (!resting) return std::nullopt;
        found = sessions_.emplace(std::string(token), std::move(resting.mapped())).first;
    }
    Session& session = found->second;
    if (now - session.seen_at > session_idle_max_of(session.account.role) ||
        now - session.began_at > session_length_max) {
        sessions_.erase(found);
        return std::nullopt;
    }
    session.seen_at = now;
    return session.account;
}

}  // namespace jatigi::access
