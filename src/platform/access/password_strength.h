// Which passwords are refused.
#pragma once
#include <string>
#include <vector>

#include "platform/access/common_password.h"
#include "platform/base/enum_text.h"

namespace jatigi::access {

constexpr std::size_t password_letters_min = 12, password_letters_max = 256;

enum class PasswordWeak : std::uint8_t {
    too_short,
    too_long,
    common,  // Or a common one made longer, a repetition, a row.
    names,   // Of the account, or of little but what everybody knows here.
};
constexpr auto enum_texts(PasswordWeak) {
    return texts_in_order<PasswordWeak>("short", "long", "common", "names");
}

struct PasswordRules {
    const CommonPasswords* common = nullptr;  // Nothing: a test.
    // What everybody knows here: the node, its sites by code and by name.
    std::vector<std::string> names{};
};

// 12 to 256 letters as people see them, not a common password, and not made of the names of the
// account, the node, its sites or this program: account.password_weak (params: reason, length_min).
Result<void> check_password_strength(std::string_view password, std::string_view account,
                                     const PasswordRules& rules);

}  // namespace jatigi::access
