#include "centre/assistance/closed_count_view.h"

#include "centre/assistance/closed_count_codec.h"
#include "platform/vault/box.h"

namespace jatigi::assistance {

Result<std::int64_t> kept_counts(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select count(*) from closed_count"));
    return rows.at(0).integer(0);
}

Result<void> keep_count(store::Connection& tx, const ByteArray<32>& box_public,
                        const ClosedCount& count) {
    TRY_ASSIGN(const bool known,
               tx.any("select command from closed_count where command = ?", id_bytes(count.id)));
    if (known) return {};
    TRY_ASSIGN(const std::int64_t kept, kept_counts(tx));
    const std::int64_t most =
        count.kind == CountedKind::undone ? 2 * closed_counts_max : closed_counts_max;
    if (kept >= most) return refuse(ErrorKind::unavailable, "closed_count.too_many");
    TRY(tx.run("insert into closed_count(command, body) values (?, ?)", id_bytes(count.id),
               vault::seal_to_node(box_public, as_bytes(encode_count(count)))));
    return {};
}

Result<std::int64_t> forget_counts(store::Connection& tx, const std::vector<CountId>& counts) {
    std::int64_t forgotten = 0;
    for (const CountId& id : counts) {
        TRY_ASSIGN(const std::int64_t one,
                   tx.run("delete from closed_count where command = ?", id_bytes(id)));
        forgotten += one;
    }
    return forgotten;
}

Result<OpenedCounts> open_counts(store::Connection& db, const vault::NodeSecrets& secrets) {
    TRY_ASSIGN(const auto rows, db.rows("select command, body from closed_count"));
    OpenedCounts opened;
    for (const store::Row& row : rows) {
        const auto body = vault::unseal_for_node(secrets, row.bytes(1));
        const Bytes& bytes = row.bytes(0);
        const auto id = parse_id<CountEntity>(hex(bytes));
        const auto count = body && id ? decode_count(*id, as_text(*body)) : std::nullopt;
        if (!count)
            ++opened.unreadable;
        else
            opened.counts.push_back(*count);
    }
    opened.counts = standing(std::move(opened.counts));
    return opened;
}

}  // namespace jatigi::assistance
