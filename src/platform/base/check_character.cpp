#include "platform/base/check_character.h"

namespace jatigi {
namespace {
constexpr int modulus = 37;
constexpr int star = 36;

int value_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
    return -1;
}
}  // namespace

std::optional<char> check_character(std::string_view text) {
    int sum = 0;
    for (const char c : text) {
        const int value = value_of(c);
        if (value < 0) return std::nullopt;
        sum = (sum + value) * 2 % modulus;
    }
    const int check = (modulus + 1 - sum) % modulus;
    if (check == star) return std::nullopt;
    return static_cast<char>(check < 10 ? '0' + check : 'A' + check - 10);
}

bool has_valid_check(std::string_view text) {
    if (text.size() < 2) return false;
    return check_character(text.substr(0, text.size() - 1)) == text.back();
}

}  // namespace jatigi
