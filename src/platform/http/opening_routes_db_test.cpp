#include <gtest/gtest.h>

#include "platform/access/gatekeeper.h"
#include "platform/access/rules_for_tests.h"
#include "platform/http/dispatch_for_tests.h"
#include "platform/http/opening_routes.h"
#include "testing/databases.h"

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

constexpr vault::OpeningLimits limits{.files_per_hour_max = 200,
                                      .own_hour_factor = 3,
                                      .own_hour_floor = 3,
                                      .own_window = std::chrono::days{30}};

class OpeningRoutes : public ::testing::TestWithParam<store::Dialect> {
protected:
    OpeningRoutes() {
        registrar_ = create("registrar", access::Role::registrar, 7);
        officer_ = create("officer", access::Role::data_protection_officer, {});
        writer_ = node_.start_writer();
        services_.emplace(Services{*writer_, readers_, workers_, sessions_, throttle_, node_.node(),
                                   [this] { return node_.now; }, "test"});
        dispatch_.emplace(
            *services_,
            opening_routes(
                *services_,
                [](store::Connection&, log::LocalId person) -> Result<std::optional<std::string>> {
                    if (person == 13) return std::optional<std::string>{};
                    return std::optional<std::string>{"ASM-" + std::to_string(person)};
                }));
    }
    access::Account create(const std::string& name, access::Role role,
                           std::optional<log::LocalId> site) {
        return node_
            .write<access::Account>([&](log::WriteTx& tx) {
                return access::create_account(tx, {name, role, site}, node_.cause());
            })
            .value();
    }
    bool open(log::LocalId person) {
        return writer_
            ->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
                TRY_ASSIGN(const auto opener,
                           access::Gatekeeper::opener(node_.node(), registrar_,
                                                      access::invented::read_file,
                                                      access::about_nobody(), limits));
                TRY(opener.record_file(tx.db(), tx.now(), person, FactClass::identity));
                return true;
            })
            .has_value();
    }
    Response send(const access::Account& account, Request request) {
        request.session_token = "token of " + account.name;
        sessions_.remember({request.session_token}, account, node_.now);
        return dispatch_->send(std::move(request));
    }
    Response get(const std::string& path,
                 std::map<std::string, std::string, std::less<>> query = {}) {
        return send(officer_, {.method = "GET", .path = path, .query = std::move(query)});
    }
    json::object read(const std::string& path,
                      std::map<std::string, std::string, std::less<>> query = {}) {
        const Response response = get(path, std::move(query));
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse_object(response.body).value_or(json::object{});
    }
    Response release(const access::Account& by, const std::string& name) {
        Request request{.method = "POST", .path = "/api/v1/openings/release"};
        request.body = boost::json::serialize(
            json::object{{"command", id_text(node_.cause().command)}, {"account", name}});
        return send(by, std::move(request));
    }

    testing::TestNode node_{GetParam(), {}};
    access::Account registrar_, officer_;
    ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::unique_ptr<log::Writer> writer_;
    Workers workers_;
    std::optional<Services> services_;
    std::optional<Dispatch> dispatch_;
};

TEST_P(OpeningRoutes, TellWhoOpenedWhichCaseAndWhen) {
    ASSERT_TRUE(open(11));
    const auto answer = read("/api/v1/openings");
    EXPECT_EQ(boost::json::serialize(answer),
              R"({"openings":[{"at":"2023-01-16T06:00:00.000Z","account":"registrar",)"
              R"("role":"registrar","kind":"file","class":"identity","case_number":"ASM-11",)"
              R"("filter":null,"count":1}],"more":false})");
}

TEST_P(OpeningRoutes, APersonWithoutACaseNumberIsNull) {
    ASSERT_TRUE(open(13));
    const auto answer = read("/api/v1/openings");
    EXPECT_TRUE(answer.at("openings").at(0).at("case_number").is_null());
}

TEST_P(OpeningRoutes, APeriodIsWholeDays) {
    ASSERT_TRUE(open(11));
    const auto count = [&](const std::string& from, const std::string& to) {
        return read("/api/v1/openings", {{"from", from}, {"to", to}})
            .at("openings")
            .as_array()
            .size();
    };
    EXPECT_EQ(count("2023-01-16", "2023-01-16"), 1U);
    EXPECT_EQ(count("2023-01-01", "2023-01-15"), 0U);
    EXPECT_EQ(count("2023-01-17", "2023-01-18"), 0U);
}

TEST_P(OpeningRoutes, WithoutAPeriodTheLastThirtyDaysAreShown) {
    ASSERT_TRUE(open(11));
    node_.now += 30 * 24h;
    EXPECT_EQ(read("/api/v1/openings").at("openings").as_array().size(), 1U);
    node_.now += 24h;
    EXPECT_EQ(read("/api/v1/openings").at("openings").as_array().size(), 0U);
}

TEST_P(OpeningRoutes, AStrangePeriodIsNotUnderstood) {
    using Query = std::map<std::string, std::string, std::less<>>;
    for (const Query& query :
         {Query{{"from", "yesterday"}}, Query{{"from", "2023-01-17"}, {"to", "2023-01-16"}},
          Query{{"from", "2021-01-01"}, {"to", "2023-01-16"}}, Query{{"offset", "-1"}},
          Query{{"offset", "1x"}}})
        EXPECT_EQ(get("/api/v1/openings", query).status, 422);
}

TEST_P(OpeningRoutes, TheSummaryRaisesAnAlarmUntilItIsReleased) {
    for (const log::LocalId person : {11, 12, 14}) ASSERT_TRUE(open(person));
    EXPECT_FALSE(open(15));
    auto summary = read("/api/v1/openings/summary");
    EXPECT_EQ(boost::json::serialize(summary.at("accounts")),
              R"([{"account":"registrar","role":"registrar","files":3,"lists":0,)"
              R"("most_in_an_hour":3,"alarm":true}])");
    ASSERT_EQ(summary.at("alarms").as_array().size(), 1U);
    EXPECT_EQ(release(officer_, "registrar").status, 200);
    EXPECT_TRUE(open(15));
    summary = read("/api/v1/openings/summary");
    EXPECT_EQ(summary.at("accounts").at(0).at("alarm"), false);
    EXPECT_EQ(summary.at("alarms").at(0).at("released_at"), "2023-01-16T06:00:00.000Z");
}

TEST_P(OpeningRoutes, OnlyDataProtectionReadsAndReleases) {
    for (const auto& [role, name] : access::role_names) {
        if (role == access::Role::data_protection_officer) continue;
        const access::Account other{.id = 90, .name = std::string(name), .role = role};
        EXPECT_EQ(release(other, "registrar").status, 403) << name;
        for (const char* path : {"/api/v1/openings", "/api/v1/openings/summary"})
            EXPECT_EQ(send(other, {.method = "GET", .path = path}).status, 403) << name;
    }
}

TEST_P(OpeningRoutes, AReleaseOfNobodyIsNotFound) {
    EXPECT_EQ(release(officer_, "nobody").status, 404);
    access::Account elsewhere = officer_;
    elsewhere.site = 8;
    EXPECT_EQ(release(elsewhere, "registrar").status, 404);
}

INSTANTIATE_TEST_SUITE_P(Each, OpeningRoutes, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
