// Connections of strangers and of those who have a session, over a socket.
#include <atomic>

#include "platform/http/serving_for_tests.h"

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

class Connected : public Serving {
protected:
    Connected() {
        server_.reset();
        server_ = Server::start({"127.0.0.1", 0}, services_, routes(),
                                {.connections = {.strangers = 4,
                                                 .strangers_of_address = 3,
                                                 .counts_loopback = true},
                                 .steady_clock = [this] { return now_.load(); }})
                      .value();
    }
    static std::string ping_with(const std::string& headers) {
        return "GET /ping HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }
    // Its first request is answered, so the server knows it.
    RawClient connected(const std::string& headers = {}) const {
        RawClient client = connect();
        expect_answered(client, headers);
        return client;
    }
    static void expect_answered(RawClient& client, const std::string& headers = {}) {
        client.send(ping_with(headers));
        EXPECT_EQ(said(client.receive()), "200");
    }

    // One more answer, so that the server has seen that those before have left.
    void pass(std::chrono::seconds time) {
        EXPECT_EQ(ping(), "200");
        now_ = now_.load() + time;
    }

    std::atomic<ConnectionBook::Time> now_{ConnectionBook::Time{} + 1h};
};

TEST_P(Connected, AStrangerThatIsIdleIsClosedAndWhoHasASessionIsNot) {
    RawClient silent = connect();
    RawClient stranger = connected();
    RawClient known = connected(cookie());
    pass(10s);
    EXPECT_TRUE(stranger.at_end());
    EXPECT_TRUE(silent.at_end());
    expect_answered(known, cookie());
}

TEST_P(Connected, ATokenOfNoSessionKeepsNoPlace) {
    RawClient client =
        connected(fmt::format("Cookie: {}={}\r\n", session_cookie, std::string(32, '0')));
    pass(10s);
    EXPECT_TRUE(client.at_end());
}

TEST_P(Connected, OneMoreFromAnAddressTakesThePlaceOfTheOldestStranger) {
    RawClient known = connected(cookie());
    RawClient first = connected();
    pass(1s);
    RawClient second = connected(), third = connected();
    RawClient fourth = connected();
    EXPECT_TRUE(first.at_end());
    expect_answered(known, cookie());
    for (RawClient* client : {&second, &third, &fourth}) expect_answered(*client);
}

// A request that comes as slowly as may be.
TEST_P(Connected, WhoeverOnlyBeginsRequestsKeepsNobodyOut) {
    std::vector<RawClient> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(connect());
        slow.back().send("POST /write HTTP/1.1\r\nHost: localhost\r\nX-Jatigi: 1\r\nX");
    }
    RawClient stranger = connected();
    RawClient known = connected(cookie());
    expect_answered(stranger);
}

INSTANTIATE_TEST_SUITE_P(Each, Connected, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
