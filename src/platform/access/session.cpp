#include "platform/access/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/access/account_proof.h"
#include "platform/access/round_pin.h"
#include "platform/base/random.h"

namespace jatigi::access {
namespace {

constexpr std::size_t id_digits = 16;

std::string token_digest(std::string_view token) {
    return hex(Sha256{}.add(as_bytes("jatigi session ")).add(as_bytes(token)).finish());
}

Bytes digest_bytes(std::string_view token) {
    return from_hex(token_digest(token)).value_or(Bytes{});
}

std::int64_t micros(Instant instant) {
    return instant.time_since_epoch().count();
}

RowSeal seal_of(const log::Node& node, ByteView digest, std::int64_t account,
                std::int64_t began_at) {
    return token_seal(node, "jatigi session", digest, account, began_at);
}

}  // namespace

Result<void> Sessions::load(store::Connection& db, const log::Node& node, Instant now) {
    TRY_ASSIGN(const auto rows,
               db.rows("select token, account, began_at, seen_at, seal from session "
                       "where ended_at is null and began_at > ?",
                       micros(now - session_length_max)));
    const std::lock_guard lock(mutex_);
    for (const store::Row& row : rows) {
        TRY_ASSIGN(auto account, find_account(db, row.integer(1)));
        if (!account || !check_unaltered(db, node, account->id)) continue;
        const Bytes& digest = row.bytes(0);
        if (row.is_null(4) ||
            !std::ranges::equal(row.bytes(4), seal_of(node, digest, account->id, row.integer(2))))
            continue;
        const Instant began = row.instant(2), seen = row.instant_or_null(3).value_or(began);
        // Whatever a planted time says, nobody touched it later than now.
        resting_[hex(digest)] = {.account = *std::move(account),
                                 .began_at = began,
                                 .seen_at = std::min(seen, now),
                                 .saved_at = std::min(seen, now)};
    }
    return {};
}

Result<Sessions::Ticket> Sessions::begin(log::WriteTx& tx, const Account& account) {
    Ticket ticket{.token = hex(random_bytes<16>())};
    const Bytes digest = digest_bytes(ticket.token);
    TRY(
        tx.db().run("insert into session(token, account, began_at, ended_at, seen_at, seal) "
                    "values (?, ?, ?, null, ?, ?)",
                    digest, account.id, tx.now(), tx.now(),
                    seal_of(tx.node(), digest, account.id, micros(tx.now()))));
    const std::lock_guard lock(mutex_);
    ticket.turn = all_turns_ + turns_[account.id];
    return ticket;
}

Sessions::Ticket Sessions::begin_by_pin(std::int64_t account, const RoundBytes& round) {
    const std::lock_guard lock(mutex_);
    return {.token = hex(random_bytes<16>()), .turn = all_turns_ + turns_[account], .round = round};
}

void Sessions::remember(const Ticket& ticket, const Account& account, Instant now, Began began,
                        std::optional<Instant> factor_at) {
    const std::lock_guard lock(mutex_);
    if (ticket.turn != all_turns_ + turns_[account.id]) return;
    sessions_[ticket.token] = {
        .account = account,
        .began_at = now,
        .seen_at = now,
        .saved_at = now,
        .began = began,
        .round = ticket.round,
        .proved_at = began == Began::by_password ? std::optional(now) : std::nullopt,
        .factor_at = factor_at};
    if (const auto closed = closed_rounds_.find(ticket.round);
        began == Began::by_pin && closed != closed_rounds_.end())
        sessions_[ticket.token].ends_at = closed->second + pin_rest;
}

bool Sessions::began_by_link(std::string_view token) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(token);
    return found != sessions_.end() && found->second.began == Began::by_link;
}

Result<void> Sessions::check_fresh(std::string_view token, Instant now, Instant since) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(token);
    const auto proved = found == sessions_.end() ? std::nullopt : found->second.proved_at;
    if (proved && now - *proved <= fresh_max && *proved >= since) return {};
    return refuse(ErrorKind::not_allowed, "session.not_fresh", {},
                  fmt::format(R"({{"max_min":{}}})", fresh_max.count()));
}

