// "These two files are one person's" over HTTP: two words, what it changes, and back.
#include <fmt/format.h>

#include "people/registry/register_for_tests.h"
#include "people/registry/register_index_view.h"
#include "people/registry/same_person_api.h"
#include "platform/review/review_task_view.h"

namespace jatigi::registry {
namespace {

class SamePersonOverHttp : public RegisterForTests {
protected:
    static json::object named(std::string_view given) {
        return {{"family_name", "Zzinvented"}, {"given_names", given}, {"sex", "F"}};
    }
    Answer say(std::string_view who, const std::string& code, const std::string& other,
               std::string_view ground = "document_seen") {
        return change(who, code, "same", {{"other", other}, {"ground", ground}});
    }
    Answer unsay(std::string_view who, const std::string& code, const std::string& other) {
        return change(who, code, "not-same", {{"other", other}, {"ground", "seen_together"}});
    }
    void join(std::string_view first = "registrar", std::string_view second = "centre_manager") {
        EXPECT_EQ(say(first, awa_, hawa_).text("state"), "said");
        EXPECT_EQ(say(second, hawa_, awa_).text("state"), "confirmed");
    }
    std::vector<std::string> same(const std::string& code, std::string_view member,
                                  std::string_view who = "registrar") {
        return get(who, code).each("same_person", member);
    }
    std::vector<review::TaskRow> tasks(review::Which which) {
        return review::list_tasks(
                   db(), same_person_reason, which,
                   [](const review::TaskRow&) -> Result<bool> { return true; }, 10)
            .value();
    }
    // As after a new start.
    void load_again() {
        index_.clear();
        ASSERT_TRUE(load_index(db(), node_.node().keyring, index_));
    }

    const std::string awa_ = enrolled(named("Awa")), hawa_ = enrolled(named("Hawa"));
};

TEST_P(SamePersonOverHttp, OneWordAsksForASecondAndChangesNothing) {
    const Answer said = say("registrar", awa_, hawa_);
    EXPECT_EQ(said.status, 200) << said.body;
    EXPECT_EQ(said.text("state"), "said");
    EXPECT_EQ(said.text("other"), hawa_);
    EXPECT_EQ(say("registrar", hawa_, awa_).code(), "same_person.second_needed");
    ASSERT_EQ(tasks(review::Which::open).size(), 1U);
    EXPECT_EQ(tasks(review::Which::open)[0].reason, same_person_reason);
    EXPECT_TRUE(person_roots(db()).value().empty());
    EXPECT_EQ(same(hawa_, "case_number"), Numbers{awa_});
    EXPECT_EQ(same(hawa_, "state"), Numbers{"said"});
    EXPECT_EQ(same(hawa_, "said_by"), Numbers{"registrar"});
}

TEST_P(SamePersonOverHttp, ASecondWordByAnotherHoldsAndClosesTheTask) {
    join();
    EXPECT_EQ(same(awa_, "state"), Numbers{"confirmed"});
    EXPECT_EQ(same(awa_, "decided_by"), Numbers{"centre_manager"});
    EXPECT_TRUE(tasks(review::Which::open).empty());
    ASSERT_EQ(tasks(review::Which::closed).size(), 1U);
    EXPECT_EQ(tasks(review::Which::closed)[0].words, "document_seen");
    EXPECT_EQ(say("nurse", awa_, hawa_).status, 403);
    EXPECT_EQ(say("return_counsellor", awa_, hawa_).code(), "same_person.already_said");
    EXPECT_EQ(files_of(db(), row_of(awa_).person).value().size(), 2U);
}

TEST_P(SamePersonOverHttp, UnsayingPartsThemAndLosesNothing) {
    join();
    const Answer before = get("registrar", hawa_);
    EXPECT_EQ(unsay("registrar", hawa_, awa_).text("state"), "unsaid");
    EXPECT_EQ(unsay("registrar", hawa_, awa_).code(), "same_person.not_said");
    EXPECT_TRUE(person_roots(db()).value().empty());
    EXPECT_EQ(same(awa_, "state"), Numbers{"unsaid"});
    EXPECT_EQ(get("registrar", hawa_).json.at("identity"), before.json.at("identity"));
    join();
    EXPECT_EQ(same(awa_, "state"), Numbers{"confirmed"});
}

TEST_P(SamePersonOverHttp, WhatIsNotUnderstoodIsRefused) {
    EXPECT_EQ(say("registrar", awa_, awa_).code(), "same_person.one_file");
    EXPECT_EQ(say("registrar", awa_, hawa_, "mistake").code(), "same_person.ground_invalid");
    EXPECT_EQ(say("registrar", awa_, hawa_, "rumour").code(), "request.member_missing");
    EXPECT_EQ(say("registrar", awa_, nobodys_number()).code(), "card.unknown");
    EXPECT_EQ(change("registrar", awa_, "same", {{"ground", "mistake"}}).param("name"), "other");
    EXPECT_EQ(unsay("registrar", awa_, hawa_).code(), "same_person.not_said");
}

TEST_P(SamePersonOverHttp, ARestrictedFileHidesTheOtherUntilItIsUnsaid) {
    join();
    restrict_file(awa_);
    EXPECT_EQ(get("registrar", hawa_).status, 404);
    EXPECT_TRUE(found("Zzinvented").empty());
    EXPECT_EQ(get("protection_officer", hawa_).status, 200);
    load_again();
    EXPECT_EQ(get("registrar", hawa_).status, 404);
    EXPECT_EQ(unsay("registrar", hawa_, awa_).code(), "card.unknown");
    EXPECT_EQ(unsay("protection_officer", hawa_, awa_).text("state"), "unsaid");
    EXPECT_EQ(get("registrar", hawa_).status, 200);
    EXPECT_EQ(get("registrar", awa_).status, 404);
    load_again();
    EXPECT_EQ(found("Zzinvented"), Numbers{hawa_});
}

TEST_P(SamePersonOverHttp, ARestrictionThatIsLiftedIsLiftedForBoth) {
    join();
    restrict_file(awa_);
    lift(awa_);
    EXPECT_EQ(get("registrar", hawa_).status, 200);
    EXPECT_EQ(get("registrar", awa_).status, 200);
}

TEST_P(SamePersonOverHttp, ARestrictionIsLiftedFromWhicheverFileIsNamed) {
    join();
    restrict_file(awa_);
    lift(hawa_);
    EXPECT_EQ(get("registrar", awa_).status, 200);
    EXPECT_EQ(get("registrar", hawa_).status, 200);
}

TEST_P(SamePersonOverHttp, AFileThatCannotBeReadHidesTheOtherWhateverChangesThere) {
    join();
    index_.quarantine(row_of(awa_).person);
    EXPECT_EQ(
        change("protection_officer", hawa_, "flags", {{"add", json::array{"PREGNANT"}}}).status,
        200);
    EXPECT_EQ(get("registrar", hawa_).status, 404);
    EXPECT_EQ(unsay("protection_officer", hawa_, awa_).text("state"), "unsaid");
    EXPECT_EQ(get("registrar", hawa_).status, 200);
    EXPECT_EQ(get("registrar", awa_).status, 404);
}

TEST_P(SamePersonOverHttp, TheGroundIsThatOfTheLastWord) {
    join();
    EXPECT_EQ(same(awa_, "ground"), Numbers{"document_seen"});
    unsay("registrar", hawa_, awa_);
    EXPECT_EQ(same(awa_, "ground"), Numbers{"seen_together"});
}

// Whoever writes to the database takes them apart for as long as the other file is read again.
TEST_P(SamePersonOverHttp, ARestrictionOfTheOtherFileIsForgottenByNoOtherCommand) {
    join();
    restrict_file(awa_);
    const auto by_hand = [&](std::string_view sql) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(sql));
            return true;
        }));
    };
    by_hand("update person_root set root = -person");
    EXPECT_EQ(change("protection_officer", hawa_, "flags", {{"flags", json::array{}}}).status, 200);
    by_hand("update person_root set root = (select max(-root) from person_root)");
    EXPECT_EQ(get("registrar", hawa_).status, 404);
}

