#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <future>

#include "people/disclosure/authority_request_api.h"
#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/nominal_list_api.h"
#include "people/disclosure/nominal_list_view.h"
#include "platform/access/openings.h"
#include "platform/base/random.h"
#include "platform/log/verify.h"
#include "testing/databases.h"
#include "testing/paper_reader.h"

namespace jatigi::disclosure {
namespace {

using namespace std::chrono_literals;
using access::Account;
using access::Role;

constexpr DisclosureRules rules{.approval_valid = Days{7}, .copy_kept = Days{30}};

log::Views disclosure_views() {
    static const std::array<const log::View*, 2> views{&request_view, &list_view};
    return views;
}

NominalRow invented(std::string case_number, const std::string& given_names) {
    return {std::move(case_number),
            Personal<std::string>{"Zzinventedfamily"},
            Personal<std::string>{given_names},
            Personal<std::string>{"1988-10-27"},
            Personal<std::string>{"Zzlandais"},
            Personal<std::string>{"Zzpassport"}};
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Of the rows of the tests, and of nobody.
constexpr std::string_view second_number = "ASM00002T", nobodys_number = "ASM00003R";

bool bytes_lie_in(const std::string& folder, std::string_view wanted) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        if (content.find(wanted) != std::string::npos) return true;
    }
    return false;
}

// What ends in X is none.
std::optional<std::string> as_typed(std::string_view typed) {
    return typed.ends_with('X') ? std::nullopt : std::optional(std::string(typed));
}

class Disclosure : public ::testing::TestWithParam<store::Dialect> {
protected:
    Disclosure() {
        assamaka_ = open_site(1);
        agadez_ = open_site(2);
        manager_ = account("manager", Role::centre_manager, assamaka_);
        second_manager_ = account("manager.two", Role::centre_manager, assamaka_);
        far_manager_ = account("manager.far", Role::centre_manager, agadez_);
        far_officer_ = account("officer.far", Role::protection_officer, agadez_);
        officer_ = account("officer", Role::protection_officer, {});
        watcher_ = account("watcher", Role::data_protection_officer, {});
        registrar_ = account("registrar", Role::registrar, assamaka_);
        writer_ = node_.start_writer();
        routes_ = request_routes(services());
        const NominalRows rows = [this](store::Connection&, const vault::Opener&,
                                        log::LocalId site) -> Result<std::vector<NominalRow>> {
            ++asked_for_rows_;
            return site == assamaka_ ? rows_ : std::vector<NominalRow>{};
        };
        for (http::Route& route : nominal_list_routes(services(), rules, {rows, as_typed}))
            routes_.push_back(std::move(route));
    }

