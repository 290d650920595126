#include <gtest/gtest.h>

#include "people/registry/person_file_for_tests.h"
#include "people/registry/register_index_view.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;

// --- Opening ---

class OpeningAFile : public FileOverHttp {};

TEST_P(OpeningAFile, ShowsTheIdentityAndRecordsWhoOpenedIt) {
    const std::string number = enrolled(awa());
    const Answer file = get("registrar", card_of(number));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.text("case_number"), number);
    EXPECT_EQ(file.text("site"), "ASM");
    EXPECT_NE(file.body.find(family_name), std::string::npos);
    const auto rows = openings();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at, node_.now);
    EXPECT_EQ(rows[0].kind, "file");
    EXPECT_EQ(rows[0].cls, FactClass::identity);
    EXPECT_EQ(rows[0].person, row_of(number).person);
    EXPECT_EQ(rows[0].count, 1);
}

TEST_P(OpeningAFile, IsRecordedEachTime) {
    const std::string number = enrolled(awa());
    for (std::size_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(get("registrar", number).status, 200);
        EXPECT_EQ(openings().size(), i);
    }
}

TEST_P(OpeningAFile, IsDeniedToADistributorWhoLearnsNothing) {
    const std::string number = enrolled(awa());
    const Answer denied = get("food_distributor", number);
    EXPECT_EQ(denied.status, 403);
    EXPECT_EQ(denied.body.find(family_name), std::string::npos);
    // Whether somebody has this card is not told either.
    EXPECT_EQ(get("food_distributor", "no card at all").body, denied.body);
    EXPECT_EQ(openings().size(), 0U);
}

TEST_P(OpeningAFile, OfAnotherSiteIsAsGoodAsAbsent) {
    const std::string number = enrolled(awa(), "AGZ");
    const Answer absent = get("registrar_here", number);
    const Answer nobody = get("registrar_here", nobodys_number());
    EXPECT_EQ(absent.status, 404);
    EXPECT_EQ(absent.status, nobody.status);
    EXPECT_EQ(absent.body, nobody.body);
    EXPECT_EQ(openings().size(), 0U);
    EXPECT_EQ(get("registrar_elsewhere", number).status, 200);
    EXPECT_EQ(openings().size(), 1U);
}

TEST_P(OpeningAFile, OfNobodyIsNotFoundAndNothingIsRecorded) {
    EXPECT_EQ(get("registrar", nobodys_number()).status, 404);
    EXPECT_EQ(openings().size(), 0U);
}

TEST_P(OpeningAFile, IsPausedForWhoOpensTooMany) {
    std::vector<std::string> numbers;
    for (int i = 0; i <= limits_.files_per_hour_max; ++i)
        numbers.push_back(enrolled({{"given_names", "Zzperson" + next_command()}}));
    for (int i = 0; i < limits_.files_per_hour_max; ++i)
        EXPECT_EQ(get("registrar", numbers[static_cast<std::size_t>(i)]).status, 200) << i;
    EXPECT_EQ(get("registrar", numbers.back()).code(), "access.too_many_openings");
    EXPECT_EQ(get("nurse", numbers.back()).status, 200);
}

TEST_P(OpeningAFile, WithoutASessionIsRefused) {
    const std::string number = enrolled(awa());
    const http::Response refused =
        dispatch_.send({.method = "GET", .path = "/api/v1/persons/" + number});
    EXPECT_EQ(refused.status, 401);
}

// Nobody erased them: what cannot be read may be a restriction.
TEST_P(OpeningAFile, OfSomebodyWhoseKeyIsMissingIsForProtectionAlone) {
    const std::string number = enrolled(awa());
    const Bytes id = id_bytes(row_of(number).id);
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("delete from keyring where person = ?", id));
        return true;
    });
    EXPECT_EQ(get("registrar", number).code(), "card.unknown");
    const Answer file = get("protection_officer", number);
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(file.json.at("identity").is_null());
}

INSTANTIATE_TEST_SUITE_P(Each, OpeningAFile, testing::both_stores(), testing::store_name);

// --- Corrections ---

