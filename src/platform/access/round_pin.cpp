#include "platform/access/round_pin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "platform/access/account_proof.h"
#include "platform/access/confirmation.h"
#include "platform/access/device.h"
#include "platform/base/hash.h"
#include "platform/log/read.h"

namespace jatigi::access {
namespace {

ByteArray<32> device_digest(std::string_view token) {
    return Sha256{}.add(as_bytes("jatigi pin device ")).add(as_bytes(token)).finish();
}

// Of the fact that last voided the account's PINs: a row of before it that is put back is none.
Result<Bytes> voided_by(store::Connection& db, const log::Node& node, std::int64_t account) {
    constexpr std::array<std::string_view, 3> voiding{"actor.password_set", "actor.renewed",
                                                      "actor.closed"};
    TRY_ASSIGN(const auto facts, log::own_facts(db, node, actor_stream(node, account)));
    for (const log::OwnFact& fact : facts)
        if (!fact.body || std::ranges::find(voiding, fact.body->type) != voiding.end())
            return fact.hash;
    return Bytes{};
}

// Bound to all that it is good for: a row that was copied or changed by hand is of no PIN.
Result<RowSeal> digest_of(log::WriteTx& tx, const PinPlace& place, std::int64_t account,
                          std::string_view pin, Instant until) {
    const log::Node& node = tx.node();
    Bytes about;
    append(about, device_digest(place.device_token));
    append(about, place.round);
    append(about, as_bytes(pin));
    TRY_ASSIGN(const Bytes fact, voided_by(tx.db(), node, account));
    append(about, fact);
    return token_seal(node, "jatigi round pin", about, account, until.time_since_epoch().count());
}

bool is_digits(std::string_view pin) {
    return pin.size() >= pin_digits_min && pin.size() <= pin_digits_max &&
           std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
}

// Each digit the same step from the one before.
bool is_easy(std::string_view pin) {
    const int step = pin[1] - pin[0];
    if (step < -1 || step > 1) return false;
    for (std::size_t i = 1; i < pin.size(); ++i)
        if (pin[i] - pin[i - 1] != step) return false;
    return true;
}

}  // namespace

Result<Instant> choose_pin(log::WriteTx& tx, const Account& account, const PinPlace& place,
                           std::string_view pin) {
    if (!is_digits(pin))
        return refuse(
            ErrorKind::invalid, "pin.malformed", {},
            fmt::format(R"({{"digits_min":{},"digits_max":{}}})", pin_digits_min, pin_digits_max));
    if (is_easy(pin)) return refuse(ErrorKind::invalid, "pin.too_easy");
    TRY_ASSIGN(const bool known, knows_device(tx.db(), place.device_token, account.name, tx.now()));
    if (!known) return refuse(ErrorKind::not_allowed, "pin.device_unknown");
    const Instant until = tx.now() + pin_life;
    TRY_ASSIGN(const RowSeal digest, digest_of(tx, place, account.id, pin, until));
    TRY(
        tx.db().run("insert into round_pin(account, device, round, digest, until, tries) "
                    "values (?, ?, ?, ?, ?, 0) on conflict(account, device) do update set "
                    "round = excluded.round, digest = excluded.digest, until = excluded.until, "
                    "tries = 0",
                    account.id, device_digest(place.device_token), place.round, digest, until));
    return until;
}

Result<bool> has_pins(store::Connection& db, std::string_view device_token) {
    if (device_token.empty()) return false;
    TRY_ASSIGN(const auto row, db.first("select account from round_pin where device = ? limit 1",
                                        device_digest(device_token)));
    return row.has_value();
}

Result<std::optional<Account>> say_pin(log::WriteTx& tx, const PinPlace& place,
                                       std::string_view name, std::string_view pin) {
    store::Connection& db = tx.db();
    TRY(db.run("delete from round_pin where until <= ? or tries >= ?", tx.now(), pin_tries_max));
    TRY_ASSIGN(const auto row,
               db.first("select p.account, p.digest, p.until from round_pin p join account a "
                        "on a.id = p.account where p.device = ? and p.round = ? and a.name = ?",
                        device_digest(place.device_token), place.round, name));
    if (!row) return std::optional<Account>{};
    const std::int64_t id = row->integer(0);
    TRY_ASSIGN(const RowSeal said, digest_of(tx, place, id, pin, row->instant(2)));
    const Bytes kept = row->bytes(1);
    if (kept.size() != said.size() || sodium_memcmp(kept.data(), said.data(), said.size()) != 0) {
        TRY(db.run("update round_pin set tries = tries + 1 where account = ? and device = ?", id,
                   device_digest(place.device_token)));
        return std::optional<Account>{};
    }
    TRY_ASSIGN(auto account, find_account(db, id));
    if (!account || !check_confirmed(db, id) || !check_unaltered(db, tx.node(), id))
        return std::optional<Account>{};
    return account;
}

Result<void> void_pins(store::Connection& tx, std::int64_t account) {
    TRY(tx.run("delete from round_pin where account = ?", account));
    return {};
}

}  // namespace jatigi::access