TEST_P(SamePersonOverHttp, AWordOnTwoFilesIsWrittenForNoOthers) {
    const std::string third = enrolled({{"family_name", "Zzthird"}, {"given_names", "Zza"}});
    const std::string fourth = enrolled({{"family_name", "Zzfourth"}, {"given_names", "Zzb"}});
    join();
    restrict_file(awa_);
    const auto point_at = [&](const std::string& one, const std::string& other) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto first, find_by_case_number(tx.db(), one));
            TRY_ASSIGN(const auto second, find_by_case_number(tx.db(), other));
            TRY(tx.db().run("update same_person set one = ?, other = ?", first.person,
                            second.person));
            return true;
        }));
    };
    point_at(third, fourth);
    EXPECT_EQ(
        change("registrar", third, "not-same", {{"other", fourth}, {"ground", "seen_together"}})
            .code(),
        "log.altered");
    EXPECT_EQ(say("registrar", third, fourth).code(), "log.altered");
    point_at(awa_, hawa_);
    EXPECT_EQ(get("registrar", hawa_).status, 404);
}

// The other file would stay open.
TEST_P(SamePersonOverHttp, NoneIsRestrictedWithoutTheFilesThatTheFactsJoin) {
    join();
    const auto by_hand = [&](std::string_view sql) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(sql));
            return true;
        }));
    };
    by_hand("update same_person set state = 'said'");
    by_hand("update person_root set root = -person");
    EXPECT_EQ(change("protection_officer", awa_, "restriction", {{"restricted", true}}).code(),
              "log.altered");
    by_hand("update person_root set root = (select max(-root) from person_root)");
    by_hand("update same_person set state = 'confirmed'");
    restrict_file(awa_);
    EXPECT_EQ(get("registrar", hawa_).status, 404);
}

// Whatever somebody did to the tables while nothing ran.
TEST_P(SamePersonOverHttp, TheOtherFileIsHiddenByTheFactsWhenTheRegisterIsRead) {
    join();
    restrict_file(awa_);
    const auto read_again = [&](std::string_view sql) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(sql));
            return true;
        }));
        index_.clear();
        ASSERT_TRUE(load_index(db(), node_.node().keyring, index_));
    };
    read_again("delete from person_root");
    EXPECT_EQ(get("registrar", hawa_).status, 404);
    read_again("update same_person set state = 'said'");
    EXPECT_EQ(get("registrar", hawa_).status, 404);
    read_again(fmt::format("update person set erased = 1 where case_number = '{}'", awa_));
    EXPECT_EQ(get("registrar", hawa_).status, 404);
}

TEST_P(SamePersonOverHttp, ConfirmingHidesTheOtherFileOfARestrictedOne) {
    restrict_file(awa_);
    EXPECT_EQ(say("registrar", hawa_, awa_).code(), "card.unknown");
    accounts_.at("nurse").role = access::Role::protection_officer;
    join("protection_officer", "nurse");
    EXPECT_EQ(get("registrar", hawa_).status, 404);
}

INSTANTIATE_TEST_SUITE_P(Each, SamePersonOverHttp, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
