#include "platform/base/json.h"

#include <algorithm>

namespace jatigi::json {

std::optional<object> parse_object(std::string_view text) {
    boost::json::error_code problem;
    boost::json::value parsed =
        boost::json::parse(boost::json::string_view(text.data(), text.size()), problem);
    if (problem || !parsed.is_object()) return std::nullopt;
    return std::move(parsed.get_object());
}

std::optional<std::string_view> text_at(const object& from, std::string_view name) {
    const value* found = from.if_contains({name.data(), name.size()});
    if (found == nullptr || !found->is_string()) return std::nullopt;
    const auto& text = found->get_string();
    return std::string_view{text.data(), text.size()};
}

std::optional<std::int64_t> integer_at(const object& from, std::string_view name) {
    const value* found = from.if_contains({name.data(), name.size()});
    if (found == nullptr || !found->is_int64()) return std::nullopt;
    return found->get_int64();
}

std::optional<bool> bool_at(const object& from, std::string_view name) {
    const value* found = from.if_contains({name.data(), name.size()});
    if (found == nullptr || !found->is_bool()) return std::nullopt;
    return found->get_bool();
}

const object* object_at(const object& from, std::string_view name) {
    const value* found = from.if_contains({name.data(), name.size()});
    return found != nullptr ? found->if_object() : nullptr;
}

const array* array_at(const object& from, std::string_view name) {
    const value* found = from.if_contains({name.data(), name.size()});
    return found != nullptr ? found->if_array() : nullptr;
}

bool holds_a_fraction(const value& tree) {
    if (const auto* members = tree.if_object())
        return std::ranges::any_of(
            *members, [](const auto& member) { return holds_a_fraction(member.value()); });
    if (const auto* items = tree.if_array()) return std::ranges::any_of(*items, holds_a_fraction);
    return tree.is_double();
}

}  // namespace jatigi::json
