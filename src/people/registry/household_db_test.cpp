#include <gtest/gtest.h>

#include "people/registry/register_for_tests.h"

namespace jatigi::registry {
namespace {

class Household : public RegisterForTests {
protected:
    std::string person(std::string_view given_names, const std::string& site = "ASM") {
        return enrolled({{"family_name", "Zzkonate"}, {"given_names", given_names}}, site);
    }
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    Answer join(const std::string& who, const std::string& with, std::string_view relation = {},
                std::string_view account = "registrar") {
        json::object body{{"with", with}};
        if (!relation.empty()) body["relation"] = relation;
        return change(account, who, "household", std::move(body));
    }
    Answer leave(const std::string& who) {
        return change("registrar", who, "household", {{"leave", true}});
    }
    // Numbers tell no order, so it is that of the text.
    static std::vector<std::string> in_order(std::vector<std::string> members) {
        std::ranges::sort(members);
        return members;
    }
    // "ASM00001J SON", of those whom the account is shown beside this person.
    std::vector<std::string> beside(const std::string& who,
                                    std::string_view account = "registrar") {
        const Answer file = get(account, who);
        const auto numbers = file.each("household", "case_number");
        const auto relations = file.each("household", "relation");
        std::vector<std::string> members;
        for (std::size_t i = 0; i < numbers.size(); ++i)
            members.push_back(numbers[i] + " " + relations[i]);
        std::ranges::sort(members);
        return members;
    }

