// A hash map by text that is looked up with a view, without copying it first.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace jatigi {

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
template <class T>
using StringMap = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;

}  // namespace jatigi