class Correcting : public FileOverHttp {};

TEST_P(Correcting, KeepsWhatStoodThereWhoChangedItWhenAndWhy) {
    const std::string number = enrolled(awa());
    node_.now += 2min;
    EXPECT_EQ(correct(number, {{"father_name", "Zzother Zzfather"}, {"origin", "Made-up Region"}},
                      "document_seen", "nurse")
                  .status,
              403);
    ASSERT_EQ(correct(number, {{"father_name", "Zzother Zzfather"}, {"origin", "Made-up Region"}},
                      "document_seen", "return_counsellor")
                  .status,
              200);
    const json::array changes = history(number);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(
        boost::json::serialize(changes[0]),
        R"({"at":"2023-01-16T06:02:00.000Z","by":"return_counsellor","reason":"document_seen",)"
        R"("changes":[{"field":"origin","from":"","to":"Made-up Region"},)"
        R"({"field":"father_name","from":"Zzfather Zzinventedfamily","to":"Zzother Zzfather"}]})");
    EXPECT_EQ(identity(number, "father_name"), "Zzother Zzfather");
}

TEST_P(Correcting, TwiceKeepsBothOldestFirst) {
    const std::string number = enrolled(awa());
    correct(number, {{"father_name", "Zzone"}});
    correct(number, {{"father_name", "Zztwo"}}, "typing_error");
    std::vector<std::string> steps;
    for (const json::value& change : history(number)) {
        const json::object& field = change.as_object().at("changes").as_array().at(0).as_object();
        steps.push_back(std::string(*json::text_at(field, "from")) + " > " +
                        std::string(*json::text_at(field, "to")));
    }
    EXPECT_EQ(steps,
              (std::vector<std::string>{"Zzfather Zzinventedfamily > Zzone", "Zzone > Zztwo"}));
}

TEST_P(Correcting, OfABirthTellsBothBirths) {
    const std::string number = enrolled(awa());
    ASSERT_EQ(correct(number, {{"birth", {{"year", 1991}, {"month", 5}, {"day", 17}}}}).status,
              200);
    EXPECT_EQ(boost::json::serialize(history(number).at(0).as_object().at("changes")),
              R"([{"field":"birth","from":"1990-01-01/1990-12-31 year",)"
              R"("to":"1991-05-17/1991-05-17 day"}])");
}

TEST_P(Correcting, OfABirthChangesTheOpenProfile) {
    const std::string number = enrolled(awa());
    correct(number, {{"birth", {{"year", 1991}, {"month", 5}, {"day", 17}}}});
    EXPECT_EQ(row_of(number).birth_min, "1991-05");
    EXPECT_EQ(row_of(number).birth_max, "1991-05");
    correct(number, {{"birth", nullptr}});
    EXPECT_EQ(row_of(number).birth_min, std::nullopt);
}

TEST_P(Correcting, OfSexAndNationalityChangesTheOpenProfile) {
    const std::string number = enrolled(awa());
    ASSERT_EQ(correct(number, {{"sex", "M"}, {"nationality", "GIN"}}).status, 200);
    EXPECT_EQ(row_of(number).sex, "M");
    EXPECT_EQ(row_of(number).nationality, "GIN");
    EXPECT_EQ(row_of(number).birth_min, "1990-01");
    EXPECT_EQ(correct(number, {{"nationality", ""}}).status, 200);
    EXPECT_EQ(row_of(number).nationality, std::nullopt);
}

TEST_P(Correcting, OfTwoFieldsOneAfterTheOtherKeepsBoth) {
    const std::string number = enrolled(awa());
    correct(number, {{"origin", "Made-up Region"}});
    correct(number, {{"sex", "M"}});
    correct(number, {{"mother_name", "Zzother Zzmother"}});
    correct(number, {{"nationality", "GIN"}});
    EXPECT_EQ(identity(number, "origin"), "Made-up Region");
    EXPECT_EQ(identity(number, "mother_name"), "Zzother Zzmother");
    EXPECT_EQ(row_of(number).sex, "M");
    EXPECT_EQ(row_of(number).nationality, "GIN");
}

