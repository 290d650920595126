// A node that is stopped in the middle of everything that it does slowly: run under the address and
// the thread sanitizer.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "app/ready.h"
#include "centre/sites/stay_api.h"
#include "jobs/import_for_tests.h"
#include "money/funding/statement_api.h"
#include "money/funding/unit_cost_api.h"
#include "people/registry/registration_api.h"
#include "platform/access/account.h"
#include "platform/access/password.h"
#include "platform/base/random.h"
#include "platform/http/client_for_tests.h"
#include "platform/log/verify.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

constexpr Instant now = Day{2023y / 1 / 16} + 6h;
constexpr std::size_t people_at_start = 60;
const std::string password = "four unrelated invented words";

log::Cause fresh_cause() {
    return {.command = id_v4<log::CommandEntity>(random_bytes<16>())};
}
std::string fresh_command() {
    return id_text(fresh_cause().command);
}

std::string request_text(std::string_view line, std::string_view cookie, std::string_view body) {
    return fmt::format(
        "{} HTTP/1.1\r\nHost: localhost\r\nX-Jatigi: 1\r\nCookie: {}\r\n"
        "Content-Length: {}\r\n\r\n{}",
        line, cookie, body.size(), body);
}

int status_of_answer(const std::string& answer) {
    constexpr std::string_view start = "HTTP/1.1 ";
    return answer.starts_with(start) ? std::atoi(answer.c_str() + start.size()) : 0;
}

// Four hundred people, of whom no two have the same name.
json::object somebody(std::size_t number) {
    static const std::vector<jobs::Line> lines = jobs::twenty_people();
    return {{"family_name", lines[number % 20][jobs::family]},
            {"given_names", lines[(number / 20 + number) % 20][jobs::given]}};
}

class StoppingANode : public ::testing::TestWithParam<store::Dialect> {
protected:
    StoppingANode() {
        EXPECT_TRUE(node::initialise(place_, {"assamaka", false}, clock_));
        auto node = node::open_node(place_, clock_, {});
        EXPECT_TRUE(node) << node.error().code;
        const auto filled = node->writer->run<bool>([](log::WriteTx& tx) { return fill(tx); });
        EXPECT_TRUE(filled) << filled.error().code;
    }

    void start() {
        auto started = Ready::start(place_, {"127.0.0.1", 0}, clock_);
        ASSERT_TRUE(started) << started.error().code;
        ready_.emplace(std::move(started).value());
        desk_ = sign_in("awa.desk");
        money_ = sign_in("moussa.money");
    }
    // One of each kind of slow request, and a command.
    std::vector<std::string> one_of_each() {
        return {sign_in_text("awa.desk"),
                request_text("GET /api/v1/agreements/DON-1/statement?from=2023-01-01&to=2023-01-31",
                             money_, ""),
                request_text("POST /api/v1/cards/sheets", desk_,
                             boost::json::serialize(
                                 json::object{{"command", fresh_command()}, {"site", "ASM"}})),
                request_text("POST /api/v1/imports?site=ASM&list_date=2023-01-15", desk_,
                             jobs::list_of(jobs::twenty_people())),
                request_text("POST /api/v1/imports?site=ASM&list_date=2023-01-15&commit=true",
                             desk_, jobs::file_text("examples/assamaka-2023-01.csv")),
                request_text("POST /api/v1/persons/search", desk_, R"({"query":"balamo"})"),
                registration_text()};
    }
    std::string registration_text() {
        return request_text("POST /api/v1/persons", desk_,
                            boost::json::serialize(json::object{
                                {"command", fresh_command()},
                                {"site", "ASM"},
                                {"person", somebody(people_at_start + registered_++)}}));
    }
    static std::string sign_in_text(const std::string& name) {
        return request_text(
            "POST /api/v1/session", "",
            boost::json::serialize(json::object{{"name", name}, {"password", password}}));
    }
    std::string sign_in(const std::string& name) {
        http::RawClient client(ready_->port());
        client.send(sign_in_text(name));
        const std::string answer = client.receive();
        EXPECT_EQ(status_of_answer(answer), 200) << answer;
        const std::size_t at = answer.find("__Host-jatigi=");
        return answer.substr(at, answer.find(';', at) - at);
    }
    bool is_registered(const std::string& case_number) {
        const auto reader = store::open_reader(node::location_of(place_)).value();
        return registry::find_by_case_number(*reader, case_number).has_value();
    }
    void expect_acknowledged_is_there(const std::string& answer) {
        if (status_of_answer(answer) != 201) return;
        const std::size_t at = answer.find(R"("case_number":")");
        if (at == std::string::npos) return;  // A preview.
        EXPECT_TRUE(is_registered(answer.substr(at + 15, answer.find('"', at + 15) - at - 15)));
    }
    void expect_verified() {
        auto node = node::open_node(place_, clock_, {});
        ASSERT_TRUE(node) << node.error().code;
        const auto reader = store::open_reader(node::location_of(place_)).value();
        ASSERT_TRUE(reader->begin_read());
        const auto report = log::verify(*reader, &node->node->keyring, node::all_views(), {});
        reader->rollback();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->problems, std::vector<std::string>{});
    }

    const Clock clock_ = [] { return now; };
    testing::TestDatabase database_{GetParam()};
    const node::Place place_{.data = database_.location().text(), .keys = database_.key_path()};
    std::optional<Ready> ready_;
    std::string desk_, money_;                 // Cookies.
    std::atomic<std::size_t> registered_ = 0;  // Clients on threads of their own ask for one.

