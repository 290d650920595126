#include <future>

#include "people/registry/register_for_tests.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;

// POST /api/v1/persons. Today is 16 January 2023.
class Registering : public RegisterForTests {
protected:
    static json::object awa() {
        return {{"family_name", "Zztraore"},
                {"given_names", "Awa"},
                {"sex", "F"},
                {"birth", {{"year", 1990}, {"month", 5}, {"day", 17}}},
                {"nationality", "MLI"},
                {"birth_place", "Nowhereville"},
                {"origin", "Made-up Region"},
                {"father_name", "Zzfather Zztraore"},
                {"mother_name", "Zzmother Zzkeita"}};
    }
    // The birth as the file has it, or the code of the refusal.
    std::string born(json::value birth) {
        const Answer made =
            enrol({{"given_names", "Zzperson" + next_command()}, {"birth", std::move(birth)}});
        if (made.status != 201) return made.code();
        const Answer file = get("registrar", made.text("case_number"));
        const json::object* read = json::object_at(file.json.at("identity").as_object(), "birth");
        if (read == nullptr) return "unknown";
        return std::string(*json::text_at(*read, "min")) + "/" +
               std::string(*json::text_at(*read, "max")) + " " +
               std::string(*json::text_at(*read, "precision"));
    }
};

TEST_P(Registering, GivesANumberAndAPlace) {
    const Answer made = enrol(awa());
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.text("site"), "ASM");
    const PersonRow row = row_of(made.text("case_number"));
    EXPECT_EQ(row.sex, "F");
    EXPECT_EQ(row.nationality, "MLI");
    EXPECT_EQ(row.birth_min, "1990-05");
    EXPECT_EQ(site_of_.at(row.person), here);
}

TEST_P(Registering, PutsThePersonIntoTheIndex) {
    const std::string number = enrolled(awa());
    EXPECT_EQ(found("Zztraore"), Numbers{number});
}

TEST_P(Registering, KeepsEveryFieldAsItWasTyped) {
    json::object typed = awa();
    typed["phone"] = "+223 90 00 00 01";
    typed["languages"] = {"bam", "fra"};
    typed["document_type"] = "NINA";
    typed["document_no"] = "Z0000001";
    typed["marital_status"] = "MARRIED";
    typed["flags"] = json::array{"PREGNANT"};
    const Answer file = get("registrar", enrolled(typed));
    const json::object& identity = file.json.at("identity").as_object();
    for (const std::string_view field :
         {"family_name", "given_names", "birth_place", "origin", "father_name", "mother_name",
          "document_type", "document_no", "marital_status"})
        EXPECT_EQ(json::text_at(identity, field), json::text_at(typed, field)) << field;
    EXPECT_EQ(json::text_at(identity, "phone"), "+22390000001");
    EXPECT_EQ(identity.at("languages"), json::value({"bam", "fra"}));
    EXPECT_EQ(file.json.at("flags"), json::array{"PREGNANT"});
}

TEST_P(Registering, NeedsAName) {
    EXPECT_EQ(enrol({{"sex", "F"}, {"nationality", "MLI"}}).code(), "person.name_missing");
    EXPECT_EQ(enrol({{"given_names", "Zzawa"}}).status, 201);
    EXPECT_EQ(enrol({{"family_name", "  "}, {"given_names", ""}}).code(), "person.name_missing");
}

TEST_P(Registering, RefusesAFieldThatCannotBe) {
    const auto refused = [&](std::string_view name, json::value value) {
        json::object person{{"given_names", "Zzawa"}};
        person[name] = std::move(value);
        const Answer answer = enrol(std::move(person));
        return answer.code() + " " + answer.param("name");
    };
    EXPECT_EQ(refused("sex", "W"), "person.field_invalid sex");
    EXPECT_EQ(refused("family_name", 12), "person.field_invalid family_name");
    EXPECT_EQ(refused("origin", json::value(std::string(201, 'z'))), "text.too_long origin");
    EXPECT_EQ(refused("phone", "12"), "person.field_invalid phone");
    EXPECT_EQ(refused("languages", json::array(13, json::value("bam"))),
              "person.field_invalid languages");
    EXPECT_EQ(refused("nationality", "Mali"), "person.nationality_invalid ");
    EXPECT_EQ(refused("flags", json::array{"SGBV"}), "person.flag_unknown ");
    EXPECT_EQ(count("person"), 0);
}