    log::LocalId open_site(std::uint8_t number) {
        const log::StreamName name{"site", ByteArray<16>{number}};
        return node_
            .write<log::LocalId>([&](log::WriteTx& tx) -> Result<log::LocalId> {
                TRY(tx.append({.stream = name, .type = "site.of_a_test"}, node_.cause()));
                TRY_ASSIGN(const auto local, tx.find_stream(name));
                return *local;
            })
            .value();
    }
    Account account(std::string name, Role role, std::optional<log::LocalId> site) {
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return access::create_account(tx, {std::move(name), role, site}, node_.cause());
            })
            .value();
    }
    const http::Services& services() {
        if (!services_)
            services_.emplace(http::Services{
                .writer = *writer_,
                .readers = readers_,
                .workers = workers_,
                .sessions = sessions_,
                .throttle = throttle_,
                .node = node_.node(),
                .clock = [this] { return node_.now; },
                .node_name = "test",
                .sites = {.code_of = [this](store::Connection&, log::LocalId site)
                              -> Result<std::string> { return site == assamaka_ ? "ASM" : "AGZ"; },
                          .find = [this](store::Connection&,
                                         std::string_view code) -> Result<log::LocalId> {
                              if (code == "ASM") return assamaka_;
                              if (code == "AGZ") return agadez_;
                              return refuse(ErrorKind::not_found, "site.unknown");
                          }}});
        return *services_;
    }

    std::string new_command() {
        return id_text(id_v7<log::CommandEntity>(++commands_, random_bytes<16>()));
    }
    using Answer = std::future<http::Response>;
    Answer start(const Account& who, const std::string& method, const std::string& pattern,
                 const std::string& number, const json::object& body) {
        auto request = std::make_shared<http::Request>();
        request->method = method;
        request->path = pattern + number;
        if (!number.empty()) request->args.push_back(number);
        request->body = boost::json::serialize(body);
        request->account = who;
        request->session_token = who.name;
        sessions_.remember({who.name}, who, node_.now);
        // Shared with the reply, which comes from another thread.
        const auto promise = std::make_shared<std::promise<http::Response>>();
        for (const http::Route& route : routes_)
            if (route.method == method && route.pattern == pattern)
                route.handler(request, [promise](http::Response response) {
                    promise->set_value(std::move(response));
                });
        return promise->get_future();
    }
    http::Response send(const Account& who, const std::string& pattern, const std::string& number,
                        json::object body) {
        if (!body.contains("command")) body["command"] = new_command();
        return start(who, "POST", pattern, number, body).get();
    }
    json::object get(const Account& who, const std::string& pattern) {
        return json::parse_object(start(who, "GET", pattern, {}, {}).get().body).value();
    }

    static json::object question() {
        return {{"authority", "Gendarmerie"},
                {"about", "group"},
                {"asked", "everybody who came in January"},
                {"received_day", "2023-01-16"}};
    }
    std::string record(const Account& who, const json::object& body = question()) {
        const auto response = send(who, "/api/v1/authority-requests", {}, body);
        EXPECT_EQ(response.status, 201) << response.body;
        return number_in(response);
    }
    http::Response answer(const Account& who, const std::string& number, const json::object& body) {
        return send(who, "/api/v1/authority-requests/{number}/answer", number, body);
    }
    static json::object wish() {
        return {{"site", "ASM"},
                {"columns", json::array{"names", "birth", "nationality", "document"}},
                {"purpose", "seats of the convoy"},
                {"recipient", "Préfecture d'Arlit"}};
    }
    static json::object some(std::initializer_list<std::string_view> people) {
        json::object body = wish();
        json::array numbers;
        for (const std::string_view number : people) numbers.emplace_back(number);
        body["people"] = std::move(numbers);
        return body;
    }
    std::string propose(const Account& who, const json::object& body = wish()) {
        const auto response = send(who, "/api/v1/nominal-lists", {}, body);
        EXPECT_EQ(response.status, 201) << response.body;
        return number_in(response);
    }
    http::Response approve(const Account& who, const std::string& number, bool yes = true) {
        return send(who, "/api/v1/nominal-lists/{number}/approval", number, {{"approve", yes}});
    }
    http::Response copy(const Account& who, const std::string& number, json::object body = {}) {
        return send(who, "/api/v1/nominal-lists/{number}/copies", number, std::move(body));
    }
    std::string approved_list() {
        const std::string number = propose(manager_);
        EXPECT_EQ(approve(officer_, number).status, 200);
        return number;
    }
    json::object list_now(const Account& who, const std::string& number) {
        const json::object all = get(who, "/api/v1/nominal-lists");
        for (const json::value& one : *json::array_at(all, "lists"))
            if (json::text_at(one.get_object(), "number") == number) return one.get_object();
        return {};
    }
    json::object request_now(const Account& who, const std::string& number) {
        const json::object all = get(who, "/api/v1/authority-requests");
        for (const json::value& one : *json::array_at(all, "requests"))
            if (json::text_at(one.get_object(), "number") == number) return one.get_object();
        return {};
    }
    static std::string number_in(const http::Response& response) {
        return std::string(
            json::text_at(json::parse_object(response.body).value_or(json::object{}), "number")
                .value_or(""));
    }
    static std::string code_in(const http::Response& response) {
        return std::string(
            json::text_at(json::parse_object(response.body).value_or(json::object{}), "code")
                .value_or(""));
    }
    // What the records hold, once the writer has stopped.
    store::Connection& stopped_db() {
        writer_.reset();
        return node_.db();
    }

    testing::TestNode node_{GetParam(), disclosure_views()};
    log::LocalId assamaka_ = 0, agadez_ = 0;
    Account manager_, second_manager_, far_manager_, far_officer_, officer_, watcher_, registrar_;
    std::vector<NominalRow> rows_{invented("ASM00001W", "Zzfirst"),
                                  invented("ASM00002T", "Zzsecond")};
    std::atomic<int> asked_for_rows_ = 0;
    std::uint64_t commands_ = 0;
    std::unique_ptr<log::Writer> writer_;
    http::ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    http::Workers workers_;
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::optional<http::Services> services_;
    std::vector<http::Route> routes_;
};