private:
    static Result<bool> fill(log::WriteTx& tx) {
        TRY_ASSIGN(const std::string hash, access::hash_password(password));
        for (const auto& [name, role] :
             {std::pair{"awa.desk", access::Role::registrar},
              std::pair{"moussa.money", access::Role::finance_officer}}) {
            TRY_ASSIGN(const auto account, access::create_account(tx, {name, role}, fresh_cause()));
            TRY(access::set_password(tx, account.id, hash, fresh_cause()));
        }
        TRY(funding::sign_agreement(tx, fresh_cause(),
                                    {.code = "DON-1",
                                     .donor = "A donor",
                                     .title = "Meals",
                                     .amount = Money::of_minor_units(1'000, Currency::XOF),
                                     .first_day = Day{2023y / 1 / 1},
                                     .last_day = Day{2023y / 12 / 31}}));
        TRY_ASSIGN(const auto site, sites::find_site(tx.db(), "ASM"));
        for (std::size_t i = 0; i < people_at_start; ++i) {
            registry::Registration person;
            person.identity.family_name =
                Personal<std::string>{std::string(somebody(i).at("family_name").as_string())};
            TRY_ASSIGN(const auto made,
                       registry::register_person(tx, fresh_cause(), "ASM", person));
            TRY(sites::check_in(tx, fresh_cause(), made.person, site, Day{2023y / 1 / 16}));
        }
        return true;
    }
};

TEST_P(StoppingANode, AnswersEveryRequestThatItTook) {
    for (int time = 0; time < 3; ++time) {
        ASSERT_NO_FATAL_FAILURE(start());
        std::vector<std::string> requests;
        for (int i = 0; i < 3; ++i)
            for (std::string& request : one_of_each()) requests.push_back(std::move(request));
        std::vector<std::string> answers(requests.size());
        const std::uint64_t all_taken = ready_->taken() + requests.size();
        std::vector<std::jthread> clients;
        for (std::size_t i = 0; i < requests.size(); ++i)
            clients.emplace_back([&, i] {
                http::RawClient client(ready_->port());
                client.send(requests[i]);
                answers[i] = client.receive();
            });
        while (ready_->taken() < all_taken) std::this_thread::yield();
        ready_->stop();
        clients.clear();
        EXPECT_EQ(ready_->under_way(), 0U);
        ready_.reset();
        for (std::size_t i = 0; i < requests.size(); ++i) {
            const int status = status_of_answer(answers[i]);
            EXPECT_TRUE((status >= 200 && status < 300) ||
                        answers[i].find("server.stopping") != std::string::npos ||
                        answers[i].find(R"("code":"card.)") != std::string::npos)
                << requests[i].substr(0, 60) << "\n"
                << answers[i];
            expect_acknowledged_is_there(answers[i]);
        }
        expect_verified();
    }
}

// They ask again as soon as they are answered, until nobody answers any more.
TEST_P(StoppingANode, LosesNothingThatWasAcknowledgedToClientsWhoNeverPause) {
    for (int time = 0; time < 3; ++time) {
        ASSERT_NO_FATAL_FAILURE(start());
        std::mutex mutex;
        std::vector<std::string> acknowledged;
        std::atomic<std::size_t> answered = 0, broken = 0;
        std::vector<std::jthread> clients;
        for (std::size_t who = 0; who < one_of_each().size(); ++who)
            clients.emplace_back([&, who] {
                for (;;) {
                    http::RawClient client(ready_->port());
                    std::string request;
                    {
                        const std::lock_guard lock(mutex);
                        request = one_of_each()[who];
                    }
                    if (!client.send(request)) return;
                    const std::string answer = client.receive();
                    if (answer.empty()) return;
                    ++answered;
                    if (status_of_answer(answer) == 0) ++broken;
                    const std::lock_guard lock(mutex);
                    if (status_of_answer(answer) == 201) acknowledged.push_back(answer);
                }
            });
        while (answered < 2 * clients.size()) std::this_thread::yield();
        ready_->stop();
        clients.clear();
        ready_.reset();
        EXPECT_EQ(broken, 0U);
        EXPECT_FALSE(acknowledged.empty());
        for (const std::string& answer : acknowledged) expect_acknowledged_is_there(answer);
        expect_verified();
    }
}

TEST_P(StoppingANode, TakesNobodyAnyMoreAndTwiceDoesNoHarm) {
    ASSERT_NO_FATAL_FAILURE(start());
    const std::uint16_t port = ready_->port();
    ready_->stop();
    ready_->stop();
    http::RawClient client(port);
    EXPECT_EQ(client.receive(), "");
}

// An emergency lock holds whatever else is going on: the node must not start again.
TEST_P(StoppingANode, WritesTheLockThatWasAskedForBefore) {
    ASSERT_NO_FATAL_FAILURE(start());
    http::RawClient client(ready_->port());
    client.send(request_text("POST /api/v1/lock", desk_, "{}"));
    EXPECT_EQ(status_of_answer(client.receive()), 200);
    ready_->stop();
    ready_.reset();
    const auto again = Ready::start(place_, {"127.0.0.1", 0}, clock_);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "vault.locked");
}

INSTANTIATE_TEST_SUITE_P(Each, StoppingANode, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
