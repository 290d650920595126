// The text of each value of an enumeration, in facts, answers and tables. Beside the enumeration
// stands
//   constexpr auto enum_texts(Sex) { return texts_in_order<Sex>("F", "M", "U"); }
// with a text for each value, in the order of the enumeration, which counts from nought.
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace jatigi {

template <class Enum, std::size_t Count>
using EnumTexts = std::array<std::pair<Enum, std::string_view>, Count>;

template <class Enum, class... Texts>
constexpr EnumTexts<Enum, sizeof...(Texts)> texts_in_order(Texts... texts) {
    EnumTexts<Enum, sizeof...(Texts)> table{};
    std::size_t at = 0;
    ((table[at] = {static_cast<Enum>(at), texts}, ++at), ...);
    return table;
}

template <class Enum>
concept HasEnumTexts = std::is_enum_v<Enum> && requires { enum_texts(Enum{}); };

// Empty for a value without one, which is our bug.
template <HasEnumTexts Enum>
constexpr std::string_view enum_text(Enum value) {
    for (const auto& [known, text] : enum_texts(value))
        if (known == value) return text;
    return {};
}

template <HasEnumTexts Enum>
constexpr std::optional<Enum> parse_enum(std::string_view text) {
    for (const auto& [value, known] : enum_texts(Enum{}))
        if (known == text) return value;
    return std::nullopt;
}

}  // namespace jatigi
