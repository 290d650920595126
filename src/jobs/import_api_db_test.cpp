#include <gtest/gtest.h>

#include <latch>

#include "jobs/import_over_http_for_tests.h"

namespace jatigi::jobs {
namespace {

using namespace std::chrono_literals;

TEST_P(ImportOverHttp, APreviewSaysWhatWouldComeInAndWritesNothing) {
    const std::int64_t facts = count("fact");
    const Answer read = bring(some_rejected());
    ASSERT_EQ(read.status, 201) << read.body;
    EXPECT_EQ(read.text("state"), "previewed");
    EXPECT_EQ(read.text("site"), "ASM");
    EXPECT_EQ(read.text("list_date"), "2023-01-15");
    EXPECT_EQ(read.text("import").size(), 32U);
    EXPECT_EQ(read.count("rows"), 20);
    EXPECT_EQ(read.count("rejected"), 2);
    EXPECT_EQ(json::integer_at(read.json, "done"), 0);
    EXPECT_EQ(json::integer_at(read.json, "of"), 18);
    EXPECT_EQ(json::integer_at(read.json.at("reasons").as_object(), "NAME_MISSING"), 1);
    EXPECT_EQ(json::integer_at(read.json.at("reasons").as_object(), "BIRTH_IMPOSSIBLE"), 1);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(get(read.text("import")).body, read.body);
}

TEST_P(ImportOverHttp, ItsRowsComePageByPage) {
    const std::string import = bring(some_rejected()).text("import");
    EXPECT_EQ(rows(import, {{"limit", "3"}}), (std::vector<std::int64_t>{2, 3, 4}));
    EXPECT_EQ(rows(import, {{"from", "18"}, {"limit", "3"}}), (std::vector<std::int64_t>{20, 21}));
    EXPECT_EQ(rows(import, {{"from", "20"}}), std::vector<std::int64_t>{});
    EXPECT_EQ(rows(import, {{"decision", "rejected"}}), (std::vector<std::int64_t>{4, 6}));
    EXPECT_EQ(rows(import, {{"decision", "rejected"}, {"from", "1"}}),
              std::vector<std::int64_t>{6});
    const Answer page = get(import, "/rows", {{"decision", "rejected"}, {"limit", "1"}});
    EXPECT_EQ(json::integer_at(page.json, "total"), 2);
}

TEST_P(ImportOverHttp, ARowShowsWhoItIs) {
    const std::string import = bring(twenty_people()).text("import");
    const Answer page = get(import, "/rows", {{"limit", "1"}});
    const json::object& row = page.json.at("rows").as_array().at(0).as_object();
    EXPECT_EQ(json::text_at(row, "decision"), "accepted");
    EXPECT_EQ(json::text_at(row, "family_name"), "Balamo");
    EXPECT_EQ(json::text_at(row, "given_names"), "Amiru");
    EXPECT_EQ(json::text_at(row, "sex"), "M");
    EXPECT_EQ(json::text_at(row, "nationality"), "MLI");
    EXPECT_EQ(json::text_at(row, "arrival_date"), "2023-01-10");
}

TEST_P(ImportOverHttp, RejectedRowsComeBackAsAListToCorrect) {
    const std::string import = bring(some_rejected()).text("import");
    const Answer csv = get(import, "/rejected.csv");
    EXPECT_EQ(csv.status, 200);
    EXPECT_NE(csv.body.find("Nom de la mère"), std::string::npos);
    EXPECT_NE(csv.body.find("31/02/1990"), std::string::npos);
    EXPECT_NE(csv.body.find("Gimalo"), std::string::npos);
    EXPECT_EQ(csv.body.find("Balamo"), std::string::npos);  // Came in.
}

TEST_P(ImportOverHttp, ACommitRegistersAndSaysSo) {
    const std::string import = bring(some_rejected()).text("import");
    const Answer running = commit(import);
    EXPECT_EQ(running.status, 202) << running.body;
    const Answer done = ended(import);
    EXPECT_EQ(done.text("state"), "committed") << done.body;
    EXPECT_EQ(done.count("registered"), 18);
    EXPECT_EQ(json::integer_at(done.json, "done"), 18);
    EXPECT_EQ(count("person"), 18);
    EXPECT_EQ(index_.size(), 18U);
    const Answer page = get(import, "/rows", {{"limit", "1"}});
    EXPECT_NE(json::text_at(page.json.at("rows").as_array().at(0).as_object(), "case_number"),
              std::nullopt);
}

TEST_P(ImportOverHttp, WhoWasRegisteredSinceThePreviewIsNotRegisteredAgain) {
    std::vector<Line> corrected = twenty_people();
    corrected[0][observations] = "heard twice";
    const std::string first = bring(twenty_people()).text("import"),
                      second = bring(corrected).text("import");
    commit(first);
    EXPECT_EQ(ended(first).count("registered"), 20);
    commit(second);
    EXPECT_EQ(ended(second).count("registered"), 0);
    EXPECT_EQ(count("person"), 20);
}

// Of one shape, whether it knows anybody or not.
TEST_P(ImportOverHttp, EachPreviewIsAnOpening) {
    const std::string import = bring(twenty_people()).text("import");
    EXPECT_EQ(count("opening"), 1);
    commit(import);
    ended(import);
    EXPECT_EQ(count("opening"), 1);
    const auto ten = first_ten();
    EXPECT_EQ(bring(ten).count("already_known"), 10);
    auto rows = openings();
    std::ranges::sort(rows, {}, &access::OpeningRow::count);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].count, 0);
    EXPECT_EQ(rows[1].kind, "import");
    EXPECT_EQ(rows[1].count, 10);
}