void Sessions::factor_shown(std::string_view token, Instant now) {
    const std::lock_guard lock(mutex_);
    if (const auto found = sessions_.find(token); found != sessions_.end())
        found->second.factor_at = now;
}

std::optional<Instant> Sessions::factor_of(std::string_view token, std::int64_t account,
                                           Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(token);
    if (found == sessions_.end() || found->second.account.id != account ||
        is_over(found->second, now))
        return std::nullopt;
    return found->second.factor_at;
}

void Sessions::propose_factor(std::string_view token, const Proposal& proposal) {
    const std::lock_guard lock(mutex_);
    if (const auto found = sessions_.find(token); found != sessions_.end())
        found->second.proposal = proposal;
}

std::optional<Sessions::Proposal> Sessions::proposed_factor(std::string_view token, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(token);
    if (found == sessions_.end() || !found->second.proposal ||
        now - found->second.proposal->at > proposal_life)
        return std::nullopt;
    return found->second.proposal;
}

void Sessions::factor_enrolled(std::int64_t account, std::string_view token, Instant now) {
    const std::lock_guard lock(mutex_);
    for (auto* sessions : {&sessions_, &resting_})
        for (auto& [key, session] : *sessions) {
            if (session.account.id != account) continue;
            session.account.has_factor = true;
            session.factor_at.reset();
            session.proposal.reset();
        }
    if (const auto found = sessions_.find(token);
        found != sessions_.end() && found->second.account.id == account)
        found->second.factor_at = now;
}

Result<void> Sessions::end(log::WriteTx& tx, std::string_view token) {
    TRY(tx.db().run("update session set ended_at = ? where token = ?", tx.now(),
                    digest_bytes(token)));
    return {};
}

void Sessions::forget(std::string_view token) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(std::string(token));
    resting_.erase(token_digest(token));
}

Result<void> Sessions::end_others(log::WriteTx& tx, std::int64_t account, std::string_view token) {
    TRY(
        tx.db().run("update session set ended_at = ? "
                    "where account = ? and ended_at is null and token <> ?",
                    tx.now(), account, digest_bytes(token)));
    TRY(tx.db().run("delete from sign_in_link where account = ?", account));
    return void_pins(tx.db(), account);
}

void Sessions::forget_others(const Account& account, std::string_view token, Instant now) {
    const auto of_account = [&account](const auto& one) {
        return one.second.account.id == account.id;
    };
    const std::lock_guard lock(mutex_);
    ++turns_[account.id];
    std::erase_if(resting_, of_account);  // The one that goes on was shown, so it rests no more.
    std::erase_if(sessions_,
                  [&](const auto& one) { return of_account(one) && one.first != token; });
    const auto kept = sessions_.find(token);
    if (kept == sessions_.end()) return;
    const bool enrolled = kept->second.account.has_factor;  // Perhaps since it was asked.
    kept->second.account = account;
    kept->second.account.has_factor = account.has_factor || enrolled;
    kept->second.began = Began::by_password;
    kept->second.proved_at = now;
}

Result<void> Sessions::end_all_of(log::WriteTx& tx, std::int64_t account) {
    TRY(tx.db().run("update session set ended_at = ? where account = ? and ended_at is null",
                    tx.now(), account));
    return void_pins(tx.db(), account);
}

void Sessions::forget_account(std::int64_t account) {
    const auto of_account = [account](const auto& one) { return one.second.account.id == account; };
    const std::lock_guard lock(mutex_);
    ++turns_[account];
    std::erase_if(resting_, of_account);
    std::erase_if(sessions_, of_account);
}

void Sessions::round_closed(const RoundBytes& round, Instant now) {
    const std::lock_guard lock(mutex_);
    // For sign-ins that were under way when it closed.
    std::erase_if(closed_rounds_, [now](const auto& one) { return one.second + pin_rest < now; });
    closed_rounds_.emplace(round, now);
    for (auto& [token, session] : sessions_)
        if (session.began == Began::by_pin && session.round == round)
            session.ends_at = closed_rounds_[round] + pin_rest;
}