TEST_P(Disclosure, RequestsAreNumberedWithinTheYear) {
    EXPECT_EQ(record(manager_), "R-2023-0001");
    EXPECT_EQ(record(officer_), "R-2023-0002");
    node_.now = Day{2024y / 1 / 1};
    EXPECT_EQ(record(manager_), "R-2024-0001");
    EXPECT_EQ(propose(manager_), "L-2024-0001");
}

TEST_P(Disclosure, TwoRequestsAtOnceGetTwoNumbers) {
    json::object first = question(), second = question();
    first["command"] = new_command();
    second["command"] = new_command();
    Answer one = start(manager_, "POST", "/api/v1/authority-requests", {}, first);
    Answer other = start(officer_, "POST", "/api/v1/authority-requests", {}, second);
    EXPECT_NE(number_in(one.get()), number_in(other.get()));
}

TEST_P(Disclosure, ARequestSaysWhoRecordedAndWhoDecided) {
    const std::string number = record(manager_);
    EXPECT_EQ(json::text_at(request_now(watcher_, number), "state"), "open");
    EXPECT_EQ(answer(officer_, number, {}).status, 200);
    const json::object shown = request_now(watcher_, number);
    EXPECT_EQ(json::text_at(shown, "state"), "answered");
    EXPECT_EQ(json::text_at(shown, "answer"), "totals");
    EXPECT_EQ(json::text_at(shown, "recorded_by"), "manager");
    EXPECT_EQ(json::text_at(shown, "answered_by"), "officer");
    EXPECT_EQ(json::text_at(shown, "answered_day"), "2023-01-16");
    EXPECT_EQ(json::text_at(shown, "site"), "ASM");
    EXPECT_EQ(json::text_at(shown, "legal_basis"), "");
}

// As many as one answer shows, of another site and later.
TEST_P(Disclosure, AnotherSitesRequestsAndListsDoNotHideOnesOwn) {
    const std::string request = record(manager_), list = propose(manager_);
    json::object far_wish = wish();
    far_wish["site"] = "AGZ";
    std::vector<Answer> answers;
    for (std::int64_t i = 0; i < requests_max; ++i)
        for (const auto& [path, body] : {std::pair("/api/v1/authority-requests", question()),
                                         std::pair("/api/v1/nominal-lists", far_wish)}) {
            json::object command = body;
            command["command"] = new_command();
            answers.push_back(start(far_manager_, "POST", path, {}, command));
        }
    for (Answer& answer : answers) ASSERT_EQ(answer.get().status, 201);
    EXPECT_FALSE(request_now(manager_, request).empty());
    EXPECT_FALSE(list_now(manager_, list).empty());
    for (const std::string path : {"/api/v1/authority-requests", "/api/v1/nominal-lists"}) {
        EXPECT_EQ(json::bool_at(get(manager_, path), "more"), false);
        EXPECT_EQ(json::bool_at(get(far_manager_, path), "more"), false);
        EXPECT_EQ(json::bool_at(get(watcher_, path), "more"), true);
    }
    EXPECT_EQ(json::array_at(get(watcher_, "/api/v1/nominal-lists"), "lists")->size(),
              std::size_t{lists_max});
}

TEST_P(Disclosure, AnotherSitesRequestIsAbsent) {
    const std::string number = record(far_manager_);
    EXPECT_TRUE(request_now(manager_, number).empty());
    EXPECT_FALSE(request_now(officer_, number).empty());
    const auto refused = answer(manager_, number, {});
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(code_in(refused), "disclosure.request_not_found");
}

TEST_P(Disclosure, ARequestToTheWholeNodeIsSeenAtEverySite) {
    const std::string number = record(officer_);
    EXPECT_FALSE(request_now(manager_, number).empty());
    EXPECT_FALSE(request_now(far_manager_, number).empty());
}

TEST_P(Disclosure, AnAuthoritysRequestIsAnsweredWithAnApprovedListOnly) {
    const std::string request = record(manager_);
    json::object wanted = wish();
    wanted["request"] = request;
    const std::string list = propose(manager_, wanted);
    const json::object with_list{{"answer", "nominal_list"}, {"nominal_list", list}};
    EXPECT_EQ(code_in(answer(officer_, request, with_list)), "disclosure.not_approved");
    EXPECT_EQ(approve(officer_, list).status, 200);
    EXPECT_EQ(answer(officer_, request, with_list).status, 200);
    EXPECT_EQ(json::text_at(request_now(watcher_, request), "nominal_list"), list);
    EXPECT_EQ(json::text_at(list_now(watcher_, list), "request"), request);
}