// Nobody matches the register against a list of many names: beyond the limit each row reads as new.
TEST_P(ImportOverHttp, WhoIsKnownIsWithheldWhenTheyAreMany) {
    const std::string first = bring(twenty_people()).text("import");
    commit(first);
    ended(first);
    const Answer again = bring(twenty_people());
    EXPECT_EQ(again.text("verdicts"), "withheld");
    EXPECT_EQ(again.count("already_known"), 0);
    EXPECT_FALSE(again.json.at("reasons").as_object().contains("ALREADY_REGISTERED"));
    const auto says_nothing = [&] {
        const std::string page = get(again.text("import"), "/rows").body;
        return page.find("known_as") == std::string::npos &&
               page.find("REGISTERED") == std::string::npos &&
               page.find("case_number") == std::string::npos;
    };
    EXPECT_TRUE(says_nothing());
    // Everybody comes in all the same, and nobody twice.
    EXPECT_EQ(commit(again.text("import")).status, 202);
    EXPECT_EQ(ended(again.text("import")).text("state"), "committed");
    EXPECT_TRUE(says_nothing());
    EXPECT_EQ(count("person"), 20);
}

// Otherwise a long list would be cut into short ones.
TEST_P(ImportOverHttp, WhoIsKnownIsCountedOverAllListsOfAnHour) {
    const std::string first = bring(twenty_people()).text("import");
    commit(first);
    ended(first);
    EXPECT_EQ(bring(first_ten()).text("verdicts"), "shown");
    EXPECT_EQ(bring(first_ten()).text("verdicts"), "shown");  // The same people.
    const std::vector<Line> all = twenty_people();
    EXPECT_EQ(bring({all.begin() + 10, all.end()}).text("verdicts"), "withheld");
    EXPECT_EQ(bring(first_ten(), "other").text("verdicts"), "shown");
    now_ += 60min + 1us;
    EXPECT_EQ(bring({all.begin() + 10, all.end()}).text("verdicts"), "shown");
}

