#include "platform/log/known_facts.h"

#include <algorithm>

namespace jatigi::log {
namespace {

bool is_among(const std::vector<Hash>& known, const Hash& hash) {
    return std::ranges::find(known, hash) != known.end();
}

}  // namespace

Result<void> KnownFacts::watch(store::Connection& db, std::vector<std::string> kinds) {
    const std::lock_guard lock(mutex_);
    kinds_ = std::move(kinds);
    known_.clear();
    pending_.clear();
    for (const std::string& kind : kinds_) {
        TRY_ASSIGN(const auto rows,
                   db.rows("select s.id, f.hash from fact f join stream s on s.local = f.stream "
                           "where s.kind = ? and f.site is null order by f.pos",
                           kind));
        for (const store::Row& row : rows)
            known_[{kind, fixed_bytes<16>(row.bytes(0))}].push_back(fixed_bytes<32>(row.bytes(1)));
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
    for (const Pending& one : pending_)
        if (one.pos <= last) known_[one.key].push_back(one.hash);
    pending_.clear();
}

const std::vector<Hash>* KnownFacts::of(const StreamName& stream) const {
    const auto at = known_.find({stream.kind, stream.id});
    return at == known_.end() ? nullptr : &at->second;
}

bool KnownFacts::are_all_in(const StreamName& stream, const std::vector<Hash>& found) const {
    const std::lock_guard lock(mutex_);
    const auto* known = of(stream);
    if (known == nullptr) return true;
    std::vector<Hash> seen;
    std::copy_if(found.rbegin(), found.rend(), std::back_inserter(seen),
                 [&](const Hash& hash) { return is_among(*known, hash); });
    return seen == *known;
}

bool KnownFacts::is_last(const StreamName& stream, const std::optional<Hash>& found) const {
    const std::lock_guard lock(mutex_);
    const auto* known = of(stream);
    if (known == nullptr) return true;
    return found && (*found == known->back() || !is_among(*known, *found));
}

}  // namespace jatigi::log
