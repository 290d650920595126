#include "platform/log/writer.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include "platform/log/head.h"
#include "platform/log/log_end.h"
#include "platform/log/watch_head.h"

namespace jatigi::log {
namespace {

constexpr std::size_t group_max = 64;
constexpr std::size_t waiting_max = 10'000;
constexpr std::uint64_t facts_between_signatures = 1'000;
constexpr std::chrono::seconds time_between_signatures{60};
constexpr int linger_looks = 1'000;  // About 0.3 ms: a yield costs a third of a microsecond.

std::unexpected<Error> altered(std::string_view how) {
    spdlog::error("log.altered: {}: nothing is written any more", how);
    return refuse(ErrorKind::unavailable, "log.altered", std::string(how));
}

bool is_store_failure(const Error& error) {
    return error.code == "store.unavailable" || error.code == "store.corrupt";
}

}  // namespace

Writer::Writer(std::unique_ptr<store::Connection> connection, Connect reconnect, const Node& node,
               Views views, Clock clock, Hooks hooks)
    : connection_(std::move(connection)),
      reconnect_(std::move(reconnect)),
      node_(node),
      views_(views),
      clock_(std::move(clock)),
      hooks_(std::move(hooks)) {}

Result<std::unique_ptr<Writer>> Writer::start(std::unique_ptr<store::Connection> connection,
                                              Connect reconnect, const Node& node, Views views,
                                              Clock clock, Hooks hooks) {
    std::unique_ptr<Writer> writer(new Writer(std::move(connection), std::move(reconnect), node,
                                              views, std::move(clock), std::move(hooks)));
    TRY(writer->load());
    writer->thread_ = std::thread([raw = writer.get()] {
        pthread_setname_np(pthread_self(), "jatigi-writer");
        raw->loop();
    });
    return writer;
}

void Writer::stop() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

Result<void> Writer::load() {
    cache_.clear();
    TRY(streams_.load(*connection_));
    TRY_ASSIGN(const Head found, load_head(*connection_));
    TRY(check_continues(found));
    head_ = found;
    TRY_ASSIGN(const auto row,
               connection_->first("select coalesce(max(seq), 0) from head where site = ? "
                                  "and epoch = ?",
                                  node_.secrets.site(), static_cast<std::int64_t>(head_.epoch)));
    signed_ = head_;
    signed_.seq = static_cast<std::uint64_t>(row->integer(0));
    signed_at_ = clock_();
    return {};
}

// Whoever writes to the database beside us, while it was away or not, must not have us seal what
// they wrote, or go on from before what we wrote. Where the last COMMIT was not answered the log
// may be one group further.
Result<void> Writer::check_continues(const Head& found) {
    TRY_ASSIGN(const auto end, sealed_end(*connection_, node_));
    if (missing_ && !end) return altered("its end is not sealed any more");
    missing_ = end ? std::optional(end->missing) : std::nullopt;
    TRY(check_watch_continues(end ? end->watch : std::nullopt));
    if (!end) return {};
    if (end->pos != found.pos || end->hash != found.hash)
        return altered("it goes on beyond its end, or ends before");
    if (head_.pos == 0) return {};
    TRY_ASSIGN(const bool continues, reaches(*connection_, {.pos = head_.pos, .hash = head_.hash}));
    if (!continues) return altered("it is not the one that was written here");
    return {};
}

// As check_continues(): what this writer wrote stays what it goes on from, whatever stands sealed
// now, unless the chain goes on from there.
Result<void> Writer::check_watch_continues(const std::optional<vault::WatchHead>& sealed) {
    TRY_ASSIGN(const vault::WatchHead found, vault::watch_head(*connection_));
    TRY_ASSIGN(const bool follows, vault::follows(*connection_, watched_));
    if (head_.pos == 0 || follows) watched_ = sealed.value_or(found);
    return {};
}

void Writer::enqueue(Task task) {
    const auto taken = [&]() -> Result<void> {
        const std::lock_guard lock(mutex_);
        if (stopping_) return refuse(ErrorKind::unavailable, "server.stopping");
        if (waiting_.size() >= waiting_max)
            return refuse(ErrorKind::unavailable, "store.overloaded");
        waiting_.push_back(std::move(task));
        waiting_count_ = waiting_.size();
        return {};
    }();
    if (taken)
        wake_.notify_one();
    else
        task.done(taken);
}

// A client that was just answered asks again within microseconds; waking a sleeping thread takes
// longer than that. After a burst the writer looks a moment longer, giving way to whoever can run.
void Writer::linger() {
    for (int look = 0; look < linger_looks; ++look) {
        if (waiting_count_.load(std::memory_order_relaxed) > 0) return;
        std::this_thread::yield();
    }
}

std::vector<Writer::Task> Writer::next_group() {
    if (worked_) linger();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, time_between_signatures, [&] { return stopping_ || !waiting_.empty(); });
    std::vector<Task> group;
    while (!waiting_.empty() && group.size() < group_max) {
        group.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    waiting_count_ = waiting_.size();
    worked_ = !group.empty();
    return group;
}

bool Writer::is_stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_ && waiting_.empty();
}

