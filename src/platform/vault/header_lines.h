// The lines of text in clear with which a backup begins: a name, a blank, a value.
#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/base/bytes.h"

namespace jatigi::vault {

class HeaderLines {
public:
    explicit HeaderLines(std::string_view text) : text_(text) {}
    // The value of the next line, which must begin with `name`.
    std::optional<std::string_view> next(std::string_view name) {
        const std::size_t end = text_.find('\n', at_);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view line = text_.substr(at_, end - at_);
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ')
            return std::nullopt;
        at_ = end + 1;
        return line.substr(name.size() + 1);
    }
    std::size_t position() const { return at_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

inline std::optional<std::int64_t> header_integer(std::optional<std::string_view> text) {
    std::int64_t value = 0;
    if (!text) return std::nullopt;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (problem != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return value;
}

template <std::size_t N>
std::optional<ByteArray<N>> header_bytes(std::optional<std::string_view> digits) {
    const auto bytes = digits ? from_hex(*digits) : std::nullopt;
    if (!bytes || bytes->size() != N) return std::nullopt;
    return fixed_bytes<N>(*bytes);
}

}  // namespace jatigi::vault