    const std::string mother_ = person("Zzmother"), son_ = person("Zzson");
};

using Members = std::vector<std::string>;

TEST_P(Household, JoiningMakesOneForBoth) {
    EXPECT_EQ(join(son_, mother_, "SON").status, 200);
    EXPECT_EQ(beside(mother_), Members{son_ + " SON"});
    EXPECT_EQ(beside(son_), Members{mother_ + " HEAD"});
}

TEST_P(Household, AThirdJoinsTheOneThereIs) {
    const std::string daughter = person("Zzdaughter");
    join(son_, mother_, "SON");
    EXPECT_EQ(join(daughter, son_, "SISTER").status, 200);
    EXPECT_EQ(beside(mother_), in_order({son_ + " SON", daughter + " SISTER"}));
    EXPECT_EQ(beside(daughter), in_order({mother_ + " HEAD", son_ + " SON"}));
}

TEST_P(Household, HasOneHead) {
    join(son_, mother_, "SON");
    EXPECT_EQ(join(son_, mother_, "HEAD").status, 200);
    EXPECT_EQ(beside(mother_), Members{son_ + " HEAD"});
    EXPECT_EQ(beside(son_), Members{mother_ + " "});
    EXPECT_EQ(join(mother_, son_, "SPOUSE").status, 200);
    EXPECT_EQ(beside(son_), Members{mother_ + " SPOUSE"});
    EXPECT_EQ(get("registrar", son_).text("relation"), "HEAD");
}

TEST_P(Household, WhoJoinsAsItsHeadIsIt) {
    join(mother_, son_, "HEAD");
    EXPECT_EQ(beside(son_), Members{mother_ + " HEAD"});
    EXPECT_EQ(beside(mother_), Members{son_ + " "});
}

TEST_P(Household, LeavingLeavesTheOthersTogether) {
    const std::string daughter = person("Zzdaughter");
    join(son_, mother_, "SON");
    join(daughter, mother_, "DAUGHTER");
    EXPECT_EQ(leave(son_).status, 200);
    EXPECT_EQ(beside(son_), Members{});
    EXPECT_EQ(beside(mother_), Members{daughter + " DAUGHTER"});
}

TEST_P(Household, LeavingNoneIsNoFact) {
    const std::int64_t facts = count("fact");
    EXPECT_EQ(leave(son_).status, 200);
    EXPECT_EQ(count("fact"), facts);
}

TEST_P(Household, JoiningAnotherLeavesTheOneBefore) {
    const std::string aunt = person("Zzaunt");
    join(son_, mother_, "SON");
    join(son_, aunt, "NEPHEW");
    EXPECT_EQ(beside(mother_), Members{});
    EXPECT_EQ(beside(aunt), Members{son_ + " NEPHEW"});
}

TEST_P(Household, JoiningAgainAfterLeavingIsJoining) {
    join(son_, mother_, "SON");
    leave(son_);
    EXPECT_EQ(join(son_, mother_, "SON").status, 200);
    EXPECT_EQ(beside(mother_), Members{son_ + " SON"});
}

TEST_P(Household, ARelationIsOneOfAFewWords) {
    for (const std::string_view relation :
         {"HEAD", "SPOUSE", "SON", "DAUGHTER", "BROTHER", "SISTER", "NEPHEW"})
        EXPECT_EQ(join(son_, mother_, relation).status, 200) << relation;
    const Answer refused = join(son_, mother_, "FRIEND");
    EXPECT_EQ(refused.code(), "person.field_invalid");
    EXPECT_EQ(refused.param("name"), "relation");
}

TEST_P(Household, NobodyIsAHouseholdWithOneself) {
    EXPECT_EQ(join(son_, son_).code(), "household.with_oneself");
    EXPECT_EQ(join(son_, nobodys_number()).code(), "card.unknown");
    EXPECT_EQ(change("registrar", son_, "household", json::object{}).code(),
              "request.member_missing");
    EXPECT_EQ(beside(son_), Members{});
}

TEST_P(Household, NobodyOfAnotherSiteCanBeJoined) {
    const std::string far = person("Zzfar", "AGZ");
    const Answer refused = join(son_, far, "SON", "registrar_here");
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.body, join(son_, nobodys_number(), "SON", "registrar_here").body);
}

TEST_P(Household, AMemberOfAnotherSiteIsShownToWhoMayOpenThatFile) {
    const std::string far = person("Zzfar", "AGZ");
    join(son_, mother_, "SON");
    join(far, mother_, "DAUGHTER");
    EXPECT_EQ(beside(mother_, "registrar_here"), Members{son_ + " SON"});
    EXPECT_EQ(beside(mother_), (Members{far + " DAUGHTER", son_ + " SON"}));
}

TEST_P(Household, ARestrictedMemberIsShownToProtectionAlone) {
    join(son_, mother_, "SON");
    restrict_file(son_);
    EXPECT_EQ(beside(mother_), Members{});
    EXPECT_EQ(beside(mother_, "centre_manager"), Members{});
    EXPECT_EQ(beside(mother_, "protection_officer"), Members{son_ + " SON"});
}

// A head beside nobody, and a place that somebody had to give up, would tell of somebody else.
TEST_P(Household, OfARestrictedPersonTellsNothingInTheFilesOfOthers) {
    join(mother_, son_, "SISTER");
    restrict_file(son_);
    EXPECT_EQ(beside(mother_), Members{});
    EXPECT_EQ(get("registrar", mother_).text("relation"), "");
    EXPECT_EQ(get("protection_officer", mother_).text("relation"), "SISTER");
}

TEST_P(Household, ARestrictedPersonsJoiningChangesNobodyElse) {
    const std::string sister = person("Zzsister");
    restrict_file(son_);
    EXPECT_EQ(join(son_, mother_, "SON", "protection_officer").status, 200);
    EXPECT_EQ(get("protection_officer", mother_).text("relation"), "");
    // The first whom others see joining makes the head, as where nobody was before.
    EXPECT_EQ(join(sister, mother_, "SISTER").status, 200);
    EXPECT_EQ(beside(sister), Members{mother_ + " HEAD"});
    EXPECT_EQ(join(son_, mother_, "HEAD", "protection_officer").status, 200);
    EXPECT_EQ(beside(sister), Members{mother_ + " HEAD"});
}

// Whom protection joins is where they would be if nobody hidden stood beside them.
TEST_P(Household, ProtectionsJoiningTellsOfNobodyEither) {
    const std::string sister = person("Zzsister");
    EXPECT_EQ(join(son_, mother_, "SON", "protection_officer").status, 200);
    restrict_file(son_);
    EXPECT_EQ(join(sister, mother_, "SISTER", "protection_officer").status, 200);
    EXPECT_EQ(beside(sister), Members{mother_ + " HEAD"});
}

TEST_P(Household, IsForThoseWhoCorrectFiles) {
    EXPECT_EQ(join(son_, mother_, "SON", "nurse").status, 403);
    EXPECT_EQ(join(son_, mother_, "SON", "gate_officer").status, 403);
    EXPECT_EQ(join(son_, mother_, "SON", "return_counsellor").status, 200);
}

TEST_P(Household, TheSameCommandTwiceIsOneJoining) {
    const json::object body{{"command", next_command()}, {"with", mother_}, {"relation", "SON"}};
    change("registrar", son_, "household", body);
    const std::int64_t facts = count("fact");
    EXPECT_EQ(change("registrar", son_, "household", body).status, 200);
    EXPECT_EQ(count("fact"), facts);
}

INSTANTIATE_TEST_SUITE_P(Each, Household, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
