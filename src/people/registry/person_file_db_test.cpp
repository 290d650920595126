#include <gtest/gtest.h>

#include "people/registry/person_codec.h"
#include "people/registry/register_for_tests.h"
#include "people/registry/register_index_view.h"
#include "people/registry/restricted_hit_view.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;

const std::string family_name = "Zzinventedfamily", given_name = "Zzmadeupgiven";

class FileOverHttp : public RegisterForTests {
protected:
    static json::object awa() {
        return {{"family_name", family_name},
                {"given_names", given_name},
                {"sex", "F"},
                {"birth", {{"year", 1990}}},
                {"nationality", "MLI"},
                {"father_name", "Zzfather Zzinventedfamily"},
                {"mother_name", "Zzmother Zzkeita"}};
    }
    Answer correct(const std::string& number, json::object changes,
                   const std::string& reason = "heard_better", std::string_view who = "registrar") {
        return change(who, number, "corrections",
                      {{"changes", std::move(changes)}, {"reason", reason}});
    }
    std::string identity(const std::string& number, std::string_view field) {
        const Answer file = get("registrar", number);
        const json::object* read = json::object_at(file.json, "identity");
        return std::string(read ? json::text_at(*read, field).value_or("(none)") : "(no file)");
    }
    json::array history(const std::string& number) {
        return get("registrar", number).json.at("history").as_array();
    }
    store::Rows openings() {
        return db().rows("select at, account, kind, class, person, count from opening").value();
    }
    void erase(const std::string& number) {
        const PersonRow person = row_of(number);
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            EncodedFact fact = encode_person(PersonErased{ErasureReason::request});
            TRY(tx.append({.stream = log::stream_name(person_kind, person.id),
                           .type = std::move(fact.type),
                           .version = fact.version,
                           .data = std::move(fact.data)},
                          {.command = {0xE0, 1}}));
            return true;
        });
    }
    std::string card_of(const std::string& number) {
        const auto serial = valid_card(db(), row_of(number).person);
        EXPECT_TRUE(serial);
        const vault::NodeSecrets& secrets = node_.node().secrets;
        return card_code(serial.value_or(CardSerial{}),
                         {.mac_key = secrets.mac_key(), .site_tag = secrets.site()});
    }
};

// --- Opening ---

class OpeningAFile : public FileOverHttp {};

TEST_P(OpeningAFile, ShowsTheIdentityAndRecordsWhoOpenedIt) {
    const std::string number = enrolled(awa());
    const Answer file = get("registrar", card_of(number));
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(file.text("case_number"), number);
    EXPECT_EQ(file.text("site"), "ASM");
    EXPECT_NE(file.body.find(family_name), std::string::npos);
    const store::Rows rows = openings();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].integer(0), node_.now.time_since_epoch().count());
    EXPECT_EQ(rows[0].integer(1), accounts_.at("registrar").id);
    EXPECT_EQ(rows[0].text(2), "file");
    EXPECT_EQ(rows[0].integer(3), static_cast<std::int64_t>(FactClass::identity));
    EXPECT_EQ(rows[0].integer(4), row_of(number).person);
    EXPECT_EQ(rows[0].integer(5), 1);
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

// --- Restricted files ---

class RestrictedFile : public FileOverHttp {
protected:
    std::vector<RestrictedHit> hits() {
        settle();
        const auto all = [](const RestrictedHit&) -> Result<bool> { return true; };
        return restricted_hits(db(), node_.node().secrets, all).value();
    }
    const std::string number_ = enrolled(awa());
};

constexpr std::array<std::string_view, 4> others{"registrar", "centre_manager", "nurse",
                                                 "return_counsellor"};

TEST_P(RestrictedFile, IsAbsentForAllButProtection) {
    restrict_file(number_);
    for (const std::string_view who : others) {
        const Answer absent = get(who, number_), nobody = get(who, nobodys_number());
        EXPECT_EQ(absent.status, nobody.status) << who;
        EXPECT_EQ(absent.body, nobody.body) << who;
    }
    const Answer seen = get("protection_officer", number_);
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(json::bool_at(seen.json, "restricted"), true);
}

TEST_P(RestrictedFile, IsAbsentByItsCardToo) {
    const std::string card = card_of(number_);
    restrict_file(number_);
    EXPECT_EQ(get("registrar", card).body, get("registrar", nobodys_number()).body);
    EXPECT_EQ(get("protection_officer", card).status, 200);
}

