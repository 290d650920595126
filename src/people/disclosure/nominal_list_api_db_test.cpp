#include "people/disclosure/disclosure_for_tests.h"

namespace jatigi::disclosure {
namespace {

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

// Nor is it shown, or decided about: another list would be approved than the one that was seen.
TEST_P(Disclosure, WhatTheTableSaysIsDecidedAboutOnlyAsItWasProposed) {
    const std::string number = propose(manager_);
    const auto by_hand = [&](std::string_view change) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(fmt::format("update nominal_list set {}", change)));
            return true;
        }));
    };
    const auto is_shown = [&] {
        return has(start(officer_, "GET", "/api/v1/nominal-lists", {}, {}).get().body, number);
    };
    for (const auto& [change, back] : std::vector<std::pair<std::string_view, std::string_view>>{
             {"listed = 'names'", "listed = 'names birth nationality document'"},
             {"chosen = 'ZZ'", "chosen = ''"},
             {"proposed_at = proposed_at - 3600000000", "proposed_at = proposed_at + 3600000000"},
             {"proposed_by = proposed_by + 1", "proposed_by = proposed_by - 1"}}) {
        by_hand(change);
        EXPECT_FALSE(is_shown()) << change;
        EXPECT_EQ(code_in(approve(officer_, number)), "disclosure.list_altered") << change;
        EXPECT_TRUE(node_.node().known->take_altered()) << change;
        by_hand(back);
    }
    EXPECT_TRUE(is_shown());
    EXPECT_EQ(approve(officer_, number).status, 200);
    EXPECT_TRUE(is_shown());
    // Decided, it stays what was decided about.
    by_hand("recipient = 'Zzelsewhere'");
    EXPECT_FALSE(is_shown());
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
