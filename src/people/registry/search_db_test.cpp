#include <gtest/gtest.h>

#include "people/registry/register_for_tests.h"
#include "platform/access/openings.h"

namespace jatigi::registry {
namespace {

class Searching : public RegisterForTests {
protected:
    static json::object named(std::string_view family, std::string_view given) {
        return {{"family_name", family}, {"given_names", given}};
    }
};

TEST_P(Searching, FindsByAnySpelling) {
    const std::string coulibaly = enrolled(named("Coulibaly", "Zzousmane"));
    const std::string diallo = enrolled(named("Diallo", "Zzaïcha"));
    EXPECT_EQ(found("Kulibali"), Numbers{coulibaly});
    EXPECT_EQ(found("jallow"), Numbers{diallo});
    EXPECT_EQ(found("ZZAICHA"), Numbers{diallo});
    EXPECT_EQ(found("zzusman koulibaly"), Numbers{coulibaly});
    EXPECT_EQ(found("Coulibali"), Numbers{coulibaly});
    EXPECT_EQ(found("Coulibolly"), Numbers{coulibaly});
    EXPECT_EQ(found("Coul"), Numbers{coulibaly});
}

TEST_P(Searching, FindsACaseNumberHoweverItIsTyped) {
    const std::string number = enrolled(named("Zzkonate", "Zzawa"));
    enrolled(named("Zztoure", "Zzsira"));
    std::string with_letters = number;
    for (std::size_t at = 3; at < number.size() - 1; ++at) {
        if (number[at] == '0') with_letters[at] = 'O';
        if (number[at] == '1') with_letters[at] = 'i';
    }
    for (const std::string& typed :
         {number, "asm-" + number.substr(3), grouped_case_number(number), with_letters})
        EXPECT_EQ(found(typed), Numbers{number}) << typed;
    EXPECT_EQ(found(nobodys_number()), Numbers{});
}

TEST_P(Searching, FindsTheEndOfATelephoneAndADocument) {
    json::object awa = named("Zzkonate", "Zzawa");
    awa["phone"] = "+223 90 00 00 01";
    awa["document_no"] = "Z-0004711";
    const std::string number = enrolled(awa);
    EXPECT_EQ(found("90000001"), Numbers{number});
    EXPECT_EQ(found("00 00 01"), Numbers{number});
    EXPECT_EQ(found("z0004711"), Numbers{number});
    EXPECT_EQ(found("90000002"), Numbers{});
}

TEST_P(Searching, SaysWhoItIsAndWhere) {
    json::object awa = named("Zzkonate", "Zzawa");
    awa["sex"] = "F";
    awa["birth"] = {{"year", 1990}};
    awa["nationality"] = "MLI";
    awa["father_name"] = "Zzfather";
    awa["origin"] = "Zzregion";
    const std::string number = enrolled(awa);
    const Answer answer = search("Zzkonate");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(boost::json::serialize(answer.json.at("people").as_array().at(0)),
              R"({"case_number":")" + number +
                  R"(","family_name":"Zzkonate","given_names":"Zzawa","sex":"F",)"
                  R"("birth":{"min":"1990-01-01","max":"1990-12-31","precision":"year"},)"
                  R"("father_name":"Zzfather","origin":"Zzregion","nationality":"MLI",)"
                  R"("site":"ASM"})");
    site_of_.clear();
    EXPECT_TRUE(search("Zzkonate").json.at("people").as_array().at(0).at("site").is_null());
}

