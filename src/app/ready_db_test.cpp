// A node that serves, asked over a socket: what it says of its clock and of a database that went away.
#include "app/ready.h"

#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "jobs/erase_for_tests.h"
#include "platform/http/client_for_tests.h"
#include "testing/postgres_server.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

class ReadyNode : public ::testing::TestWithParam<store::Dialect> {
protected:
    ReadyNode() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", sink_)); }
    ~ReadyNode() override { spdlog::set_default_logger(before_); }

    Ready started(Instant now) {
        now_ = now;
        auto ready = Ready::start(centre_.place, {"127.0.0.1", 0}, [this] { return now_.load(); });
        EXPECT_TRUE(ready) << ready.error().code;
        return *std::move(ready);
    }
    static std::string health(const Ready& ready) {
        http::RawClient client(ready.port());
        client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const std::string answer = client.receive();
        return answer.substr(9, 4) + answer.substr(answer.find("\r\n\r\n") + 4);
    }
    std::size_t times_said(std::string_view code) const {
        std::size_t times = 0;
        const std::string all = said_.str();
        for (std::size_t at = all.find(code); at != std::string::npos; at = all.find(code, at + 1))
            ++times;
        return times;
    }

    jobs::Centre centre_{GetParam()};
    std::atomic<Instant> now_;
    std::ostringstream said_;
    std::shared_ptr<spdlog::sinks::ostream_sink_mt> sink_ =
        std::make_shared<spdlog::sinks::ostream_sink_mt>(said_, true);
    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
};

TEST_P(ReadyNode, AClockBeforeTheLastFactIsSaidOnceAndUntilItIsPutRight) {
    const Ready ready = started(jobs::test_now - 24h);
    EXPECT_EQ(health(ready), R"(200 {"status":"ok","clock":"behind"})");
    EXPECT_EQ(health(ready), R"(200 {"status":"ok","clock":"behind"})");
    EXPECT_EQ(times_said("clock.behind"), 1U);
    EXPECT_EQ(times_said("1440 minutes"), 1U);
    now_ = jobs::test_now;
    EXPECT_EQ(health(ready), R"(200 {"status":"ok"})");
}

TEST_P(ReadyNode, AClockThatRunsOnIsNotTalkedAbout) {
    const Ready ready = started(jobs::test_now - http::clock_tolerance);
    EXPECT_EQ(health(ready), R"(200 {"status":"ok"})");
    EXPECT_EQ(times_said("clock.behind"), 0U);
}

TEST_P(ReadyNode, TheClockOfADemonstrationIsWhatItWants) {
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(database->connection->run(
            "update setting set value = 'yes' where name = 'demonstration'"));
    }
    const Ready ready = started(jobs::test_now - 24h);
    EXPECT_EQ(health(ready), R"(200 {"status":"ok"})");
    EXPECT_EQ(times_said("clock.behind"), 0U);
}

INSTANTIATE_TEST_SUITE_P(Each, ReadyNode, testing::both_stores(), testing::store_name);

class ReadyNodeFromAServer : public ReadyNode {};

TEST_P(ReadyNodeFromAServer, AfterTheDatabaseWentAwayNobodyIsTurnedAway) {
    Ready ready = started(jobs::test_now);
    ASSERT_EQ(health(ready), R"(200 {"status":"ok"})");
    testing::postgres_server().end_connections(centre_.place.data);
    EXPECT_EQ(health(ready), R"(200 {"status":"ok"})");
    EXPECT_TRUE(ready.writer().run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(store::put_setting(tx.db(), "of_a_test", "written"));
        return true;
    }));
    EXPECT_EQ(times_said("store."), 0U);
}

TEST(Initialise, ANameWithAControlCharacterIsRefusedBeforeAnythingIsMade) {
    const testing::TemporaryFolder folder;
    const node::Place place{.data = folder / "data", .keys = folder / "state/node.keys"};
    const auto made = node::initialise(place, {"assa\nmaka", false}, [] { return jobs::test_now; });
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "request.text_invalid");
    EXPECT_FALSE(std::filesystem::exists(place.data));
}

INSTANTIATE_TEST_SUITE_P(Each, ReadyNodeFromAServer, ::testing::Values(store::Dialect::postgres),
                         testing::store_name);

}  // namespace
}  // namespace jatigi::app