TEST_P(Correcting, ThatChangesNothingWritesNoFact) {
    const std::string number = enrolled(awa());
    const std::int64_t facts = count("fact");
    const json::object same{
        {"family_name", family_name}, {"sex", "F"},   {"birth", {{"year", 1990}}},
        {"nationality", "MLI"},       {"origin", ""}, {"languages", json::array{}}};
    EXPECT_EQ(correct(number, same).status, 200);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_TRUE(history(number).empty());
}

TEST_P(Correcting, CannotTakeAwayTheLastName) {
    const std::string number = enrolled(awa());
    EXPECT_EQ(correct(number, {{"family_name", ""}, {"given_names", " "}}).code(),
              "person.name_missing");
    EXPECT_EQ(correct(number, {{"family_name", ""}}).status, 200);
    EXPECT_EQ(correct(number, {{"given_names", ""}}).code(), "person.name_missing");
    EXPECT_EQ(identity(number, "given_names"), given_name);
}

TEST_P(Correcting, ARefusedHalfUndoesTheOther) {
    const std::string number = enrolled(awa());
    const std::int64_t facts = count("fact");
    EXPECT_EQ(correct(number, {{"origin", "Made-up Region"}, {"nationality", "Mali"}}).code(),
              "person.nationality_invalid");
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(identity(number, "origin"), "");
}

TEST_P(Correcting, NeedsOneOfTheKnownReasonsAndSomethingToChange) {
    const std::string number = enrolled(awa());
    EXPECT_EQ(correct(number, {{"origin", "Zzplace"}}, "because").code(), "request.member_missing");
    EXPECT_EQ(correct(number, {{"origin", "Zzplace"}}, "").code(), "request.member_missing");
    EXPECT_EQ(change("registrar", number, "corrections", {{"reason", "other"}}).code(),
              "request.member_missing");
    for (const std::string reason : {"typing_error", "heard_better", "document_seen", "other"})
        EXPECT_EQ(correct(number, {{"origin", "Zzplace " + reason}}, reason).status, 200);
}

TEST_P(Correcting, IsFoundByTheNewNameAndNoLongerByTheOld) {
    const std::string number = enrolled(awa());
    correct(number, {{"family_name", "Zzcoulibaly"}});
    EXPECT_EQ(found("Zzkulibali"), Numbers{number});
    EXPECT_EQ(found(family_name), Numbers{});
}

TEST_P(Correcting, TheSameCommandTwiceIsOneCorrection) {
    const std::string number = enrolled(awa()), command = next_command();
    const json::object body{
        {"command", command}, {"changes", {{"origin", "Zzplace"}}}, {"reason", "other"}};
    const Answer first = change("registrar", number, "corrections", body);
    EXPECT_EQ(change("registrar", number, "corrections", body).body, first.body);
    EXPECT_EQ(history(number).size(), 1U);
}

TEST_P(Correcting, SomebodyOfAnotherSiteIsAbsent) {
    const std::string number = enrolled(awa(), "AGZ");
    const Answer refused = correct(number, {{"origin", "Zzplace"}}, "other", "registrar_here");
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.body,
              correct(nobodys_number(), {{"origin", "Zzplace"}}, "other", "registrar_here").body);
}

INSTANTIATE_TEST_SUITE_P(Each, Correcting, testing::both_stores(), testing::store_name);

// --- Flags and nationality ---

class Flagging : public FileOverHttp {
protected:
    std::string flags(const std::string& number) {
        return boost::json::serialize(get("registrar", number).json.at("flags"));
    }
};

TEST_P(Flagging, AddsAndTakesAway) {
    const std::string number = enrolled(awa());
    EXPECT_EQ(change("registrar", number, "flags", {{"add", {"PREGNANT", "UAC"}}}).status, 200);
    EXPECT_EQ(flags(number), R"(["PREGNANT","UAC"])");
    EXPECT_EQ(
        change("registrar", number, "flags", {{"add", {"LACTATING"}}, {"remove", {"PREGNANT"}}})
            .status,
        200);
    EXPECT_EQ(flags(number), R"(["LACTATING","UAC"])");
    EXPECT_EQ(index_.find(row_of(number).person)->flags,
              (std::vector<std::string>{"LACTATING", "UAC"}));
}

