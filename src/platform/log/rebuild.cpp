#include "platform/log/rebuild.h"

#include "platform/log/quarantine.h"
#include "platform/log/read.h"
#include "platform/store/transaction.h"

namespace jatigi::log {
namespace {

constexpr std::int64_t facts_between_reports = 1'000;

std::string schema_hash(const View& view) {
    return hex(Sha256{}.add(as_bytes(view.schema)).finish());
}

// What is made with the views and is no module's.
std::vector<const View*> with_quarantine(Views views) {
    std::vector<const View*> all{&quarantine_view};
    all.insert(all.end(), views.begin(), views.end());
    return all;
}

Result<void> drop_views(store::Connection& db, Views views) {
    for (const View* view : with_quarantine(views))
        for (const std::string_view table : view->tables)
            TRY(db.script("DROP TABLE IF EXISTS " + std::string(table)));
    return {};
}

Result<void> note_schema(store::Connection& db, const View& view) {
    TRY(db.run("insert into view_schema(name, hash) values (?, ?) "
               "on conflict (name) do update set hash = excluded.hash",
               view.name, schema_hash(view)));
    return {};
}

Result<std::int64_t> rebuild_in_transaction(store::Connection& db, Views views,
                                            const Progress& progress) {
    TRY(drop_views(db, views));
    TRY(create_views(db, views));
    TRY_ASSIGN(const std::int64_t facts, replay(db, db, views, progress));
    for (const View* view : with_quarantine(views)) TRY(note_schema(db, *view));
    return facts;
}

// The stream of a fact whose body does not say it, under the number that it has in `target`.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
Result<std::optional<LocalId>> filed_under(store::Connection& source, store::Connection& target,
                                           StreamTable& streams, const StoredFact& stored) {
    std::optional<LocalId> local;
    if (!stored.stream) return local;
    TRY_ASSIGN(const auto name, stream_of(source, *stored.stream));
    if (!name) return local;
    TRY_ASSIGN(local, streams.find_or_add(target, *name));
    return local;
}

}  // namespace

Result<void> create_views(store::Connection& db, Views views) {
    for (const View* view : with_quarantine(views)) TRY(db.script(view->schema));
    return {};
}

Result<std::int64_t> replay(store::Connection& source, store::Connection& target, Views views,
                            const Progress& progress, const std::stop_token& stopped) {
    StreamTable streams;
    TRY(streams.load(target));
    ViewTx tx(target, streams);
    std::int64_t facts = 0;
    TRY(for_each_fact(source, [&](const StoredFact& stored) -> Result<void> {
        if (stopped.stop_requested()) return refuse(ErrorKind::unavailable, "server.stopping");
        auto opened = open_record(stored);
        if (++facts % facts_between_reports == 0 && progress) progress(facts);
        if (!opened) {
            if (!is_unreadable(opened.error())) return std::unexpected(opened.error());
            TRY_ASSIGN(const auto stream, filed_under(source, target, streams, stored));
            return quarantine(target, stored.pos, stream);
        }
        auto& record = *opened;
        if (!record) return {};
        TRY_ASSIGN(record->stream, streams.find_or_add(target, record->body.stream));
        return apply_to_views(views, tx, *record);
    }));
    return facts;
}

Result<std::int64_t> rebuild_views(store::Connection& db, Views views, const Progress& progress) {
    return store::in_transaction(db, [&] { return rebuild_in_transaction(db, views, progress); });
}

Result<void> ensure_views(store::Connection& db, Views views, const Progress& progress) {
    bool current = true;
    for (const View* view : with_quarantine(views)) {
        TRY_ASSIGN(const auto row,
                   db.first("select hash from view_schema where name = ?", view->name));
        current = current && row && row->text(0) == schema_hash(*view);
    }
    if (!current) TRY(rebuild_views(db, views, progress));
    return {};
}

}  // namespace jatigi::log
