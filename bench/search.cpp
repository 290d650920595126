// What people who search a large register cost everybody else: answers of /healthz from an idle
// server against those from one where eight search as fast as they are answered, in alternating
// slices.
//   bench_search [--tiny] [--people N] [DIRECTORY]
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <thread>

#include "app/ready.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
#include "crowd.h"
#include "load_client.h"
#include "must.h"
#include "node/open_node.h"
#include "own_folder.h"
#include "people/registry/registration_api.h"
#include "platform/access/account.h"
#include "platform/access/session.h"
#include "statistics.h"

namespace jatigi::bench {
namespace {

constexpr int searchers = 8;
constexpr std::size_t people_at_once = 500;
constexpr std::size_t names_asked = 6;  // Fewer than what an account may be shown in an hour.
constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};

struct Size {
    std::size_t people = 100'000;
    Seconds slice{3};
    int slices = 5;
};

Clock bench_clock() {
    return [] { return now; };
}

// A register of which nearly all are at one site, and an account of another that searches: the most
// that a search has to pass over. Gives the token of its session.
std::string fill(const node::Place& place, std::size_t people) {
    must(node::initialise(place, {"bench", false}, bench_clock()));
    auto node = must(node::open_node(place, bench_clock(), {}));
    Crowd crowd;
    for (std::size_t made = 0; made < people; made += people_at_once)
        must(node.writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto large, sites::find_site(tx.db(), "ASM"));
            TRY_ASSIGN(const auto small, sites::find_site(tx.db(), "AGZ"));
            for (std::size_t i = 0; i < people_at_once && made + i < people; ++i) {
                const lists::ListFields fields = crowd.next();
                registry::Registration person{.sex = registry::Sex::male,
                                              .nationality = fields.nationality};
                person.identity.family_name = fields.family_name;
                person.identity.given_names = fields.given_names;
                person.identity.birth = fields.birth;
                person.identity.father_name = fields.father_name;
                person.identity.mother_name = fields.mother_name;
                TRY_ASSIGN(const auto one,
                           registry::register_person(tx, fresh_cause(), "ASM", person));
                TRY(sites::check_in(tx, fresh_cause(), one.person, i % 100 == 0 ? small : large,
                                    std::chrono::floor<Days>(tx.now())));
            }
            return true;
        }));
    return must(node.writer->run<std::string>([](log::WriteTx& tx) -> Result<std::string> {
        TRY_ASSIGN(const auto small, sites::find_site(tx.db(), "AGZ"));
        TRY_ASSIGN(const auto account,
                   access::create_account(tx, {"searcher", access::Role::registrar, small.site},
                                          fresh_cause()));
        TRY_ASSIGN(auto ticket, access::Sessions{}.begin(tx, account));
        return std::move(ticket.token);
    }));
}

std::string search_text(const std::string& token, std::string_view name) {
    const std::string body = fmt::format(R"({{"query":"{}"}})", name);
    return fmt::format(
        "POST /api/v1/persons/search HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Jatigi: 1\r\n"
        "Cookie: __Host-jatigi={}\r\nContent-Length: {}\r\n\r\n{}",
        token, body.size(), body);
}

double healthz_ms(std::uint16_t port, Seconds length) {
    LoadClient client(
        port, 1, [] { return std::string("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"); },
        Expect::ok);
    return median(client.run_closed(length).latencies_ms);
}

struct Crowded {
    double healthz_ms = 0, search_ms = 0;
};

Crowded while_searching(std::uint16_t port, const std::string& token, Seconds length) {
    LoadResult searches;
    std::jthread crowd([&] {
        std::size_t asked = 0;
        // Common names, as they are typed: their beginnings, too.
        constexpr std::array<std::string_view, names_asked> names{"mamadou", "ma",  "ibrahima",
                                                                  "diallo",  "fat", "moussa keita"};
        LoadClient client(
            port, searchers,
            [&] { return search_text(token, std::string(names.at(asked++ % names.size()))); },
            Expect::ok);
        searches = client.run_closed(length);
    });
    const double health = healthz_ms(port, length * 0.8);
    crowd.join();
    return {health, median(searches.latencies_ms)};
}

int run(const std::string& directory, const Size& size) {
    const node::Place place{directory + "/data", directory + "/keys"};
    const std::string token = fill(place, size.people);
    app::Ready ready =
        must(app::Ready::start(place, {.address = "127.0.0.1", .port = 0}, bench_clock()));
    std::vector<double> idle, crowded, ratios, searches;
    for (int i = 0; i < size.slices; ++i) {
        idle.push_back(healthz_ms(ready.port(), size.slice));
        const Crowded with = while_searching(ready.port(), token, size.slice);
        crowded.push_back(with.healthz_ms);
        searches.push_back(with.search_ms);
        ratios.push_back(crowded.back() / idle.back());
    }
    std::cout << fmt::format(
        "search: ratio={:.2f} idle_ms={:.3f} crowded_ms={:.3f} search_ms={:.1f} people={}\n",
        median(ratios), median(idle), median(crowded), median(searches), size.people);
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    jatigi::bench::Size size;
    std::string directory;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--tiny")
            size = {.people = 1'500, .slice = jatigi::bench::Seconds{0.3}, .slices = 1};
        else if (argument == "--people" && i + 1 < argc)
            size.people = std::stoul(argv[++i]);
        else
            directory = argument;
    }
    return jatigi::bench::in_folder(
        directory, [&](const std::string& folder) { return jatigi::bench::run(folder, size); });
}
