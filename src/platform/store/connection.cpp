#include "platform/store/connection.h"

#include <array>
#include <cassert>
#include <utility>

namespace jatigi::store {

bool Row::is_null(std::size_t column) const {
    return std::holds_alternative<std::monostate>(values_.at(column));
}

std::int64_t Row::integer(std::size_t column) const {
    const auto* value = std::get_if<std::int64_t>(&values_.at(column));
    assert(value != nullptr);
    return *value;
}

const std::string& Row::text(std::size_t column) const {
    const auto* value = std::get_if<std::string>(&values_.at(column));
    assert(value != nullptr);
    return *value;
}

const Bytes& Row::bytes(std::size_t column) const {
    const auto* value = std::get_if<Bytes>(&values_.at(column));
    assert(value != nullptr);
    return *value;
}

std::optional<std::int64_t> Row::integer_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Row::text_or_null(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
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
