#include "platform/log/known_facts.h"

#include <algorithm>

namespace jatigi::log {

void KnownFacts::watch(std::vector<WatchedKind> kinds) {
    const std::lock_guard lock(mutex_);
    kinds_ = std::move(kinds);
    known_.clear();
    owned_.clear();
    pending_.clear();
}

bool KnownFacts::watches(const StreamName& stream) const {
    const std::lock_guard lock(mutex_);
    return is_watched(stream);
}

void KnownFacts::add(const StreamName& stream, const Hash& hash, const json::object& data) {
    const std::lock_guard lock(mutex_);
    if (!is_watched(stream)) return;
    known_[{stream.kind, stream.id}].push_back({hash, 0});
    if (const auto owner = owner_in(stream, data))
        owned_[{stream.kind, *owner}].push_back({stream.id, 0});
}

void KnownFacts::append(const StreamName& stream, std::int64_t pos, const Hash& hash,
                        const json::object& data) {
    const std::lock_guard lock(mutex_);
    // What was rolled back leaves its place to the next.
    std::erase_if(pending_, [pos](const Pending& one) { return one.pos >= pos; });
    if (is_watched(stream))
        pending_.push_back({{stream.kind, stream.id}, pos, hash, owner_in(stream, data)});
}

void KnownFacts::commit(std::int64_t last) {
    const store::Moment now = store::next_moment();
    const std::lock_guard lock(mutex_);
    for (const Pending& one : pending_)
        if (one.pos <= last) {
            known_[one.key].push_back({one.hash, now});
            if (one.owner) owned_[{one.key.first, *one.owner}].push_back({one.key.second, now});
        }
    pending_.clear();
}

bool KnownFacts::is_watched(const StreamName& stream) const {
    return std::ranges::find(kinds_, stream.kind, &WatchedKind::kind) != kinds_.end();
}

std::optional<ByteArray<16>> KnownFacts::owner_in(const StreamName& stream,
                                                  const json::object& data) const {
    const auto kind = std::ranges::find(kinds_, stream.kind, &WatchedKind::kind);
    if (kind == kinds_.end() || kind->owner.empty()) return std::nullopt;
    const auto bytes = from_hex(json::text_at(data, kind->owner).value_or(""));
    if (!bytes || bytes->size() != 16) return std::nullopt;
    return fixed_bytes<16>(*bytes);
}

bool KnownFacts::are_all_of(std::string_view kind, const ByteArray<16>& owner, store::Moment since,
                            const std::vector<ByteArray<16>>& found) const {
    const std::lock_guard lock(mutex_);
    if (std::ranges::find(kinds_, kind, &WatchedKind::kind) == kinds_.end()) return true;
    const auto is_found = [&found](const ByteArray<16>& stream) {
        return std::ranges::find(found, stream) != found.end();
    };
    std::vector<ByteArray<16>> possible;
    if (const auto at = owned_.find({std::string(kind), owner}); at != owned_.end())
        for (const Owned& one : at->second) {
            if (one.committed < since && !is_found(one.stream)) return false;
            possible.push_back(one.stream);
        }
    for (const Pending& one : pending_)
        if (one.key.first == kind && one.owner == owner) possible.push_back(one.key.second);
    return std::ranges::all_of(found, [&possible](const ByteArray<16>& stream) {
        return std::ranges::find(possible, stream) != possible.end();
    });
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
