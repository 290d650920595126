// Durable servings through HTTP against the bare loop, in alternating slices on the same disk.
//   bench_serve [--tiny] [DIRECTORY]
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <iostream>
#include <random>

#include "app/routes.h"
#include "bare_loop.h"
#include "centre/assistance/round_api.h"
#include "centre/sites/stay_api.h"
#include "load_client.h"
#include "must.h"
#include "node/open_node.h"
#include "node/reference.h"
#include "own_folder.h"
#include "people/registry/registration_api.h"
#include "platform/base/random.h"
#include "platform/http/server.h"
#include "statistics.h"

namespace jatigi::bench {
namespace {

constexpr int clients = 64;
constexpr std::size_t round_size = 700;

struct Size {
    std::size_t people = 5'000;
    Seconds slice{1.5};
    int slices = 5;
};

// A real node with a real server; only its days are made to pass faster.
class Centre {
public:
    Centre(const std::string& directory, const Size& size)
        : place_{directory + "/data", directory + "/keys"},
          day_(std::chrono::sys_days{std::chrono::year{2023} / 1 / 16}) {
        const jatigi::Clock clock = [this] { return Instant{day_.load()} + std::chrono::hours{7}; };
        must(node::initialise(place_, {"bench", false}, clock));
        node_.emplace(must(node::open_node(place_, clock, {})));
        register_people(size.people);
        readers_.emplace([this] { return store::open_reader(node::location_of(place_)); });
        services_.emplace(http::Services{*node_->writer, *readers_, workers_, sessions_, throttle_,
                                         *node_->node, [] { return Instant{}; }, "bench", false});
        services_->lock = &lock_;
        contexts_.emplace(*services_, index_, lock_);
        server_ =
            must(http::Server::start({"127.0.0.1", 0}, *services_, app::all_routes(*contexts_)));
        cookie_ =
            must(node_->writer->run<std::string>([this](log::WriteTx& tx) { return sign_in(tx); }));
        sessions_.remember({cookie_}, account_, Instant{});
    }

    std::uint16_t port() const { return server_->port(); }

    // The next serving: the rounds take 700 people each, and the next round is the next day's.
    std::string next_request() {
        if (served_ % round_size == 0) open_next_round();
        const std::string& card = cards_[served_ % cards_.size()];
        ++served_;
        const std::string body =
            fmt::format(R"({{"command":"{}","code":"{}"}})", id_text(next_command_id()), card);
        return fmt::format(
            "POST /api/v1/rounds/{}/servings HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Jatigi: 1\r\n"
            "Cookie: __Host-jatigi={}\r\nContent-Type: application/json\r\n"
            "Content-Length: {}\r\n\r\n{}",
            round_, cookie_, body.size(), body);
    }

private:
    // Not secret, so no system call for each: the client must cost little.
    log::CommandId next_command_id() {
        Bytes bytes;
        put_big_endian(bytes, random_(), 8);
        put_big_endian(bytes, random_(), 8);
        return id_v7<log::CommandEntity>(1'673'000'000'000 + served_, bytes);
    }

    Result<std::string> sign_in(log::WriteTx& tx) {
        TRY_ASSIGN(account_,
                   access::create_account(tx, {"server", access::Role::food_distributor, {}},
                                          fresh_cause()));
        TRY_ASSIGN(auto ticket, access::Sessions{}.begin(tx, account_));
        return std::move(ticket.token);
    }

    void register_people(std::size_t people) {
        constexpr std::size_t at_once = 250;
        while (cards_.size() < people)
            must(node_->writer->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
                TRY_ASSIGN(const auto site, sites::find_site(tx.db(), "ASM"));
                for (std::size_t i = 0; i < at_once && cards_.size() < people; ++i) {
                    TRY_ASSIGN(auto made, registry::register_person(tx, fresh_cause(), "ASM",
                                                                    {.nationality = "MLI"}));
                    TRY(sites::check_in(tx, fresh_cause(), made.person, site, Day{day_.load()}));
                    cards_.push_back(std::move(made.card));
                }
                return true;
            }));
    }

    void open_next_round() {
        day_ = day_.load() + Days{1};
        round_ = id_text(must(node_->writer->run<assistance::RoundId>(
            [this](log::WriteTx& tx) -> Result<assistance::RoundId> {
                TRY_ASSIGN(const auto site, sites::find_site(tx.db(), "ASM"));
                const auto* breakfast =
                    assistance::find_service(node::reference().services, "BREAKFAST");
                return assistance::open_round(tx, fresh_cause(),
                                              {site, *breakfast, Day{day_.load()}});
            })));
    }

    node::Place place_;
    std::atomic<std::chrono::sys_days> day_;
    std::optional<node::OpenNode> node_;
    std::optional<http::ReadPool> readers_;
    http::Workers workers_;
    access::Sessions sessions_;
    access::Throttle throttle_;
    registry::RegisterIndex index_;
    vault::LockSwitch lock_;
    std::optional<http::Services> services_;
    std::optional<app::RouteContexts> contexts_;
    std::unique_ptr<http::Server> server_;
    std::vector<std::string> cards_;
    access::Account account_;
    std::string cookie_, round_;
    std::size_t served_ = 0;
    std::mt19937_64 random_{622};
};

struct Comparison {
    std::vector<double> ours, bare, ratios;
};

Comparison compare(Centre& centre, BareLoop& bare, const Size& size, int connections, int group) {
    Comparison result;
    LoadClient client(centre.port(), connections, [&] { return centre.next_request(); });
    for (int i = 0; i < size.slices; ++i) {
        result.bare.push_back(bare.run(size.slice, group));
        result.ours.push_back(client.run_closed(size.slice).rate());
        result.ratios.push_back(result.ours.back() / result.bare.back());
        std::cout << fmt::format("  {} clients: {:.0f}/s, bare in groups of {}: {:.0f}/s\n",
                                 connections, result.ours.back(), group, result.bare.back());
    }
    return result;
}

int run(const std::string& directory, const Size& size) {
    Centre centre(directory, size);
    BareLoop bare(directory + "/bare.db");
    const Comparison many = compare(centre, bare, size, clients, clients);
    const Comparison one = compare(centre, bare, size, 1, 1);
    LoadClient client(centre.port(), clients, [&] { return centre.next_request(); });
    const auto half = client.run_open(size.slice * 2, median(many.ours) / 2);
    std::cout << fmt::format("serve: ratio={:.3f} single_ratio={:.3f} p99_ms={:.1f}\n",
                             median(many.ratios), median(one.ratios),
                             percentile(half.latencies_ms, 0.99));
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    using namespace jatigi::bench;
    return run_bench<Size>(argc, argv, {}, {.people = 1'500, .slice = Seconds{0.2}, .slices = 1},
                           run);
}