TEST_P(Registering, ReadsABirthAsFarAsItIsKnown) {
    EXPECT_EQ(born({{"year", 1990}, {"month", 5}, {"day", 17}}), "1990-05-17/1990-05-17 day");
    EXPECT_EQ(born({{"year", 1990}, {"month", 2}}), "1990-02-01/1990-02-28 month");
    EXPECT_EQ(born({{"year", 1990}}), "1990-01-01/1990-12-31 year");
    EXPECT_EQ(born({{"year", 1998}, {"about", true}}), "1996-01-01/2000-12-31 estimated");
    EXPECT_EQ(born({{"age", 25}}), "1997-01-17/1998-01-16 estimated");
    EXPECT_EQ(born(nullptr), "unknown");
    EXPECT_EQ(born(json::object{}), "unknown");
}

TEST_P(Registering, KnowsTheCalendar) {
    EXPECT_EQ(born({{"year", 2020}, {"month", 2}, {"day", 29}}), "2020-02-29/2020-02-29 day");
    EXPECT_EQ(born({{"year", 2019}, {"month", 2}, {"day", 29}}), "person.birth_impossible");
    EXPECT_EQ(born({{"year", 1990}, {"month", 4}, {"day", 30}}), "1990-04-30/1990-04-30 day");
    EXPECT_EQ(born({{"year", 1990}, {"month", 4}, {"day", 31}}), "person.birth_impossible");
    EXPECT_EQ(born({{"year", 1990}, {"month", 0}}), "person.birth_impossible");
    EXPECT_EQ(born({{"year", 1990}, {"month", 13}}), "person.field_invalid");
    EXPECT_EQ(born({{"year", 1990}, {"month", 1}, {"day", 0}}), "person.birth_impossible");
}

TEST_P(Registering, TodayMayBeABirthdayAndTomorrowMayNot) {
    EXPECT_EQ(born({{"year", 2023}, {"month", 1}, {"day", 16}}), "2023-01-16/2023-01-16 day");
    EXPECT_EQ(born({{"year", 2023}, {"month", 1}, {"day", 17}}), "person.birth_in_future");
    EXPECT_EQ(born({{"year", 2023}}), "2023-01-01/2023-01-16 year");
    EXPECT_EQ(born({{"year", 2024}}), "person.birth_in_future");
    EXPECT_EQ(born({{"year", 2023}, {"month", 2}}), "person.birth_in_future");
    EXPECT_EQ(born({{"age", 0}}), "2022-01-17/2023-01-16 estimated");
}

TEST_P(Registering, KnowsTheSitesOwnToday) {
    // 23:30 on the 16th by UTC is half past midnight on the 17th at the site.
    node_.now = Day{2023y / 1 / 16} + 23h + 30min;
    EXPECT_EQ(born({{"year", 2023}, {"month", 1}, {"day", 17}}), "2023-01-17/2023-01-17 day");
}

TEST_P(Registering, RefusesABirthThatIsNoBirth) {
    EXPECT_EQ(born({{"year", 1899}}), "person.field_invalid");
    EXPECT_EQ(born({{"year", 1900}}), "1900-01-01/1900-12-31 year");
    EXPECT_EQ(born({{"year", -1}}), "person.field_invalid");
    EXPECT_EQ(born({{"age", 120}}), "1902-01-17/1903-01-16 estimated");
    EXPECT_EQ(born({{"age", 121}}), "person.field_invalid");
    EXPECT_EQ(born({{"month", 5}, {"day", 17}}), "person.field_invalid");
    EXPECT_EQ(born({{"year", "1990"}}), "person.field_invalid");
}

TEST_P(Registering, SomebodyWhoIsProbablyThereIsRefusedUntilTheyWereLookedAt) {
    const std::string number = enrolled(awa());
    json::object again = awa();
    again["family_name"] = "Zztrawore";
    const Answer refused = enrol(again);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "person.probably_registered");
    EXPECT_EQ(refused.param("case_numbers"), number);
    EXPECT_EQ(enrol(again, {{"despite", {nobodys_number()}}}).status, 409);
    EXPECT_EQ(enrol(again, {{"despite", {"asm-" + number.substr(3)}}}).status, 201);
    EXPECT_EQ(count("person"), 2);
}

// Nobody is registered, and who was told of somebody is seen to have been.
TEST_P(Registering, ARegistrationThatComesToNothingIsCountedAsASearch) {
    enrolled(awa());
    EXPECT_EQ(count("opening"), 0);
    EXPECT_EQ(enrol(awa(), {{"arrival_date", "2023-99-99"}}).status, 422);
    EXPECT_EQ(count("opening"), 0);
    EXPECT_EQ(enrol(awa()).code(), "person.probably_registered");
    // It is written behind the answer.
    enrolled({{"family_name", "Zzbehind"}});
    EXPECT_EQ(count("opening"), 1);
}