TEST_P(Disclosure, OthersNeitherReadNorRecord) {
    EXPECT_EQ(start(registrar_, "GET", "/api/v1/nominal-lists", {}, {}).get().status, 403);
    EXPECT_EQ(start(registrar_, "GET", "/api/v1/authority-requests", {}, {}).get().status, 403);
    EXPECT_EQ(send(registrar_, "/api/v1/authority-requests", {}, question()).status, 403);
    for (const Account& who : {registrar_, watcher_})
        EXPECT_EQ(send(who, "/api/v1/nominal-lists", {}, wish()).status, 403);
    const std::string number = approved_list();
    for (const Account& who : {registrar_, watcher_}) {
        EXPECT_EQ(approve(who, number).status, 403);
        EXPECT_EQ(copy(who, number).status, 403);
    }
    EXPECT_EQ(asked_for_rows_, 0);
}

TEST_P(Disclosure, OnePersonCannotProposeAndApprove) {
    for (const Account& who : {manager_, officer_}) {
        const auto refused = approve(who, propose(who));
        EXPECT_EQ(refused.status, 409);
        EXPECT_EQ(code_in(refused), "disclosure.same_person");
    }
}

TEST_P(Disclosure, TwoManagersCannotDoItBetweenThem) {
    const std::string number = propose(manager_);
    const auto refused = approve(second_manager_, number);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(code_in(refused), "disclosure.same_role");
    EXPECT_EQ(json::text_at(list_now(manager_, number), "state"), "proposed");
}

TEST_P(Disclosure, ManagerAndOfficerTogetherApprove) {
    const std::string number = approved_list();
    const json::object shown = list_now(watcher_, number);
    EXPECT_EQ(json::text_at(shown, "state"), "approved");
    EXPECT_EQ(json::text_at(shown, "proposed_by"), "manager");
    EXPECT_EQ(json::text_at(shown, "approved_by"), "officer");
    EXPECT_EQ(json::text_at(shown, "valid_until"), "2023-01-23T06:00:00.000Z");
}

TEST_P(Disclosure, WhatIsNotApprovedIsNotCopiedAndNoNameIsOpened) {
    const std::string proposed = propose(manager_), refused = propose(manager_);
    EXPECT_EQ(approve(officer_, refused, false).status, 200);
    for (const std::string& number : {proposed, refused})
        EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.not_approved");
    EXPECT_EQ(asked_for_rows_, 0);
    EXPECT_EQ(json::text_at(list_now(manager_, refused), "refused_by"), "officer");
}

// Whoever writes to the table changes what it says, and not what two people approved.
TEST_P(Disclosure, WhatTheTableSaysIsPrintedOnlyAsItWasApproved) {
    const std::string number = approved_list();
    ASSERT_EQ(copy(officer_, number).status, 200);
    const auto by_hand = [&](std::string_view change) {
        const auto done = writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(fmt::format("update nominal_list set {}", change)));
            return true;
        });
        ASSERT_TRUE(done) << done.error().detail;
    };
    by_hand("purpose = 'another'");
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.list_altered");
    by_hand("purpose = 'seats of the convoy', recipient = 'somebody else'");
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.list_altered");
}

TEST_P(Disclosure, CopiesAreMadeForSevenDays) {
    const std::string number = approved_list();
    node_.now += Days{7};
    EXPECT_EQ(copy(officer_, number).status, 200);
    node_.now += 1us;
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.approval_expired");
}

TEST_P(Disclosure, ACopyShowsItsNumberAndWhatWasApproved) {
    const std::string number = approved_list();
    const auto response = copy(officer_, number);
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.content_type, "application/pdf");
    const std::string text = testing::PaperReader(response.body).text();
    for (const std::string_view part :
         {"Copie 1 de L-2023-0001, à détruire au plus tard le 15 février 2023, remise à Préfecture",
          "ASM00001W", "ASM00002T", "Zzinventedfamily", "Zzfirst", "Zzsecond", "1988-10-27",
          "Zzlandais", "Zzpassport", "seats of the convoy", "officer"})
        EXPECT_TRUE(has(text, part)) << part;
}