TEST_P(Searching, ShowsThoseOfThePresentOfWhomTheFilterHolds) {
    json::object awa = named("Zzkonate", "Zzawa"), moussa = named("Zzkonate", "Zzmoussa");
    awa["sex"] = "F";
    awa["birth"] = {{"year", 1990}};
    moussa["sex"] = "M";
    moussa["nationality"] = "MLI";
    const std::string first = enrolled(awa), second = enrolled(moussa);
    const auto present = [&](json::object filter, std::string_view who = "registrar") {
        filter["site"] = "ASM";
        return post(who, "/api/v1/persons/present", std::move(filter)).each("people", "case_number");
    };
    EXPECT_EQ(present({{"arrived_from", "2023-01-01"}}), (Numbers{second, first}));
    EXPECT_EQ(present({{"arrived_to", "2023-01-10"}}), Numbers{first});
    EXPECT_EQ(present({{"sex", "F"}}), Numbers{first});
    EXPECT_EQ(present({{"nationality", "MLI"}}), Numbers{second});
    // Born in 1990: 32 or 33 years old, whatever the day is.
    EXPECT_EQ(present({{"age_from", 33}, {"age_to", 40}}), Numbers{first});
    EXPECT_EQ(present({{"age_from", 34}}), Numbers{});
    EXPECT_EQ(present({{"age_to", 31}}), Numbers{});
    EXPECT_EQ(post("registrar", "/api/v1/persons/present", {{"site", "ASM"}}).code(),
              "present.filter_missing");
    EXPECT_EQ(post("registrar", "/api/v1/persons/present", {{"site", "XXX"}, {"sex", "F"}}).code(),
              "site.unknown");
    // Whoever left is not among them.
    site_of_.clear();
    EXPECT_EQ(present({{"sex", "F"}}), Numbers{});
}

TEST_P(Searching, OfThePresentSomeAreShownAndCountedAsNamesAre) {
    for (const std::string_view given : {"Zzawa", "Zzsira", "Zzfanta"})
        enrolled(named("Zzkonate", given));
    const auto shown = post("registrar", "/api/v1/persons/present",
                            {{"site", "ASM"}, {"arrived_from", "2023-01-01"}, {"limit", 2}});
    EXPECT_EQ(shown.each("people", "case_number").size(), 2U);
    EXPECT_EQ(json::bool_at(shown.json, "more"), true);
    EXPECT_EQ(count("opening"), 1);
}

TEST_P(Searching, NeedsTwoLetters) {
    enrolled(named("Zzkonate", "Zzawa"));
    for (const std::string_view query : {"", "Z", " Z ", "   "})
        EXPECT_EQ(search(query).code(), "search.too_short") << query;
    EXPECT_EQ(search("Zz").status, 200);
    EXPECT_EQ(search(std::string(200, 'z')).status, 200);
    EXPECT_EQ(search(std::string(201, 'z')).code(), "search.too_long");
}

TEST_P(Searching, ShowsNobodyOfASiteThatTheAccountMayNotSee) {
    const std::string near = enrolled(named("Zzkonate", "Zzawa"));
    const std::string far = enrolled(named("Zzkonate", "Zzsira"), "AGZ");
    EXPECT_EQ(found("Zzkonate", "registrar_here"), Numbers{near});
    EXPECT_EQ(found("Zzkonate", "registrar_elsewhere"), Numbers{far});
    EXPECT_EQ(found("Zzkonate"), (Numbers{far, near}));
    EXPECT_EQ(found(far, "registrar_here"), Numbers{});
}

TEST_P(Searching, NamesakesElsewhereHideNobodyHere) {
    json::object awa = named("Zzkonate", "Zzawa");
    awa["phone"] = "+22310000001";
    const std::string near = enrolled(awa);
    // More than are compared of one name, and more than are shown.
    PersonIdentified identity;
    identity.family_name = Personal<std::string>{"Zzkonate"};
    identity.given_names = Personal<std::string>{"Zzawa"};
    identity.phone = Personal<std::string>{"+22310000001"};
    for (std::int64_t person = 100'000; person < 100'600; ++person) {
        index_.put(*indexed_person({.person = person,
                                    .id = {1, static_cast<std::uint64_t>(person)},
                                    .case_number = "AGZ" + std::to_string(person)},
                                   evolve(PersonFile{}, identity)));
        site_of_[person] = elsewhere;
    }
    EXPECT_EQ(found("Zzkonate", "registrar_here"), Numbers{near});
    EXPECT_EQ(candidates(awa, "registrar_here")
                  .each("people", "case_number"),
              Numbers{near});
    EXPECT_EQ(enrol(awa, {}, "registrar_here").param("case_numbers"), near);
}

