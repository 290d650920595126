#include "platform/log/receipt.h"

#include <fmt/format.h>

#include "platform/base/hash.h"
#include "platform/base/json.h"
#include "platform/vault/hidden.h"

namespace jatigi::log {
namespace {

// One length for nearly all of them.
constexpr std::size_t step_bytes = 160;

// A device's id of a command holds the time of its clock, by which its commands could be told from
// those of another.
ByteArray<16> command_tag(const vault::NodeSecrets& secrets, const CommandId& command) {
    Bytes about = id_bytes(command);
    append(about, as_bytes("jatigi receipt"));
    return keyed_digest<16>(secrets.mac_key(), about);
}

std::int64_t account_tag(const vault::NodeSecrets& secrets, const Cause& cause) {
    return vault::tag_of(secrets,
                         fmt::format("receipt {} {}", id_text(cause.command), cause.account));
}

// Bound to its command, so that no row stands in for another.
std::string place_of(const Cause& cause) {
    return fmt::format("receipt {}", id_text(cause.command));
}

std::string text_of(const Receipt& receipt) {
    return boost::json::serialize(json::object{{"kind", static_cast<int>(receipt.kind)},
                                               {"code", receipt.code},
                                               {"params", receipt.params}});
}
Result<Receipt> receipt_in(std::string_view text) {
    const auto data = json::parse_object(text).value_or(json::object{});
    const auto kind = json::integer_at(data, "kind");
    const auto code = json::text_at(data, "code"), params = json::text_at(data, "params");
    if (!kind || !code || !params)
        return refuse(ErrorKind::unavailable, "vault.seal_broken", "a receipt");
    return Receipt{static_cast<ErrorKind>(*kind), std::string(*code), std::string(*params)};
}

// Of the columns digest, kind, code, params.
Result<Receipt> receipt_of(const vault::NodeSecrets& secrets, const Cause& cause,
                           const store::Row& row) {
    if (!vault::is_hidden(row.text(3)))
        return Receipt{static_cast<ErrorKind>(row.integer(1)), row.text(2), row.text(3)};
    TRY_ASSIGN(const std::string text, vault::shown_text(secrets, place_of(cause), row.text(3)));
    return receipt_in(text);
}

}  // namespace

Result<std::optional<Receipt>> find_receipt(store::Connection& db,
                                            const vault::NodeSecrets& secrets, const Cause& cause) {
    // Of two, the later one, which is sealed.
    TRY_ASSIGN(const auto row,
               db.first("select digest, kind, code, params from receipt "
                        "where command in (?, ?) and account in (?, ?) "
                        "order by account desc limit 1",
                        command_tag(secrets, cause.command), id_bytes(cause.command),
                        account_tag(secrets, cause), cause.account));
    if (!row) return std::optional<Receipt>{};
    if (fixed_bytes<16>(row->bytes(0)) != cause.digest)
        return refuse(ErrorKind::conflict, "command.id_reused");
    TRY_ASSIGN(Receipt receipt, receipt_of(secrets, cause, *row));
    return std::optional{std::move(receipt)};
}

Result<std::optional<Receipt>> find_accepted(store::Connection& db,
                                             const vault::NodeSecrets& secrets,
                                             const Cause& cause) {
    TRY_ASSIGN(
        const auto row,
        db.first("select digest, kind, code, params from receipt "
                 "where command in (?, ?) and code = '' limit 1",
                 command_tag(secrets, cause.command), id_bytes(cause.command)));
    if (!row) return std::optional<Receipt>{};
    TRY_ASSIGN(Receipt receipt, receipt_of(secrets, cause, *row));
    return std::optional{std::move(receipt)};
}

Result<void> keep_receipt(store::Connection& tx, const vault::NodeSecrets& secrets,
                          const Cause& cause, const Receipt& receipt, Instant now) {
    // The day alone: to the microsecond it would name the facts of its command.
    const Instant day = std::chrono::floor<Days>(now);
    TRY(
        tx.run("insert into receipt(command, account, digest, kind, code, params, at) "
               "values (?, ?, ?, 0, ?, ?, ?) on conflict (command, account) do update set "
               "code = excluded.code, params = excluded.params, at = excluded.at",
               command_tag(secrets, cause.command), account_tag(secrets, cause), cause.digest,
               // That it was refused, and not why: such a row is deleted one day.
               receipt.accepted() ? "" : "refused",
               vault::hide_text(secrets, place_of(cause), text_of(receipt), step_bytes), day));
    return {};
}

}  // namespace jatigi::log
