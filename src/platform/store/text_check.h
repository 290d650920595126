// What a statement's texts may hold, the same in both databases.
#pragma once
#include <algorithm>

#include "platform/base/characters.h"
#include "platform/store/connection.h"

namespace jatigi::store {

// Refuses a text with NUL, or that is no UTF-8, with store.text_invalid: before anything is sent, so
// a transaction goes on.
inline Result<void> check_texts(std::span<const Param> params) {
    const bool storable = std::ranges::all_of(params, [](const Param& value) {
        const auto* text = std::get_if<std::string_view>(&value);
        return text == nullptr || is_storable(*text);
    });
    if (!storable) return refuse(ErrorKind::invalid, "store.text_invalid");
    return {};
}

}  // namespace jatigi::store