TEST_P(Searching, IsTheSameEachTime) {
    Numbers latest_first;
    for (const std::string_view given : {"Zzawa", "Zzsira", "Zzfanta", "Zzkani"})
        latest_first.insert(latest_first.begin(), enrolled(named("Zzkonate", given)));
    EXPECT_EQ(found("Zzkonate"), latest_first);
    change("registrar", latest_first.back(), "corrections",
           {{"changes", {{"origin", "Zzregion"}}}, {"reason", "other"}});
    EXPECT_EQ(found("Zzkonate"), latest_first);
}

TEST_P(Searching, TellsWhenThereAreMore) {
    for (const std::string_view given : {"Zzawa", "Zzsira", "Zzfanta"})
        enrolled(named("Zzkonate", given));
    const auto limited = [&](std::int64_t limit) {
        return post("registrar", "/api/v1/persons/search",
                    {{"query", "Zzkonate"}, {"limit", limit}});
    };
    EXPECT_EQ(limited(2).each("people", "case_number").size(), 2U);
    EXPECT_EQ(json::bool_at(limited(2).json, "more"), true);
    EXPECT_EQ(limited(3).each("people", "case_number").size(), 3U);
    EXPECT_EQ(json::bool_at(limited(3).json, "more"), false);
    EXPECT_EQ(limited(0).each("people", "case_number").size(), 1U);
}

TEST_P(Searching, ManyDifferentNamesLeaveAnAlarmAndMoreAreRefused) {
    Numbers everybody;
    for (std::int64_t i = 0; i <= limits_.names_per_hour_max; ++i)
        everybody.push_back(enrolled(
            {{"given_names", "Zz" + std::string(1, static_cast<char>('a' + i % 26)) + "x" +
                                 std::string(static_cast<std::size_t>(i / 26 + 1), 'u')},
             {"birth", {{"year", 1950 + i}}}}));
    const auto alarms = [this] { return count("opening_alarm"); };
    for (std::int64_t i = 0; i < limits_.names_alarm - 1; ++i)
        search(everybody.at(static_cast<std::size_t>(i)));
    // The same name again and again is no other name.
    for (int i = 0; i < 20; ++i) EXPECT_EQ(search(everybody.front()).status, 200);
    EXPECT_EQ(alarms(), 0);
    for (std::int64_t i = 0; i < limits_.names_per_hour_max; ++i)
        EXPECT_EQ(search(everybody.at(static_cast<std::size_t>(i))).status, 200);
    EXPECT_EQ(alarms(), 1);
    EXPECT_EQ(search(everybody.back()).code(), "access.too_many_openings");
    EXPECT_EQ(search(everybody.front()).status, 200);
    EXPECT_EQ(search(everybody.back(), "centre_manager").status, 200);
    node_.now += std::chrono::hours{1} + std::chrono::minutes{1};
    EXPECT_EQ(search(everybody.back()).status, 200);
    EXPECT_EQ(alarms(), 1);
}

TEST_P(Searching, AHouseholdOfEverybodyIsNoWayAroundTheLimit) {
    std::string first;
    for (std::int64_t i = 0; i <= limits_.names_per_hour_max; ++i) {
        const std::string number = enrolled(
            {{"given_names", "Zz" + std::string(1, static_cast<char>('a' + i % 26)) + "x" +
                                 std::string(static_cast<std::size_t>(i / 26 + 1), 'u')},
             {"birth", {{"year", 1950 + i}}}});
        if (first.empty()) first = number;
        else change("registrar", number, "household", {{"with", first}});
    }
    EXPECT_EQ(get("registrar", first).code(), "access.too_many_openings");
}

TEST_P(Searching, AReleaseByDataProtectionLetsTheAccountReadOn) {
    const std::string number = enrolled(named("Zzkonate", "Zzawa"));
    vault::OpeningLimits none = limits_;
    none.names_per_hour_max = 1;
    const std::string other = enrolled(named("Zztoure", "Zzsira"));
    const auto shown = [&](const std::string& who) {
        return written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            const std::array<log::LocalId, 1> person{row_of(who).person};
            return context_.names_shown
                .record(tx.db(), tx.now(), accounts_.at("registrar").id, person, none)
                .has_value();
        });
    };
    EXPECT_TRUE(shown(number));
    EXPECT_FALSE(shown(other));
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(access::release_openings(tx, "registrar", {}, 1));
        return true;
    });
    node_.now += std::chrono::minutes{1};
    EXPECT_TRUE(shown(other));
}

