#include "people/lists/instants.h"

#include <charconv>

#include "platform/base/text.h"

namespace jatigi::lists {
namespace {

constexpr int minutes_of_day = 24 * 60;

// Takes pieces off the front of a text; fails for good at the first that is not there.
class Pieces {
public:
    explicit Pieces(std::string_view text) : rest_(text) {}

    int number(std::size_t digits) {
        int value = 0;
        const auto [end, error] =
            std::from_chars(rest_.data(), rest_.data() + std::min(digits, rest_.size()), value);
        well_ = well_ && error == std::errc{} && end == rest_.data() + digits && value >= 0;
        rest_.remove_prefix(std::min(digits, rest_.size()));
        return value;
    }
    bool skip(std::string_view one_of) {
        if (rest_.empty() || !one_of.contains(rest_[0])) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(std::string_view one_of) { well_ = skip(one_of) && well_; }
    void skip_digits() {
        while (!rest_.empty() && is_digit(rest_[0])) rest_.remove_prefix(1);
    }
    std::string_view rest() const { return rest_; }
    bool well() const { return well_; }

private:
    std::string_view rest_;
    bool well_ = true;
};

// "Z", "UTC", "+01:00", "-0500". Nothing when the text names no offset, or none we know.
std::optional<std::chrono::minutes> offset_in(std::string_view text) {
    if (text == "Z" || text == "z" || text == "UTC" || text == "GMT")
        return std::chrono::minutes{0};
    if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    Pieces pieces(text.substr(1));
    int minutes = pieces.number(2) * 60;
    pieces.skip(":");
    if (!pieces.rest().empty()) minutes += pieces.number(2);
    if (!pieces.well() || !pieces.rest().empty()) return std::nullopt;
    return std::chrono::minutes{text[0] == '-' ? -minutes : minutes};
}

}  // namespace

std::optional<WrittenInstant> read_instant(std::string_view text, std::chrono::minutes utc_offset) {
    if (text.size() < 16 || text.size() > 40) return std::nullopt;
    const auto day = parse_day(text.substr(0, 10));
    if (!day) return std::nullopt;
    Pieces pieces(text.substr(10));
    pieces.need("T ");
    const int hour = pieces.number(2);
    pieces.need(":");
    const int minute = pieces.number(2);
    if (pieces.skip(":")) {
        pieces.number(2);
        if (pieces.skip(".,")) pieces.skip_digits();
    }
    pieces.skip(" ");
    if (!pieces.well() || hour > 23 || minute > 59) return std::nullopt;
    WrittenInstant instant{.day = *day, .minute = hour * 60 + minute};
    if (pieces.rest().empty()) return instant;
    const auto offset = offset_in(pieces.rest());
    if (!offset) return std::nullopt;
    const auto shifted = instant.minute + static_cast<int>((utc_offset - *offset).count());
    instant.day += Days{shifted < 0 ? -1 : shifted / minutes_of_day};
    instant.minute = (shifted + minutes_of_day) % minutes_of_day;
    return instant;
}

bool may_be_midnight(int minute) {
    return minute == minutes_of_day - 1 || minute == 23 * 60 || minute == 22 * 60;
}

}  // namespace jatigi::lists
