// The most common passwords, as a filter: reference/common_passwords.bin, made by
// tools/common_passwords.py, which describes the file. It takes about one other word in four
// million for a common one, and the list cannot be read from it.
#pragma once
#include <string>
#include <vector>

#include "platform/base/bytes.h"
#include "platform/base/result.h"

namespace jatigi::access {

// What is compared: no case, accents, blanks and punctuation; signs and digits in the place of
// letters are these letters ("P@ssw0rd" is "password"), and l is i, as 1 may be either.
std::string plain_form(std::string_view text);

// The plain forms of which one is enough to make the password a common one: itself; what is left
// without the digits and signs at its ends, or without some of those behind; what it repeats. None
// has under 4 letters.
std::vector<std::string> forms_to_look_for(std::string_view password);

// It is a row or a repetition: fewer than 5 different letters, or fewer than 5 places where a
// letter is neither the one before nor next to it in the alphabet ("abcdefghijkl",
// "1234567890123").
bool is_a_row(std::string_view password);

class CommonPasswords {
public:
    CommonPasswords() = default;  // Knows none.
    // `file` outlives it. Refuses with access.common_passwords_unreadable.
    static Result<CommonPasswords> read(std::string_view file);

    // Any of these plain forms is among them.
    bool hold_any(const std::vector<std::string>& forms) const;
    std::uint32_t count() const { return count_; }

private:
    ByteView differences_;
    std::uint32_t count_ = 0;
    unsigned low_bits_ = 0;
};

}  // namespace jatigi::access
