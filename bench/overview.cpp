// What a manager reads in the morning: the figures of the day, the meals of two days and tomorrow's
// order, over HTTP, against bare SQL that counts the same on the same tables, in alternating
// slices.
//   bench_overview [--tiny] [DIRECTORY]
#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iostream>

#include "app/ready.h"
#include "centre/assistance/round_codec.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
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

constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{7};
constexpr std::size_t people_at_once = 500;
constexpr std::array<std::string_view, 3> meals{"BREAKFAST", "LUNCH", "DINNER"};
constexpr Days shown{2};

struct Size {
    std::size_t people = 5'000;
    std::size_t rounds = 200;
    Seconds slice{2};
    int slices = 5;
};

Clock bench_clock() {
    return [] { return now; };
}

// Everybody at one site, each a grown man: who they are costs the same either way.
std::vector<registry::PersonId> register_people(log::Writer& writer, std::size_t people) {
    std::vector<registry::PersonId> all;
    while (all.size() < people)
        must(writer.run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto site, sites::find_site(tx.db(), "ASM"));
            for (std::size_t i = 0; i < people_at_once && all.size() < people; ++i) {
                TRY_ASSIGN(const auto one, registry::register_person(
                                               tx, fresh_cause(), "ASM",
                                               {.sex = registry::Sex::male, .nationality = "MLI"}));
                TRY(sites::check_in(tx, fresh_cause(), one.person, site,
                                    std::chrono::floor<Days>(tx.now()) - Days{90}));
                all.push_back(one.person.id);
            }
            return true;
        }));
    return all;
}

Result<void> put(log::WriteTx& tx, assistance::RoundId round, const assistance::RoundEvent& event) {
    EncodedFact fact = assistance::RoundStream::encode(event);
    TRY(tx.append({.stream = log::stream_name(assistance::round_kind, round),
                   .type = fact.type,
                   .version = fact.version,
                   .data = std::move(fact.data)},
                  fresh_cause()));
    return {};
}

// A meal at which everybody was served.
void serve_all(log::Writer& writer, sites::SiteId site, std::size_t number,
               const std::vector<registry::PersonId>& people) {
    const Day day = std::chrono::floor<Days>(now) - Days{number / meals.size()};
    const std::string service(meals.at(number % meals.size()));
    const auto round = id_v4<assistance::RoundEntity>(random_bytes<16>());
    must(writer.run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(put(tx, round,
                assistance::RoundOpened{
                    .site = site,
                    .service = service,
                    .day = day,
                    .expected = Persons{static_cast<std::int64_t>(people.size())}}));
        for (const registry::PersonId& person : people)
            TRY(put(tx, round, assistance::PersonServed{person, service, day}));
        TRY(put(tx, round, assistance::RoundClosed{}));
        return true;
    }));
}

// Gives a manager's token.
std::string fill(const node::Place& place, const Size& size) {
    must(node::initialise(place, {"bench", false}, bench_clock()));
    const auto node = must(node::open_node(place, bench_clock(), {}));
    const auto people = register_people(*node.writer, size.people);
    const auto site = must(node.writer->run<sites::SiteRow>(
        [](log::WriteTx& tx) { return sites::find_site(tx.db(), "ASM"); }));
    for (std::size_t number = 0; number < size.rounds; ++number)
        serve_all(*node.writer, site.id, number, people);
    return must(node.writer->run<std::string>([](log::WriteTx& tx) -> Result<std::string> {
        TRY_ASSIGN(const auto account,
                   access::create_account(tx, {"manager", access::Role::centre_manager, {}},
                                          fresh_cause()));
        TRY_ASSIGN(auto ticket, access::Sessions{}.begin(tx, account));
        return std::move(ticket.token);
    }));
}

double ours_ms(std::uint16_t port, const std::string& token, Seconds length) {
    const Day from = std::chrono::floor<Days>(now) - shown;
    const std::array<std::string, 3> paths{"/api/v1/sites/ASM/day",
                                           fmt::format("/api/v1/rounds?from={}", day_text(from)),
                                           "/api/v1/meal-order?site=ASM"};
    std::size_t asked = 0;
    LoadClient client(
        port, 1,
        [&] {
            return fmt::format(
                "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-jatigi={}\r\n\r\n",
                paths.at(asked++ % paths.size()), token);
        },
        Expect::ok);
    const auto each = client.run_closed(length).latencies_ms;
    std::vector<double> overviews;
    for (std::size_t i = 0; i + paths.size() <= each.size(); i += paths.size())
        overviews.push_back(each[i] + each[i + 1] + each[i + 2]);
    return median(overviews);
}

// The same numbers: who is here, by sex and age and without a unit; the meals; the lines of the
// last.
void count_bare(store::Connection& db) {
    const Day today = std::chrono::floor<Days>(now);
    must(
        db.rows("select p.sex, p.birth_min, count(*) from stay s join person p "
                "on p.person = s.person where s.from_day <= ? "
                "and (s.to_day is null or s.to_day > ?) group by p.sex, p.birth_min",
                today, today));
    must(
        db.rows("select count(*) from stay s where s.from_day <= ? "
                "and (s.to_day is null or s.to_day > ?) "
                "and not exists (select 1 from housing h where h.stay = s.stay)",
                today, today));
    must(
        db.rows("select day, service, round, count(*), sum(late), "
                "sum(case when state = 2 then 1 else 0 end) from serving "
                "where day >= ? and state <> 3 group by day, service, round",
                today - shown));
    // Tomorrow's order says what the last meals were.
    for (const std::string_view meal : meals)
        must(
            db.rows("select count(*) from serving where day = (select max(day) from round "
                    "where service = ? and open = 0) and service = ? and state <> 3",
                    meal, meal));
    must(db.rows("select count(*) from stay where from_day <= ? and to_day is null", today));
}

double bare_ms(const node::Place& place, Seconds length) {
    auto db = must(store::open_reader(node::location_of(place)));
    std::vector<double> each;
    const auto end = Steady::now() + std::chrono::duration_cast<Steady::duration>(length);
    while (Steady::now() < end) {
        const auto begun = Steady::now();
        count_bare(*db);
        each.push_back(Seconds(Steady::now() - begun).count() * 1'000);
    }
    return median(each);
}

std::int64_t resident_mib() {
    std::ifstream status("/proc/self/statm");
    std::int64_t whole = 0, resident = 0;
    status >> whole >> resident;
    constexpr std::int64_t page = 4'096, mebi = 1'048'576;
    return resident * page / mebi;
}

int run(const std::string& directory, const Size& size) {
    const node::Place place{directory + "/data", directory + "/keys"};
    const std::string token = fill(place, size);
    app::Ready ready =
        must(app::Ready::start(place, {.address = "127.0.0.1", .port = 0}, bench_clock()));
    std::vector<double> ours, bare, ratios;
    for (int i = 0; i < size.slices; ++i) {
        bare.push_back(bare_ms(place, size.slice));
        ours.push_back(ours_ms(ready.port(), token, size.slice));
        ratios.push_back(ours.back() / bare.back());
    }
    std::cout << fmt::format(
        "overview: ratio={:.2f} ours_ms={:.1f} bare_ms={:.1f} people={} servings={} "
        "memory_mib={}\n",
        median(ratios), median(ours), median(bare), size.people, size.people * size.rounds,
        resident_mib());
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    using namespace jatigi::bench;
    return run_bench<Size>(argc, argv, {},
                           {.people = 200, .rounds = 9, .slice = Seconds{0.3}, .slices = 1}, run);
}
