// A node looks through its own data when it starts: what somebody changed in the database by hand
// is told to the data protection officer.
#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>
#include <spdlog/spdlog.h>

#include <future>

#include "app/ready.h"
#include "jobs/erase_for_tests.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

class SelfCheck : public ::testing::TestWithParam<store::Dialect> {
protected:
    SelfCheck() {
        spdlog::set_default_logger(std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::null_sink_mt>()));
        centre_.enrol(3);
    }
    ~SelfCheck() override { spdlog::set_default_logger(before_); }

    void by_hand(std::string_view sql) {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        const auto rows = database->connection->run(sql);
        ASSERT_TRUE(rows) << rows.error().code;
        ASSERT_EQ(*rows, 1) << sql;
    }
    static Clock clock() {
        return [] { return jobs::test_now + 1h; };
    }
    // What the security record says after a start.
    std::vector<std::string> told_at_start() {
        std::promise<std::size_t> checked;
        {
            const auto ready = Ready::start(
                centre_.place, {"127.0.0.1", 0}, clock(),
                {.checked = [&checked](std::size_t altered) { checked.set_value(altered); }});
            EXPECT_TRUE(ready) << ready.error().code;
            parts_ = checked.get_future().get();
        }
        const auto db = store::open_reader(node::location_of(centre_.place));
        std::vector<std::string> told;
        const auto rows = access::list_security(**db, {jobs::test_now - 24h, jobs::test_now + 24h},
                                                std::nullopt, 0);
        for (const access::SecurityRow& row : rows.value())
            if (row.kind == "altered") told.push_back(row.detail);
        return told;
    }

    jobs::Centre centre_{GetParam()};
    std::size_t parts_ = 0;
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};
INSTANTIATE_TEST_SUITE_P(Each, SelfCheck, testing::both_stores(), testing::store_name);

using Told = std::vector<std::string>;

TEST_P(SelfCheck, OfDataThatNobodyTouchedNothingIsTold) {
    EXPECT_EQ(told_at_start(), Told{});
    EXPECT_EQ(parts_, 0U);
}

// A restriction may have gone with it.
TEST_P(SelfCheck, WhereAFactWasTakenOutNothingServesUntilSomebodyTakesItSo) {
    by_hand(
        "delete from fact where pos = (select min(pos) from fact where stream in "
        "(select local from stream where kind = 'identity'))");
    const auto refused = Ready::start(centre_.place, {"127.0.0.1", 0}, clock());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "log.altered");
    ASSERT_TRUE(node::open_node(centre_.place, clock(), {}, {}, node::IfAltered::accept));
    EXPECT_EQ(told_at_start(), Told{});
}

// Filed under another stream, which its hash does not know.
TEST_P(SelfCheck, AFactThatWasFiledElsewhereIsTold) {
    by_hand(
        "update fact set stream = null where pos = (select max(pos) from fact where stream in "
        "(select local from stream where kind = 'person'))");
    EXPECT_EQ(told_at_start(), Told{"log"});
}

// Somebody who is shown at another site would be read there.
TEST_P(SelfCheck, ATableThatIsNotWhatTheFactsSayIsTold) {
    by_hand("update person set nationality = 'XXX' where person = (select min(person) from person)");
    EXPECT_EQ(told_at_start(), Told{"views"});
}

TEST_P(SelfCheck, AnAccountThatWasChangedIsTold) {
    by_hand("update account set role = 'protection_officer' where id = 1");
    EXPECT_EQ(told_at_start(), Told{"accounts"});
}

TEST_P(SelfCheck, ARowOfWhoReadThatWasTakenOutIsTold) {
    {
        const auto node = centre_.open();
        const auto noted = node.writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
            TRY(access::SecurityRecord::write(
                tx, {{tx.now(), {access::SecurityKind::signed_in, 1, "password"}}}));
            return true;
        });
        ASSERT_TRUE(noted);
    }
    by_hand("delete from security_event");
    EXPECT_EQ(told_at_start(), Told{"watched"});
}

}  // namespace
}  // namespace jatigi::app
