// The rows that watch over those who read (openings, alarms and what lifts them, hits on restricted
// files) are links of one chain, so that a row that was taken out, changed, or planted is noticed.
// The chain's head stands in signed facts (access/watch_head.h), so that a tail that was cut off is
// noticed, too. A row leaves when its time is over (access/watch_sweep.h), its link never.
//   row_hash = SHA-256(table, each cell behind its length);  link = SHA-256(link before, row_hash)
#pragma once
#include <array>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/hash.h"
#include "platform/store/connection.h"

namespace jatigi::vault {

enum class Watched : std::uint8_t {
    opening,
    opening_alarm,
    opening_release,
    restricted_hit,
    security_event,
};
constexpr auto enum_texts(Watched) {
    return texts_in_order<Watched>("opening", "opening_alarm", "opening_release", "restricted_hit",
                                   "security_event");
}

// "insert into opening(…) values (?, …)": all columns, in the order of the table.
std::string_view insert_into(Watched table);
Result<void> add_link(store::Connection& tx, Watched table, std::span<const store::Param> cells);

// Adds the row and its link; `cells` are all columns of the table, in the order of the table. Only
// the writer's thread calls it.
template <class... Cells>
Result<void> put_watched(store::Connection& tx, Watched table, const Cells&... cells) {
    TRY(tx.run(insert_into(table), cells...));
    const std::array<store::Param, sizeof...(Cells)> params{store::param(cells)...};
    return add_link(tx, table, params);
}

struct WatchHead {
    std::int64_t number = 0;  // 0: nothing was watched yet.
    Hash link{};
    bool operator==(const WatchHead&) const = default;
};
Result<WatchHead> watch_head(store::Connection& db);
// Whether the chain goes on from that head.
Result<bool> follows(store::Connection& db, const WatchHead& head);

// Rows of before there was a chain, once: they become its first links, as they are.
Result<bool> needs_watch(store::Connection& db);
Result<void> begin_watch(store::Connection& tx);

struct ToSweep {
    Instant before, now;
    std::int64_t after_link = 0;  // Rows up to this one left already.
    std::int64_t rows_max = 0;
};
struct WatchSweep {
    std::int64_t through = 0;  // The link of the last row that left.
    std::int64_t rows = 0;
};
// The rows that were written first, up to the first that is not older. Rows that a clock dated
// ahead of now stay and hold nobody up; rows that it dated far back leave in their turn.
Result<WatchSweep> delete_watched(store::Connection& tx, Watched table, const ToSweep& what);

using SweptThrough = std::map<Watched, std::int64_t>;
// What is wrong, by table and number, never by content; empty when all is well. `signed_heads`:
// what facts say that the head was, in any order. `swept`: up to which link rows may have left.
Result<std::vector<std::string>> verify_watch(store::Connection& db,
                                              std::span<const WatchHead> signed_heads,
                                              const SweptThrough& swept = {});

}  // namespace jatigi::vault
