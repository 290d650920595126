#include "centre/sites/presence_index_view.h"

namespace jatigi::sites {
namespace {

Result<std::int64_t> last_position(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select coalesce(max(pos), 0) from fact"));
    return row->integer(0);
}

Result<store::Rows> everybody(store::Connection& db) {
    return db.rows(
        "select t.person, p.site, t.site from stay t "
        "left join presence p on p.person = t.person where not exists "
        "(select 1 from stay l where l.person = t.person and (l.from_day > t.from_day "
        "or (l.from_day = t.from_day and l.stay > t.stay)))");
}

// Whose stays the facts after this one are about, and where those people are now, or were last.
Result<store::Rows> changed_after(store::Connection& db, std::int64_t position) {
    return db.rows(
        "select distinct t.person, p.site, (select l.site from stay l "
        "where l.person = t.person order by l.from_day desc, l.stay desc limit 1) "
        "from fact f join stay t on t.stay = f.stream "
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
        const auto site = row.integer_or_null(1);
        places_[row.integer(0)] = {site, site ? site : row.integer_or_null(2)};
    }
    known_to_ = last;
    return {};
}

Whereabouts PresenceIndex::where_is(log::LocalId person) const {
    const std::shared_lock lock(mutex_);
    const auto found = places_.find(person);
    return found == places_.end() ? Whereabouts{} : found->second;
}

}  // namespace jatigi::sites
