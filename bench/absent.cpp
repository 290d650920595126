// Whether the time of an answer tells that somebody is there whom one may not know of: a registrar
// asks for the file of somebody restricted and of nobody, in random order, on one connection.
//   bench_absent [--tiny] [DIRECTORY]
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <iostream>

#include "app/ready.h"
#include "centre/sites/site_view.h"
#include "crowd.h"
#include "load_client.h"
#include "must.h"
#include "node/open_node.h"
#include "own_folder.h"
#include "people/registry/case_number.h"
#include "people/registry/registration_api.h"
#include "platform/access/account.h"
#include "platform/access/session.h"
#include "statistics.h"

namespace jatigi::bench {
namespace {

constexpr int people = 300;
constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};

Clock bench_clock() {
    return [] { return now; };
}

struct Node {
    std::string registrar, protection;  // Tokens of sessions.
    std::string somebody, nobody;       // Case numbers.
};

Result<std::string> token_of(log::WriteTx& tx, std::string_view name, access::Role role) {
    TRY_ASSIGN(const auto account,
               access::create_account(tx, {std::string(name), role, {}}, fresh_cause()));
    TRY_ASSIGN(auto ticket, access::Sessions{}.begin(tx, account));
    return std::move(ticket.token);
}

// Well-formed, and of nobody.
std::string number_beside(const std::string& number) {
    const std::string prefix = number.substr(0, 3);
    std::string digits = number.substr(3, number.size() - 4);
    for (;;) {
        digits.back() = digits.back() == '9' ? '0' : static_cast<char>(digits.back() + 1);
        const auto other = registry::make_case_number(prefix, digits);
        if (other && *other != number) return *other;
    }
}

Result<Node> fill(log::WriteTx& tx) {
    Crowd crowd;
    Node node;
    for (int i = 0; i < people; ++i) {
        const lists::ListFields fields = crowd.next();
        registry::Registration person{.sex = registry::Sex::male};
        person.identity.family_name = fields.family_name;
        person.identity.given_names = fields.given_names;
        TRY_ASSIGN(const auto one, registry::register_person(tx, fresh_cause(), "ASM", person));
        node.somebody = one.person.case_number;
    }
    node.nobody = number_beside(node.somebody);
    TRY_ASSIGN(node.registrar, token_of(tx, "registrar", access::Role::registrar));
    TRY_ASSIGN(node.protection, token_of(tx, "protection", access::Role::protection_officer));
    return node;
}

std::string request_text(std::string_view route, const std::string& token,
                         const std::string& body = {}) {
    return fmt::format(
        "{} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Jatigi: 1\r\nCookie: __Host-jatigi={}\r\n"
        "Content-Length: {}\r\n\r\n{}",
        route, token, body.size(), body);
}

// How often one of the former is over one of the latter; a half: they cannot be told apart.
double over(const std::vector<double>& former, std::vector<double> latter) {
    std::ranges::sort(latter);
    double sum = 0;
    for (const double value : former) {
        const auto [first, last] = std::ranges::equal_range(latter, value);
        sum += static_cast<double>(first - latter.begin()) + static_cast<double>(last - first) / 2;
    }
    return sum / static_cast<double>(former.size()) / static_cast<double>(latter.size());
}

int run(const std::string& directory, Seconds length) {
    const node::Place place{directory + "/data", directory + "/keys"};
    must(node::initialise(place, {"bench", false}, bench_clock()));
    Node node;
    {
        auto opened = must(node::open_node(place, bench_clock(), {}));
        node = must(opened.writer->run<Node>([](log::WriteTx& tx) { return fill(tx); }));
    }
    app::Ready ready =
        must(app::Ready::start(place, {.address = "127.0.0.1", .port = 0}, bench_clock()));
    LoadClient(
        ready.port(), 1,
        [&] {
            return request_text(
                fmt::format("POST /api/v1/persons/{}/restriction", node.somebody), node.protection,
                fmt::format(R"({{"command":"{}","restricted":true,"reason":"invented"}})",
                            id_text(fresh_cause().command)));
        },
        Expect::ok)
        .run_closed(Seconds{0.01});
    std::vector<bool> asked_for_somebody;
    LoadClient client(
        ready.port(), 1,
        [&] {
            asked_for_somebody.push_back(randombytes_uniform(2) == 1);
            return request_text(
                fmt::format("GET /api/v1/persons/{}",
                            asked_for_somebody.back() ? node.somebody : node.nobody),
                node.registrar);
        },
        Expect::not_found);
    const LoadResult result = client.run_closed(length);
    std::vector<double> somebody, nobody;
    for (std::size_t i = 0; i < result.latencies_ms.size(); ++i)
        (asked_for_somebody[i] ? somebody : nobody).push_back(result.latencies_ms[i]);
    std::cout << fmt::format(
        "absent: ratio={:.4f} told_apart={:.3f} somebody_ms={:.3f} nobody_ms={:.3f} asked={}\n",
        median(somebody) / median(nobody), over(somebody, nobody), median(somebody), median(nobody),
        result.latencies_ms.size());
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    jatigi::bench::Seconds length{60};
    std::string directory;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--tiny")
            length = jatigi::bench::Seconds{0.5};
        else
            directory = argument;
    }
    return jatigi::bench::in_folder(
        directory, [&](const std::string& folder) { return jatigi::bench::run(folder, length); });
}
