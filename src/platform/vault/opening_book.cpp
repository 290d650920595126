#include "platform/vault/opening_book.h"

#include <algorithm>

namespace jatigi::vault {
namespace {

std::int64_t hour_of(Instant at) {
    return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count();
}

}  // namespace

void OpeningBook::note(std::int64_t account, std::int64_t person, Instant at,
                       std::chrono::days window) {
    Account& of = accounts_[account];
    Instant& last = of.last[person];
    last = std::max(last, at);
    const auto first = of.hours[hour_of(at)].emplace(person, at).first;
    first->second = std::min(first->second, at);
    std::erase_if(of.last, [&](const auto& one) { return one.second <= at - recent; });
    of.hours.erase(of.hours.begin(), of.hours.lower_bound(hour_of(at - window)));
}

const OpeningBook::Account* OpeningBook::find(std::int64_t account) const {
    const auto found = accounts_.find(account);
    return found == accounts_.end() ? nullptr : &found->second;
}

std::int64_t OpeningBook::files_since(std::int64_t account, Instant since) const {
    const Account* const of = find(account);
    if (of == nullptr) return 0;
    return std::ranges::count_if(of->last, [&](const auto& one) { return one.second > since; });
}

bool OpeningBook::opened_since(std::int64_t account, std::int64_t person, Instant since) const {
    const Account* const of = find(account);
    if (of == nullptr) return false;
    const auto last = of->last.find(person);
    return last != of->last.end() && last->second > since;
}

std::int64_t OpeningBook::busiest_hour(std::int64_t account, Instant now,
                                       std::chrono::days window) const {
    const Account* const of = find(account);
    if (of == nullptr) return 0;
    std::int64_t most = 0;
    for (const auto& [hour, files] : of->hours)
        most = std::max(most, std::ranges::count_if(files, [&](const auto& one) {
                            return one.second > now - window && one.second <= now - recent;
                        }));
    return most;
}

}  // namespace jatigi::vault
