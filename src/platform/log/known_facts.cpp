#include "platform/log/known_facts.h"

#include <algorithm>

namespace jatigi::log {

void KnownFacts::watch(std::vector<std::string> kinds) {
    const std::lock_guard lock(mutex_);
    kinds_ = std::move(kinds);
    known_.clear();
    pending_.clear();
}

bool KnownFacts::watches(const StreamName& stream) const {
    const std::lock_guard lock(mutex_);
    return is_watched(stream);
}

void KnownFacts::add(const StreamName& stream, const Hash& hash) {
    const std::lock_guard lock(mutex_);
    if (is_watched(stream)) known_[{stream.kind, stream.id}].push_back({hash, 0});
}

void KnownFacts::append(const StreamName& stream, std::int64_t pos, const Hash& hash) {
    const std::lock_guard lock(mutex_);
    // What was rolled back leaves its place to the next.
    std::erase_if(pending_, [pos](const Pending& one) { return one.pos >= pos; });
    if (is_watched(stream)) pending_.push_back({{stream.kind, stream.id}, pos, hash});
}

void KnownFacts::commit(std::int64_t last) {
    const store::Moment now = store::next_moment();
    const std::lock_guard lock(mutex_);
    for (const Pending& one : pending_)
        if (one.pos <= last) known_[one.key].push_back({one.hash, now});
    pending_.clear();
}

bool KnownFacts::is_watched(const StreamName& stream) const {
    return std::ranges::find(kinds_, stream.kind) != kinds_.end();
}

KnownFacts::Expected KnownFacts::expected_of(const StreamName& stream, store::Moment since) const {
    Expected expected;
    if (const auto at = known_.find({stream.kind, stream.id}); at != known_.end())
        for (const Known& one : at->second) {
            expected.hashes.push_back(one.hash);
            if (one.committed < since) expected.certain = expected.hashes.size();
        }
    for (const Pending& one : pending_)
        if (one.key == Key{stream.kind, stream.id}) expected.hashes.push_back(one.hash);
    return expected;
}

bool KnownFacts::are_all(const StreamName& stream, store::Moment since,
                         const std::vector<Hash>& found) const {
    const std::lock_guard lock(mutex_);
    if (!is_watched(stream)) return true;
    const Expected expected = expected_of(stream, since);
    return found.size() >= expected.certain && found.size() <= expected.hashes.size() &&
           std::equal(found.rbegin(), found.rend(), expected.hashes.begin());
}

bool KnownFacts::is_last(const StreamName& stream, store::Moment since,
                         const std::optional<Hash>& found) const {
    const std::lock_guard lock(mutex_);
    if (!is_watched(stream)) return true;
    const Expected expected = expected_of(stream, since);
    if (!found) return expected.certain == 0;
    // The last that is certain, or one that may follow it.
    const auto begin = expected.hashes.begin() +
                       static_cast<std::ptrdiff_t>(std::max(expected.certain, std::size_t{1}) - 1);
    return !expected.hashes.empty() &&
           std::find(begin, expected.hashes.end(), *found) != expected.hashes.end();
}

}  // namespace jatigi::log