void Writer::loop() {
    for (;;) {
        std::vector<Task> group = next_group();
        if (!group.empty()) {
            run_group(group);
            continue;
        }
        if (is_stopping()) break;
        sign_outside_group(false);
    }
    sign_outside_group(true);
}

void Writer::run_group(std::vector<Task>& group) {
    std::vector<Result<void>> outcomes(group.size());
    Result<void> committed = run_all(group, outcomes, Guard::none);
    // Somebody failed after writing, and only savepoints can undo one command of a group. That is
    // rare, and a savepoint copies every page that a command touches: so all run again.
    if (committed && needs_undo_) committed = run_again(group, outcomes);
    if (!committed) abandon_group(committed.error());
    for (std::size_t i = 0; i < group.size(); ++i)
        group[i].done(committed ? outcomes[i] : committed);
}

Result<void> Writer::run_again(std::vector<Task>& group, std::vector<Result<void>>& outcomes) {
    connection_->rollback();
    cache_.clear();
    TRY(streams_.load(*connection_));
    return run_all(group, outcomes, Guard::savepoint);
}

// Whatever the commands said, nothing of this group is on the disk. After a failed sync the pages
// in memory cannot be trusted, so the connection is opened again.
void Writer::abandon_group(const Error& error) {
    failed_ = failed_ || is_store_failure(error);
    if (!connection_) return;
    connection_->rollback();
    cache_.clear();
    if (!failed_ && !streams_.load(*connection_)) failed_ = true;
}

Result<void> Writer::run_all(std::vector<Task>& group, std::vector<Result<void>>& outcomes,
                             Guard guard) {
    const Instant now = clock_();
    needs_undo_ = false;
    signing_.reset();
    TRY(begin());
    Head head = head_;
    TRY(check_watch(head, now));
    TRY(note_others(head, now, false));
    for (std::size_t i = 0; i < group.size(); ++i) {
        TRY(guard == Guard::none ? run_bare(group[i], outcomes[i], head, now)
                                 : run_guarded(group[i], outcomes[i], head, now));
        if (needs_undo_) return {};
    }
    // What is written here is signed with the next group.
    if (may_be_due(now, false)) TRY(write_before_signing(head, now));
    TRY(sign_if_due(head_, now, false));
    TRY(seal_if_moved(head));
    TRY(connection_->commit());
    note_commit(head, now);
    return {};
}

Result<void> Writer::run_bare(Task& task, Result<void>& outcome, Head& head, Instant now) {
    WriteTx tx({*connection_, node_, views_, streams_, cache_, head, now});
    outcome = task.work(tx);
    if (outcome) {
        streams_.keep();
        cache_.keep();
        return {};
    }
    // SQLITE_FULL rolls the whole transaction back: then nothing of the group holds.
    if (!connection_->in_transaction() || is_store_failure(outcome.error())) return outcome;
    // A refusal that wrote nothing leaves nothing to undo. On PostgreSQL any SQL error spoils the
    // transaction, so there the group is run again as well.
    needs_undo_ = tx.wrote() || outcome.error().code.starts_with("store.");
    return {};
}

Result<void> Writer::run_guarded(Task& task, Result<void>& outcome, Head& head, Instant now) {
    TRY(connection_->savepoint());
    Head mine = head;
    WriteTx tx({*connection_, node_, views_, streams_, cache_, mine, now});
    outcome = task.work(tx);
    if (outcome) {
        head = mine;
        streams_.keep();
        cache_.keep();
        return connection_->release_savepoint();
    }
    streams_.undo();
    cache_.undo();
    if (!connection_->in_transaction() || is_store_failure(outcome.error())) return outcome;
    return connection_->rollback_to_savepoint();
}

// A connection that died while nobody used it, as when the database's leader changed, is opened
// again at once: nothing was sent over it, so nothing can be done twice.
Result<void> Writer::begin() {
    TRY(ensure_connected());
    const auto begun = connection_->begin();
    if (!begun && is_store_failure(begun.error())) {
        failed_ = true;
        TRY(ensure_connected());
        TRY(connection_->begin());
    } else if (!begun) {
        return begun;
    }
    TRY_ASSIGN(const bool others, connection_->others_wrote());
    if (!others) return {};
    others_.wrote = others_.unchecked = true;
    return {};
}

