#include "platform/log/log_end.h"

#include <algorithm>

#include "platform/log/head.h"

namespace jatigi::log {
namespace {

ByteArray<16> seal_of(const Node& node, const LogEnd& end) {
    constexpr std::string_view purpose = "jatigi log end";
    Bytes about(purpose.begin(), purpose.end());
    append(about, node.secrets.site());
    put_big_endian(about, static_cast<std::uint64_t>(end.pos), 8);
    put_big_endian(about, static_cast<std::uint64_t>(end.missing), 8);
    append(about, end.hash);
    if (end.watch) {
        put_big_endian(about, static_cast<std::uint64_t>(end.watch->number), 8);
        append(about, end.watch->link);
    }
    return keyed_digest<16>(node.secrets.mac_key(), about);
}

std::unexpected<Error> altered(std::string_view how) {
    return refuse(ErrorKind::unavailable, "log.altered", std::string(how));
}

// Where the header names its site, counted from 1 as SQL does: after the version.
constexpr std::int64_t header_site_at = 2;

// The column is no part of what is hashed.
Result<std::int64_t> file_under_own_name(store::Connection& tx, const Node& node,
                                         const LogEnd& end) {
    return tx.run(
        "update fact set site = null where site is not null and pos between 1 and ? "
        "and substr(header, cast(? as integer), 8) = ?",
        end.pos, header_site_at, node.secrets.site());
}

}  // namespace

Result<void> seal_end(store::Connection& tx, const Node& node, const LogEnd& end) {
    if (node.secrets.forgotten()) return refuse(ErrorKind::unavailable, "vault.locked");
    LogEnd sealed = end;
    TRY_ASSIGN(sealed.watch, vault::watch_head(tx));
    TRY(
        tx.run("insert into log_end(one, pos, missing, hash, watch_number, watch_link, seal) "
               "values (1, ?, ?, ?, ?, ?, ?) on conflict(one) do update set pos = excluded.pos, "
               "missing = excluded.missing, hash = excluded.hash, "
               "watch_number = excluded.watch_number, watch_link = excluded.watch_link, "
               "seal = excluded.seal",
               sealed.pos, sealed.missing, sealed.hash, sealed.watch->number, sealed.watch->link,
               seal_of(node, sealed)));
    return {};
}

Result<void> seal_on(store::Connection& tx, const Node& node) {
    TRY_ASSIGN(const auto before, sealed_end(tx, node));
    if (!before) return {};
    TRY_ASSIGN(const Head head, load_head(tx));
    return seal_end(tx, node, {head.pos, before->missing, head.hash});
}

Result<std::optional<LogEnd>> sealed_end(store::Connection& db, const Node& node) {
    TRY_ASSIGN(const auto row,
               db.first("select pos, missing, hash, seal, watch_number, watch_link from log_end "
                        "where one = 1"));
    if (!row) return std::optional<LogEnd>{};
    const Bytes hash = row->bytes(2);
    if (hash.size() != std::tuple_size_v<Hash>) return altered("the seal of its end is another");
    LogEnd end{row->integer(0), row->integer(1), fixed_bytes<32>(hash), {}};
    if (!row->is_null(4) && !row->is_null(5)) {
        const Bytes link = row->bytes(5);
        if (link.size() != hash.size()) return altered("the seal of its end is another");
        end.watch = vault::WatchHead{row->integer(4), fixed_bytes<32>(link)};
    }
    if (!std::ranges::equal(row->bytes(3), seal_of(node, end)))
        return altered("the seal of its end is another");
    return std::optional{end};
}

Result<void> require_own_end(store::Connection& db, const Node& node) {
    TRY_ASSIGN(const auto end, sealed_end(db, node));
    TRY_ASSIGN(const Head head, load_head(db));
    if (!end || (end->pos == head.pos && end->hash == head.hash)) return {};
    return altered("it goes on beyond its end, or ends before");
}

Result<bool> reaches(store::Connection& db, const LogEnd& end) {
    TRY_ASSIGN(const auto row, db.first("select hash from fact where pos = ?", end.pos));
    return row && std::ranges::equal(row->bytes(0), end.hash);
}

Result<std::int64_t> set_foreign_aside(store::Connection& tx, const Node& node, const LogEnd& end) {
    TRY_ASSIGN(std::int64_t moved, file_under_own_name(tx, node, end));
    constexpr std::string_view foreign = "from fact where pos < 1 or pos > ? or site is not null";
    TRY_ASSIGN(const std::int64_t aside,
               tx.run(std::string("insert into fact_aside(pos, site, epoch, seq, stream, "
                                  "received_at, header, body, hash) select pos, site, epoch, seq, "
                                  "stream, received_at, header, body, hash ") +
                          std::string(foreign),
                      end.pos));
    if (aside > 0) TRY(tx.run(std::string("delete ") + std::string(foreign), end.pos));
    moved += aside;
    return moved;
}

Result<void> require_whole(store::Connection& db, const LogEnd& end) {
    TRY_ASSIGN(const auto left, db.value<std::int64_t>("select count(*) from fact"));
    TRY_ASSIGN(const bool whole, reaches(db, end));
    if (left.value_or(0) != end.pos - end.missing || !whole) return altered("facts are missing");
    return {};
}

}  // namespace jatigi::log
