// A connection to the database: SQLite or PostgreSQL, the same four kinds of value, the same SQL.
// Parameters are `?`. Dialect differences live here and nowhere else; schema scripts write
// {KEY} {INT} {BYTES} {CLUSTERED} and each dialect fills them in.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace jatigi::store {

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
using Param = std::variant<std::monostate, std::int64_t, std::string_view, ByteView>;

// One row. Asking for a value where NULL is is our bug, so it asserts. A value of another kind than
// the one that is asked for reads as 0 or as empty: SQLite lets whoever writes the file put any kind
// into any column, and what is damaged must be found by who reads it, not end the program.
class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    bool is_null(std::size_t column) const;
    std::int64_t integer(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Bytes& bytes(std::size_t column) const;
    std::optional<std::int64_t> integer_or_null(std::size_t column) const;
    std::optional<std::string> text_or_null(std::size_t column) const;
    const std::vector<Value>& values() const { return values_; }

private:
    template <class T>
    const T& of_kind(std::size_t column) const;
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

inline Param param(std::monostate) { return std::monostate{}; }
inline Param param(std::int64_t value) { return value; }
inline Param param(std::string_view value) { return value; }
inline Param param(const std::string& value) { return std::string_view{value}; }
inline Param param(const char* value) { return std::string_view{value}; }
inline Param param(const Bytes& value) { return ByteView{value}; }
template <std::size_t N>
Param param(const ByteArray<N>& value) {
    return ByteView{value};
}
template <class T>
Param param(const std::optional<T>& value) {
    return value ? param(*value) : Param{std::monostate{}};
}

enum class Dialect { sqlite, postgres };

// Refusals of every call: store.full, store.constraint, store.busy, store.corrupt,
// store.unavailable.
class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    template <class... Args>
    Result<Rows> rows(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{param(args)...};
        return query(sql, params);
    }
    // The first row, or nothing.
    template <class... Args>
    Result<std::optional<Row>> first(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{param(args)...};
        auto found = query(sql, params);
        if (!found) return std::unexpected(std::move(found).error());
        if (found->empty()) return std::optional<Row>{};
        return std::optional<Row>{std::move(found->front())};
    }
    // The number of rows written.
    template <class... Args>
    Result<std::int64_t> run(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{param(args)...};
        ++writes_;
        return execute(sql, params);
    }
    // How many statements run() sent so far: whether anything was written since an earlier count.
    std::int64_t writes() const { return writes_; }

    virtual Result<Rows> query(std::string_view sql, std::span<const Param> params) = 0;
    virtual Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) = 0;
    // Several statements with {…} placeholders, outside the statement cache: schema only.
    virtual Result<void> script(std::string_view sql) = 0;

    virtual Result<void> begin() = 0;       // For writing: takes the appender's lock.
    virtual Result<void> begin_read() = 0;  // One snapshot until rollback().
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;
    virtual bool in_transaction() const = 0;
    // Opens a savepoint; one level is enough, because a group holds commands and no command nests.
    virtual Result<void> savepoint() = 0;
    virtual Result<void> release_savepoint() = 0;
    virtual Result<void> rollback_to_savepoint() = 0;

    virtual Dialect dialect() const = 0;

private:
    std::int64_t writes_ = 0;
};

// Replaces {KEY} (64-bit primary key), {INT} (64 bits), {BYTES}, {CLUSTERED} for one dialect.
std::string fill_dialect(std::string_view sql, Dialect dialect);

}  // namespace jatigi::store
