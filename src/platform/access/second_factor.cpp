#include "platform/access/second_factor.h"

#include <algorithm>

#include "platform/access/account_proof.h"
#include "platform/access/code_digits.h"
#include "platform/access/security_key.h"
#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::access {
namespace {

struct Kept {
    Bytes secret;
    vault::Nonce nonce{};
    Instant enrolled_at;
    FactorClock clock;
    std::int64_t failures = 0;
    Bytes seal;
};

void add_number(Bytes& all, std::int64_t number) {
    put_big_endian(all, static_cast<std::uint64_t>(number), 8);
}

vault::Secret sealing_key(const log::Node& node) {
    return vault::Secret(
        keyed_digest<32>(node.secrets.mac_key(), as_bytes("jatigi second factor key")));
}

Bytes place_of(std::int64_t account, Instant enrolled_at) {
    const ByteView kind = as_bytes("jatigi second factor");
    Bytes place(kind.begin(), kind.end());
    add_number(place, account);
    add_number(place, enrolled_at.time_since_epoch().count());
    return place;
}

RowSeal state_seal(const log::Node& node, std::int64_t account, const Kept& kept) {
    Bytes all(kept.nonce.begin(), kept.nonce.end());
    add_number(all, kept.clock.drift);
    add_number(all, kept.clock.used.value_or(-1));
    add_number(all, kept.clock.far ? kept.clock.far->step : -1);
    add_number(all, kept.clock.far ? kept.clock.far->at.time_since_epoch().count() : -1);
    add_number(all, kept.failures);
    return token_seal(node, "jatigi factor state", all, account,
                      kept.enrolled_at.time_since_epoch().count());
}

// Keyed, because twelve digits could be guessed from a digest.
RowSeal code_digest(const log::Node& node, std::int64_t account, std::string_view digits) {
    return token_seal(node, "jatigi printed code", as_bytes(digits), account, 0);
}

Result<Kept> read_kept(log::WriteTx& tx, std::int64_t account) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    TRY_ASSIGN(const auto row,
               tx.db().first("select secret, nonce, enrolled_at, drift, used_step, far_step, "
                             "far_at, failures, state_seal from second_factor where account = ?",
                             account));
    if (!row) return refuse(ErrorKind::conflict, "account.factor_none");
    Kept kept{.secret = row->bytes(0),
              .nonce = fixed_bytes<24>(row->bytes(1)),
              .enrolled_at = row->instant(2),
              .clock = {.drift = row->integer(3), .used = row->integer(4)},
              .failures = row->integer(7),
              .seal = row->bytes(8)};
    if (const auto step = row->integer_or_null(5); step && !row->is_null(6))
        kept.clock.far = FactorClock::Far{*step, row->instant(6)};
    if (!std::ranges::equal(kept.seal, state_seal(tx.node(), account, kept)))
        return refuse(ErrorKind::not_allowed, "account.altered");
    return kept;
}

Result<void> store_state(log::WriteTx& tx, std::int64_t account, const Kept& kept) {
    const auto& far = kept.clock.far;
    TRY(tx.db().run(
        "update second_factor set drift = ?, used_step = ?, far_step = ?, far_at = ?, "
        "failures = ?, state_seal = ? where account = ?",
        kept.clock.drift, kept.clock.used.value_or(-1),
        far ? std::optional(far->step) : std::nullopt, far ? std::optional(far->at) : std::nullopt,
        kept.failures, state_seal(tx.node(), account, kept), account));
    return {};
}

Result<PrintedCodes> print_codes(log::WriteTx& tx, std::int64_t account) {
    TRY(tx.db().run("delete from factor_code where account = ?", account));
    PrintedCodes codes;
    for (std::int64_t number = 1; number <= printed_codes_on_a_sheet; ++number) {
        const std::string digits = fresh_digits();
        TRY(tx.db().run("insert into factor_code(account, number, digest) values (?, ?, ?)",
                        account, number, code_digest(tx.node(), account, digits)));
        codes.push_back(in_groups(digits));
    }
    return codes;
}

// How many are left, when it was one.
Result<std::optional<std::int64_t>> use_printed_code(log::WriteTx& tx, std::int64_t account,
                                                     const std::string& digits) {
    TRY_ASSIGN(const auto row,
               tx.db().first("select number from factor_code where account = ? and digest = ?",
                             account, code_digest(tx.node(), account, digits)));
    if (!row) return std::optional<std::int64_t>{};
    TRY(tx.db().run("delete from factor_code where account = ? and number = ?", account,
                    row->integer(0)));
    TRY_ASSIGN(const auto left,
               tx.db().first("select count(*) from factor_code where account = ?", account));
    return std::optional{left->integer(0)};
}

