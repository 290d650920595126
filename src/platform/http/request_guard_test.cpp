#include "platform/http/request_guard.h"

#include <gtest/gtest.h>

namespace jatigi::http {
namespace {

using namespace std::string_literals;

const std::string start = "POST /list HTTP/1.1\r\nHost: centre\r\n";

class Guard : public ::testing::Test {
protected:
    // "taken", or the code of what refused.
    std::string send(std::string_view bytes, std::size_t at_once = std::string::npos) {
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, at_once);
            bytes.remove_prefix(part.size());
            if (const auto taken = guard_.take(part); !taken)
                return std::string(taken.error().code);
        }
        return "taken";
    }

    std::vector<RequestHead> heads_;
    RequestGuard guard_{[this](const RequestHead& head) -> Result<void> {
        heads_.push_back(head);
        return {};
    }};
};

TEST_F(Guard, KnowsWhereEachRequestEndsWhereverTheReadsCutIt) {
    const std::string sent =
        start + "Content-Length: 4\r\n\r\n\r\n\r\n" + start +
        "Transfer-Encoding: chunked\r\n\r\n3\r\na\nb\r\n0A\r\n0123456789\r\n0\r\n\r\n" +
        "GET / HTTP/1.0\r\nHost: [::1]:8080\r\n\r\n";
    for (const std::size_t at_once : {1, 2, 3, 7, 10'000}) {
        EXPECT_EQ(send(sent, at_once), "taken");
        EXPECT_TRUE(guard_.is_between());
        ASSERT_EQ(heads_.size(), 3U);
        EXPECT_EQ(heads_[0].length, 4U);
        EXPECT_TRUE(heads_[1].chunked);
        EXPECT_FALSE(heads_[2].has_body());
        heads_.clear();
    }
}

TEST_F(Guard, FindsTheSessionAmongTheCookies) {
    send("GET / HTTP/1.1\r\nHost: a\r\ncookie: __Host-jatigi-device=11; __Host-jatigi=22\r\n\r\n");
    send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_EQ(heads_.size(), 2U);
    EXPECT_EQ(heads_[0].session_token, "22");
    EXPECT_EQ(heads_[1].session_token, "");
}

// The parser acts on what it has; a whole line may never come.
TEST_F(Guard, RefusesABareLineEndBeforeTheLineIsWhole) {
    EXPECT_EQ(send("GET / HTTP/1.1\r\nHost: a\r\n\rX"), "request.malformed");
}

TEST_F(Guard, RefusesABareLineEndBetweenTwoReads) {
    EXPECT_EQ(send("GET / HTTP/1.1\r\nHost: a\r\n\r"), "taken");
    EXPECT_EQ(send("X"), "request.malformed");
}

TEST_F(Guard, RefusesABareLineFeedThatComesAlone) {
    EXPECT_EQ(send("GET / HTTP/1.1\r\nHost: a"), "taken");
    EXPECT_EQ(send("\n"), "request.malformed");
}

TEST_F(Guard, KeepsNoLineThatHasNoEnd) {
    EXPECT_EQ(send("GET /" + std::string(16 * 1024, 'x')), "request.headers_too_large");
    EXPECT_EQ(heads_.size(), 0U);
}

TEST_F(Guard, TakesEveryMarkThatMayStandInATarget) {
    EXPECT_EQ(
        send("GET /a;b=c,d!$&'()*+@:~._-%2F?q=[]{}|\\^`\"<>/? HTTP/1.1\r\nHost: a_b.c-d\r\n\r\n"),
        "taken");
}

TEST_F(Guard, LooksAtNoBody) {
    EXPECT_EQ(send(start + "Content-Length: 12\r\n\r\n\n\r: a\0b\x7f GET"s, 5), "taken");
}

TEST_F(Guard, TakesNothingBehindARequestButAnother) {
    EXPECT_EQ(send(start + "Content-Length: 2\r\n\r\n{}\r\n"), "request.malformed");
}

TEST_F(Guard, PassesARefusalOn) {
    RequestGuard guard([](const RequestHead&) -> Result<void> {
        return refuse(ErrorKind::unavailable, "vault.locked");
    });
    EXPECT_EQ(guard.take(start + "\r\n").error().code, "vault.locked");
}

}  // namespace
}  // namespace jatigi::http
