#include "centre/sites/presence_index_view.h"

namespace jatigi::sites {
namespace {

Result<std::int64_t> last_position(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select coalesce(max(pos), 0) from fact"));
    return row->integer(0);
}

Result<store::Rows> everybody(store::Connection& db) {
    return db.rows("select person, site from presence");
}

// Whose stays the facts after this one are about, and where those people are now.
Result<store::Rows> changed_after(store::Connection& db, std::int64_t position) {
    return db.rows("select distinct t.person, p.site from fact f join stay t on t.stay = f.stream "
                   "left join presence p on p.person = t.person where f.pos > ?",
                   position);
}

}  // namespace

Result<void> PresenceIndex::catch_up(store::Connection& db) {
    const std::lock_guard catching_up(catching_up_);
    TRY_ASSIGN(const std::int64_t last, last_position(db));
    if (last <= known_to_) return {};
    TRY_ASSIGN(const auto rows, known_to_ == 0 ? everybody(db) : changed_after(db, known_to_));
    const std::unique_lock lock(mutex_);
    for (const store::Row& row : rows) {
        if (const auto site = row.integer_or_null(1))
            site_of_[row.integer(0)] = *site;
        else
            site_of_.erase(row.integer(0));
    }
    known_to_ = last;
    return {};
}

std::optional<log::LocalId> PresenceIndex::site_of(log::LocalId person) const {
    const std::shared_lock lock(mutex_);
    const auto found = site_of_.find(person);
    if (found == site_of_.end()) return std::nullopt;
    return found->second;
}

}  // namespace jatigi::sites
