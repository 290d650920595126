// What a handler may use. Made once, in app/.
#pragma once
#include <deque>
#include <memory>
#include <mutex>

#include "platform/access/session.h"
#include "platform/base/clock.h"
#include "platform/log/writer.h"
#include "platform/store/connection.h"
#include "platform/vault/lock_switch.h"

namespace jatigi::http {

// Read-only connections, lent one at a time; opened when first needed, at most as many as there are
// threads that ask.
class ReadPool {
public:
    using Connect = std::function<Result<std::unique_ptr<store::Connection>>()>;
    explicit ReadPool(Connect connect) : connect_(std::move(connect)) {}

    // Calls read(connection) in one snapshot.
    template <class T>
    Result<T> read(const std::function<Result<T>(store::Connection&)>& work) {
        TRY_ASSIGN(auto connection, take());
        TRY(connection->begin_read());
        Result<T> result = work(*connection);
        connection->rollback();
        give_back(std::move(connection));
        return result;
    }

private:
    Result<std::unique_ptr<store::Connection>> take();
    void give_back(std::unique_ptr<store::Connection> connection);
    Connect connect_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<store::Connection>> idle_;
};

// Slow work (argon2id, statements): two at once, a bounded queue, never on the network's thread.
class Workers {
public:
    Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    ~Workers();
    // False when the queue is full: answer store.overloaded.
    bool submit(std::function<void()> work);

private:
    void loop();
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

// What accounts need to know of sites, which are a module to the right of this one.
struct SiteNames {
    std::function<Result<std::string>(store::Connection&, log::LocalId)> code_of;
    std::function<Result<log::LocalId>(store::Connection&, std::string_view)> find;
};

struct Services {
    log::Writer& writer;
    ReadPool& readers;
    Workers& workers;
    access::Sessions& sessions;
    access::Throttle& throttle;
    const log::Node& node;
    Clock clock;
    std::string node_name;
    bool demonstration = false;
    SiteNames sites{};
    vault::LockSwitch* lock = nullptr;  // Nothing: a server that is never locked.
};

}  // namespace jatigi::http