void Sessions::round_reopened(const RoundBytes& round) {
    const std::lock_guard lock(mutex_);
    closed_rounds_.erase(round);
    for (auto& [token, session] : sessions_)
        if (session.began == Began::by_pin && session.round == round) session.ends_at.reset();
}

Result<void> Sessions::end_all(store::Connection& tx, Instant now) {
    TRY(tx.run("update session set ended_at = ? where ended_at is null", now));
    TRY(tx.run("delete from sign_in_link"));
    TRY(tx.run("delete from round_pin"));
    return {};
}

void Sessions::forget_all() {
    const std::lock_guard lock(mutex_);
    ++all_turns_;
    sessions_.clear();
    resting_.clear();
}

bool Sessions::is_over(const Session& session, Instant now) {
    return now - session.seen_at > session_idle_max_of(session.account.role) ||
           now - session.began_at > session_length_max ||
           (session.account.ends_at && now >= *session.account.ends_at) ||
           (session.ends_at && now >= *session.ends_at);
}

std::optional<Sessions::Found> Sessions::find(std::string_view token, Instant now, Touch touch) {
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
    if (is_over(session, now)) {
        sessions_.erase(found);
        return std::nullopt;
    }
    if (touch == Touch::yes) session.seen_at = std::max(session.seen_at, now);
    Instant end = std::min(session.seen_at + session_idle_max_of(session.account.role),
                           session.began_at + session_length_max);
    if (session.account.ends_at) end = std::min(end, *session.account.ends_at);
    if (session.ends_at) end = std::min(end, *session.ends_at);
    Found answer{session.account, std::chrono::floor<std::chrono::seconds>(end - now)};
    answer.factor_shown = session.factor_at.has_value();
    answer.by_pin = session.began == Began::by_pin;
    if (session.seen_at - session.saved_at >= touch_saved_every) {
        answer.save_touch = true;
        session.saved_at = session.seen_at;
    }
    return answer;
}

Result<void> Sessions::save_touch(log::WriteTx& tx, std::string_view token) {
    TRY(tx.db().run("update session set seen_at = ? where token = ? and ended_at is null", tx.now(),
                    digest_bytes(token)));
    return {};
}

template <class Work>
void Sessions::each_of(std::int64_t account, Work&& work) {
    for (const auto& [token, session] : sessions_)
        if (session.account.id == account) work(token_digest(token), session, token);
    for (const auto& [digest, session] : resting_)
        if (session.account.id == account) work(digest, session, std::string_view{});
}

std::vector<Sessions::Shown> Sessions::shown(std::int64_t account, std::string_view asking,
                                             Instant now) {
    std::vector<Shown> all;
    const std::lock_guard lock(mutex_);
    each_of(account,
            [&](const std::string& digest, const Session& session, std::string_view token) {
                if (!is_over(session, now))
                    all.push_back({digest.substr(0, id_digits), session.began_at, session.seen_at,
                                   session.began, !asking.empty() && token == asking});
            });
    std::ranges::sort(all, std::ranges::greater{}, &Shown::seen_at);
    return all;
}

Result<std::int64_t> Sessions::end_some(log::WriteTx& tx, std::int64_t account,
                                        std::string_view asking,
                                        const std::function<bool(const Shown&)>& ends) {
    std::vector<std::string> digests, tokens;
    {
        const std::lock_guard lock(mutex_);
        each_of(account,
                [&](const std::string& digest, const Session& session, std::string_view token) {
                    if (!ends({digest.substr(0, id_digits), session.began_at, session.seen_at,
                               session.began, !asking.empty() && token == asking}))
                        return;
                    digests.push_back(digest);
                    tokens.emplace_back(token);
                });
    }
    for (const std::string& digest : digests)
        TRY(tx.db().run("update session set ended_at = ? where token = ?", tx.now(),
                        from_hex(digest).value_or(Bytes{})));
    // Before the commit: a commit that fails ends them for whoever has them all the same.
    const std::lock_guard lock(mutex_);
    for (const std::string& digest : digests) resting_.erase(digest);
    for (const std::string& token : tokens) sessions_.erase(token);
    return std::ssize(digests);
}

}  // namespace jatigi::access
