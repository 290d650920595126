#include "people/disclosure/disclosure_for_tests.h"

namespace jatigi::disclosure {
namespace {

class AuthorityRequests : public Disclosure {};
INSTANTIATE_TEST_SUITE_P(Each, AuthorityRequests, testing::both_stores(), testing::store_name);

TEST_P(AuthorityRequests, RequestsAreNumberedWithinTheYear) {
    EXPECT_EQ(record(manager_), "R-2023-0001");
    EXPECT_EQ(record(officer_), "R-2023-0002");
    node_.now = Day{2024y / 1 / 1};
    EXPECT_EQ(record(manager_), "R-2024-0001");
    EXPECT_EQ(propose(manager_), "L-2024-0001");
}

TEST_P(AuthorityRequests, TwoRequestsAtOnceGetTwoNumbers) {
    json::object first = question(), second = question();
    first["command"] = new_command();
    second["command"] = new_command();
    Answer one = start(manager_, "POST", "/api/v1/authority-requests", {}, first);
    Answer other = start(officer_, "POST", "/api/v1/authority-requests", {}, second);
    EXPECT_NE(number_in(one.get()), number_in(other.get()));
}

TEST_P(AuthorityRequests, ARequestSaysWhoRecordedAndWhoDecided) {
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
TEST_P(AuthorityRequests, AnotherSitesRequestsAndListsDoNotHideOnesOwn) {
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

TEST_P(AuthorityRequests, AnotherSitesRequestIsAbsent) {
    const std::string number = record(far_manager_);
    EXPECT_TRUE(request_now(manager_, number).empty());
    EXPECT_FALSE(request_now(officer_, number).empty());
    const auto refused = answer(manager_, number, {});
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(code_in(refused), "disclosure.request_not_found");
}

TEST_P(AuthorityRequests, ARequestToTheWholeNodeIsSeenAtEverySite) {
    const std::string number = record(officer_);
    EXPECT_FALSE(request_now(manager_, number).empty());
    EXPECT_FALSE(request_now(far_manager_, number).empty());
}

TEST_P(AuthorityRequests, AnAuthoritysRequestIsAnsweredWithAnApprovedListOnly) {
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

}  // namespace
}  // namespace jatigi::disclosure