TEST_P(RestrictedFile, IsAbsentForEveryCommand) {
    restrict_file(number_);
    const std::string nobody = nobodys_number();
    const auto both = [&](std::string_view who, const std::string& what, const json::object& body) {
        const Answer one = change(who, number_, what, body),
                     other = change(who, nobody, what, body);
        EXPECT_EQ(one.status, 404) << what;
        EXPECT_EQ(one.body, other.body) << what;
    };
    both("registrar", "corrections", {{"changes", {{"origin", "Zz"}}}, {"reason", "other"}});
    both("registrar", "flags", {{"add", {"UAC"}}});
    both("registrar", "household", {{"leave", true}});
    both("registrar", "cards", {{"reason", "lost"}});
    both("return_counsellor", "nationality", {{"nationality", "MLI"}, {"outcome", "refused"}});
    EXPECT_EQ(send("registrar", "GET", "/api/v1/persons/" + number_ + "/photo").body,
              send("registrar", "GET", "/api/v1/persons/" + nobody + "/photo").body);
    const std::string other = enrolled({{"given_names", "Zzsomebody"}});
    EXPECT_EQ(change("registrar", other, "household", {{"with", number_}}).body,
              change("registrar", other, "household", {{"with", nobody}}).body);
}

TEST_P(RestrictedFile, ATryAtItIsTold) {
    restrict_file(number_);
    get("registrar", number_);
    change("return_counsellor", number_, "nationality",
           {{"nationality", "MLI"}, {"outcome", "refused"}});
    get("protection_officer", number_);
    std::vector<std::int64_t> who;
    for (const RestrictedHit& hit : hits()) who.push_back(hit.account);
    std::ranges::sort(who);
    std::vector<std::int64_t> expected{accounts_.at("registrar").id,
                                       accounts_.at("return_counsellor").id};
    std::ranges::sort(expected);
    EXPECT_EQ(who, expected);
}

TEST_P(RestrictedFile, IsHiddenFromANumberTypedByWhoOpensFilesAndNotFromTheGate) {
    const auto hidden_from = [this](std::string_view who) {
        return written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            const auto found =
                find_traveller(context_, tx, accounts_.at(std::string(who)), number_);
            EXPECT_EQ(found.has_value() ? "" : found.error().code, found ? "" : "card.unknown");
            return !found;
        });
    };
    EXPECT_FALSE(hidden_from("registrar"));
    restrict_file(number_);
    EXPECT_TRUE(hidden_from("registrar"));
    EXPECT_TRUE(hidden_from("centre_manager"));
    EXPECT_FALSE(hidden_from("gate_officer"));
    EXPECT_FALSE(hidden_from("protection_officer"));
    EXPECT_EQ(hits().size(), 2U);
}

TEST_P(RestrictedFile, HitsOfAnotherSiteAreNotShown) {
    const std::string far = enrolled({{"given_names", "Zzfaraway"}}, "AGZ");
    for (const std::string& number : {number_, far}) {
        restrict_file(number);
        get("registrar", number);
    }
    settle();
    access::Account officer = accounts_.at("protection_officer");
    officer.site = elsewhere;
    accounts_["protection_there"] = officer;
    EXPECT_EQ(send("protection_there", "GET", "/api/v1/restricted-hits").each("hits", "case_number"),
              Numbers{far});
}

TEST_P(RestrictedFile, IsAbsentInSearchAndCandidates) {
    restrict_file(number_);
    for (const std::string_view who : others) {
        EXPECT_EQ(found(family_name, who), Numbers{}) << who;
        EXPECT_EQ(search(family_name, who).body, search("Zzunheardof", who).body) << who;
        EXPECT_EQ(found(number_, who), Numbers{}) << who;
    }
    EXPECT_EQ(candidates(awa()).each("people", "case_number"), Numbers{});
    EXPECT_EQ(found(family_name, "protection_officer"), Numbers{number_});
    EXPECT_EQ(candidates(awa(), "protection_officer").each("people", "case_number"),
              Numbers{number_});
}