TEST_P(ImportOverHttp, WhatIsWithheldIsShownWhenASecondPersonSaysYes) {
    const std::string first = bring(twenty_people()).text("import");
    commit(first);
    ended(first);
    const std::string import = bring(twenty_people()).text("import");
    const std::string approval = "/api/v1/imports/" + import + "/approval";
    EXPECT_EQ(send("other", "POST", approval).status, 403);
    EXPECT_EQ(send("registrar", "GET", "/api/v1/imports").status, 403);
    const Answer waiting = send("manager", "GET", "/api/v1/imports");
    const json::object& one = waiting.json.at("waiting").as_array().at(0).as_object();
    EXPECT_EQ(json::text_at(one, "account"), "registrar");
    EXPECT_EQ(json::integer_at(one, "known"), 20);
    EXPECT_EQ(waiting.body.find("Balamo"), std::string::npos);
    EXPECT_EQ(send("manager_far", "POST", approval).body, get(std::string(32, '0')).body);
    EXPECT_EQ(send("manager", "POST", approval).status, 200);
    const Answer shown = get(import);
    EXPECT_EQ(shown.text("verdicts"), "shown");
    EXPECT_EQ(shown.count("already_known"), 20);
    EXPECT_EQ(send("manager", "POST", approval).text("code"), "import.nothing_withheld");
    auto rows = openings();
    std::erase_if(rows, [](const access::OpeningRow& row) {
        return !row.filter || *row.filter == "verdicts=withheld";
    });
    std::ranges::sort(rows, {}, &access::OpeningRow::kind);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].filter, "approved_by=8");
    EXPECT_EQ(rows[1].kind, "import_approval");
    EXPECT_EQ(rows[1].filter, "account=4");
}

TEST_P(ImportOverHttp, NobodySaysYesToTheirOwnList) {
    const std::string first = bring(twenty_people()).text("import");
    commit(first);
    ended(first);
    const std::string import = bring(twenty_people(), "manager").text("import");
    EXPECT_EQ(send("manager", "POST", "/api/v1/imports/" + import + "/approval").text("code"),
              "import.own_list");
    EXPECT_EQ(get(import, {}, {}, "manager").text("verdicts"), "withheld");
}

TEST_P(ImportOverHttp, ACommitGivesNoCodeOfACardThatItDidNotMake) {
    const Query at_once{{"site", "ASM"}, {"list_date", "2023-01-15"}, {"commit", "true"}};
    EXPECT_NE(bring(first_ten(), "registrar", at_once).body.find("\"card\""), std::string::npos);
    const Answer again = bring(first_ten(), "registrar", at_once);
    EXPECT_EQ(again.count("already_known"), 10);
    EXPECT_EQ(again.body.find("\"card\""), std::string::npos);
}

TEST_P(ImportOverHttp, ASecondCommitIsRefused) {
    const std::string import = bring(twenty_people()).text("import");
    commit(import);
    ended(import);
    const Answer refused = commit(import);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.text("code"), "import.already_committed");
    EXPECT_EQ(count("person"), 20);
}

TEST_P(ImportOverHttp, WhileItRunsItsRowsAreNotShown) {
    const std::string import = bring(twenty_people()).text("import");
    std::latch go_on(1);
    std::promise<void> answered;
    node_->writer->submit<bool>(
        [&](log::WriteTx&) -> Result<bool> {
            go_on.wait();
            return true;
        },
        [&](const Result<bool>&) { answered.set_value(); });
    EXPECT_EQ(commit(import).status, 202);
    EXPECT_EQ(get(import).text("state"), "running");
    EXPECT_EQ(get(import, "/rows").text("code"), "import.running");
    EXPECT_EQ(get(import, "/rejected.csv").text("code"), "import.running");
    EXPECT_EQ(commit(import).status, 409);
    go_on.count_down();
    answered.get_future().wait();
    EXPECT_EQ(ended(import).text("state"), "committed");
    EXPECT_EQ(get(import, "/rows").status, 200);
}

TEST_P(ImportOverHttp, ACommitThatFailedCanBeRepeated) {
    const std::string import = bring(twenty_people()).text("import");
    take_stays_away();
    commit(import);
    const Answer failed = ended(import);
    EXPECT_EQ(failed.text("state"), "failed");
    EXPECT_TRUE(failed.text("problem").starts_with("store.")) << failed.body;
    EXPECT_EQ(count("person"), 0);
    give_stays_back();
    EXPECT_EQ(commit(import).status, 202);
    EXPECT_EQ(ended(import).text("state"), "committed");
    EXPECT_EQ(count("person"), 20);
}

