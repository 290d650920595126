#include "platform/vault/watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/base/text.h"

namespace jatigi::vault {
namespace {

struct Table {
    std::string_view name, columns, insert, order;
};

constexpr Table table_of(Watched watched) {
    switch (watched) {
        case Watched::opening:
            return {"opening", "at, account, kind, class, person, filter, count",
                    "insert into opening(at, account, kind, class, person, filter, count) values "
                    "(?, ?, ?, ?, ?, ?, ?)",
                    "at, account, kind"};
        case Watched::opening_alarm:
            return {"opening_alarm", "at, account, files, kind",
                    "insert into opening_alarm(at, account, files, kind) values (?, ?, ?, ?)",
                    "at, account"};
        case Watched::opening_release:
            return {"opening_release", "account, at, released_by",
                    "insert into opening_release(account, at, released_by) values (?, ?, ?)",
                    "at, account"};
        case Watched::restricted_hit:
            return {"restricted_hit", "tag, at, account, nonce, person",
                    "insert into restricted_hit(tag, at, account, nonce, person) values (?, ?, ?, "
                    "?, ?)",
                    "at, tag"};
        case Watched::security_event:
            return {"security_event", "at, kind, account, detail, count",
                    "insert into security_event(at, kind, account, detail, count) values (?, ?, ?, "
                    "?, ?)",
                    "at, kind, account, detail"};
    }
    return {};
}

void add_cell(Bytes& all, const store::Param& cell) {
    const auto add = [&all](char type, ByteView bytes) {
        all.push_back(static_cast<std::uint8_t>(type));
        put_big_endian(all, bytes.size(), 4);
        append(all, bytes);
    };
    if (const auto* integer = std::get_if<std::int64_t>(&cell))
        add('i', as_bytes(std::to_string(*integer)));
    else if (const auto* text = std::get_if<std::string_view>(&cell))
        add('t', as_bytes(*text));
    else if (const auto* bytes = std::get_if<ByteView>(&cell))
        add('b', *bytes);
    else if (const auto* id = std::get_if<ByteArray<16>>(&cell))
        add('b', *id);
    else
        add('n', {});
}

Hash hash_of(const Table& table, std::span<const store::Param> cells) {
    Bytes all;
    add_cell(all, table.name);
    for (const store::Param& cell : cells) add_cell(all, cell);
    return Sha256{}.add(as_bytes("jatigi watched row ")).add(all).finish();
}

std::vector<store::Param> cells_of(const store::Row& row) {
    std::vector<store::Param> cells;
    for (const store::Value& value : row.values())
        cells.push_back(std::visit([](const auto& one) { return store::param(one); }, value));
    return cells;
}

Hash link_of(const Hash& before, ByteView row_hash) {
    return Sha256{}.add(as_bytes("jatigi watch link ")).add(before).add(row_hash).finish();
}

std::string select_all(const Table& table) {
    return fmt::format("select {} from {} order by {}", table.columns, table.name, table.order);
}

using Problems = std::vector<std::string>;

// Rows of the table by hash, and how many there are of each: two openings of one moment are alike.
Result<std::map<Bytes, std::int64_t>> rows_by_hash(store::Connection& db, const Table& table) {
    TRY_ASSIGN(const auto rows, db.rows(select_all(table)));
    std::map<Bytes, std::int64_t> found;
    for (const store::Row& row : rows) {
        const Hash hash = hash_of(table, cells_of(row));
        ++found[Bytes(hash.begin(), hash.end())];
    }
    return found;
}

std::string delete_from(const Table& table) {
    std::string condition;
    for (const std::string& column : split(table.columns, ','))
        // By the index of `at`, which is never NULL.
        condition += fmt::format("{}{} {} ?", condition.empty() ? "" : " and ", trim(column),
                                 trim(column) == "at" ? "=" : "is not distinct from");
    return fmt::format("delete from {} where {}", table.name, condition);
}

// Beyond it nobody counts: such a row was put there, and no other could come after it.
constexpr std::int64_t number_end = std::int64_t{1} << 62;

// Rows that nobody can tell apart: openings of one moment.
struct Alike {
    std::vector<store::Param> cells;
    std::int64_t rows = 0, leaving = 0;
    bool ahead = false;  // Of now: stays.
};

}  // namespace

std::string_view insert_into(Watched watched) {
    return table_of(watched).insert;
}

Result<void> add_link(store::Connection& tx, Watched watched, std::span<const store::Param> cells) {
    const Table table = table_of(watched);
    TRY_ASSIGN(const WatchHead before, watch_head(tx));
    const Hash row_hash = hash_of(table, cells);
    TRY(tx.run("insert into watch_link(number, row_table, row_hash, link) values (?, ?, ?, ?)",
               before.number + 1, table.name, row_hash, link_of(before.link, row_hash)));
    return {};
}

Result<WatchHead> watch_head(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select number, link from watch_link where number < ? "
                                        "order by number desc limit 1",
                                        number_end));
    if (!row) return WatchHead{};
    return WatchHead{row->integer(0), fixed_bytes<32>(row->bytes(1))};
}

Result<bool> follows(store::Connection& db, const WatchHead& head) {
    if (head.number == 0) return true;
    TRY_ASSIGN(const auto row,
               db.first("select link from watch_link where number = ?", head.number));
    return row && std::ranges::equal(row->bytes(0), head.link);
}

