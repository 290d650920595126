// Every write that docs/api.yaml names (tools/check_api.py compares it with the routes), asked as
// the page of another site would, with the cookie that a browser might send along.
#include <atomic>
#include <fstream>

#include "platform/base/text.h"
#include "platform/http/serving_for_tests.h"

namespace jatigi::http {
namespace {

struct Asked {
    std::string method, pattern;
};

std::vector<Asked> writes_of_the_page() {
    std::vector<Asked> writes;
    std::ifstream page(std::string(JATIGI_SOURCE_DIR) + "/docs/api.yaml");
    std::string path;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("  /")) path = line.substr(2, line.rfind(':') - 2);
        for (const char* method : {"post", "put", "patch", "delete"})
            if (line == "    " + std::string(method) + ":") writes.push_back({method, path});
    }
    for (Asked& write : writes)
        for (char& c : write.method) c = static_cast<char>(c + 'A' - 'a');
    return writes;
}

class Writes : public Serving {
protected:
    Writes() {
        std::vector<Route> all;
        for (const Asked& write : writes_)
            all.push_back({write.method, write.pattern, Needs::session,
                           [this](const auto&, const Reply& reply) {
                               ++done_;
                               reply(json_response(200, "{}"));
                           }});
        server_.reset();
        server_ = Server::start({"127.0.0.1", 0}, services_, std::move(all)).value();
    }
    std::string answer_to(const Asked& write, const std::string& headers) const {
        RawClient client = connect();
        std::string path;
        for (const std::string& segment : split(write.pattern.substr(1), '/'))
            path += segment.starts_with('{') ? "/x" : "/" + segment;
        client.send(write.method + " " + path + " HTTP/1.1\r\nHost: localhost:8080\r\n" + cookie() +
                    headers + "Content-Length: 2\r\n\r\n{}");
        return said(client.receive());
    }

    const std::vector<Asked> writes_ = writes_of_the_page();
    std::atomic<int> done_ = 0;
};

TEST_P(Writes, WithoutOurHeaderAreNotDone) {
    EXPECT_GT(writes_.size(), 30U);
    for (const Asked& write : writes_)
        for (const std::string headers :
             {"", "X-Jatigi: 0\r\n", "X-Jatigi: \r\n", "Origin: http://localhost:8080\r\n",
              "X-Jatigi: 1, 1\r\n"})
            EXPECT_EQ(answer_to(write, headers), "403 request.header_missing")
                << write.method << " " << write.pattern << " " << headers;
    EXPECT_EQ(done_, 0);
}

TEST_P(Writes, FromAnotherOriginAreNotDone) {
    for (const Asked& write : writes_)
        for (const std::string origin :
             {"http://other.example", "null", "http://localhost", "http://localhost:80801",
              "http://localhost:8080.other.example", "ftp://localhost:8080", "localhost:8080"})
            EXPECT_EQ(answer_to(write, "X-Jatigi: 1\r\nOrigin: " + origin + "\r\n"),
                      "403 request.other_origin")
                << write.method << " " << write.pattern << " " << origin;
    EXPECT_EQ(done_, 0);
}

TEST_P(Writes, FromOurOwnPageAreDone) {
    for (const Asked& write : writes_)
        EXPECT_EQ(answer_to(write, "X-Jatigi: 1\r\nOrigin: http://localhost:8080\r\n"), "200")
            << write.method << " " << write.pattern;
    EXPECT_EQ(static_cast<std::size_t>(done_), writes_.size());
}

INSTANTIATE_TEST_SUITE_P(Each, Writes, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
