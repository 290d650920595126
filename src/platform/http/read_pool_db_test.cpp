#include <gtest/gtest.h>

#include "platform/http/services.h"
#include "testing/databases.h"
#include "testing/postgres_server.h"

namespace jatigi::http {
namespace {

Result<std::int64_t> one(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select 1"));
    return row->integer(0);
}

class ReadPools : public ::testing::TestWithParam<store::Dialect> {
protected:
    ReadPools() { database_.writer(); }
    Result<std::int64_t> read() { return pool_.read<std::int64_t>(one); }
    // Two connections lie idle after this.
    void warm_up() {
        const auto nested = pool_.read<std::int64_t>(
            [this](store::Connection&) -> Result<std::int64_t> { return read(); });
        EXPECT_TRUE(nested);
    }

    testing::TestDatabase database_{GetParam()};
    int opened_ = 0;
    bool reachable_ = true;
    ReadPool pool_{[this]() -> Result<std::unique_ptr<store::Connection>> {
        if (!reachable_) return refuse(ErrorKind::unavailable, "store.unavailable");
        ++opened_;
        return store::open_reader(database_.location());
    }};
};

TEST_P(ReadPools, AConnectionIsUsedAgain) {
    for (int time = 0; time < 3; ++time) EXPECT_EQ(read(), 1);
    EXPECT_EQ(opened_, 1);
}

TEST_P(ReadPools, ARefusalIsAskedOnceAndKeepsTheConnection) {
    int asked = 0;
    const auto refused =
        pool_.read<std::int64_t>([&asked](store::Connection&) -> Result<std::int64_t> {
            ++asked;
            return refuse(ErrorKind::not_found, "site.unknown");
        });
    EXPECT_EQ(refused.error().code, "site.unknown");
    EXPECT_FALSE(pool_.read<std::int64_t>([](store::Connection& db) -> Result<std::int64_t> {
        TRY(db.rows("select nothing from nowhere"));
        return 0;
    }));
    EXPECT_EQ(read(), 1);
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(opened_, 1);
}

INSTANTIATE_TEST_SUITE_P(Each, ReadPools, testing::both_stores(), testing::store_name);

// A file does not go away under a connection; a server does.
class ReadPoolsOfAServer : public ReadPools {
protected:
    void end_all() { testing::postgres_server().end_connections(database_.location().text()); }
};

TEST_P(ReadPoolsOfAServer, AfterTheServerWentAwayTheNextReadIsAnswered) {
    warm_up();
    ASSERT_EQ(opened_, 2);
    end_all();
    for (int time = 0; time < 3; ++time) EXPECT_EQ(read(), 1);
    EXPECT_EQ(opened_, 3);  // The other one that lay idle is not tried.
}

TEST_P(ReadPoolsOfAServer, AConnectionThatDiesInTheMiddleIsTriedOnceMore) {
    int asked = 0;
    const auto answer = pool_.read<std::int64_t>([&](store::Connection& db) {
        if (++asked == 1) end_all();
        return one(db);
    });
    EXPECT_EQ(answer, 1);
    EXPECT_EQ(asked, 2);
}

TEST_P(ReadPoolsOfAServer, WhileItIsAwayReadsAreRefusedAndThenGoOn) {
    warm_up();
    end_all();
    reachable_ = false;
    for (int time = 0; time < 2; ++time) EXPECT_EQ(read().error().code, "store.unavailable");
    reachable_ = true;
    EXPECT_EQ(read(), 1);
    EXPECT_EQ(read(), 1);
    EXPECT_EQ(opened_, 3);
}

INSTANTIATE_TEST_SUITE_P(Each, ReadPoolsOfAServer, ::testing::Values(store::Dialect::postgres),
                         testing::store_name);

}  // namespace
}  // namespace jatigi::http
