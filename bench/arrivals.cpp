// A night: wristbands go on and plates are counted in three lanes while somebody imports a long
// list, against the same lanes beside an idle server, in alternating slices.
//   bench_arrivals [--tiny] [DIRECTORY]
#include <fmt/format.h>

#include <atomic>
#include <iostream>
#include <thread>

#include "app/ready.h"
#include "centre/assistance/round_api.h"
#include "centre/sites/arrival_codec.h"
#include "centre/sites/site_view.h"
#include "crowd.h"
#include "load_client.h"
#include "must.h"
#include "node/open_node.h"
#include "node/reference.h"
#include "own_folder.h"
#include "platform/access/account.h"
#include "platform/access/session.h"
#include "platform/base/random.h"
#include "statistics.h"

namespace jatigi::bench {
namespace {

constexpr int lanes = 3;
constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{3};

struct Size {
    std::size_t listed = 5'000;
    Seconds slice{8};
    int slices = 5;
    // Of all lanes: far more than three people put on, so that a queue would show.
    double per_second = 30;
};

Clock bench_clock() {
    return [] { return now; };
}

std::string text_of(std::string_view path, const std::string& token, std::string_view type,
                    const std::string& body) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Jatigi: 1\r\nCookie: __Host-jatigi={}\r\n"
        "Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}",
        path, token, type, body.size(), body);
}

struct Night {
    std::string arrival, round;  // Their ids.
    std::string lane, desk;      // Tokens: who counts, who imports.
};

Result<std::string> signed_in(log::WriteTx& tx, std::string name, access::Role role) {
    TRY_ASSIGN(const auto account,
               access::create_account(tx, {std::move(name), role, {}}, fresh_cause()));
    TRY_ASSIGN(auto ticket, access::Sessions{}.begin(tx, account));
    return std::move(ticket.token);
}

Night begin(const node::Place& place) {
    must(node::initialise(place, {"bench", false}, bench_clock()));
    const auto node = must(node::open_node(place, bench_clock(), {}));
    return must(node.writer->run<Night>([](log::WriteTx& tx) -> Result<Night> {
        Night night;
        TRY_ASSIGN(const auto site, sites::find_site(tx.db(), "ASM"));
        const Day today = site_day(tx.now(), site.utc_offset);
        const auto arrival = id_v4<sites::ArrivalEntity>(random_bytes<16>());
        TRY(log::execute<sites::ArrivalStream>(
            tx, fresh_cause(), arrival, sites::OpenArrival{{site.id, today, "Point Zero"}, today}));
        night.arrival = id_text(arrival);
        const auto* breakfast = assistance::find_service(node::reference().services, "BREAKFAST");
        TRY_ASSIGN(const auto round, assistance::open_round(tx, fresh_cause(),
                                                            {site, *breakfast, today,
                                                             assistance::CountMode::head_count}));
        night.round = id_text(round);
        TRY_ASSIGN(night.lane, signed_in(tx, "lane", access::Role::food_distributor));
        TRY_ASSIGN(night.desk, signed_in(tx, "desk", access::Role::registrar));
        return night;
    }));
}

// By turns a wristband and a plate.
class Lanes {
public:
    explicit Lanes(const Night& night) : night_(night) {}

    std::string next() {
        const std::string command = id_text(id_v4<log::CommandEntity>(random_bytes<16>()));
        const int at = made_++;
        if (at % 2 == 0)
            return text_of("/api/v1/wristbands", night_.lane, "application/json",
                           fmt::format(R"({{"command":"{}","arrival":"{}","number":"A{:06}",)"
                                       R"("sex":"M","age":"adult","alone":false,"urgent":false}})",
                                       command, night_.arrival, at));
        return text_of(fmt::format("/api/v1/rounds/{}/plates", night_.round), night_.lane,
                       "application/json",
                       fmt::format(R"({{"command":"{}","line":"unregistered","men":1}})", command));
    }

private:
    const Night& night_;
    int made_ = 0;
};

class Centre {
public:
    Centre(const std::string& directory, const Size& size)
        : size_(size),
          place_{directory + "/data", directory + "/keys"},
          night_(begin(place_)),
          lanes_(night_),
          ready_(
              must(app::Ready::start(place_, {.address = "127.0.0.1", .port = 0}, bench_clock()))) {
    }

    std::vector<double> lanes_ms() {
        LoadClient client(ready_.port(), lanes, [this] { return lanes_.next(); });
        return client.run_open(size_.slice, size_.per_second).latencies_ms;
    }

    std::vector<double> lanes_ms_while_importing() {
        std::jthread desk([this] {
            LoadClient client(
                ready_.port(), 1,
                [this] {
                    return text_of("/api/v1/imports?site=ASM&list_date=2023-01-15&commit=true",
                                   night_.desk, "text/csv", crowd_.list(size_.listed));
                },
                Expect::ok);
            imported_ += client.run_closed(size_.slice).answered;
        });
        return lanes_ms();
    }

    std::int64_t imported() const { return imported_; }

private:
    Size size_;
    node::Place place_;
    Night night_;
    Lanes lanes_;
    app::Ready ready_;
    Crowd crowd_;
    std::atomic<std::int64_t> imported_ = 0;
};

int run(const std::string& directory, const Size& size) {
    Centre centre(directory, size);
    std::vector<double> idle, busy;
    for (int i = 0; i < size.slices; ++i) {
        std::ranges::copy(centre.lanes_ms(), std::back_inserter(idle));
        std::ranges::copy(centre.lanes_ms_while_importing(), std::back_inserter(busy));
    }
    const double idle_ms = percentile(idle, 0.99), busy_ms = percentile(busy, 0.99);
    std::cout << fmt::format(
        "arrivals: ratio={:.2f} idle_p99_ms={:.1f} busy_p99_ms={:.1f} counted={} lists={}\n",
        busy_ms / idle_ms, idle_ms, busy_ms, idle.size() + busy.size(), centre.imported());
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    using namespace jatigi::bench;
    return run_bench<Size>(argc, argv, {}, {.listed = 50, .slice = Seconds{0.5}, .slices = 1}, run);
}
