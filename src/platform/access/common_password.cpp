#include "platform/access/common_password.h"

#include <algorithm>
#include <set>

#include "platform/base/hash.h"
#include "platform/base/text.h"

namespace jatigi::access {
namespace {

constexpr std::string_view magic = "jcp1";
constexpr std::size_t header_bytes = 9;
constexpr unsigned low_bits_max = 32;
constexpr std::size_t shortest_form = 4;
constexpr std::size_t ends_max =
    12;  // Each is one more chance to take a good password for a bad one.
constexpr std::size_t few = 5;

constexpr std::string_view signs = "@483691!|0$57+2";
constexpr std::string_view letters = "aabeggiiiossttz";
static_assert(signs.size() == letters.size());

struct Bits {
    ByteView bytes;
    std::size_t at = 0;
    bool is_over() const { return at >= bytes.size() * 8; }
    unsigned next() {
        if (is_over()) return 0;
        const unsigned bit = (bytes[at / 8] >> (7 - at % 8)) & 1U;
        ++at;
        return bit;
    }
    std::uint64_t take(unsigned count) {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < count; ++i) value = value << 1U | next();
        return value;
    }
};

std::uint64_t digest_of(std::string_view form, std::uint64_t span) {
    const Hash hash =
        Sha256{}.add(as_bytes("jatigi common password ")).add(as_bytes(form)).finish();
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(
        static_cast<Wide>(big_endian(ByteView(hash).first(8))) * span >> 64U);
}

// A letter, or a part of one beyond ASCII.
bool in_a_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// "azerty" of "azertyazerty" and of "azertyazertyaz"; the whole when nothing is repeated.
std::string_view repeated_in(std::string_view text) {
    for (std::size_t length = 1; length * 2 <= text.size(); ++length)
        if (text.substr(length) == text.substr(0, text.size() - length))
            return text.substr(0, length);
    return text;
}

}  // namespace

std::string plain_form(std::string_view text) {
    std::string plain(text);
    for (char& c : plain)
        if (const std::size_t at = signs.find(c); at != std::string_view::npos) c = letters[at];
    plain = word_key(plain);
    std::ranges::replace(plain, 'l', 'i');
    return plain;
}

std::vector<std::string> forms_to_look_for(std::string_view password) {
    const auto first =
        static_cast<std::size_t>(std::ranges::find_if(password, in_a_word) - password.begin());
    std::size_t end = password.size();
    while (end > 0 && !in_a_word(password[end - 1])) --end;
    std::set<std::string> forms;
    const auto add = [&forms](const std::string& form) {
        for (const std::string_view one : {std::string_view(form), repeated_in(form)})
            if (one.size() >= shortest_form) forms.emplace(one);
    };
    for (const std::size_t begin : {std::size_t{0}, first}) {
        if (begin >= password.size()) continue;
        add(plain_form(password.substr(begin)));
        for (std::size_t i = 0; i < ends_max && end + i < password.size(); ++i)
            if (end + i > begin) add(plain_form(password.substr(begin, end + i - begin)));
    }
    // Signs between two that are alike are no letters.
    add(plain_form(repeated_in(word_key(password))));
    return {forms.begin(), forms.end()};
}

bool is_a_row(std::string_view password) {
    const std::string key = word_key(password);
    const std::set<char> different(key.begin(), key.end());
    std::size_t turns = 1;
    for (std::size_t i = 1; i < key.size(); ++i) {
        const int step = key[i] - key[i - 1];
        const bool from_nine = key[i] == '0' && key[i - 1] == '9';
        if (step < -1 || step > 1) turns += from_nine ? 0 : 1;
    }
    return different.size() < few || turns < few;
}

Result<CommonPasswords> CommonPasswords::read(std::string_view file) {
    const auto unreadable = refuse(ErrorKind::unavailable, "access.common_passwords_unreadable");
    if (!file.starts_with(magic) || file.size() <= header_bytes) return unreadable;
    const ByteView bytes = as_bytes(file);
    CommonPasswords read;
    read.count_ = static_cast<std::uint32_t>(big_endian(bytes.subspan(4, 4)));
    read.low_bits_ = bytes[8];
    read.differences_ = bytes.subspan(header_bytes);
    if (read.count_ == 0 || read.low_bits_ > low_bits_max) return unreadable;
    return read;
}

bool CommonPasswords::hold_any(const std::vector<std::string>& forms) const {
    if (count_ == 0) return false;
    std::vector<std::uint64_t> sought;
    for (const std::string& form : forms)
        sought.push_back(digest_of(form, std::uint64_t{count_} << low_bits_));
    std::ranges::sort(sought);
    auto next = sought.begin();
    Bits bits{differences_};
    std::uint64_t value = 0;
    for (std::uint32_t i = 0; i < count_ && next != sought.end() && !bits.is_over(); ++i) {
        std::uint64_t high = 0;
        while (bits.next() == 1) ++high;
        value += (high << low_bits_) + bits.take(low_bits_);
        while (next != sought.end() && *next < value) ++next;
        if (next != sought.end() && *next == value) return true;
    }
    return false;
}

}  // namespace jatigi::access