// Two desks, and one commit for both.
TEST_P(Registering, OnePersonAtTwoDesksAtOnceIsToldToTheSecond) {
    sessions_.remember({"registrar"}, accounts_.at("registrar"), node_.now);
    std::promise<void> both_wait;
    writer_->submit<bool>(
        [waiting = both_wait.get_future().share()](log::WriteTx&) -> Result<bool> {
            waiting.wait();
            return true;
        },
        [](const Result<bool>&) {});
    std::vector<std::future<http::Response>> answers;
    for (int desk = 0; desk < 2; ++desk)
        answers.push_back(
            dispatch_.begin({.method = "POST",
                             .path = "/api/v1/persons",
                             .body = boost::json::serialize(json::object{
                                 {"command", next_command()}, {"site", "ASM"}, {"person", awa()}}),
                             .session_token = "registrar"}));
    both_wait.set_value();
    EXPECT_EQ(answers[0].get().status, 201);
    EXPECT_EQ(answers[1].get().status, 409);
    EXPECT_EQ(count("person"), 1);
    EXPECT_EQ(index_.size(), 1U);
}

TEST_P(Registering, EachWhoIsProbablyThereMustBeNamed) {
    const std::string first = enrolled(awa()), second = enrolled(awa());
    const Answer refused = enrol(awa(), {{"despite", {first}}});
    EXPECT_EQ(refused.code(), "person.probably_registered");
    EXPECT_EQ(refused.param("case_numbers"), second);
    EXPECT_EQ(enrol(awa(), {{"despite", {second, first}}}).status, 201);
}

TEST_P(Registering, AHomonymWithOtherParentsComesIn) {
    enrolled(awa());
    json::object homonym = awa();
    homonym["birth"] = {{"year", 1990}};
    homonym["father_name"] = "Zzother Man";
    homonym["mother_name"] = "Zzother Woman";
    EXPECT_EQ(enrol(homonym).status, 201);
}

TEST_P(Registering, SomebodyWhoIsElsewhereIsNotToldToADeskOfOneSite) {
    enrolled(awa(), "AGZ");
    EXPECT_EQ(enrol(awa(), {}, "registrar_here").status, 201);
}

TEST_P(Registering, TheSameCommandTwiceRegistersOnce) {
    const std::string command = next_command();
    const Answer first = enrol(awa(), {{"command", command}});
    const Answer second = enrol(awa(), {{"command", command}});
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(count("person"), 1);
    EXPECT_EQ(found("Zztraore").size(), 1U);
}

TEST_P(Registering, ARefusalIsRememberedToo) {
    const std::string command = next_command();
    enrolled(awa());
    const Answer first = enrol(awa(), {{"command", command}});
    EXPECT_EQ(enrol(awa(), {{"command", command}}).body, first.body);
}

TEST_P(Registering, AnArrivalInTheFutureUndoesTheWholeRegistration) {
    const std::int64_t facts = count("fact");
    EXPECT_EQ(enrol(awa(), {{"arrival_date", "2023-01-17"}}).code(), "stay.in_future");
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("person"), 0);
    EXPECT_EQ(index_.size(), 0U);
    EXPECT_EQ(enrol(awa(), {{"arrival_date", "2023-01-16"}}).status, 201);
}

TEST_P(Registering, InAHouseholdJoinsIt) {
    const std::string mother = enrolled(awa());
    const std::string son = enrolled({{"family_name", "Zztraore"},
                                      {"given_names", "Zzison"},
                                      {"birth", {{"age", 3}}},
                                      {"household", {{"with", mother}, {"relation", "SON"}}}});
    EXPECT_EQ(get("registrar", mother).each("household", "case_number"), Numbers{son});
    EXPECT_EQ(get("registrar", mother).each("household", "relation"), Numbers{"SON"});
}

TEST_P(Registering, InAHouseholdOfNobodyUndoesTheWholeRegistration) {
    EXPECT_EQ(
        enrol({{"given_names", "Zzison"}, {"household", {{"with", nobodys_number()}}}}).code(),
        "card.unknown");
    EXPECT_EQ(count("person"), 0);
    EXPECT_EQ(index_.size(), 0U);
}

TEST_P(Registering, IsForThoseWhoMayAndForTheirSiteAlone) {
    EXPECT_EQ(enrol(awa(), {}, "gate_officer").status, 403);
    EXPECT_EQ(enrol(awa(), {}, "nurse").status, 403);
    EXPECT_EQ(enrol(awa(), {}, "registrar_elsewhere").status, 403);
    EXPECT_EQ(enrol(awa(), {{"site", "XXX"}}).code(), "site.unknown");
    EXPECT_EQ(count("person"), 0);
    EXPECT_EQ(enrol(awa(), {}, "registrar_here").status, 201);
}

INSTANTIATE_TEST_SUITE_P(Each, Registering, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
