// A connection to the database: SQLite or PostgreSQL, the same four kinds of value, the same SQL.
// Parameters are `?`: a day is its number, an instant its microseconds, an id its 16 bytes, an
// enumeration its text. Dialect differences live here and nowhere else; schema scripts write
// {KEY} {INT} {BYTES} {CLUSTERED} and each dialect fills them in.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "platform/base/bytes.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/id.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::store {

using Value = std::variant<std::monostate, std::int64_t, std::string, Bytes>;
// A parameter borrows texts and bytes; an id is carried.
using Param = std::variant<std::monostate, std::int64_t, std::string_view, ByteView, ByteArray<16>>;

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
    Day day(std::size_t column) const { return day_of_number(integer(column)); }
    std::optional<Day> day_or_null(std::size_t column) const;
    Instant instant(std::size_t column) const;
    std::optional<Instant> instant_or_null(std::size_t column) const;
    // Nought for bytes that are no id.
    template <class Entity>
    Id<Entity> id(std::size_t column) const {
        const Bytes& found = bytes(column);
        return found.size() == 16 ? id_of<Entity>(found) : Id<Entity>{};
    }
    template <class Entity>
    std::optional<Id<Entity>> id_or_null(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional(id<Entity>(column));
    }
    const std::vector<Value>& values() const { return values_; }
    // By type: std::int64_t, std::string, Bytes, Day, Instant, Id.
    template <class T>
    T get(std::size_t column) const {
        T value{};
        read(column, value);
        return value;
    }

private:
    void read(std::size_t column, std::int64_t& to) const { to = integer(column); }
    void read(std::size_t column, std::string& to) const { to = text(column); }
    void read(std::size_t column, Bytes& to) const { to = bytes(column); }
    void read(std::size_t column, Day& to) const { to = day(column); }
    void read(std::size_t column, Instant& to) const { to = instant(column); }
    template <class Entity>
    void read(std::size_t column, Id<Entity>& to) const {
        to = id<Entity>(column);
    }
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
inline Param param(Day value) {
    return day_number(value);
}
inline Param param(Instant value) {
    return value.time_since_epoch().count();
}
template <class Entity>
Param param(const Id<Entity>& value) {
    return fixed_bytes<16>(id_bytes(value));
}
template <class Unit>
Param param(Quantity<Unit> value) {
    return value.count();
}
template <HasEnumTexts Enum>
Param param(Enum value) {
    return enum_text(value);
}
template <class T>
Param param(const std::optional<T>& value) {
    return value ? param(*value) : Param{std::monostate{}};
}

enum class Dialect { sqlite, postgres };

// Begins of readings and ends of commits in this program, in one order: what was committed before a
// reading began stands in it.
using Moment = std::uint64_t;
Moment next_moment();

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
    // The first column of the first row; nothing when there is none, or NULL stands there.
    template <class T, class... Args>
    Result<std::optional<T>> value(std::string_view sql, const Args&... args) {
        auto row = first(sql, args...);
        if (!row) return std::unexpected(std::move(row).error());
        if (!*row || (*row)->is_null(0)) return std::optional<T>{};
        return std::optional<T>{(*row)->template get<T>(0)};
    }
    // Whether there is a row.
    template <class... Args>
    Result<bool> any(std::string_view sql, const Args&... args) {
        const auto row = first(sql, args...);
        if (!row) return std::unexpected(row.error());
        return row->has_value();
    }
    // The first column of each row.
    template <class T, class... Args>
    Result<std::vector<T>> column(std::string_view sql, const Args&... args) {
        return list([](const Row& row) { return row.template get<T>(0); }, sql, args...);
    }
    // What `make` makes of each row.
    template <class Make, class... Args>
    auto list(const Make& make, std::string_view sql, const Args&... args)
        -> Result<std::vector<std::invoke_result_t<Make, const Row&>>> {
        auto found = rows(sql, args...);
        if (!found) return std::unexpected(std::move(found).error());
        std::vector<std::invoke_result_t<Make, const Row&>> made;
        made.reserve(found->size());
        for (const Row& row : *found) made.push_back(make(row));
        return made;
    }
    // The number of rows written.
    template <class... Args>
    Result<std::int64_t> run(std::string_view sql, const Args&... args) {
        const std::array<Param, sizeof...(Args)> params{param(args)...};
        ++writes_;
        return execute(sql, params);
    }
    // Of as many parameters as there are.
    Result<std::int64_t> run_with(std::string_view sql, std::span<const Param> params) {
        ++writes_;
        return execute(sql, params);
    }
    // How many statements run() sent so far: whether anything was written since an earlier count.
    std::int64_t writes() const { return writes_; }

    virtual Result<Rows> query(std::string_view sql, std::span<const Param> params) = 0;
    virtual Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) = 0;
    // Several statements with {…} placeholders, outside the statement cache: schema only.
    virtual Result<void> script(std::string_view sql) = 0;

    // Whether somebody else wrote to the database since this was asked last, or since it was opened:
    // another program, as this one has one writer. Where a database cannot tell, no.
    virtual Result<bool> others_wrote() { return false; }

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

    // When the reading began that is under way, or begins now.
    Moment reading_since() const { return in_transaction() ? began_ : next_moment(); }

protected:
    // Before any begin().
    void note_begin() { began_ = next_moment(); }

private:
    Moment began_ = 0;
    std::int64_t writes_ = 0;
};

// Replaces {KEY} (64-bit primary key), {INT} (64 bits), {BYTES}, {CLUSTERED} for one dialect.
std::string fill_dialect(std::string_view sql, Dialect dialect);

}  // namespace jatigi::store
