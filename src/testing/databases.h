// Fresh databases for tests, of both dialects, so that the same cases run on both.
#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "platform/base/clock.h"
#include "platform/log/head.h"
#include "platform/log/writer.h"
#include "platform/store/database.h"
#include "testing/temporary_folder.h"

namespace jatigi::testing {

// A fresh, empty database of its own. PostgreSQL: one server for each test process, started from
// Debian's package in a temporary folder, without TCP and with fsync, and stopped with the process;
// when it is missing the test fails.
// What somebody does to the data beside whoever holds the writer's lock.
void change_beside(const store::Location& location,
                   const std::function<void(store::Connection&)>& change);

class TestDatabase {
public:
    explicit TestDatabase(store::Dialect dialect);
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;
    ~TestDatabase();

    const store::Location& location() const { return location_; }
    // Opened at first use, with the writer's lock.
    store::Connection& writer();
    // A connection that reads beside the writer; opened at first use.
    store::Connection& reader();
    // Gives the writing connection away and keeps the lock; writer() opens another.
    std::unique_ptr<store::Connection> take_writer();
    // For who lost it.
    Result<std::unique_ptr<store::Connection>> open_writer_again();
    // Closes everything and lets go of the lock.
    void close();

    // A place outside the data, for key files.
    std::string key_path() const { return folder_ / "node.keys"; }
    // Every file in which the database's bytes may lie.
    std::string files() const;

private:
    TemporaryFolder folder_;
    store::Dialect dialect_;
    std::string name_;  // PostgreSQL alone.
    store::Location location_;
    std::optional<store::WritableDatabase> writable_;
    std::unique_ptr<store::Connection> reader_;
};

// A TestDatabase with schema, views, secrets and a first epoch: a node whose clock is the test's.
class TestNode {
public:
    TestNode(store::Dialect dialect, log::Views views);

    TestDatabase& database() { return database_; }
    store::Connection& db() { return database_.writer(); }
    const log::Node& node() const { return *node_; }
    log::Views views() const { return views_; }

    // Another command each time, of account 1.
    log::Cause cause();

    // Runs `work` in a transaction of its own at `now`, with nothing cached from earlier ones.
    template <class T>
    Result<T> write(const std::function<Result<T>(log::WriteTx&)>& work) {
        TRY(db().begin());
        log::StreamTable streams;
        TRY(streams.load(db()));
        log::StreamCache cache;
        TRY_ASSIGN(log::Head head, log::load_head(db()));
        log::WriteTx tx({db(), *node_, views_, streams, cache, head, now});
        Result<T> result = work(tx);
        if (!result) {
            db().rollback();
            return result;
        }
        TRY(db().commit());
        return result;
    }

    // The node's writer, on the writing connection. Its clock reads `now`, so change that only
    // while no command is under way.
    std::unique_ptr<log::Writer> start_writer(log::Writer::Hooks hooks = {});
    int reconnections() const { return reconnections_; }

    // Signs the head as the writer does when it stops.
    void sign();

    Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};

private:
    Result<void> fill();
    TestDatabase database_;
    log::Views views_;
    std::unique_ptr<log::Node> node_;
    std::uint64_t commands_ = 0;
    int reconnections_ = 0;
};

// INSTANTIATE_TEST_SUITE_P(Each, Connections, testing::both_stores(), testing::store_name);
inline auto both_stores() {
    return ::testing::Values(store::Dialect::sqlite, store::Dialect::postgres);
}
std::string store_name(const ::testing::TestParamInfo<store::Dialect>& tested);

}  // namespace jatigi::testing
