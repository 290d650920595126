// Slow work, never on the network's thread. Each kind has threads and a bounded queue of its own, so
// that a crowd of one kind delays no other.
#pragma once
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

namespace jatigi::http {

enum class Work : std::uint8_t {
    read,      // What a screen asks for: rows of a page, long lists.
    search,    // Names among all that are known.
    document,  // Sheets of cards, papers.
    statement,
    list,      // Registration lists: read, compared, written.
    password,  // argon2id: 64 MiB each.
    open,      // What anybody may ask without a session: it takes nothing from those who have one.
};

// Two at once of each kind, 64 may wait.
class Workers {
public:
    Workers() = default;
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers() { stop(); }

    // False when too many of the kind wait, or all is being stopped; `work` is let go then.
    bool submit(std::function<void()> work, Work kind = Work::document);

    // Begins nothing more and lets go of what waits; what runs goes on. Not from a worker.
    void stop_taking();
    // For work that is long and can be cut.
    bool is_stopping() const { return stopping_.load(std::memory_order_acquire); }
    // The same, and waits for what runs.
    void stop();

private:
    struct Queue {
        std::mutex mutex;
        std::condition_variable wake;
        std::deque<std::function<void()>> waiting;
        std::vector<std::thread> threads;  // Started with the first work.
    };
    void start_threads(Queue& queue, Work kind);
    void loop(Queue& queue);

    std::atomic<bool> stopping_ = false;  // Set under the mutex of each queue.
    std::array<Queue, 7> queues_;
};

}  // namespace jatigi::http
