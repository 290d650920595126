#include "platform/log/writer.h"

#include "platform/log/head.h"

namespace jatigi::log {
namespace {

constexpr std::size_t group_max = 64;
constexpr std::size_t waiting_max = 10'000;
constexpr std::uint64_t facts_between_signatures = 1'000;
constexpr std::chrono::seconds time_between_signatures{60};

bool is_store_failure(const Error& error) {
    return error.code == "store.unavailable" || error.code == "store.corrupt";
}

}  // namespace

Writer::Writer(std::unique_ptr<store::Connection> connection, Connect reconnect, const Node& node,
               Views views, Clock clock)
    : connection_(std::move(connection)),
      reconnect_(std::move(reconnect)),
      node_(node),
      views_(views),
      clock_(std::move(clock)) {}

Result<std::unique_ptr<Writer>> Writer::start(std::unique_ptr<store::Connection> connection,
                                              Connect reconnect, const Node& node, Views views,
                                              Clock clock) {
    std::unique_ptr<Writer> writer(new Writer(std::move(connection), std::move(reconnect), node,
                                              views, std::move(clock)));
    TRY(writer->load());
    writer->thread_ = std::thread([raw = writer.get()] { raw->loop(); });
    return writer;
}

Writer::~Writer() {
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
    TRY_ASSIGN(head_, load_head(*connection_, node_.secrets.site()));
    TRY_ASSIGN(const auto row,
               connection_->first("select coalesce(max(seq), 0) from head where site = ? "
                                  "and epoch = ?",
                                  node_.secrets.site(), static_cast<std::int64_t>(head_.epoch)));
    signed_ = head_;
    signed_.seq = static_cast<std::uint64_t>(row->integer(0));
    signed_at_ = clock_();
    return {};
}

void Writer::enqueue(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() < waiting_max && !stopping_) {
            waiting_.push_back(std::move(task));
            task.done = nullptr;
        }
    }
    if (task.done)
        task.done(refuse(ErrorKind::unavailable, "store.overloaded"));
    else
        wake_.notify_one();
}

std::vector<Writer::Task> Writer::next_group() {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, time_between_signatures,
                   [&] { return stopping_ || !waiting_.empty(); });
    std::vector<Task> group;
    while (!waiting_.empty() && group.size() < group_max) {
        group.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
    }
    return group;
}

void Writer::loop() {
    for (;;) {
        std::vector<Task> group = next_group();
        if (!group.empty()) {
            run_group(group);
            continue;
        }
        const std::lock_guard lock(mutex_);
        if (stopping_) break;
        sign_outside_group(false);
    }
    sign_outside_group(true);
}

void Writer::run_group(std::vector<Task>& group) {
    std::vector<Result<void>> outcomes(group.size());
    Head head = head_;
    Result<void> committed = ensure_connected();
    if (committed) committed = run_all(group, outcomes, head);
    if (committed) {
        head_ = head;
    } else {
        // Whatever the commands said, nothing of this group is on the disk. After a failed sync the
        // pages in memory cannot be trusted, so the connection is opened again.
        failed_ = failed_ || is_store_failure(committed.error());
        if (connection_) connection_->rollback();
        cache_.clear();
        if (connection_ && !failed_ && !streams_.load(*connection_)) failed_ = true;
    }
    for (std::size_t i = 0; i < group.size(); ++i)
        group[i].done(committed ? outcomes[i] : committed);
}

Result<void> Writer::run_all(std::vector<Task>& group, std::vector<Result<void>>& outcomes,
                             Head& head) {
    const Instant now = clock_();
    TRY(connection_->begin());
    for (std::size_t i = 0; i < group.size(); ++i) TRY(run_one(group[i], outcomes[i], head, now));
    TRY(sign_if_due(now, false));
    return connection_->commit();
}

Result<void> Writer::run_one(Task& task, Result<void>& outcome, Head& head, Instant now) {
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
    // SQLITE_FULL rolls the whole transaction back, savepoints and all: then nothing of the group
    // holds, and everybody is told so.
    if (!connection_->in_transaction()) return outcome;
    if (is_store_failure(outcome.error())) return outcome;
    return connection_->rollback_to_savepoint();
}

Result<void> Writer::ensure_connected() {
    if (!failed_) return {};
    connection_.reset();  // Closes first: the lock on the data is ours either way.
    TRY_ASSIGN(connection_, reconnect_());
    TRY(load());
    failed_ = false;
    return {};
}

Result<void> Writer::sign_if_due(Instant now, bool force) {
    const bool due = head_.seq - signed_.seq >= facts_between_signatures ||
                     now - signed_at_ >= time_between_signatures || force;
    if (!due || head_.seq == 0 || (head_.seq == signed_.seq && head_.epoch == signed_.epoch))
        return {};
    TRY(sign_head(*connection_, node_, head_, now));
    signed_ = head_;
    signed_at_ = now;
    return {};
}

void Writer::sign_outside_group(bool force) {
    if (failed_ || !connection_) return;
    if (!connection_->begin()) return;
    // An unsigned tail is reported by `verify`; it is no reason to refuse service.
    if (!sign_if_due(clock_(), force) || !connection_->commit()) connection_->rollback();
}

}  // namespace jatigi::log
