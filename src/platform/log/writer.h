// The writer: one thread, one connection. It takes what waits (at most 64 commands), runs them in
// one transaction, commits once, and only then answers. When a command fails after it wrote, the
// group runs again with a savepoint around each, so only that one is undone. It never waits for
// more: a window of 2 ms costs a single client three quarters of its rate (measured).
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/base/clock.h"
#include "platform/log/write_tx.h"
#include "platform/vault/watch.h"

namespace jatigi::log {

class Writer {
public:
    // Called at start, and again after the disk or the server failed.
    using Connect = std::function<Result<std::unique_ptr<store::Connection>>()>;

    // Writes what the signature is to cover, just before the log is signed; mostly nothing.
    using BeforeSigning = std::function<Result<void>(WriteTx&)>;

    // What is done when another program wrote to the database. What decides is compared with facts
    // where it decides: this is for where somebody put everything back.
    struct Hooks {
        BeforeSigning before_signing{};
        // Whether tables are what they were; where not, nothing is written.
        std::function<Result<void>(store::Connection&)> check_tables{};
        // Writes it down, in the transaction that noticed it, so that no power cut takes it back;
        // at most once a minute, and at a stop.
        std::function<Result<void>(WriteTx&)> note_others{};
    };

    // The first connection must work; refuses with what it refuses with, and store.not_initialised.
    static Result<std::unique_ptr<Writer>> start(std::unique_ptr<store::Connection> connection,
                                                 Connect reconnect, const Node& node, Views views,
                                                 Clock clock, Hooks hooks);
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { stop(); }

    // Answers what waits, signs the head, ends the thread. Whoever submits afterwards is answered
    // server.stopping. Not from the writer's thread.
    void stop();

    // `work` runs on the writer's thread, perhaps twice: it changes nothing but through its
    // WriteTx. An error undoes what it did. `done` is called on the writer's thread after COMMIT,
    // and must be quick. Refuses at once (through `done`) with store.overloaded when 10,000
    // commands wait.
    template <class T>
    void submit(std::function<Result<T>(WriteTx&)> work, std::function<void(Result<T>)> done) {
        auto outcome = std::make_shared<std::optional<Result<T>>>();
        enqueue({[outcome, work = std::move(work)](WriteTx& tx) -> Result<void> {
                     outcome->emplace(work(tx));
                     if (!**outcome) return std::unexpected((*outcome)->error());
                     return {};
                 },
                 [outcome, done = std::move(done)](const Result<void>& group) {
                     // The command's own refusal, or the group's failure to commit.
                     if (!group)
                         done(std::unexpected(group.error()));
                     else
                         done(*std::move(*outcome));
                 }});
    }

    // The same, waiting: for the command line and tests. Never from a `done`.
    template <class T>
    Result<T> run(std::function<Result<T>(WriteTx&)> work) {
        std::promise<Result<T>> promise;
        auto future = promise.get_future();
        submit<T>(std::move(work),
                  [&promise](Result<T> result) { promise.set_value(std::move(result)); });
        return future.get();
    }

private:
    struct Task {
        std::function<Result<void>(WriteTx&)> work;
        std::function<void(const Result<void>&)> done;
    };

    Writer(std::unique_ptr<store::Connection> connection, Connect reconnect, const Node& node,
           Views views, Clock clock, Hooks hooks);
    void enqueue(Task task);
    void loop();
    void linger();
    std::vector<Task> next_group();
    enum class Guard { none, savepoint };
    void run_group(std::vector<Task>& group);
    Result<void> run_all(std::vector<Task>& group, std::vector<Result<void>>& outcomes,
                         Guard guard);
    Result<void> run_again(std::vector<Task>& group, std::vector<Result<void>>& outcomes);
    Result<void> run_bare(Task& task, Result<void>& outcome, Head& head, Instant now);
    Result<void> run_guarded(Task& task, Result<void>& outcome, Head& head, Instant now);
    void abandon_group(const Error& error);
    Result<void> begin();
    Result<void> ensure_connected();
    Result<void> load();
    Result<void> check_continues(const Head& found);
    Result<void> check_watch_continues(const std::optional<vault::WatchHead>& sealed);
    Result<void> seal_if_moved(const Head& head);
    Result<void> check_watch(Head& head, Instant now);
    Result<void> note_others(Head& head, Instant now, bool force);
    bool may_be_due(Instant now, bool force) const;
    Result<void> write_before_signing(Head& head, Instant now);
    Result<void> sign_if_due(const Head& head, Instant now, bool force);
    void note_commit(const Head& head, Instant now);
    void sign_outside_group(bool force);
    bool is_stopping();

    std::unique_ptr<store::Connection> connection_;
    Connect reconnect_;
    const Node& node_;
    Views views_;
    Clock clock_;
    Hooks hooks_;
    StreamTable streams_;
    StreamCache cache_;
    Head head_;  // After the last COMMIT.
    std::optional<std::int64_t>
        missing_{};  // Of the sealed end (log_end.h); nothing: it is not sealed.
    // How far this writer wrote the chain of those who read; after the last COMMIT, and in the
    // running transaction.
    vault::WatchHead watched_, watching_;
    bool watch_cut_ = false;  // The running transaction found another one.
    // Another program wrote to the database.
    struct Others {
        bool wrote = false;      // And it is not committed that it was noted.
        bool unchecked = false;  // Nobody has looked at the tables since.
        bool noting = false;     // In the running transaction.
        std::optional<Instant> noted_at{};
    };
    Others others_;
    Head signed_;
    std::optional<Head> signing_;  // In the transaction that is not committed yet.
    Instant signed_at_{};
    bool needs_undo_ = false;  // A command of the running group failed after it wrote.
    bool failed_ = false;      // The connection must be opened again before the next group.

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> waiting_;
    std::atomic<std::size_t> waiting_count_ = 0;  // For a look without the lock.
    bool worked_ = false;                         // The last look found something.
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace jatigi::log