Result<FactorShown> show_app_code(log::WriteTx& tx, std::int64_t account, Kept& kept,
                                  std::string_view digits) {
    TRY_ASSIGN(Bytes secret, vault::unseal(sealing_key(tx.node()), kept.nonce,
                                           place_of(account, kept.enrolled_at), kept.secret));
    const Looked looked = look_at_code(secret, digits, tx.now(), kept.clock);
    sodium_memzero(secret.data(), secret.size());
    kept.clock = looked.clock;
    kept.failures = looked.seen == CodeSeen::right ? 0 : kept.failures + 1;
    return FactorShown{.seen = looked.seen};
}

}  // namespace

Result<PrintedCodes> enrol_factor(log::WriteTx& tx, std::int64_t account,
                                  const FactorSecret& secret, const FactorClock& clock,
                                  const log::Cause& cause) {
    TRY(check_unaltered(tx.db(), tx.node(), account));
    Kept kept{.nonce = random_bytes<24>(), .enrolled_at = tx.now(), .clock = clock};
    kept.secret =
        vault::seal(sealing_key(tx.node()), kept.nonce, place_of(account, tx.now()), secret);
    TRY(drop_factor(tx.db(), account));
    TRY(
        tx.db().run("insert into second_factor(account, secret, nonce, enrolled_at, drift, "
                    "used_step, failures, state_seal) values (?, ?, ?, ?, ?, ?, 0, ?)",
                    account, kept.secret, kept.nonce, tx.now(), clock.drift,
                    clock.used.value_or(-1), state_seal(tx.node(), account, kept)));
    TRY_ASSIGN(PrintedCodes codes, print_codes(tx, account));
    TRY(seal_change(tx, account, "actor.factor_enrolled", {}, cause));
    return codes;
}

Result<PrintedCodes> renew_printed_codes(log::WriteTx& tx, std::int64_t account,
                                         const log::Cause& cause) {
    TRY(read_kept(tx, account));
    TRY_ASSIGN(PrintedCodes codes, print_codes(tx, account));
    TRY(seal_change(tx, account, "actor.factor_codes_made", {}, cause));
    return codes;
}

Result<FactorShown> show_code(log::WriteTx& tx, std::int64_t account, std::string_view typed,
                              const log::Cause& cause) {
    TRY_ASSIGN(Kept kept, read_kept(tx, account));
    std::string digits(typed);
    std::erase_if(digits, [](char c) { return c == ' '; });
    FactorShown shown;
    if (digits.size() == printed_digits) {
        TRY_ASSIGN(const auto left, use_printed_code(tx, account, digits));
        if (left) {
            kept.failures = 0;
            TRY(store_state(tx, account, kept));
            TRY(seal_change(tx, account, "actor.factor_code_used", {{"left", *left}}, cause));
            return FactorShown{.seen = CodeSeen::right, .printed = true};
        }
        ++kept.failures;
    } else if (kept.failures < wrong_codes_max) {
        TRY_ASSIGN(shown, show_app_code(tx, account, kept, digits));
    }
    shown.paper_only = shown.seen == CodeSeen::wrong && kept.failures >= wrong_codes_max;
    TRY(store_state(tx, account, kept));
    return shown;
}

Result<std::optional<FactorState>> find_factor(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(const auto row,
               db.first("select f.enrolled_at, (select count(*) from factor_code c "
                        "where c.account = f.account) from second_factor f where f.account = ?",
                        account));
    if (!row) return std::optional<FactorState>{};
    return std::optional{FactorState{row->instant(0), row->integer(1)}};
}

Result<void> drop_factor(store::Connection& tx, std::int64_t account) {
    TRY(tx.run("delete from second_factor where account = ?", account));
    TRY(tx.run("delete from factor_code where account = ?", account));
    TRY(tx.run("delete from security_key where account = ?", account));
    return {};
}

Result<Bytes> factor_proof(store::Connection& db, std::int64_t account) {
    TRY_ASSIGN(const auto row,
               db.first("select secret, nonce, enrolled_at from second_factor where account = ?",
                        account));
    Bytes proof;
    if (!row) return proof;
    append(proof, row->bytes(0));
    append(proof, row->bytes(1));
    add_number(proof, row->integer(2));
    TRY_ASSIGN(const auto codes,
               db.rows("select number, digest from factor_code where account = ? order by number",
                       account));
    for (const store::Row& code : codes) {
        add_number(proof, code.integer(0));
        append(proof, code.bytes(1));
    }
    TRY_ASSIGN(const Bytes keys, security_key_proof(db, account));
    append(proof, keys);
    return proof;
}

}  // namespace jatigi::access
