// A centre whose log somebody changes from outside: at rest, and beside the running node.
#pragma once
#include <gtest/gtest.h>

#include "jobs/erase_for_tests.h"
#include "platform/access/account_proof.h"
#include "platform/access/sign_in_link.h"
#include "platform/store/sqlite.h"
#include "testing/planted_fact.h"

namespace jatigi::app {

using node::IfAltered;
using namespace std::chrono_literals;

class LogTrust : public ::testing::TestWithParam<store::Dialect> {
protected:
    LogTrust() { centre_.enrol(2); }

    // As a node is found: what was told, or the code of the refusal.
    std::string opened(IfAltered if_altered = IfAltered::refuse) {
        const auto one =
            node::open_node(centre_.place, [] { return jobs::test_now; }, {}, {}, if_altered);
        if (!one) return std::string(one.error().code);
        return one->altered.empty() ? "" : one->altered.front();
    }
    void by_hand(const std::function<void(store::Connection&)>& change) {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        change(*database->connection);
    }
    // While a node runs.
    void beside(const std::function<void(store::Connection&)>& change) {
        testing::change_beside(node::location_of(centre_.place), change);
    }
    void by_hand(std::string_view sql) {
        by_hand([sql](store::Connection& db) {
            const auto rows = db.run(sql);
            ASSERT_TRUE(rows) << rows.error().code << sql;
        });
    }
    // A whole open fact, chained as ours are, by somebody who cannot seal the end of the log.
    void forge(const log::StreamName& stream, std::string type, json::object data) {
        by_hand([&](store::Connection& db) {
            const auto loaded = node::load_node(db, centre_.place);
            const auto end = db.first("select pos, hash, seal from log_end").value();
            ASSERT_TRUE(testing::plant(
                db, *loaded,
                {.stream = stream,
                 .body = testing::body_of(stream, std::move(type), std::move(data))}));
            ASSERT_TRUE(db.run("update log_end set pos = ?, hash = ?, seal = ?", end->integer(0),
                               end->bytes(1), end->bytes(2)));
        });
    }
    std::int64_t facts() { return read<std::int64_t>("select count(*) from fact"); }
    template <class T>
    T read(std::string_view sql) {
        const auto db = store::open_reader(node::location_of(centre_.place));
        return (*db)->value<T>(sql).value().value_or(T{});
    }
    bool is_altered(std::int64_t account) {
        const auto db = store::open_reader(node::location_of(centre_.place));
        const auto loaded = node::load_node(**db, centre_.place);
        return !access::check_unaltered(**db, *loaded, account);
    }

    static bool make_link_for(log::Writer& writer, std::int64_t account) {
        const auto made = writer.run<bool>([account](log::WriteTx& tx) -> Result<bool> {
            TRY(access::make_link(tx, account, jobs::test_now + 24h, {.command = {3, 81}}));
            return true;
        });
        return made.has_value();
    }

    jobs::Centre centre_{GetParam()};
};
}  // namespace jatigi::app
