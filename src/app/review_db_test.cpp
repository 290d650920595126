// What review tasks are about, for whom they are, and who closes them.
#include "app/review.h"
#include "people/registry/register_for_tests.h"
#include "platform/review/raise.h"

namespace jatigi::app {
namespace {

using registry::Answer;
using registry::Numbers;

class ReviewTasks : public registry::RegisterForTests {
protected:
    Answer ask(std::string_view who, std::string method, std::string path, std::string body = {}) {
        sessions_.remember({std::string(who)}, accounts_.at(std::string(who)), node_.now);
        const auto response = tasks_.send({.method = std::move(method),
                                           .path = std::move(path),
                                           .body = std::move(body),
                                           .session_token = std::string(who)});
        return {response.status, response.body,
                json::parse_object(response.body).value_or(json::object{})};
    }
    Numbers ids_for(std::string_view who) {
        return ask(who, "GET", "/api/v1/review-tasks").each("tasks", "id");
    }
    Answer close(std::string_view who, const std::string& id) {
        return ask(who, "POST", "/api/v1/review-tasks/" + id + "/closing",
                   R"({"command":")" + next_command() + R"(","words":"seen"})");
    }
    void raise(const review::TaskRaised& task) {
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(review::raise_task(tx, {.command = {0x7A5C, ++raised_}}, task));
            return true;
        });
    }
    void raise_about(const std::string& number) {
        raise({std::string(registry::marked_row_reason),
               review::task_subject(registry::person_kind, row_of(number).id),
               {"SEX_MISSING"}});
    }
    std::string enrolled_at(std::string_view given, const std::string& site = "ASM") {
        return enrolled({{"family_name", "Zzinvented"}, {"given_names", given}, {"sex", "F"}},
                        site);
    }

    std::uint64_t raised_ = 0;
    const http::Dispatch tasks_{services_, review::task_routes(services_, review_of(context_))};
};

TEST_P(ReviewTasks, AreSeenAndClosedWhereTheirPersonIs) {
    raise_about(enrolled_at("Awa"));
    const Numbers ids = ids_for("registrar_here");
    ASSERT_EQ(ids.size(), 1U);
    EXPECT_TRUE(ids_for("registrar_elsewhere").empty());
    EXPECT_EQ(close("registrar_elsewhere", ids[0]).code(), "review.task_not_found");
    // Of a reason that is not theirs as of a task that is not there.
    EXPECT_EQ(close("finance_officer", ids[0]).code(), "review.task_not_found");
    EXPECT_EQ(close("registrar_here", ids[0]).status, 200);
    EXPECT_EQ(close("registrar", ids[0]).code(), "review.already_closed");
    EXPECT_TRUE(ids_for("registrar").empty());
}

TEST_P(ReviewTasks, AboutTwoFilesAreForWhoMaySeeBoth) {
    const std::string awa = enrolled_at("Awa"), hawa = enrolled_at("Hawa", "AGZ");
    EXPECT_EQ(
        change("registrar", awa, "same", {{"other", hawa}, {"ground", "document_seen"}}).status,
        200);
    EXPECT_TRUE(ids_for("registrar_here").empty());
    EXPECT_TRUE(ids_for("registrar_elsewhere").empty());
    const Numbers ids = ids_for("centre_manager");
    ASSERT_EQ(ids.size(), 1U);
    // Who has left is of no site; the other file still is.
    site_of_.erase(row_of(awa).person);
    EXPECT_TRUE(ids_for("registrar_here").empty());
    EXPECT_EQ(ids_for("registrar_elsewhere"), ids);
    restrict_file(hawa);
    EXPECT_TRUE(ids_for("centre_manager").empty());
    EXPECT_EQ(ids_for("protection_officer"), ids);
}

TEST_P(ReviewTasks, ASecondWordClosesWhatAsksForItAndNobodyElse) {
    const std::string awa = enrolled_at("Awa"), hawa = enrolled_at("Hawa");
    change("registrar", awa, "same", {{"other", hawa}, {"ground", "document_seen"}});
    const Numbers ids = ids_for("centre_manager");
    ASSERT_EQ(ids.size(), 1U);
    EXPECT_EQ(close("registrar", ids[0]).code(), "review.not_by_hand");
    EXPECT_EQ(ids_for("centre_manager"), ids);
    change("centre_manager", awa, "same", {{"other", hawa}, {"ground", "recognised"}});
    EXPECT_TRUE(ids_for("centre_manager").empty());
}

// Of the row of a list that stands beside somebody hidden, and is like somebody else, too.
TEST_P(ReviewTasks, AMarkThatSpeaksOfSomebodyHiddenAloneIsLeftOut) {
    const std::string hawa = enrolled_at("Hawa"), eva = enrolled_at("Eva"),
                      awa = enrolled_at("Awa");
    const auto on_list = [this](const std::string& number, std::uint64_t list) {
        const auto row = row_of(number);
        auto entry = *index_.find(row.person);
        entry.listed = registry::ListedAs{.list = registry::ListId{0, list}};
        index_.put({.entry = entry});
    };
    on_list(awa, 2);
    on_list(hawa, 2);
    on_list(eva, 1);
    for (const std::string& other : {hawa, eva})
        index_.note_alike(row_of(awa).person, row_of(other).id);
    raise({std::string(registry::marked_row_reason),
           review::task_subject(registry::person_kind, row_of(awa).id),
           {"DUPLICATE_SUSPECTED", "PERHAPS_REGISTERED"}});
    const auto marks = [this] {
        const Answer open = ask("registrar_here", "GET", "/api/v1/review-tasks");
        return boost::json::serialize(open.json.at("tasks").at(0).at("marks"));
    };
    EXPECT_EQ(marks(), R"(["DUPLICATE_SUSPECTED","PERHAPS_REGISTERED"])");
    restrict_file(hawa);
    EXPECT_EQ(marks(), R"(["PERHAPS_REGISTERED"])");
    EXPECT_EQ(ask("protection_officer", "GET", "/api/v1/review-tasks").status, 200);
}

TEST_P(ReviewTasks, OfOneReasonLeaveRoomForAnother) {
    const auto awa = review::task_subject(registry::person_kind, row_of(enrolled_at("Awa")).id);
    for (int i = 0; i < 201; ++i)
        raise({std::string(registry::marked_row_reason), awa, {"M" + std::to_string(i)}});
    const std::string hawa = enrolled_at("Hawa"), eva = enrolled_at("Eva");
    change("registrar", hawa, "same", {{"other", eva}, {"ground", "document_seen"}});
    const Answer open = ask("centre_manager", "GET", "/api/v1/review-tasks");
    EXPECT_EQ(open.each("tasks", "id").size(), 201U);
    EXPECT_TRUE(open.json.at("more").as_bool());
    EXPECT_EQ(std::ranges::count(open.each("tasks", "reason"), "same_person"), 1);
}

INSTANTIATE_TEST_SUITE_P(Each, ReviewTasks, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