TEST_P(RestrictedFile, HitsOfAnotherSiteDoNotHideThoseOfOnesOwn) {
    const std::string far = enrolled({{"given_names", "Zzfaraway"}}, "AGZ");
    const log::LocalId person_far = row_of(far).person, person_here = row_of(number_).person;
    const auto note = [&](log::LocalId person, std::int64_t accounts) {
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            for (std::int64_t account = 1; account <= accounts; ++account)
                TRY(note_restricted_hit(tx, 1'000 + account, person));
            return true;
        });
    };
    note(person_here, 2);
    node_.now += 1min;
    note(person_far, 1'001);
    access::Account officer = accounts_.at("protection_officer");
    officer.site = here;
    accounts_["protection_here"] = officer;
    const Answer own = send("protection_here", "GET", "/api/v1/restricted-hits");
    EXPECT_EQ(own.each("hits", "case_number"), (Numbers{number_, number_}));
    EXPECT_FALSE(json::bool_at(own.json, "more").value());
    const Answer all = send("protection_officer", "GET", "/api/v1/restricted-hits");
    EXPECT_EQ(all.each("hits", "case_number").size(), restricted_hits_max);
    EXPECT_TRUE(json::bool_at(all.json, "more").value());
}

TEST_P(RestrictedFile, DoesNotStopARegistrationAndTheHitIsTold) {
    restrict_file(number_);
    EXPECT_EQ(enrol(awa()).status, 201);
    const auto told = hits();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].case_number, number_);
    EXPECT_EQ(told[0].account, accounts_.at("registrar").id);
}

TEST_P(RestrictedFile, AHitIsToldOnceAnHourForEachAccount) {
    restrict_file(number_);
    found(family_name);
    EXPECT_EQ(hits().size(), 1U);
    node_.now += 59min;
    found(family_name);
    candidates(awa());
    EXPECT_EQ(hits().size(), 1U);
    found(family_name, "nurse");
    EXPECT_EQ(hits().size(), 2U);
    node_.now += 1min + 1us;
    found(family_name);
    EXPECT_EQ(hits().size(), 3U);
}

TEST_P(RestrictedFile, AHitOfProtectionItselfIsNone) {
    restrict_file(number_);
    found(family_name, "protection_officer");
    get("protection_officer", number_);
    EXPECT_EQ(hits().size(), 0U);
}

TEST_P(RestrictedFile, HitsAreForProtectionAlone) {
    restrict_file(number_);
    found(family_name);
    settle();
    const Answer told = send("protection_officer", "GET", "/api/v1/restricted-hits");
    EXPECT_EQ(told.each("hits", "case_number"), Numbers{number_});
    EXPECT_EQ(told.each("hits", "account"), std::vector<std::string>{"registrar"});
    EXPECT_EQ(told.each("hits", "at"), std::vector<std::string>{"2023-01-16T06:00:00.000Z"});
    for (const std::string_view who : others)
        EXPECT_EQ(send(who, "GET", "/api/v1/restricted-hits").status, 403) << who;
}

TEST_P(RestrictedFile, ComesBackWhenItIsLifted) {
    restrict_file(number_);
    lift(number_);
    EXPECT_EQ(get("registrar", number_).status, 200);
    EXPECT_EQ(found(family_name), Numbers{number_});
    EXPECT_FALSE(get("registrar", number_).json.contains("restricted"));
}

TEST_P(RestrictedFile, TwiceIsLiftedAtOnce) {
    restrict_file(number_);
    restrict_file(number_);
    lift(number_);
    EXPECT_EQ(get("registrar", number_).status, 200);
}

TEST_P(RestrictedFile, IsTheOfficersToMakeAndToLift) {
    const json::object wish{{"restricted", true}, {"reason", "an invented reason"}};
    for (const std::string_view who : others)
        EXPECT_EQ(change(who, number_, "restriction", wish).status, 403) << who;
    EXPECT_EQ(change("protection_officer", number_, "restriction", {{"restricted", true}}).code(),
              "person.reason_missing");
    EXPECT_EQ(change("protection_officer", number_, "restriction", {{"reason", "x"}}).code(),
              "request.member_missing");
    EXPECT_EQ(get("registrar", number_).status, 200);
}

TEST_P(RestrictedFile, StaysRestrictedWhenTheIndexIsLoadedAgain) {
    restrict_file(number_);
    index_.clear();
    ASSERT_TRUE(load_index(db(), node_.node().keyring, index_));
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(found(family_name), Numbers{});
}

INSTANTIATE_TEST_SUITE_P(Each, RestrictedFile, testing::both_stores(), testing::store_name);

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
