#include "centre/assistance/closed_count.h"

#include <algorithm>

namespace jatigi::assistance {

Result<std::string> read_number(std::string_view text) {
    std::string number;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        const bool digit = c >= '0' && c <= '9';
        const bool small = c >= 'a' && c <= 'z';
        const bool capital = c >= 'A' && c <= 'Z';
        if ((!digit && !small && !capital && c != '-') || number.size() == number_letters_max)
            return refuse(ErrorKind::invalid, "closed_count.number_unreadable");
        number += small ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (number.empty()) return refuse(ErrorKind::invalid, "closed_count.number_unreadable");
    return number;
}

std::string ClosedTally::key_of(const Counted& counted) {
    const ClosedCount& count = counted.count;
    return counted.from + ' ' + std::string(enum_text(count.kind)) + ' ' + count.service + ' ' +
           count.number.reveal();
}

void ClosedTally::move(const Counted& counted, std::int64_t by) {
    const ClosedCount& count = counted.count;
    if (count.kind == CountedKind::arrival) totals_.arrivals += by * count.count;
    if (count.kind == CountedKind::wristband) totals_.wristbands += by;
    if (count.kind == CountedKind::plate) totals_.plates += by;
    if (!count.number.reveal().empty()) numbers_[key_of(counted)] += by;
}

bool ClosedTally::add(const ClosedCount& count, const std::string& from) {
    if (counted_.contains(count.id)) return false;
    if (count.kind == CountedKind::undone) {
        counted_[count.id] = std::nullopt;
        const auto slip = counted_.find(count.undone);
        if (slip == counted_.end()) {
            // It comes later, or is of another waiting: it counts for nothing then, too.
            counted_[count.undone] = std::nullopt;
            return false;
        }
        if (!slip->second) return false;
        move(*slip->second, -1);
        slip->second.reset();
        return false;
    }
    const Counted counted{count, from};
    const auto before = numbers_.find(key_of(counted));
    const bool again =
        !count.number.reveal().empty() && before != numbers_.end() && before->second > 0;
    move(counted, 1);
    counted_[count.id] = counted;
    return again;
}

std::vector<ClosedCount> standing(std::vector<ClosedCount> counts) {
    std::set<CountId> undone;
    for (const ClosedCount& count : counts)
        if (count.kind == CountedKind::undone) undone.insert(count.undone);
    std::erase_if(counts, [&undone](const ClosedCount& count) {
        return count.kind == CountedKind::undone || undone.contains(count.id);
    });
    std::ranges::stable_sort(counts, {}, &ClosedCount::at);
    return counts;
}

}  // namespace jatigi::assistance