TEST_P(Disclosure, ACopyShowsNoColumnThatWasNotApproved) {
    json::object names_alone = wish();
    names_alone["columns"] = json::array{"names"};
    const std::string number = propose(manager_, names_alone);
    EXPECT_EQ(approve(officer_, number).status, 200);
    const std::string text = testing::PaperReader(copy(officer_, number).body).text();
    EXPECT_TRUE(has(text, "Zzfirst"));
    for (const std::string_view part : {"1988", "Zzlandais", "Zzpassport"})
        EXPECT_FALSE(has(text, part)) << part;
}

TEST_P(Disclosure, AListOfSomeHoldsThemAndNobodyElse) {
    const std::string number = propose(manager_, some({second_number, nobodys_number}));
    EXPECT_EQ(approve(officer_, number).status, 200);
    const json::object shown = list_now(watcher_, number);
    EXPECT_EQ(boost::json::serialize(shown.at("people")),
              fmt::format(R"(["{}","{}"])", second_number, nobodys_number));
    const std::string text = testing::PaperReader(copy(officer_, number).body).text();
    EXPECT_TRUE(has(text, "Zzsecond"));
    EXPECT_FALSE(has(text, "Zzfirst"));
}

TEST_P(Disclosure, WhoLivesWithThemComesAlong) {
    rows_[0].household = rows_[1].household = registry::HouseholdId{7, 1};
    json::object body = some({second_number});
    body["households"] = true;
    const std::string number = propose(manager_, body);
    EXPECT_EQ(approve(officer_, number).status, 200);
    EXPECT_TRUE(has(testing::PaperReader(copy(officer_, number).body).text(), "Zzfirst"));
}

TEST_P(Disclosure, SomeOfWhomNobodyIsThereMakeNoCopy) {
    const std::string number = propose(manager_, some({nobodys_number}));
    EXPECT_EQ(approve(officer_, number).status, 200);
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.no_rows");
}

TEST_P(Disclosure, WhoIsChosenIsTypedRight) {
    EXPECT_EQ(code_in(send(manager_, "/api/v1/nominal-lists", {}, some({"ASM00001X"}))),
              "disclosure.number_invalid");
}

// Whoever writes to the table chooses nobody else.
TEST_P(Disclosure, WhoWasChosenIsWhatTwoPeopleApproved) {
    const std::string number = propose(manager_, some({second_number}));
    EXPECT_EQ(approve(officer_, number).status, 200);
    ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("update nominal_list set chosen = ''"));
        return true;
    }));
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.list_altered");
}

TEST_P(Disclosure, WhoWasChosenLiesNowhereInClear) {
    propose(manager_, some({second_number}));
    stopped_db();
    EXPECT_FALSE(bytes_lie_in(node_.database().files(), second_number));
}

TEST_P(Disclosure, TheSecondCopyIsNumberTwo) {
    const std::string number = approved_list();
    EXPECT_EQ(copy(officer_, number).status, 200);
    const auto second = copy(officer_, number);
    EXPECT_TRUE(has(testing::PaperReader(second.body).text(), "Copie 2 de L-2023-0001"));
    const json::object shown = list_now(watcher_, number);
    const json::array& copies = *json::array_at(shown, "copies");
    ASSERT_EQ(copies.size(), 2U);
    EXPECT_EQ(json::integer_at(copies[1].get_object(), "copy"), 2);
    EXPECT_EQ(json::integer_at(copies[1].get_object(), "rows"), 2);
    EXPECT_EQ(json::text_at(copies[1].get_object(), "by"), "officer");
    EXPECT_EQ(json::text_at(copies[0].get_object(), "by"), "officer");
}

// Who sees how many people are present, and may not know of the restricted, is told neither the
// names that left nor how many they were.
TEST_P(Disclosure, ACopyIsProtectionsToPrintAndToCount) {
    const std::string number = approved_list();
    EXPECT_EQ(copy(manager_, number).status, 403);
    EXPECT_EQ(copy(officer_, number).status, 200);
    const auto rows_seen_by = [&](const Account& who) {
        const json::object shown = list_now(who, number);
        return json::integer_at(json::array_at(shown, "copies")->at(0).get_object(), "rows");
    };
    EXPECT_EQ(rows_seen_by(manager_), std::nullopt);
    EXPECT_EQ(rows_seen_by(officer_), 2);
    EXPECT_EQ(rows_seen_by(watcher_), 2);
}

