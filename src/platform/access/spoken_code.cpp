#include "platform/access/spoken_code.h"

#include <fmt/format.h>

#include "platform/access/account_proof.h"
#include "platform/access/code_digits.h"
#include "platform/log/read.h"

namespace jatigi::access {
namespace {

// Keyed, because twelve digits could be guessed from a digest.
RowSeal digest_of(const log::Node& node, std::int64_t owner, std::int64_t number,
                  std::string_view digits) {
    return token_seal(node, "jatigi spoken code", as_bytes(digits), owner, number);
}

struct Turn {
    std::int64_t owner = 0, number = 0, tries = 0;
    Instant until;
    Bytes digest;
};

// For whom and until when it is asked for.
RowSeal turn_seal(const log::Node& node, const Turn& turn, std::int64_t account) {
    return token_seal(node, "jatigi spoken code turn",
                      as_bytes(fmt::format("{} {}", turn.owner, turn.number)), account,
                      turn.until.time_since_epoch().count());
}

constexpr std::string_view codes_made_type = "actor.codes_made", code_used_type = "actor.code_used";

// Since the owner's last sheet: a row that was put back is none.
Result<bool> was_used(store::Connection& db, const log::Node& node, const Turn& turn) {
    TRY_ASSIGN(const auto facts, log::own_facts(db, node, actor_stream(node, turn.owner)));
    for (const auto& [hash, body] : facts) {
        if (!body || body->type == codes_made_type) return !body;
        if (body->type == code_used_type && json::integer_at(body->data, "code") == turn.number)
            return true;
    }
    return true;  // No sheet was ever made.
}

// The code whose turn it is for this account, if it still may be said. Those that were shown stay
// until there is a new sheet: by them an account is known that was shown many.
Result<std::optional<Turn>> turn_of(log::WriteTx& tx, std::int64_t account) {
    TRY_ASSIGN(const auto row,
               tx.db().first("select owner, number, tries, until, digest, turn_seal "
                             "from spoken_code where asked_for = ? and until > ? and tries < ?",
                             account, tx.now(), spoken_code_tries_max));
    if (!row) return std::optional<Turn>{};
    Turn turn{row->integer(0), row->integer(1), row->integer(2), row->instant(3), row->bytes(4)};
    const Bytes seal = row->is_null(5) ? Bytes{} : row->bytes(5);
    TRY_ASSIGN(const bool used, was_used(tx.db(), tx.node(), turn));
    if (!used && std::ranges::equal(seal, turn_seal(tx.node(), turn, account)))
        return std::optional{std::move(turn)};
    TRY(tx.db().run("delete from spoken_code where owner = ? and number = ?", turn.owner,
                    turn.number));
    return std::optional<Turn>{};
}

// Whether another one may be shown to the account now.
Result<bool> may_be_shown(log::WriteTx& tx, std::int64_t account) {
    TRY_ASSIGN(const auto shown,
               tx.db().first("select count(*), coalesce(max(until), 0) from spoken_code "
                             "where asked_for = ? and until > ?",
                             account, tx.now() - std::chrono::hours{24}));
    return shown->integer(0) < spoken_codes_a_day_max && shown->instant(1) <= tx.now();
}

Result<std::optional<std::int64_t>> made_by(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(const auto row, db.first("select made_by from account where id = ?", account));
    return row ? row->integer_or_null(0) : std::nullopt;
}

bool concerns(const Account& owner, const Account& account) {
    return !owner.site || !account.site || owner.site == account.site;
}

}  // namespace

Result<std::vector<SpokenCode>> make_sheet(log::WriteTx& tx, const Account& owner,
                                           const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), owner.id));
    TRY(tx.db().run("delete from spoken_code where owner = ?", owner.id));
    std::vector<SpokenCode> sheet;
    for (std::int64_t number = 1; number <= spoken_codes_on_a_sheet; ++number) {
        const std::string digits = fresh_digits();
        TRY(tx.db().run("insert into spoken_code(owner, number, digest) values (?, ?, ?)", owner.id,
                        number, digest_of(tx.node(), owner.id, number, digits)));
        sheet.push_back({number, in_groups(digits)});
    }
    TRY(seal_change(tx, owner.id, std::string(codes_made_type), {}, cause));
    return sheet;
}

Result<std::optional<CodeAsked>> ask_code(log::WriteTx& tx, const Account& account,
                                          const std::function<bool(const Account&)>& may_confirm) {
    TRY_ASSIGN(const auto turn, turn_of(tx, account.id));
    TRY_ASSIGN(const auto accounts, list_accounts(tx.db()));
    if (turn)
        return std::optional{CodeAsked{name_in(accounts, turn->owner), turn->number, turn->until}};
    TRY_ASSIGN(const bool may, may_be_shown(tx, account.id));
    if (!may) return std::optional<CodeAsked>{};
    TRY_ASSIGN(const auto maker, made_by(tx.db(), account.id));
    for (const Account& owner : accounts) {
        if (owner.id == maker || owner.is_emergency() || !concerns(owner, account) ||
            !may_confirm(owner) || !check_confirmed(tx.db(), owner.id) ||
            !check_unaltered(tx.db(), tx.node(), owner.id))
            continue;
        TRY_ASSIGN(const auto next, tx.db().first("select number from spoken_code where owner = ? "
                                                  "and asked_for is null order by number limit 1",
                                                  owner.id));
        if (!next) continue;
        const Instant until = tx.now() + spoken_code_life;
        const Turn begun{owner.id, next->integer(0), 0, until, {}};
        TRY(tx.db().run(
            "update spoken_code set asked_for = ?, until = ?, tries = 0, turn_seal = ? "
            "where owner = ? and number = ?",
            account.id, until, turn_seal(tx.node(), begun, account.id), begun.owner, begun.number));
        return std::optional{CodeAsked{owner.name, next->integer(0), until}};
    }
    return std::optional<CodeAsked>{};
}

Result<CodeSaid> say_code(log::WriteTx& tx, const Account& account, std::string_view typed,
                          const log::Cause& cause) {
    TRY_ASSIGN(const auto turn, turn_of(tx, account.id));
    if (!turn) return CodeSaid{};
    std::string digits(typed);
    std::erase_if(digits, [](char c) { return c == ' '; });
    const auto said = digest_of(tx.node(), turn->owner, turn->number, digits);
    if (!std::ranges::equal(turn->digest, said)) {
        TRY(tx.db().run("update spoken_code set tries = tries + 1 where owner = ? and number = ?",
                        turn->owner, turn->number));
        return CodeSaid{false, spoken_code_tries_max - turn->tries - 1};
    }
    TRY(tx.db().run("delete from spoken_code where owner = ? and number = ?", turn->owner,
                    turn->number));
    TRY_ASSIGN(const auto owner, find_account(tx.db(), turn->owner));
    if (!owner) return CodeSaid{};
    TRY(check_unaltered(tx.db(), tx.node(), owner->id));
    TRY(seal_change(tx, owner->id, std::string(code_used_type), {{"code", turn->number}}, cause));
    TRY(confirm_account(tx, {account.name, *owner, false, ConfirmedHow::code}, cause));
    return CodeSaid{true, 0};
}

}  // namespace jatigi::access