Result<bool> needs_watch(store::Connection& db) {
    TRY_ASSIGN(const WatchHead head, watch_head(db));
    if (head.number > 0) return false;
    for (const auto& [watched, name] : enum_texts(Watched{})) {
        TRY_ASSIGN(const auto row,
                   db.first(fmt::format("select 1 from {} limit 1", table_of(watched).name)));
        if (row) return true;
    }
    return false;
}

Result<void> begin_watch(store::Connection& tx) {
    for (const auto& [watched, name] : enum_texts(Watched{})) {
        TRY_ASSIGN(const auto rows, tx.rows(select_all(table_of(watched))));
        for (const store::Row& row : rows) TRY(add_link(tx, watched, cells_of(row)));
    }
    return {};
}

Result<WatchSweep> delete_watched(store::Connection& tx, Watched watched, const ToSweep& what) {
    const Table table = table_of(watched);
    std::map<Bytes, Alike> old;
    std::vector<store::Rows> kept;  // Cells borrow from them.
    for (const bool ahead : {false, true}) {
        TRY_ASSIGN(auto rows,
                   tx.rows(fmt::format("select {} from {} where at {} ? order by {} limit ?",
                                       table.columns, table.name, ahead ? ">" : "<", table.order),
                           ahead ? what.now : what.before, what.rows_max));
        kept.push_back(std::move(rows));
        for (const store::Row& row : kept.back()) {
            std::vector<store::Param> cells = cells_of(row);
            const Hash hash = hash_of(table, cells);
            Alike& alike = old[Bytes(hash.begin(), hash.end())];
            alike.cells = std::move(cells);
            alike.ahead = ahead;
            ++alike.rows;
        }
    }
    TRY_ASSIGN(const auto links,
               tx.rows("select number, row_hash from watch_link "
                       "where row_table = ? and number > ? order by number limit ?",
                       table.name, what.after_link, what.rows_max));
    WatchSweep sweep{.through = what.after_link};
    for (const store::Row& link : links) {
        const auto found = old.find(link.bytes(1));
        if (found == old.end() || found->second.leaving == found->second.rows) break;
        if (found->second.ahead) continue;
        ++found->second.leaving;
        ++sweep.rows;
        sweep.through = link.integer(0);
    }
    for (const auto& [hash, alike] : old) {
        if (alike.leaving == 0) continue;
        TRY_ASSIGN(const std::int64_t deleted, tx.run_with(delete_from(table), alike.cells));
        for (std::int64_t i = alike.leaving; i < deleted; ++i)
            TRY(tx.run_with(table.insert, alike.cells));
    }
    return sweep;
}

Result<std::vector<std::string>> verify_watch(store::Connection& db,
                                              std::span<const WatchHead> signed_heads,
                                              const SweptThrough& swept) {
    Problems problems;
    std::map<std::string, std::int64_t> swept_names;
    for (const auto& [table, through] : swept) swept_names[std::string(enum_text(table))] = through;
    std::map<std::string, std::map<Bytes, std::int64_t>> rows, perhaps_gone;
    for (const auto& [watched, name] : enum_texts(Watched{})) {
        TRY_ASSIGN(rows[std::string(name)], rows_by_hash(db, table_of(watched)));
    }
    std::map<std::int64_t, Hash> links{{0, Hash{}}};
    Hash before{};
    std::int64_t expected = 1;
    TRY_ASSIGN(const auto chain,
               db.rows("select number, row_table, row_hash, link from watch_link order by number"));
    for (const store::Row& link : chain) {
        const std::int64_t number = link.integer(0);
        if (number != expected)
            problems.push_back(
                fmt::format("watch: links {} to {} are missing", expected, number - 1));
        expected = number + 1;
        const Hash here = fixed_bytes<32>(link.bytes(3));
        if (here != link_of(before, link.bytes(2)))
            problems.push_back(
                fmt::format("watch: link {} does not follow the one before", number));
        before = here;
        links[number] = here;
        auto& left = rows[link.text(1)][link.bytes(2)];
        // It may be there all the same: of rows that are alike nobody knows which one left.
        const auto through = swept_names.find(link.text(1));
        if (through != swept_names.end() && number <= through->second) {
            ++perhaps_gone[link.text(1)][link.bytes(2)];
            continue;
        }
        if (left-- <= 0)
            problems.push_back(fmt::format("watch: the row of link {} ({}) is gone or was changed",
                                           number, link.text(1)));
    }
    for (const auto& [table, left] : rows) {
        std::int64_t planted = 0;
        for (const auto& [hash, count] : left)
            planted += std::max<std::int64_t>(count - perhaps_gone[table][hash], 0);
        if (planted > 0)
            problems.push_back(fmt::format("watch: {} rows of {} have no link", planted, table));
    }
    for (const WatchHead& head : signed_heads) {
        const auto found = links.find(head.number);
        if (found == links.end())
            problems.push_back(
                fmt::format("watch: the chain ends before link {}, which was signed", head.number));
        else if (found->second != head.link)
            problems.push_back(
                fmt::format("watch: link {} is not the one that was signed", head.number));
    }
    return problems;
}

}  // namespace jatigi::vault