TEST_P(Searching, IsForThoseWhoWorkWithPeople) {
    enrolled(named("Zzkonate", "Zzawa"));
    for (const std::string_view who : {"gate_officer", "food_distributor", "finance_officer",
                                       "administrator", "data_protection_officer"}) {
        EXPECT_EQ(search("Zzkonate", who).status, 403) << who;
        EXPECT_EQ(candidates(named("Zzkonate", "Zzawa"), who).status, 403) << who;
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Searching, testing::both_stores(), testing::store_name);

class Candidates : public RegisterForTests {
protected:
    static json::object awa() {
        return {{"family_name", "Zzkonate"},
                {"given_names", "Zzawa"},
                {"sex", "F"},
                {"birth", {{"year", 1990}, {"month", 5}, {"day", 17}}},
                {"nationality", "MLI"},
                {"father_name", "Zzfather Zzkonate"},
                {"mother_name", "Zzmother Zztoure"}};
    }
    const std::string number_ = enrolled(awa());
};

TEST_P(Candidates, AreLikelyWhenMuchAgreesAndSayWhat) {
    json::object typed = awa();
    typed["family_name"] = "Zzkonaté";
    const Answer answer = candidates(typed);
    EXPECT_EQ(answer.each("people", "case_number"), Numbers{number_});
    EXPECT_EQ(answer.each("people", "likeness"), std::vector<std::string>{"likely"});
    EXPECT_EQ(answer.json.at("people").as_array().at(0).at("because"),
              json::value({"names", "birth", "father", "mother"}));
}

TEST_P(Candidates, ArePossibleWhenLittleAgrees) {
    const Answer answer = candidates({{"family_name", "Zzkonate"}, {"given_names", "Zzawa"}});
    EXPECT_EQ(answer.each("people", "case_number"), Numbers{number_});
    EXPECT_EQ(answer.each("people", "likeness"), std::vector<std::string>{"possible"});
    EXPECT_EQ(answer.json.at("people").as_array().at(0).at("because"), json::array{"names"});
}

TEST_P(Candidates, AreNoneWhenNothingAgrees) {
    EXPECT_EQ(candidates({{"family_name", "Zztoure"}, {"given_names", "Zzsira"}})
                  .each("people", "case_number"),
              Numbers{});
    EXPECT_EQ(candidates(json::object{}).each("people", "case_number"), Numbers{});
}

TEST_P(Candidates, OfTheOtherSexAreNone) {
    json::object typed{{"family_name", "Zzkonate"}, {"given_names", "Zzawa"}, {"sex", "M"}};
    EXPECT_EQ(candidates(typed).each("people", "case_number"), Numbers{});
}

TEST_P(Candidates, OfAnotherSiteAreNotShown) {
    EXPECT_EQ(candidates(awa(), "registrar_elsewhere").each("people", "case_number"), Numbers{});
    EXPECT_EQ(candidates(awa(), "registrar_here").each("people", "case_number"), Numbers{number_});
}

TEST_P(Candidates, WriteNothing) {
    const std::int64_t facts = count("fact"), receipts = count("receipt");
    candidates(awa());
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("receipt"), receipts);
    EXPECT_EQ(candidates(awa()).json.contains("command"), false);
}

TEST_P(Candidates, RefuseWhatARegistrationWouldRefuse) {
    json::object typed = awa();
    typed["birth"] = {{"year", 1990}, {"month", 2}, {"day", 30}};
    EXPECT_EQ(candidates(typed).code(), "person.birth_impossible");
    EXPECT_EQ(send("registrar", "POST", "/api/v1/persons/candidates", "{}").code(),
              "request.member_missing");
}

INSTANTIATE_TEST_SUITE_P(Each, Candidates, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
