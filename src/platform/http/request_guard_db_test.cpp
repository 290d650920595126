// Raw requests, as clients send them and as they must not, to a server over a socket.
#include "platform/http/request_guard.h"
#include "platform/http/serving_for_tests.h"

namespace jatigi::http {
namespace {

using namespace std::string_literals;

struct Sent {
    std::string what, bytes, answer;
};

const std::string get = "GET /ping HTTP/1.1\r\n";
const std::string host = "Host: localhost\r\n";
const std::string write = "POST /write HTTP/1.1\r\n" + host + "X-Jatigi: 1\r\n";
const std::string chunked = write + "Transfer-Encoding: chunked\r\n\r\n";

// As captured from the programs themselves, shortened where nothing depends on it.
std::vector<Sent> what_clients_send() {
    return {
        {"Chromium, a page",
         get +
             "Host: 127.0.0.1:8080\r\nConnection: keep-alive\r\nCache-Control: max-age=0\r\n"
             "sec-ch-ua: \"Chromium\";v=\"131\", \"Not_A Brand\";v=\"24\"\r\nsec-ch-ua-mobile: "
             "?0\r\n"
             "sec-ch-ua-platform: \"Linux\"\r\nUpgrade-Insecure-Requests: 1\r\n"
             "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
             "Chrome/131.0.0.0 Safari/537.36\r\nAccept: text/html,*/*;q=0.8\r\nSec-Fetch-Site: "
             "none\r\n"
             "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: fr-FR,fr;q=0.9\r\n\r\n",
         "200"},
        {"Chromium, a write",
         "POST /write HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nConnection: keep-alive\r\n"
         "Content-Length: 2\r\nX-Jatigi: 1\r\nContent-Type: application/json\r\n"
         "Origin: http://127.0.0.1:8080\r\nSec-Fetch-Mode: cors\r\n"
         "Cookie: __Host-jatigi-device=00\r\n\r\n{}",
         "200"},
        {"curl", get + "Host: localhost:8080\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n",
         "200"},
        {"curl -d @-",
         write + "User-Agent: curl/7.88.1\r\nAccept: */*\r\nContent-Length: 5\r\n"
                 "Content-Type: application/x-www-form-urlencoded\r\n\r\nawa=1",
         "200"},
        {"curl -T -",
         write + "User-Agent: curl/7.88.1\r\nAccept: */*\r\nTransfer-Encoding: chunked\r\n"
                 "Expect: 100-continue\r\n\r\n5\r\nawa=1\r\n0\r\n\r\n",
         "200"},
        {"nginx, proxy_http_version 1.1",
         "POST /write HTTP/1.1\r\nHost: centre.example\r\nConnection: \r\nContent-Length: 2\r\n"
         "X-Jatigi: 1\r\norigin: https://centre.example\r\n\r\n{}",
         "200"},
        {"nginx, as it proxies when nobody says how",
         "GET /ping HTTP/1.0\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n", "200"},
        {"Python, http.client", get + "Host: localhost:8080\r\nAccept-Encoding: identity\r\n\r\n",
         "200"},
        {"Python, an iterable body",
         "POST /write HTTP/1.1\r\nHost: localhost:8080\r\nAccept-Encoding: identity\r\n"
         "Transfer-Encoding: chunked\r\nX-Jatigi: "
         "1\r\n\r\n3\r\nawa\r\nc\r\n0123456789ab\r\n0\r\n\r\n",
         "200"},
        {"Python, requests",
         get + "Host: [::1]:8080\r\nUser-Agent: python-requests/2.28.1\r\n"
               "Accept-Encoding: gzip, deflate\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
         "200"},
        {"a monitor's HEAD", "HEAD /ping HTTP/1.1\r\n" + host + "\r\n", "200"},
        {"a write without a body", write + "Content-Length: 0\r\n\r\n", "200"},
        {"an absolute target of this host",
         "GET http://localhost/ping HTTP/1.1\r\n" + host + "\r\n", "200"},
        {"an absolute target in other letters",
         "GET HTTP://LocalHost/ping?x=1 HTTP/1.1\r\n" + host + "\r\n", "200"},
        {"tabs and letters in a value", get + host + "X-Name:\tK\xC3\xA9ita\tx \r\n\r\n", "200"},
        {"an empty value", get + host + "X-Empty:\r\n\r\n", "200"},
        {"every mark that a name may hold", get + host + "!#$%&'*+-.^_`|~09azAZ: 1\r\n\r\n", "200"},
    };
}

std::vector<Sent> blurred_lines() {
    const std::string malformed = "400 request.malformed", header = "400 request.header_malformed";
    return {
        {"a bare line feed behind the request line", "GET /ping HTTP/1.1\n" + host + "\r\n",
         malformed},
        {"bare line feeds alone", "GET /ping HTTP/1.1\nHost: localhost\n\n", malformed},
        {"a bare line feed behind a header", get + "Host: localhost\nX: 1\r\n\r\n", malformed},
        {"a bare line feed as the last line", get + host + "\n", malformed},
        {"a bare carriage return in a value", get + host + "X: a\rb\r\n\r\n", malformed},
        {"a bare carriage return as the last line", get + host + "\rX\r\n\r\n", malformed},
        {"two carriage returns", get + host + "X: a\r\r\n\r\n", malformed},
        {"an empty line before the request", "\r\n" + get + host + "\r\n", malformed},
        {"two blanks in the request line", "GET  /ping HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a tab in the request line", "GET\t/ping HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a blank behind the version", "GET /ping HTTP/1.1 \r\n" + host + "\r\n", malformed},
        {"a method that is no token", "G(T /ping HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a method that nobody knows", "GETS /ping HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a method in small letters", "get /ping HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a tunnel", "CONNECT localhost:443 HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"no path", "GET ping HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a star for a path", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a fragment", "GET /ping#x HTTP/1.1\r\n" + host + "\r\n", malformed},
        {"a byte of no ASCII in the target", "GET /ping/\xE9 HTTP/1.1\r\n" + host + "\r\n",
         malformed},
        {"NUL in the target", "GET /pi\0ng HTTP/1.1\r\n"s + host + "\r\n", malformed},
        {"no version: HTTP/0.9", "GET /ping\r\n\r\n", malformed},
        {"HTTP/0.9 by its name", "GET /ping HTTP/0.9\r\n" + host + "\r\n",
         "400 request.version_unsupported"},
        {"HTTP/1.2", "GET /ping HTTP/1.2\r\n" + host + "\r\n", "400 request.version_unsupported"},
        {"HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
         "400 request.version_unsupported"},
        {"a version in small letters", "GET /ping http/1.1\r\n" + host + "\r\n", malformed},
        {"a blank before the colon", get + "Host : localhost\r\n\r\n", header},
        {"a tab before the colon", get + host + "X-Jatigi\t: 1\r\n\r\n", header},
        {"a folded header", get + host + "X: a\r\n b\r\n\r\n", header},
        {"a header folded by a tab", get + host + "X: a\r\n\tContent-Length: 4\r\n\r\n", header},
        {"a blank before the first header", get + " " + host + "\r\n", header},
        {"no colon", get + host + "X\r\n\r\n", header},
        {"no name", get + host + ": 1\r\n\r\n", header},
        {"a name that is no token", get + host + "X[0]: 1\r\n\r\n", header},
        {"a name in other letters", get + host + "Pr\xC3\xA9nom: 1\r\n\r\n", header},
        {"NUL in a name", get + host + "X\0Y: 1\r\n\r\n"s, header},
        {"NUL in a value", get + host + "X: a\0b\r\n\r\n"s, header},
        {"a control byte in a value", get + host + "X: a\x1b[2J\r\n\r\n", header},
        {"DEL in a value", get + host + "X: a\x7f\r\n\r\n", header},
        {"another protocol", get + host + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
         "400 request.upgrade_refused"},
        {"HTTP/2 by an upgrade",
         get + host +
             "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n",
         "400 request.upgrade_refused"},
    };
}

std::vector<Sent> blurred_hosts() {
    const std::string invalid = "400 request.host_invalid";
    return {
        {"no host", get + "\r\n", invalid},
        {"no host from an old client", "GET /ping HTTP/1.0\r\n\r\n", invalid},
        {"an empty host", get + "Host: \r\n\r\n", invalid},
        {"two hosts", get + host + "Host: other\r\n\r\n", invalid},
        {"the same host twice", get + host + host + "\r\n", invalid},
        {"two hosts in one header", get + "Host: localhost, other\r\n\r\n", invalid},
        {"a user in the host", get + "Host: awa@localhost\r\n\r\n", invalid},
        {"a path in the host", get + "Host: localhost/ping\r\n\r\n", invalid},
        {"a blank in the host", get + "Host: local host\r\n\r\n", invalid},
        {"a port that is none", get + "Host: localhost:80x\r\n\r\n", invalid},
        {"no port behind the colon", get + "Host: localhost:\r\n\r\n", invalid},
        {"an open bracket", get + "Host: [::1\r\n\r\n", invalid},
        {"an escaped host", get + "Host: local%68ost\r\n\r\n", invalid},
        {"an absolute target of another host", "GET http://other/ping HTTP/1.1\r\n" + host + "\r\n",
         invalid},
        {"an absolute target of another port",
         "GET http://localhost:81/ping HTTP/1.1\r\n" + host + "\r\n", invalid},
        {"an absolute target with a user",
         "GET http://localhost@other/ping HTTP/1.1\r\n" + host + "\r\n", invalid},
        {"a target of a file", "GET file:///etc/passwd HTTP/1.1\r\n" + host + "\r\n",
         "400 request.malformed"},
    };
}

std::vector<Sent> blurred_lengths() {
    const std::string unclear = "400 request.length_unclear";
    const auto length = [](const std::string& text) {
        return write + "Content-Length:" + text + "\r\n\r\n{\"a\":1}";
    };
    return {
        {"a length with a sign", length(" +5"), unclear},
        {"a negative length", length(" -5"), unclear},
        {"a length between blanks", length("  5 "), unclear},
        {"a length before a blank", length(" 5 "), unclear},
        {"a length behind a tab", length("\t5"), unclear},
        {"a length in hexadecimal", length(" 0x5"), unclear},
        {"a length and a half", length(" 5.0"), unclear},
        {"no length", length(" "), unclear},
        {"a length that no number holds", length(" 18446744073709551621"), unclear},
        {"two lengths in one header", length(" 5, 5"), unclear},
        {"two lengths", write + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n012345", unclear},
        {"the same length twice", write + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n01234",
         unclear},
        {"a length and chunks",
         write + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", unclear},
        {"chunks and a length",
         write + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", unclear},
        {"two codings", write + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", unclear},
        {"the same coding twice",
         write + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         unclear},
        {"a coding that is none", write + "Transfer-Encoding: identity\r\n\r\n", unclear},
        {"a coding in quotes", write + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", unclear},
        {"chunks of an old client",
         "POST /write HTTP/1.0\r\n" + host +
             "X-Jatigi: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         unclear},
        {"an extension of a chunk", chunked + "3;x=1\r\nawa\r\n0\r\n\r\n", unclear},
        {"a blank behind the size of a chunk", chunked + "3 \r\nawa\r\n0\r\n\r\n", unclear},
        {"a size with a sign", chunked + "+3\r\nawa\r\n0\r\n\r\n", unclear},
        {"a size with 0x", chunked + "0x3\r\nawa\r\n0\r\n\r\n", unclear},
        {"a size that is none", chunked + "xyz\r\nawa\r\n0\r\n\r\n", unclear},
        {"no size", chunked + "\r\nawa\r\n0\r\n\r\n", unclear},
        {"a size that no number holds", chunked + "10000000000000003\r\nawa\r\n0\r\n\r\n", unclear},
        {"a bare line feed behind a size", chunked + "3\nawa\r\n0\r\n\r\n",
         "400 request.malformed"},
        {"a bare line feed behind a chunk", chunked + "3\r\nawa\n0\r\n\r\n",
         "400 request.malformed"},
        {"a chunk that is longer than it says", chunked + "3\r\nawax\r\n0\r\n\r\n", unclear},
        {"other bytes where a chunk ends", chunked + "3\r\nawaXX3\r\nawa\r\n0\r\n\r\n", unclear},
        {"fields behind the body", chunked + "0\r\nX-Jatigi: 1\r\n\r\n", unclear},
        {"a request behind a body that is shorter than it says",
         write + "Content-Length: 2\r\n\r\n{}\r\n" + get + host + "\r\n", "400 request.malformed"},
    };
}

class Raw : public Serving {
protected:
    std::string answer_to(const std::string& bytes) const {
        RawClient client = connect();
        client.send(bytes);
        return client.receive();
    }
    void expect_refused(const std::vector<Sent>& all) {
        for (const Sent& sent : all) {
            const std::uint64_t before = server_->taken();
            RawClient client = connect();
            client.send(sent.bytes);
            EXPECT_EQ(said(client.receive()), sent.answer) << sent.what;
            EXPECT_TRUE(client.at_end()) << sent.what;
            EXPECT_EQ(server_->taken(), before) << sent.what << ": it came to its handler";
        }
    }
};

TEST_P(Raw, WhatKnownClientsSendIsTaken) {
    for (const Sent& sent : what_clients_send())
        EXPECT_EQ(said(answer_to(sent.bytes)), sent.answer) << sent.what;
}

TEST_P(Raw, WhatReadersUnderstandDifferentlyComesToNoHandler) {
    expect_refused(blurred_lines());
    expect_refused(blurred_hosts());
    expect_refused(blurred_lengths());
}

// However the network cuts it. Who refuses it first, and so the code, depends on that.
TEST_P(Raw, TheSameIsRefusedWhenItComesByteByByte) {
    for (const Sent& sent : blurred_lines()) {
        RawClient client = connect();
        bool open = true;
        for (const char byte : sent.bytes) open = open && client.send({&byte, 1});
        const std::string answer = client.receive();
        if (!answer.empty()) {
            EXPECT_TRUE(said(answer).starts_with("400 request.")) << sent.what << said(answer);
        }
        EXPECT_TRUE(client.at_end()) << sent.what;
    }
    EXPECT_EQ(server_->taken(), 0U);
}

// The first of the two is not done either: whoever sends such a thing is no client of ours.
TEST_P(Raw, ARequestHiddenBehindAnotherIsNotDone) {
    expect_refused(
        {{"a second request in a folded header",
          get + host + "\r\n" + get + "X: 1\r\n y: GET /ping HTTP/1.1\r\n" + host + "\r\n",
          "400 request.header_malformed"}});
}

TEST_P(Raw, RequestsThatFollowEachOtherInOneSendAreEachAnswered) {
    RawClient client = connect();
    client.send(get + host + "\r\n" + write + "Content-Length: 2\r\n\r\n{}" + chunked +
                "3\r\nawa\r\n0\r\n\r\n" + get + host + "\r\n");
    for (const std::string_view body : {"{}", "2", "3", "{}"}) {
        const std::string answer = client.receive();
        EXPECT_EQ(said(answer), "200");
        EXPECT_TRUE(answer.ends_with("\r\n\r\n" + std::string(body))) << answer;
    }
}

struct Headers {
    std::string what, bytes, status;
    bool page = false;
};

TEST_P(Raw, EveryKindOfAnswerTellsTheBrowserTheSame) {
    const std::vector<Headers> all{
        {"a page", "GET /page HTTP/1.1\r\n" + host + "\r\n", "200", true},
        {"data", get + host + "\r\n", "200"},
        {"no such route", "GET /nothing HTTP/1.1\r\n" + host + "\r\n", "404 request.no_such_route"},
        {"a problem", "POST /list HTTP/1.1\r\n" + host + "X-Jatigi: 1\r\n\r\n",
         "401 session.required"},
        {"a write that may be another site's", "POST /write HTTP/1.1\r\n" + host + "\r\n",
         "403 request.header_missing"},
        {"no HTTP", "nonsense\r\n\r\n", "400 request.malformed"},
        {"a refusal by the guard", get + "\r\n", "400 request.host_invalid"},
        {"a refusal by the parser",
         "GET /" + std::string(4'200, 'x') + " HTTP/1.1\r\n" + host + "\r\n",
         "413 request.url_too_long"},
        {"a body that is too large for a stranger", post(8 * MiB, ""), "401 session.required"},
        {"a body that is too large", post(8 * MiB + 1, cookie()), "413 request.too_large"}};
    for (const Headers& asked : all) {
        const std::string answer = answer_to(asked.bytes);
        EXPECT_EQ(said(answer), asked.status) << asked.what;
        const std::string head = answer.substr(0, answer.find("\r\n\r\n") + 2);
        const auto says = [&head](const std::string& line) {
            return head.find("\r\n" + line) != std::string::npos;
        };
        EXPECT_TRUE(says("X-Content-Type-Options: nosniff\r\n")) << asked.what;
        EXPECT_TRUE(says("Cache-Control: no-store\r\n")) << asked.what;
        EXPECT_EQ(says("Content-Security-Policy: default-src 'self'; "), asked.page) << asked.what;
        EXPECT_EQ(says("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"),
                  !asked.page)
            << asked.what;
        EXPECT_EQ(
            head.find(
                "require-trusted-types-for 'script'; trusted-types svelte-trusted-html "
                "jatigi-script\r\n") !=
                std::string::npos,
            asked.page)
            << asked.what;
        EXPECT_FALSE(says("Strict-Transport-Security: max-age=31536000\r\n")) << asked.what;
        EXPECT_EQ(says("Referrer-Policy: no-referrer\r\n"), asked.page) << asked.what;
        EXPECT_EQ(says("Cross-Origin-Opener-Policy: same-origin\r\n"), asked.page) << asked.what;
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Raw, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