TEST_P(Disclosure, ARetriedCopyIsTheSameCopy) {
    const std::string number = approved_list();
    const json::object body{{"command", new_command()}};
    const auto first = copy(officer_, number, body);
    node_.now += 5min;
    const auto again = copy(officer_, number, body);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(json::array_at(list_now(watcher_, number), "copies")->size(), 1U);
    const auto opened = access::list_openings(stopped_db(), node_.node().secrets,
                                              {.period = {node_.now - 1h, node_.now + 1h}})
                            .value();
    ASSERT_EQ(opened.size(), 2U);  // The names were read twice.
    for (const access::OpeningRow& row : opened) {
        EXPECT_EQ(row.kind, "nominal_list");
        EXPECT_EQ(row.filter, "L-2023-0001:copy=1");
        EXPECT_EQ(row.count, 2);
    }
}

TEST_P(Disclosure, ARetriedCopyOfAnotherListIsRefused) {
    const std::string number = approved_list();
    const json::object body{{"command", new_command()}};
    EXPECT_EQ(copy(officer_, number, body).status, 200);
    rows_.push_back(invented("ASM00003R", "Zzthird"));
    EXPECT_EQ(code_in(copy(officer_, number, body)), "disclosure.copy_changed");
    EXPECT_EQ(json::array_at(list_now(watcher_, number), "copies")->size(), 1U);
}

TEST_P(Disclosure, ARetryAfterTheApprovalEndedIsRefused) {
    const std::string number = approved_list();
    const json::object body{{"command", new_command()}};
    EXPECT_EQ(copy(officer_, number, body).status, 200);
    node_.now += Days{8};
    EXPECT_EQ(code_in(copy(officer_, number, body)), "disclosure.approval_expired");
}

TEST_P(Disclosure, AnEmptyOrEndlessListIsNotCopied) {
    const std::string number = approved_list();
    rows_.clear();
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.no_rows");
    rows_.assign(nominal_rows_max + 1, invented("ASM00001W", "Zzfirst"));
    EXPECT_EQ(code_in(copy(officer_, number)), "disclosure.too_many_rows");
    EXPECT_TRUE(json::array_at(list_now(watcher_, number), "copies")->empty());
}

TEST_P(Disclosure, AnotherSitesListIsAbsent) {
    const std::string number = approved_list();
    EXPECT_TRUE(list_now(far_manager_, number).empty());
    for (const auto& refused : {approve(far_manager_, number), copy(far_officer_, number)}) {
        EXPECT_EQ(refused.status, 404);
        EXPECT_EQ(code_in(refused), "disclosure.list_not_found");
    }
    EXPECT_EQ(send(far_manager_, "/api/v1/nominal-lists", {}, wish()).status, 403);
}

TEST_P(Disclosure, NeitherFactNorTableNorReceiptHoldsAName) {
    const std::string number = approved_list();
    EXPECT_EQ(copy(officer_, number).status, 200);
    stopped_db();
    const std::string files = node_.database().files();
    // What is open can be found, so the search works.
    EXPECT_TRUE(bytes_lie_in(files, "seats of the convoy"));
    for (const std::string_view name :
         {"Zzinventedfamily", "Zzfirst", "Zzsecond", "Zzlandais", "Zzpassport", "1988-10-27"})
        EXPECT_FALSE(bytes_lie_in(files, name)) << name;
}

TEST_P(Disclosure, ARebuildAndAnEmptyStoreGiveTheSameRows) {
    const std::string request = record(manager_);
    EXPECT_EQ(answer(officer_, request, {{"answer", "refused"}, {"text", "no basis"}}).status, 200);
    record(officer_);
    EXPECT_EQ(copy(officer_, approved_list()).status, 200);
    EXPECT_EQ(approve(officer_, propose(manager_), false).status, 200);
    const json::object before = get(watcher_, "/api/v1/nominal-lists");
    stopped_db();
    node_.sign();
    store::Connection& reader = node_.database().reader();
    ASSERT_TRUE(reader.begin_read());
    const auto report = log::verify(reader, &node_.node().keyring, node_.views(), {});
    reader.rollback();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->problems, std::vector<std::string>{});
    ASSERT_TRUE(log::rebuild_views(node_.db(), node_.views(), {}));
    EXPECT_EQ(get(watcher_, "/api/v1/nominal-lists"), before);
}

INSTANTIATE_TEST_SUITE_P(Each, Disclosure, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::disclosure