TEST_P(Flagging, RefusesAWordOfProtectionAndKeepsIt) {
    const std::string number = enrolled(awa());
    for (const std::string word : {"SGBV", "VOT_CONFIRMED", "TORTURE", "ASYLUM_NEED"}) {
        EXPECT_EQ(change("registrar", number, "flags", {{"add", {"UAC", word}}}).code(),
                  "person.flag_unknown");
        EXPECT_EQ(change("protection_officer", number, "flags", {{"add", {word}}}).code(),
                  "person.flag_unknown");
    }
    EXPECT_EQ(flags(number), "[]");
}

TEST_P(Flagging, AHearingStandsBesideWhatWasDeclared) {
    const std::string number = enrolled(awa());
    const json::object heard{{"nationality", "GIN"}, {"outcome", "confirmed"}};
    EXPECT_EQ(change("registrar", number, "nationality", heard).status, 403);
    EXPECT_EQ(change("return_counsellor", number, "nationality", heard).status, 200);
    const Answer file = get("return_counsellor", number);
    EXPECT_EQ(file.text("nationality"), "MLI");
    EXPECT_EQ(file.text("nationality_heard"), "GIN");
    EXPECT_EQ(file.text("hearing_outcome"), "confirmed");
    EXPECT_EQ(change("return_counsellor", number, "nationality",
                     {{"nationality", "GIN"}, {"outcome", "perhaps"}})
                  .code(),
              "request.member_missing");
}

INSTANTIATE_TEST_SUITE_P(Each, Flagging, testing::both_stores(), testing::store_name);

// --- Erasure ---

class ErasedPerson : public FileOverHttp {};

TEST_P(ErasedPerson, IsNotFoundByNumber) {
    const std::string number = enrolled(awa());
    erase(number);
    const Answer gone = get("registrar", number);
    EXPECT_EQ(gone.status, 404);
    EXPECT_EQ(gone.body, get("registrar", nobodys_number()).body);
}

TEST_P(ErasedPerson, HasNoCardThatIsValid) {
    const std::string number = enrolled(awa()), card = card_of(number);
    const log::LocalId person = row_of(number).person;
    erase(number);
    EXPECT_EQ(get("registrar", card).code(), "card.unknown");
    EXPECT_FALSE(valid_card(db(), person));
}

TEST_P(ErasedPerson, IsNotInTheIndexWhenItIsLoaded) {
    const std::string number = enrolled(awa());
    erase(number);
    index_.clear();
    ASSERT_TRUE(load_index(db(), node_.node().keyring, index_));
    EXPECT_EQ(index_.size(), 0U);
}

TEST_P(ErasedPerson, StaysInTheStatistics) {
    const std::string number = enrolled(awa());
    const log::LocalId person = row_of(number).person;
    erase(number);
    const auto row =
        db().first("select sex, nationality, birth_min from person where person = ?", person);
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->text(0), "F");
    EXPECT_EQ((*row)->text(1), "MLI");
    EXPECT_EQ((*row)->text(2), "1990-01");
    EXPECT_FALSE(case_numbers(db()).value().contains(person));
    EXPECT_EQ(nationalities(db()).value().at(person), "MLI");
}

TEST_P(ErasedPerson, GivesItsNumberToNobodyElse) {
    const std::string number = enrolled(awa());
    erase(number);
    EXPECT_NE(enrolled({{"given_names", "Zzsomebody"}}), number);
}

TEST_P(ErasedPerson, TakesNoCommand) {
    const std::string number = enrolled(awa());
    erase(number);
    EXPECT_EQ(correct(number, {{"origin", "Zzplace"}}).code(), "card.unknown");
    EXPECT_EQ(change("registrar", number, "cards", {{"reason", "lost"}}).code(), "card.unknown");
}

INSTANTIATE_TEST_SUITE_P(Each, ErasedPerson, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
