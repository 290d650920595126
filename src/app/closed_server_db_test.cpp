// A node that waits for its passphrase, asked over a socket: it counts, and nobody reads from it.
#include "app/closed_server.h"
#include "centre/assistance/closed_count_view.h"
#include "jobs/erase_for_tests.h"
#include "platform/http/client_for_tests.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view words = "cinq mots tout au hasard";

vault::SecretBytes secret(std::string_view text) {
    return vault::SecretBytes::of(std::string(text));
}

class ClosedNode : public ::testing::TestWithParam<store::Dialect> {
protected:
    ClosedNode() {
        auto file = node::open_key_file(centre_.place);
        EXPECT_TRUE(file->set_passphrase(secret(words)));
    }
    ClosedServer waiting() {
        auto server = ClosedServer::waiting(
            centre_.place, {"127.0.0.1", 0}, [this] { return now_; }, [this] { ++opened_; });
        EXPECT_TRUE(server) << server.error().code;
        return *std::move(server);
    }
    static std::string ask(const ClosedServer& server, std::string_view line,
                           std::string_view body = {}, std::string_view more = {}) {
        http::RawClient client(server.port());
        client.send(
            fmt::format("{} HTTP/1.1\r\nHost: localhost\r\nX-Jatigi: 1\r\n{}"
                        "Content-Length: {}\r\n\r\n{}",
                        line, more, body.size(), body));
        const std::string answer = client.receive();
        return answer.substr(9, 4) + answer.substr(answer.find("\r\n\r\n") + 4);
    }
    std::string count(const ClosedServer& server, std::string_view what) {
        return ask(server, "POST /api/v1/closed-counts",
                   fmt::format(R"({{"command":"{:032x}",{}}})", ++commands_, what));
    }
    static std::string try_words(const ClosedServer& server, std::string_view passphrase,
                                 std::string_view more = {}) {
        return ask(server, "POST /api/v1/opening",
                   fmt::format(R"({{"passphrase":"{}"}})", passphrase), more);
    }
    node::Place open_place() const {
        node::Place place = centre_.place;
        place.passphrase = [](vault::PassphraseUse) -> Result<vault::SecretBytes> {
            return secret(words);
        };
        return place;
    }
    assistance::OpenedCounts opened_counts() const {
        const auto db = store::open_reader(node::location_of(centre_.place));
        const auto node = node::load_node(**db, open_place());
        EXPECT_TRUE(node) << node.error().code;
        return assistance::open_counts(**db, node->secrets).value();
    }

    jobs::Centre centre_{GetParam()};
    Instant now_ = jobs::test_now;
    std::atomic<int> opened_ = 0;
    std::uint64_t commands_ = 0;
};

constexpr std::string_view one_plate =
    R"("kind":"plate","service":"BREAKFAST","number":"zzasm 17")";

TEST_P(ClosedNode, CountsPeopleWristbandsAndPlatesWithoutASession) {
    const ClosedServer server = waiting();
    EXPECT_EQ(count(server, R"("kind":"arrival","count":30)"),
              R"(201 {"again":false,"arrivals":30,"wristbands":0,"plates":0})");
    EXPECT_EQ(count(server, R"("kind":"wristband","number":"w17")"),
              R"(201 {"again":false,"arrivals":30,"wristbands":1,"plates":0})");
    EXPECT_EQ(count(server, one_plate),
              R"(201 {"again":false,"arrivals":30,"wristbands":1,"plates":1})");
    EXPECT_EQ(count(server, one_plate),
              R"(201 {"again":true,"arrivals":30,"wristbands":1,"plates":2})");
    EXPECT_EQ(count(server, R"("kind":"undone","undone":"00000000000000000000000000000004")"),
              R"(201 {"again":false,"arrivals":30,"wristbands":1,"plates":1})");
    EXPECT_NE(ask(server, "GET /api/v1/closed-counts").find(R"("open":false,"kept":5)"),
              std::string::npos);
}

