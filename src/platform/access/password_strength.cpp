#include "platform/access/password_strength.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/text.h"
#include "platform/base/text_limit.h"

namespace jatigi::access {
namespace {

// A shorter name of an account stands in any sentence.
constexpr std::size_t account_name_min = 4;
// So do two letters of a site.
constexpr std::size_t known_name_min = 3;
// What must be left when the names are taken away.
constexpr std::size_t letters_beside_names_min = 8;

std::unexpected<Error> weak(PasswordWeak reason) {
    return refuse(ErrorKind::invalid, "account.password_weak", {},
                  fmt::format(R"({{"reason":"{}","length_min":{}}})", enum_text(reason),
                              password_letters_min));
}

bool is_left_short(std::string text, const std::vector<std::string>& names) {
    bool found = false;
    for (const std::string& name : names) {
        found = found || text.find(name) != std::string::npos;
        replace_all(text, name, "");
    }
    return found && letters_in(text).value_or(0) < letters_beside_names_min;
}

// In both spellings: a digit may be a letter, or stand behind a name.
bool made_of_names(std::string_view password, std::string_view account,
                   const std::vector<std::string>& known) {
    std::vector<std::string> keys{"jatigi"}, forms;
    for (const std::string_view name : known) keys.push_back(word_key(name));
    keys.push_back(word_key(account));
    std::erase_if(keys, [](const std::string& key) { return key.size() < known_name_min; });
    std::ranges::sort(keys, std::ranges::greater{}, &std::string::size);
    for (const std::string& key : keys) forms.push_back(plain_form(key));
    std::string without_digits = word_key(password);
    std::erase_if(without_digits, is_digit);
    return is_left_short(without_digits, keys) || is_left_short(plain_form(password), forms);
}

bool holds_account(std::string_view password, std::string_view account) {
    const std::string key = word_key(account);
    return key.size() >= account_name_min &&
           (word_key(password).find(key) != std::string::npos ||
            plain_form(password).find(plain_form(key)) != std::string::npos);
}

}  // namespace

Result<void> check_password_strength(std::string_view password, std::string_view account,
                                     const PasswordRules& rules) {
    const std::size_t seen = seen_letters_in(password).value_or(0);
    if (seen < password_letters_min) return weak(PasswordWeak::too_short);
    if (seen > password_letters_max) return weak(PasswordWeak::too_long);
    if (holds_account(password, account) || made_of_names(password, account, rules.names))
        return weak(PasswordWeak::names);
    if (is_a_row(password) ||
        (rules.common != nullptr && rules.common->hold_any(forms_to_look_for(password))))
        return weak(PasswordWeak::common);
    return {};
}

}  // namespace jatigi::access
