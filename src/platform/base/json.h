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

}  // namespace jatigi::json
