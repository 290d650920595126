#include "platform/access/names_shown.h"

#include <algorithm>

#include "platform/vault/watch.h"

namespace jatigi::access {
namespace {

// The alarm itself is its own mark, so that a command that is run again leaves no second one.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
Result<void> raise_alarm(store::Connection& tx, Instant now, Instant since, std::int64_t account,
                         std::int64_t names) {
    TRY_ASSIGN(const auto raised,
               tx.first("select at from opening_alarm where account = ? and kind = 'search' "
                        "and at > ? limit 1",
                        account, since));
    if (raised) return {};
    return vault::put_watched(tx, vault::Watched::opening_alarm, now, account, names, "search");
}

}  // namespace

Result<void> NamesShown::record(store::Connection& tx, Instant now, std::int64_t account,
                                std::span<const log::LocalId> people,
                                const vault::OpeningLimits& limits) {
    TRY_ASSIGN(const Instant since, vault::counted_since(tx, now, account));
    auto& shown = shown_[account];
    std::erase_if(shown, [since](const auto& one) { return one.second <= since; });
    const auto fresh = std::ranges::count_if(
        people, [&shown](log::LocalId person) { return !shown.contains(person); });
    const auto names = static_cast<std::int64_t>(shown.size()) + fresh;
    if (names > limits.names_per_hour_max)
        return refuse(ErrorKind::throttled, "access.too_many_openings");
    if (names >= limits.names_alarm) TRY(raise_alarm(tx, now, since, account, names));
    for (const log::LocalId person : people) shown[person] = now;
    return {};
}

}  // namespace jatigi::access