// A row that cannot be written stops nobody who counts plates: it is tried with the next group.
Result<void> Writer::note_others(Head& head, Instant now, bool force) {
    others_.noting = false;
    if (!others_.wrote || node_.secrets.forgotten()) return {};
    if (others_.unchecked && hooks_.check_tables) TRY(hooks_.check_tables(*connection_));
    others_.unchecked = false;
    const bool just_noted = others_.noted_at && now - *others_.noted_at < time_between_signatures;
    if (!hooks_.note_others || (just_noted && !force)) return {};
    spdlog::error("data.altered: another program wrote to the database");
    WriteTx tx({*connection_, node_, views_, streams_, cache_, head, now});
    const auto noted = hooks_.note_others(tx);
    // Some errors end the transaction: nothing of the group may follow then.
    if (!connection_->in_transaction()) return refuse(ErrorKind::unavailable, "store.aborted");
    if (!noted) spdlog::error("{}: it could not be written down", noted.error().code);
    others_.noting = noted.has_value();
    streams_.keep();
    cache_.keep();
    return {};
}

Result<void> Writer::ensure_connected() {
    if (!failed_) return {};
    connection_.reset();  // Closes first, so that the lock is free for our own next connection.
    TRY_ASSIGN(connection_, reconnect_());
    TRY(load());
    failed_ = false;
    // What others wrote meanwhile, nobody can tell.
    if (connection_->dialect() == store::Dialect::sqlite) {
        others_.wrote = others_.unchecked = true;
    }
    return {};
}

bool Writer::may_be_due(Instant now, bool force) const {
    // A locked node has no key to sign with.
    if (node_.secrets.forgotten()) return false;
    return head_.seq - signed_.seq >= facts_between_signatures ||
           now - signed_at_ >= time_between_signatures || force;
}

Result<void> Writer::write_before_signing(Head& head, Instant now) {
    if (!hooks_.before_signing) return {};
    WriteTx tx({*connection_, node_, views_, streams_, cache_, head, now});
    TRY(hooks_.before_signing(tx));
    streams_.keep();
    cache_.keep();
    return {};
}

// Whoever takes rows of those who read out of the database, beside us or while nobody ran, leaves a
// fact that says what was there: from then on the chain is told not to be it.
Result<void> Writer::check_watch(Head& head, Instant now) {
    watch_cut_ = false;
    if (!missing_) return {};
    TRY_ASSIGN(watching_, vault::watch_head(*connection_));
    if (watching_ == watched_ || node_.secrets.forgotten()) return {};
    TRY_ASSIGN(const bool longer, vault::follows(*connection_, watched_));
    WriteTx tx({*connection_, node_, views_, streams_, cache_, head, now});
    // Of rows that were added there is no link to name: one that nothing is like.
    TRY(note_watch_head_as(tx, longer ? vault::WatchHead{watching_.number, {}} : watched_));
    streams_.keep();
    cache_.keep();
    watch_cut_ = true;
    return {};
}

Result<void> Writer::seal_if_moved(const Head& head) {
    if (!missing_) return {};
    TRY_ASSIGN(watching_, vault::watch_head(*connection_));
    if (head.pos == head_.pos && watching_ == watched_) return {};
    return seal_end(*connection_, node_, {head.pos, *missing_, head.hash});
}

Result<void> Writer::sign_if_due(const Head& head, Instant now, bool force) {
    if (!may_be_due(now, force) || head.seq == 0 ||
        (head.seq == signed_.seq && head.epoch == signed_.epoch))
        return {};
    TRY(sign_head(*connection_, node_, head, now));
    signing_ = head;
    return {};
}

// After the COMMIT, and not before.
void Writer::note_commit(const Head& head, Instant now) {
    head_ = head;
    node_.known->commit(head.pos);
    watched_ = watching_;
    if (watch_cut_) spdlog::error("data.altered: rows of those who read were taken out or added");
    watch_cut_ = false;
    if (std::exchange(others_.noting, false)) {
        others_.wrote = false;
        others_.noted_at = now;
    }
    // A signature that was lost is made again.
    if (!signing_) return;
    signed_ = *signing_;
    signed_at_ = now;
    signing_.reset();
}

// Also how a writer that nobody asks anything notices that its connection died, and takes the lock
// back.
void Writer::sign_outside_group(bool force) {
    if (force && failed_) return;  // At a stop nobody waits for a database that is not there.
    const Instant now = clock_();
    if (!begin()) return;
    // An unsigned tail is reported by `verify`; it is no reason to refuse service.
    Head head = head_;
    if (!check_watch(head, now) || !note_others(head, now, force)) {
        connection_->rollback();
        return;
    }
    const bool written = !may_be_due(now, force) || write_before_signing(head, now).has_value();
    if (written && sign_if_due(head, now, force) && seal_if_moved(head) && connection_->commit()) {
        note_commit(head, now);
        return;
    }
    connection_->rollback();
    cache_.clear();
    if (!streams_.load(*connection_)) failed_ = true;
}

}  // namespace jatigi::log
