#include "platform/access/watch_sweep.h"

#include <algorithm>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/log/fact_body.h"

namespace jatigi::access {
namespace {

constexpr std::string_view sweep_kind = "watch_sweep", swept_type = "watch.swept";
// What a writer that serves meals is kept for, each day.
constexpr std::int64_t rows_max = 5'000;

log::StreamName sweep_stream(const log::Node& node) {
    return {std::string(sweep_kind),
            keyed_digest<16>(node.secrets.mac_key(), as_bytes("jatigi watch sweep"))};
}

}  // namespace

Result<std::int64_t> sweep_watched(log::WriteTx& tx, vault::Watched table, Instant before) {
    TRY_ASSIGN(const vault::SweptThrough noted, noted_sweeps(tx.db()));
    const auto last = noted.find(table);
    TRY_ASSIGN(const vault::WatchSweep sweep,
               vault::delete_watched(tx.db(), table,
                                     {.before = before,
                                      .now = tx.now(),
                                      .after_link = last == noted.end() ? 0 : last->second,
                                      .rows_max = rows_max}));
    if (sweep.rows == 0) return 0;
    TRY(tx.append(
        {.stream = sweep_stream(tx.node()),
         .type = std::string(swept_type),
         .data = {{"table", enum_text(table)}, {"through", sweep.through}, {"rows", sweep.rows}}},
        {.command = id_v4<log::CommandEntity>(random_bytes<16>())}));
    return sweep.rows;
}

Result<vault::SweptThrough> noted_sweeps(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select f.body from fact f join stream s on s.local = f.stream "
                       "where s.kind = ? and f.site is null order by f.pos",
                       sweep_kind));
    vault::SweptThrough swept;
    for (const store::Row& row : rows) {
        const auto body = log::decode_body(row.bytes(0));
        if (!body || body->type != swept_type) continue;
        const auto table =
            parse_enum<vault::Watched>(json::text_at(body->data, "table").value_or(""));
        const auto through = json::integer_at(body->data, "through");
        if (table && through) swept[*table] = std::max(swept[*table], *through);
    }
    return swept;
}

}  // namespace jatigi::access
