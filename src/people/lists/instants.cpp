#include "people/lists/instants.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

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
        const std::string_view piece = rest_.substr(0, digits);
        const auto [end, error] = std::from_chars(piece.begin(), piece.end(), value);
        well_ = well_ && error == std::errc{} && piece.size() == digits && end == piece.end() &&
                value >= 0;
        rest_.remove_prefix(piece.size());
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

// "Tue Jan 03 2023 00:00:00 GMT+0100 (WAT)" of JavaScript and "Tue Jan 03 00:00:00 UTC 2023" of
// Java, as "2023-01-03T00:00:00" with the offset behind it, if any. Names of zones that we do not
// know are left out: then the hour is the writer's.
std::string from_english(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::vector<std::string> words = split(text, ' ');
    if (words.size() < 6 || words[0].size() != 3 || words[2].size() != 2) return {};
    const auto* month = std::ranges::find(months, words[1]);
    if (month == months.end()) return {};
    const bool year_first = words[3].size() == 4;
    const std::string& year = year_first ? words[3] : words[5];
    const std::string& time = year_first ? words[4] : words[3];
    std::string zone = year_first ? words[5] : words[4];
    if (zone.starts_with("GMT") && zone.size() > 3) zone.erase(0, 3);
    if (year.size() != 4 || time.size() != 8 || !is_digit(words[2][0])) return {};
    std::string iso =
        fmt::format("{}-{:02}-{}T{}", year, month - months.begin() + 1, words[2], time);
    return offset_in(zone) ? iso + zone : iso;
}

// "1672704000000": milliseconds since 1970, of whole hours. Near that year they are too few digits
// to tell them from other numbers.
std::optional<WrittenInstant> from_milliseconds(std::string_view text,
                                                std::chrono::minutes utc_offset) {
    constexpr std::int64_t of_hour = 3'600'000;
    constexpr std::size_t least_digits = 11;
    constexpr std::size_t most_digits = 13;
    const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
    if (digits.size() < least_digits || digits.size() > most_digits || digits[0] == '0')
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value % of_hour != 0)
        return std::nullopt;
    const std::chrono::minutes at{value / 60'000 + utc_offset.count()};
    const auto day = std::chrono::floor<Days>(at);
    return WrittenInstant{.day = Day{day}, .minute = static_cast<int>((at - day).count())};
}

}  // namespace

std::optional<WrittenInstant> read_instant(std::string_view text, std::chrono::minutes utc_offset) {
    if (const auto instant = from_milliseconds(text, utc_offset)) return instant;
    if (text.size() > 25 && text[3] == ' ')
        if (const std::string iso = from_english(text); !iso.empty())
            return read_instant(iso, utc_offset);
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
