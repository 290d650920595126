// Reading JSON without surprises: each accessor gives the value or nothing, never an exception.
#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace jatigi::json {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// Nothing when the text is not one JSON object, or nests deeper than 32.
std::optional<object> parse_object(std::string_view text);

std::optional<std::string_view> text_at(const object& from, std::string_view name);
std::optional<std::int64_t> integer_at(const object& from, std::string_view name);
std::optional<bool> bool_at(const object& from, std::string_view name);
const object* object_at(const object& from, std::string_view name);
const array* array_at(const object& from, std::string_view name);

// Some number in it, however deep, is not whole or beyond 64 bits. Such a number reads back as
// another one (Boost 1.81: 29 of 100 random doubles do), so nothing that is kept may hold it.
bool holds_a_fraction(const value& tree);

}  // namespace jatigi::json
