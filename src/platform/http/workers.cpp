#include "platform/http/workers.h"

#include <pthread.h>

namespace jatigi::http {
namespace {

constexpr std::size_t threads_of_a_kind = 2;
constexpr std::size_t waiting_max = 64;

const char* thread_name(Work kind) {
    switch (kind) {
        case Work::read: return "jatigi-read";
        case Work::search: return "jatigi-search";
        case Work::document: return "jatigi-document";
        case Work::statement: return "jatigi-money";
        case Work::list: return "jatigi-list";
        case Work::password: return "jatigi-password";
        case Work::open:
            return "jatigi-open";
    }
    return "jatigi-worker";
}

}  // namespace

bool Workers::submit(std::function<void()> work, Work kind) {
    Queue& queue = queues_.at(static_cast<std::size_t>(kind));
    {
        const std::lock_guard lock(queue.mutex);
        if (queue.waiting.size() >= waiting_max || is_stopping()) return false;
        if (queue.threads.empty()) start_threads(queue, kind);
        queue.waiting.push_back(std::move(work));
    }
    queue.wake.notify_one();
    return true;
}

void Workers::start_threads(Queue& queue, Work kind) {
    for (std::size_t i = 0; i < threads_of_a_kind; ++i)
        queue.threads.emplace_back([this, &queue, kind] {
            pthread_setname_np(pthread_self(), thread_name(kind));
            loop(queue);
        });
}

void Workers::loop(Queue& queue) {
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock lock(queue.mutex);
            queue.wake.wait(lock, [&] { return is_stopping() || !queue.waiting.empty(); });
            if (is_stopping()) return;
            work = std::move(queue.waiting.front());
            queue.waiting.pop_front();
        }
        work();
    }
}

void Workers::stop_taking() {
    for (Queue& queue : queues_) {
        std::deque<std::function<void()>> let_go;  // Outside the lock: it may answer somebody.
        {
            const std::lock_guard lock(queue.mutex);
            stopping_.store(true, std::memory_order_release);
            let_go.swap(queue.waiting);
        }
        queue.wake.notify_all();
    }
}

void Workers::stop() {
    stop_taking();
    for (Queue& queue : queues_) {
        for (std::thread& thread : queue.threads) thread.join();
        queue.threads.clear();
    }
}

}  // namespace jatigi::http
