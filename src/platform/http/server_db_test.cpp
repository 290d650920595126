#include <poll.h>

#include <filesystem>
#include <future>

#include "platform/http/server.h"
#include "platform/http/serving_for_tests.h"

namespace jatigi::http {
namespace {

TEST_P(Serving, ABigBodyWithoutASessionIsRefusedBeforeItIsTaken) {
    RawClient client = connect();
    client.send(post(8 * MiB, "") + std::string(300 * KiB, 'x'));
    EXPECT_EQ(said(client.receive()), "401 session.required");
    EXPECT_TRUE(client.at_end());
    EXPECT_EQ(server_->body_budget().most_held(), 0U);
}

TEST_P(Serving, ASessionThatHasIdledOutIsNone) {
    node_.now += access::session_length_max + std::chrono::seconds{1};
    RawClient client = connect();
    client.send(post(8 * MiB, cookie()) + std::string(300 * KiB, 'x'));
    EXPECT_EQ(said(client.receive()), "401 session.required");
}

TEST_P(Serving, ABodyOfThoseWhoSignedInIsTakenAndGivenBackWithItsAnswer) {
    RawClient client = connect();
    for (int time = 0; time < 3; ++time) {
        client.send(post(2 * MiB, cookie()) + std::string(2 * MiB, 'x'));
        const std::string answer = client.receive();
        EXPECT_EQ(said(answer), "200");
        EXPECT_TRUE(answer.ends_with(std::to_string(2 * MiB)));
        EXPECT_EQ(server_->body_budget().held(), 0U);
    }
    EXPECT_GE(server_->body_budget().most_held(), 2 * MiB);
    EXPECT_LE(server_->body_budget().most_held(), 2 * MiB + KiB);
}

TEST_P(Serving, AChunkedBodyIsTakenAndCountedAlike) {
    RawClient client = connect();
    client.send(
        "POST /list HTTP/1.1\r\nHost: localhost\r\nX-Jatigi: 1\r\nTransfer-Encoding: chunked\r\n" +
        cookie() + "Expect: 100-continue\r\n\r\n");
    for (int chunk = 0; chunk < 16; ++chunk)
        client.send("10000\r\n" + std::string(64 * KiB, 'x') + "\r\n");
    client.send("0\r\n\r\n");
    EXPECT_TRUE(client.receive().ends_with(std::to_string(MiB)));
    EXPECT_GE(server_->body_budget().most_held(), MiB);
    RawClient stranger = connect();
    stranger.send("POST /list HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int chunk = 0; chunk < 5; ++chunk)
        stranger.send("10000\r\n" + std::string(64 * KiB, 'x') + "\r\n");
    EXPECT_EQ(said(stranger.receive()), "401 session.required");
}

TEST_P(Serving, ASessionCountsForItsOwnRequestAlone) {
    RawClient client = connect();
    client.send(post(MiB, cookie()) + std::string(MiB, 'x'));
    EXPECT_EQ(said(client.receive()), "200");
    client.send(post(MiB, "") + std::string(300 * KiB, 'x'));
    EXPECT_EQ(said(client.receive()), "401 session.required");
}

// All hold back the end of their bodies, so what does not fit together is refused for sure: of 900
// KiB each, four fit into 4 MiB. Which ones stay is chance.
TEST_P(Serving, OverTheBudgetSomeAreAnsweredBusyAndSmallRequestsGoOn) {
    constexpr std::size_t sent = 900 * KiB;
    std::vector<RawClient> clients;
    for (int i = 0; i < 16; ++i) {
        clients.push_back(connect());
        clients.back().send(post(MiB, cookie()) + std::string(sent, 'x'));
        EXPECT_EQ(ping(), "200");
    }
    std::vector<bool> refused(clients.size(), false);
    for (int seen = 0; seen < 12;) {
        std::vector<pollfd> waiting;
        for (std::size_t i = 0; i < clients.size(); ++i)
            waiting.push_back({refused[i] ? -1 : clients[i].handle(), POLLIN, 0});
        ASSERT_GT(::poll(waiting.data(), waiting.size(), 60'000), 0);
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (waiting[i].revents == 0) continue;
            const std::string answer = clients[i].receive();
            EXPECT_EQ(said(answer), "503 request.busy");
            EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
            refused[i] = true;
            ++seen;
        }
    }
    EXPECT_LE(server_->body_budget().most_held(), budget_max);
    EXPECT_EQ(ping(), "200");
    for (std::size_t i = 0; i < clients.size(); ++i) {
        if (refused[i]) continue;
        clients[i].send(std::string(MiB - sent, 'x'));
        EXPECT_EQ(said(clients[i].receive()), "200");
    }
    EXPECT_EQ(server_->body_budget().held(), 0U);
    EXPECT_LE(server_->body_budget().most_held(), budget_max);
}

TEST_P(Serving, WhoeverLeavesInTheMiddleOfABodyGivesItBack) {
    {
        RawClient client = connect();
        client.send(post(2 * MiB, cookie()) + std::string(MiB, 'x'));
        while (server_->body_budget().held() < MiB) ASSERT_EQ(ping(), "200");
    }
    EXPECT_TRUE(comes_back());
}

TEST_P(Serving, WhatBreaksALimitOrIsNoHttpIsAnsweredWithItsCode) {
    const auto answer_to = [this](const std::string& request) {
        RawClient client = connect();
        client.send(request);
        return said(client.receive());
    };
    EXPECT_EQ(answer_to("nonsense\r\n\r\n"), "400 request.malformed");
    EXPECT_EQ(answer_to(post(8 * MiB + 1, cookie())), "413 request.too_large");
    EXPECT_EQ(answer_to("GET /" + std::string(4'200, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
              "413 request.url_too_long");
    EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(9'000, 'x') +
                        "\r\n\r\n"),
              "413 request.headers_too_large");
}

TEST_P(Serving, AControlCharacterInAPathOrAQueryIsRefused) {
    const auto answer_to = [this](const std::string& target) {
        RawClient client = connect();
        client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return said(client.receive());
    };
    for (const std::string code : {"%00", "%01", "%09", "%0A", "%1F", "%7F", "%C2%85"}) {
        EXPECT_EQ(answer_to("/ping/admin" + code + "x"), "422 request.text_invalid") << code;
        EXPECT_EQ(answer_to("/ping?name=admin" + code), "422 request.text_invalid") << code;
        EXPECT_EQ(answer_to("/ping?" + code + "=1"), "422 request.text_invalid") << code;
    }
    EXPECT_EQ(answer_to("/ping/K%E9ita"), "422 request.malformed");  // No UTF-8.
    EXPECT_EQ(answer_to("/ping/K%C3%A9ita%20x"), "200");
    EXPECT_EQ(answer_to("/ping?name=K%C3%A9ita+x"), "200");
}

TEST_P(Serving, ALockedNodeHearsOfABodyAndTakesNone) {
    lock_.lock({});
    RawClient client = connect();
    client.send(post(8 * MiB, cookie()));
    EXPECT_EQ(said(client.receive()), "503 vault.locked");
    EXPECT_TRUE(client.at_end());
    EXPECT_EQ(ping(), "200");
}

// The answer may be lost when they are many, but the files of the process are not used up: without
// one the server would accept nobody any more.
TEST_P(Serving, BrokenConnectionsThatStayOpenHoldFewFiles) {
    const auto files = [] {
        const std::filesystem::directory_iterator all("/proc/self/fd");
        return std::distance(begin(all), end(all));
    };
    const auto before = files();
    constexpr int broken = 300;
    std::vector<RawClient> clients;
    for (int i = 0; i < broken; ++i) {
        clients.push_back(connect());
        clients.back().send("nonsense\r\n\r\n");
        EXPECT_EQ(said(clients.back().receive()), "400 request.malformed");
    }
    EXPECT_EQ(ping(), "200");
    EXPECT_LE(files(), before + broken + 70);
}

// Its handler keeps the reply, as slow work does.
class Stopping : public Serving {
protected:
    Stopping() {
        server_ = Server::start(
                      {"127.0.0.1", 0}, services_,
                      {{"GET", "/ping", Needs::nothing,
                        [](const auto&, const Reply& reply) { reply(json_response(200, "{}")); }},
                       {"GET", "/slow", Needs::nothing,
                        [this](const auto&, const Reply& reply) {
                            reply_ = reply;
                            taken_.set_value();
                        }}},
                      {.bodies_bytes_max = budget_max})
                      .value();
    }
    RawClient asks_slowly() {
        RawClient client = connect();
        client.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        taken_.get_future().wait();
        return client;
    }

    std::promise<void> taken_;
    Reply reply_;
};

TEST_P(Stopping, AnswersWhatIsUnderWayAndClosesTheConnection) {
    RawClient client = asks_slowly();
    EXPECT_EQ(server_->under_way(), 1U);
    server_->stop_taking();
    reply_(json_response(200, "{}"));
    server_->finish(std::chrono::steady_clock::time_point::max());
    EXPECT_EQ(server_->under_way(), 0U);
    EXPECT_EQ(said(client.receive()), "200");
    EXPECT_TRUE(client.at_end());
}

TEST_P(Stopping, RefusesARequestOnAnOpenConnectionAndConnectsNobody) {
    RawClient open = connect();
    open.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(said(open.receive()), "200");
    server_->stop_taking();
    open.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const std::string answer = open.receive();
    EXPECT_EQ(said(answer), "503 server.stopping");
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    EXPECT_TRUE(open.at_end());
    EXPECT_EQ(connect().receive(), "");
}

TEST_P(Stopping, AnAnswerAfterTheTimeIsOverReachesNobody) {
    RawClient client = asks_slowly();
    server_->finish({});
    EXPECT_EQ(said(client.receive()), "503 server.stopping");
    reply_(json_response(200, "{}"));
    EXPECT_EQ(ping(), "200");
}

TEST_P(Stopping, AnAnswerWhenTheServerIsGoneTouchesNothing) {
    RawClient client = asks_slowly();
    server_.reset();
    EXPECT_EQ(said(client.receive()), "503 server.stopping");
    EXPECT_TRUE(client.at_end());
    reply_(json_response(200, "{}"));
}

TEST_P(Stopping, AReplyThatIsLetGoWithoutAWordIsAnswered) {
    RawClient client = asks_slowly();
    reply_ = {};
    EXPECT_EQ(said(client.receive()), "503 server.stopping");
    EXPECT_EQ(ping(), "200");
}

INSTANTIATE_TEST_SUITE_P(Each, Stopping, testing::both_stores(), testing::store_name);
INSTANTIATE_TEST_SUITE_P(Each, Serving, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