TEST_P(ImportOverHttp, AnotherAccountDoesNotSeeIt) {
    const std::string import = bring(twenty_people()).text("import");
    const std::string nobodys = get(std::string(32, '0')).body;
    EXPECT_EQ(get(import, {}, {}, "other").status, 404);
    EXPECT_EQ(get(import, {}, {}, "other").body, nobodys);
    EXPECT_EQ(get(import, "/rows", {}, "other").body, nobodys);
    EXPECT_EQ(get(import, "/rejected.csv", {}, "other").body, nobodys);
    EXPECT_EQ(commit(import, "other").body, nobodys);
    EXPECT_EQ(count("person"), 0);
}

TEST_P(ImportOverHttp, APreviewIsForgottenAfterAnHour) {
    const std::string import = bring(twenty_people()).text("import");
    now_ += 60min;
    EXPECT_EQ(get(import).status, 200);
    now_ += 1us;
    EXPECT_EQ(get(import).text("code"), "import.not_found");
    EXPECT_EQ(commit(import).status, 404);
}

TEST_P(ImportOverHttp, OneMorePreviewTakesThePlaceOfTheAccountsOwnOldest) {
    const std::string others = bring(twenty_people(), "other").text("import");
    std::vector<std::string> imports;
    for (std::size_t i = 0; i <= previews_of_account_max; ++i) {
        now_ += 1s;
        imports.push_back(bring(twenty_people()).text("import"));
    }
    EXPECT_EQ(get(imports[0]).status, 404);
    for (std::size_t i = 1; i < imports.size(); ++i) EXPECT_EQ(get(imports[i]).status, 200) << i;
    EXPECT_EQ(get(others, {}, {}, "other").status, 200);
}

TEST_P(ImportOverHttp, ALockedNodeHasNoPreviews) {
    const std::string import = bring(twenty_people()).text("import");
    shelf_.close();
    EXPECT_EQ(get(import).status, 404);
    EXPECT_EQ(bring(twenty_people()).text("code"), "vault.locked");
}

TEST_P(ImportOverHttp, IsForThoseWhoMayAndForTheirSiteAlone) {
    EXPECT_EQ(bring(twenty_people(), "nurse").status, 403);
    EXPECT_EQ(bring(twenty_people(), "far").status, 403);
    EXPECT_EQ(bring(twenty_people(), "registrar", {{"site", "Nowhereville"}}).text("code"),
              "site.unknown");
    EXPECT_EQ(
        bring(twenty_people(), "registrar", {{"site", "ASM"}, {"list_date", "soon"}}).text("code"),
        "request.member_missing");
}

TEST_P(ImportOverHttp, InOneCallWritesAndAnswersWithCards) {
    const Answer done = bring(twenty_people(), "registrar",
                              {{"site", "ASM"}, {"list_date", "2023-01-15"}, {"commit", "true"}});
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json::bool_at(done.json, "committed"), true);
    EXPECT_EQ(done.count("registered"), 20);
    const json::object& row = done.json.at("rows").as_array().at(0).as_object();
    EXPECT_EQ(json::text_at(row, "card").value_or("").size(), 26U);
}

TEST_P(ImportOverHttp, ProtectionWordsAreInNoPreview) {
    std::vector<Line> lines = twenty_people();
    lines[2][observations] = "victime de traite, zzsecretword";
    const Answer read = bring(lines);
    const std::string import = read.text("import");
    EXPECT_EQ(json::integer_at(read.json.at("reasons").as_object(), "SENSITIVE_IN_LIST"), 1);
    const std::string page = get(import, "/rows").body;
    EXPECT_EQ(page.find("zzsecretword"), std::string::npos);
    EXPECT_EQ(page.find("SENSITIVE"), std::string::npos);
    EXPECT_EQ(read.body.find("zzsecretword"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Each, ImportOverHttp, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs
