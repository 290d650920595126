#include "platform/store/connection.h"

#include <array>
#include <atomic>
#include <cassert>
#include <utility>

namespace jatigi::store {

Moment next_moment() {
    static std::atomic<Moment> last = 0;
    return ++last;
}

bool Row::is_null(std::size_t column) const {
    return std::holds_alternative<std::monostate>(values_.at(column));
}

template <class T>
const T& Row::of_kind(std::size_t column) const {
    static const T empty{};
    assert(!is_null(column));
    const T* value = std::get_if<T>(&values_.at(column));
    return value == nullptr ? empty : *value;
}

std::int64_t Row::integer(std::size_t column) const { return of_kind<std::int64_t>(column); }

const std::string& Row::text(std::size_t column) const { return of_kind<std::string>(column); }

const Bytes& Row::bytes(std::size_t column) const { return of_kind<Bytes>(column); }

std::optional<std::int64_t> Row::integer_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::text_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<Day> Row::day_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return day(column);
}

Instant Row::instant(std::size_t column) const {
    return Instant{Instant::duration{integer(column)}};
}

std::optional<Instant> Row::instant_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

std::string fill_dialect(std::string_view sql, Dialect dialect) {
    const bool sqlite = dialect == Dialect::sqlite;
    const std::array<std::pair<std::string_view, std::string_view>, 4> words{{
        {"{KEY}", sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY"},
        {"{INT}", sqlite ? "INTEGER" : "BIGINT"},
        {"{BYTES}", sqlite ? "BLOB" : "BYTEA"},
        {"{CLUSTERED}", sqlite ? "WITHOUT ROWID" : ""},
    }};
    std::string text(sql);
    for (const auto& [word, replacement] : words) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at))
            text.replace(at, word.size(), replacement);
    }
    return text;
}

}  // namespace jatigi::store
