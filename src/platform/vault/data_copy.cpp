#include "platform/vault/data_copy.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "platform/base/text.h"
#include "platform/store/transaction.h"

namespace jatigi::vault {
namespace {

constexpr std::int64_t page_rows = 10'000;

// What stays behind: keys; what signs people in; what the target notes of itself.
constexpr std::array<std::string_view, 10> left_out{
    "keyring", "node_secret", "session", "sign_in_link", "migration", "view_schema", "spoken_code",
    "log_end", "log_break", "fact_unproven"};

// Names come from our own schema, never from input.
std::string quoted(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
    return text;
}

store::Param param_of(const store::Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
    if (const auto* text = std::get_if<std::string>(&value)) return std::string_view{*text};
    if (const auto* bytes = std::get_if<Bytes>(&value)) return ByteView{*bytes};
    return std::monostate{};
}

// A key of one column leads from page to page. Other tables are short or have their key's index, so
// that skipping rows costs little.
class Reader {
public:
    Reader(store::Connection& db, const CopiedTable& table) : db_(db) {
        by_key_ = table.key.size() == 1;
        const std::string order = listed(table.key.empty() ? table.columns : table.key);
        first_ = "select " + listed(table.columns) + " from " + quoted(table.name) + " order by " +
                 order + " limit ?";
        next_ = by_key_ ? "select " + listed(table.columns) + " from " + quoted(table.name) +
                              " where " + order + " > ? order by " + order + " limit ?"
                        : first_ + " offset ?";
        const auto at =
            by_key_ ? std::ranges::find(table.columns, table.key.front()) : table.columns.begin();
        key_at_ = static_cast<std::size_t>(at - table.columns.begin());
    }

    Result<store::Rows> page() {
        Result<store::Rows> rows = done_ == 0 ? read_first() : read_next();
        if (!rows || rows->empty()) return rows;
        done_ += static_cast<std::int64_t>(rows->size());
        last_ = rows->back().values().at(key_at_);
        return rows;
    }

private:
    Result<store::Rows> read_first() {
        const std::array<store::Param, 1> params{page_rows};
        return db_.query(first_, params);
    }
    Result<store::Rows> read_next() {
        const std::array<store::Param, 2> params =
            by_key_ ? std::array<store::Param, 2>{param_of(last_), page_rows}
                    : std::array<store::Param, 2>{page_rows, done_};
        return db_.query(next_, params);
    }
    store::Connection& db_;
    bool by_key_ = false;
    std::size_t key_at_ = 0;
    std::string first_, next_;
    store::Value last_;
    std::int64_t done_ = 0;
};

// A text that no store takes any more (an older SQLite took all) must not keep the rest from being
// copied. Nothing when it may stay as it is.
std::optional<std::string> mended(const store::Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || (valid_utf8(*text) && !text->contains('\0'))) return std::nullopt;
    std::string better = mended_utf8(*text);
    std::ranges::replace(better, '\0', '?');
    return better;
}

Result<void> insert_rows(store::Connection& to, const std::string& insert,
                         const store::Rows& rows) {
    for (const store::Row& row : rows) {
        std::vector<store::Param> params;
        std::deque<std::string> kept;  // What stands in for a value lives as long as its parameter.
        params.reserve(row.values().size());
        for (const store::Value& value : row.values()) {
            if (auto better = mended(value)) {
                kept.push_back(*std::move(better));
                params.emplace_back(std::string_view{kept.back()});
            } else {
                params.push_back(param_of(value));
            }
        }
        TRY(to.execute(insert, params));
    }
    return {};
}

std::string insert_statement(const CopiedTable& table) {
    std::string marks;
    for (std::size_t i = 0; i < table.columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
    return "insert into " + quoted(table.name) + "(" + listed(table.columns) + ") values (" +
           marks + ")";
}

}  // namespace

Result<std::vector<CopiedTable>> tables_to_copy(store::Connection& sqlite) {
    TRY_ASSIGN(const auto names, sqlite.rows("select name from sqlite_master where type = 'table' "
                                             "and name not like 'sqlite_%' order by name"));
    std::vector<CopiedTable> tables;
    for (const store::Row& name : names) {
        CopiedTable table{name.text(0), {}, {}};
        if (std::ranges::find(left_out, table.name) != left_out.end()) continue;
        TRY_ASSIGN(
            const auto columns,
            sqlite.rows("select name, pk from pragma_table_info(?) order by cid", table.name));
        for (const store::Row& column : columns) table.columns.push_back(column.text(0));
        TRY_ASSIGN(const auto keys,
                   sqlite.rows("select name from pragma_table_info(?) where pk > 0 order by pk",
                               table.name));
        for (const store::Row& key : keys) table.key.push_back(key.text(0));
        tables.push_back(std::move(table));
    }
    return tables;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
Result<std::int64_t> copy_tables(store::Connection& from, store::Connection& to,
                                 const std::vector<CopiedTable>& tables, Commits commits,
                                 const CopyProgress& progress) {
    std::int64_t copied = 0;
    for (const CopiedTable& table : tables) {
        Reader reader(from, table);
        const std::string insert = insert_statement(table);
        for (;;) {
            TRY_ASSIGN(const auto rows, reader.page());
            if (rows.empty()) break;
            const auto insert_page = [&] { return insert_rows(to, insert, rows); };
            if (commits == Commits::now_and_then) {
                TRY(store::in_transaction(to, insert_page));
            } else {
                TRY(insert_page());
            }
            copied += static_cast<std::int64_t>(rows.size());
            if (progress) progress(copied);
        }
    }
    return copied;
}

Result<StoreContent> content_of(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select (select count(*) from fact), "
                                        "(select count(*) from keyring)"));
    return StoreContent{row->integer(0), row->integer(1)};
}

Result<std::int64_t> schema_number(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select coalesce(max(number), 0) from migration"));
    return row->integer(0);
}

Result<void> close_to_one_file(store::Connection& sqlite) {
    TRY(sqlite.first("PRAGMA wal_checkpoint(TRUNCATE)"));
    return sqlite.script("PRAGMA journal_mode=DELETE");
}

}  // namespace jatigi::vault