TEST_P(ClosedNode, WhatWasCountedOutlivesItAndOpensWithThePassphraseAlone) {
    {
        const ClosedServer server = waiting();
        count(server, R"("kind":"arrival","count":30)");
        count(server, one_plate);
    }
    {
        const ClosedServer again = waiting();
        count(again, R"("kind":"wristband","number":"w17")");
        EXPECT_NE(ask(again, "GET /api/v1/closed-counts").find(R"("kept":3)"), std::string::npos);
    }
    EXPECT_EQ(jobs::found_in(centre_.all_but_the_key_file(), {{"a number", "ZZASM17"}}),
              std::vector<std::string>{});
    const auto opened = opened_counts();
    EXPECT_EQ(opened.unreadable, 0);
    ASSERT_EQ(opened.counts.size(), 3U);
    EXPECT_TRUE(std::ranges::any_of(opened.counts, [this](const assistance::ClosedCount& one) {
        return one.number.reveal() == "ZZASM17" && one.service == "BREAKFAST" && one.at == now_;
    }));
}

TEST_P(ClosedNode, ACountThatWaitedOnItsDeviceIsOfWhenItWasMade) {
    {
        const ClosedServer server = waiting();
        const std::string counted =
            ask(server, "POST /api/v1/closed-counts?waited_ms=5000",
                R"({"command":"00000000000000000000000000000009","kind":"arrival","count":4})");
        EXPECT_EQ(counted.substr(0, 3), "201");
    }
    const auto opened = opened_counts();
    ASSERT_EQ(opened.counts.size(), 1U);
    EXPECT_EQ(opened.counts[0].at, now_ - 5s);
}

TEST_P(ClosedNode, ARowThatSomebodyPutThereIsTold) {
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        ASSERT_TRUE(database->connection->run(
            "insert into closed_count(command, body) values (?, ?)", Bytes(16, 7), Bytes(112, 7)));
    }
    EXPECT_EQ(opened_counts().unreadable, 1);
    EXPECT_TRUE(opened_counts().counts.empty());
}

TEST_P(ClosedNode, BadCountsAreRefusedAndChangeNothing) {
    const ClosedServer server = waiting();
    for (const auto& [what, code] : std::vector<std::pair<std::string_view, std::string_view>>{
             {R"("kind":"arrival")", "request.member_missing"},
             {R"("kind":"arrival","count":0)", "request.member_missing"},
             {R"("kind":"arrival","count":101)", "request.member_missing"},
             {R"("kind":"meal")", "request.member_missing"},
             {R"("kind":"plate","number":"1")", "request.member_missing"},
             {R"("kind":"plate","service":"SUPPER","number":"1")", "service.unknown"},
             {R"("kind":"wristband","number":";")", "closed_count.number_unreadable"},
             {R"("kind":"undone")", "request.member_missing"}})
        EXPECT_NE(count(server, what).find(code), std::string::npos) << what;
    EXPECT_NE(ask(server, "GET /api/v1/closed-counts").find(R"("kept":0)"), std::string::npos);
}

TEST_P(ClosedNode, EverythingElseWaits) {
    const ClosedServer server = waiting();
    for (const std::string_view line :
         {"GET /api/v1/session", "POST /api/v1/session", "POST /api/v1/persons/search",
          "POST /api/v1/rounds/0123456789abcdef0123456789abcdef/servings", "GET /api/v1/nothing"})
        EXPECT_EQ(ask(server, line, "{}").substr(0, 3), "503") << line;
    EXPECT_NE(ask(server, "GET /api/v1/session").find("vault.passphrase_awaited"),
              std::string::npos);
    EXPECT_EQ(ask(server, "GET /healthz"), R"(200 {"status":"closed"})");
    EXPECT_EQ(ask(server, "GET /nothing").substr(0, 3), "404");
}

TEST_P(ClosedNode, ThePassphraseOpensItFromAPage) {
    ClosedServer server = waiting();
    EXPECT_NE(try_words(server, "cinq autres mots").find("403 "), std::string::npos);
    EXPECT_EQ(opened_, 0);
    EXPECT_FALSE(server.take_passphrase());
    EXPECT_EQ(try_words(server, words), R"(200 {"opening":true})");
    EXPECT_EQ(opened_, 1);
    EXPECT_EQ(server.take_passphrase()->text(), words);
}

