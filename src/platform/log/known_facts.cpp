#include "platform/log/known_facts.h"

#include <algorithm>

namespace jatigi::log {
namespace {

std::unexpected<Error> altered() {
    return refuse(ErrorKind::unavailable, "log.altered", "a fact was moved while the node runs");
}

}  // namespace

Result<void> KnownFacts::watch(store::Connection& db, std::vector<std::string> kinds,
                               std::chrono::seconds lag) {
    const std::lock_guard lock(mutex_);
    lag_ = lag;
    kinds_ = std::move(kinds);
    known_.clear();
    pending_.clear();
    for (const std::string& kind : kinds_) {
        TRY_ASSIGN(const auto rows,
                   db.rows("select s.id, f.hash from fact f join stream s on s.local = f.stream "
                           "where s.kind = ? and f.site is null order by f.pos",
                           kind));
        for (const store::Row& row : rows)
            known_[{kind, fixed_bytes<16>(row.bytes(0))}].push_back(
                {fixed_bytes<32>(row.bytes(1)), std::chrono::steady_clock::time_point::min()});
    }
    return {};
}

void KnownFacts::append(const StreamName& stream, std::int64_t pos, const Hash& hash) {
    const std::lock_guard lock(mutex_);
    // What was rolled back leaves its place to the next.
    std::erase_if(pending_, [pos](const Pending& one) { return one.pos >= pos; });
    if (std::ranges::find(kinds_, stream.kind) != kinds_.end())
        pending_.push_back({{stream.kind, stream.id}, pos, hash});
}

void KnownFacts::commit(std::int64_t last) {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    for (const Pending& one : pending_)
        if (one.pos <= last) known_[one.key].push_back({one.hash, now});
    pending_.clear();
}

bool KnownFacts::is_among(const std::vector<Known>& known, const Hash& hash) {
    return std::ranges::find(known, hash, &Known::hash) != known.end();
}

const std::vector<KnownFacts::Known>* KnownFacts::of(const StreamName& stream) const {
    const auto at = known_.find({stream.kind, stream.id});
    return at == known_.end() ? nullptr : &at->second;
}

Result<void> KnownFacts::check_all(const StreamName& stream, const std::vector<Hash>& found) const {
    const std::lock_guard lock(mutex_);
    const auto* known = of(stream);
    if (known == nullptr) return {};
    std::vector<Hash> seen;
    std::ranges::copy_if(found, std::back_inserter(seen),
                         [&](const Hash& hash) { return is_among(*known, hash); });
    const auto stale = std::chrono::steady_clock::now() - lag_;
    for (auto from = known->rbegin();; ++from) {
        if (std::ranges::equal(std::ranges::subrange(from, known->rend()), seen, {}, &Known::hash))
            return {};
        if (from == known->rend() || from->since <= stale) return altered();
    }
}

Result<void> KnownFacts::check_last(const StreamName& stream,
                                    const std::optional<Hash>& found) const {
    const std::lock_guard lock(mutex_);
    const auto* known = of(stream);
    if (known == nullptr || (found && !is_among(*known, *found))) return {};
    const auto stale = std::chrono::steady_clock::now() - lag_;
    for (auto from = known->rbegin(); from != known->rend(); ++from) {
        if (found == from->hash) return {};
        if (from->since <= stale) return altered();
    }
    return {};
}

}  // namespace jatigi::log