TEST_P(ClosedNode, WhatIsNotTrustedStillCountsAndNoPassphraseOpensIt) {
    const auto server =
        ClosedServer::counting_only(centre_.place, {"127.0.0.1", 0}, [this] { return now_; },
                                    {ErrorKind::unavailable, "log.altered", {}, {}});
    ASSERT_TRUE(server) << server.error().code;
    EXPECT_EQ(count(*server, one_plate),
              R"(201 {"again":false,"arrivals":0,"wristbands":0,"plates":1})");
    EXPECT_NE(try_words(*server, words).find("log.altered"), std::string::npos);
    EXPECT_EQ(ask(*server, "POST /api/v1/persons/search", "{}").substr(0, 3), "503");
}

TEST_P(ClosedNode, ThePassphraseIsNotTakenFromOutside) {
    const ClosedServer server = waiting();
    EXPECT_NE(try_words(server, words, "X-Forwarded-For: 203.0.113.7\r\n")
                  .find("vault.passphrase_from_outside"),
              std::string::npos);
    EXPECT_EQ(opened_, 0);
}

TEST_P(ClosedNode, WhoeverGuessesKeepsNobodyOut) {
    const ClosedServer server = waiting();
    for (int i = 0; i < 6; ++i) try_words(server, "cinq autres mots");
    EXPECT_EQ(try_words(server, words), R"(200 {"opening":true})");
}

TEST_P(ClosedNode, NobodyCountsFromOutside) {
    const ClosedServer server = waiting();
    for (const std::string_view addresses :
         {"X-Forwarded-For: 203.0.113.7\r\n",
          "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-For: 203.0.113.7\r\n"})
        EXPECT_NE(ask(server, "GET /api/v1/closed-counts", {}, addresses)
                      .find("closed_count.from_outside"),
                  std::string::npos)
            << addresses;
}

TEST_P(ClosedNode, GoodsWaitUntilItIsOpen) {
    const ClosedServer server = waiting();
    EXPECT_NE(count(server, R"("kind":"plate","service":"DRY_RATION","number":"1")")
                  .find("service.unknown"),
              std::string::npos);
    EXPECT_EQ(ask(server, "GET /api/v1/closed-counts").find("DRY_RATION"), std::string::npos);
}

TEST_P(ClosedNode, WhatWasLookedAtIsPutAway) {
    {
        const ClosedServer server = waiting();
        count(server, R"("kind":"arrival","count":30)");
        count(server, R"("kind":"wristband","number":"w17")");
    }
    {
        const auto database =
            store::open_writer(node::location_of(centre_.place), store::IfMissing::refuse);
        EXPECT_EQ(assistance::forget_counts(*database->connection, {{0, 1}, {0, 99}}), 1);
    }
    const auto left = opened_counts().counts;
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].kind, assistance::CountedKind::wristband);
}

TEST_P(ClosedNode, ALockedOneNeitherCountsNorWaits) {
    {
        ClosedServer server = waiting();
        count(server, one_plate);
        ASSERT_TRUE(server.lock(now_));
        EXPECT_NE(count(server, one_plate).find("vault.locked"), std::string::npos);
        EXPECT_NE(try_words(server, words).find("vault.locked"), std::string::npos);
    }
    const auto refused =
        ClosedServer::waiting(centre_.place, {"127.0.0.1", 0}, [this] { return now_; }, [] {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "vault.locked");
    const auto locked = ClosedServer::locked(centre_.place, {"127.0.0.1", 0});
    ASSERT_TRUE(locked);
    for (const std::string_view line : {"GET /api/v1/session", "GET /api/v1/closed-counts"})
        EXPECT_NE(ask(*locked, line).find("vault.locked"), std::string::npos) << line;
}

INSTANTIATE_TEST_SUITE_P(Each, ClosedNode, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
