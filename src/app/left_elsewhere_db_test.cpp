// Who has left a site is still of that site, until they check in elsewhere: a desk there meets them
// by their card or number, or by one question and its answer, and looks through nobody.
#include <gtest/gtest.h>

#include "app/access_world_for_tests.h"

namespace jatigi::app {
namespace {

class LeftElsewhere : public ::testing::TestWithParam<store::Dialect> {
protected:
    static constexpr std::string_view awa =
        R"({"family_name":"Zzleaver","given_names":"Zzawa","sex":"F","nationality":"MLI",)"
        R"("birth":{"year":1988,"month":10,"day":27},"father_name":"Zzpapa Zzleaver",)"
        R"("mother_name":"Zzmama Zzkeita"})";
    // As somebody says it at another desk.
    static constexpr std::string_view as_typed =
        R"({"family_name":"Zzleaver","given_names":"Zzawa","sex":"F","nationality":"MLI",)"
        R"("birth":{"year":1988,"month":10,"day":27},"father_name":"Zzpapa Zzleaver"})";

    LeftElsewhere() {
        const auto made = json::parse_object(
            ask("registrar.ASM", "POST /api/v1/persons",
                fmt::format(R"({{"command":"{}","site":"ASM","person":{}}})", next(), awa))
                .body);
        number_ = std::string(json::text_at(*made, "case_number").value_or(""));
        leave("gate_officer.ASM");
    }
    std::string next() { return fmt::format("{:032x}", ++commands_); }
    Response ask(std::string_view who, std::string_view route, std::string body = {}) {
        const auto found = std::ranges::find_if(
            world_.accounts(), [who](const Who& one) { return one.account.name == who; });
        const std::size_t space = route.find(' ');
        return world_.send(found->token, {.method = std::string(route.substr(0, space)),
                                          .path = std::string(route.substr(space + 1)),
                                          .body = std::move(body)});
    }
    Response leave(std::string_view who) {
        return ask(who, "POST /api/v1/stays/end",
                   fmt::format(R"({{"command":"{}","code":"{}","reason":"left_by_own_choice"}})",
                               next(), number_));
    }
    Response come_to(std::string_view who, std::string_view site) {
        return ask(
            who, "POST /api/v1/stays",
            fmt::format(R"({{"command":"{}","site":"{}","code":"{}"}})", next(), site, number_));
    }
    Response file(std::string_view who) { return ask(who, "GET /api/v1/persons/" + number_); }
    Response search(std::string_view who) {
        return ask(who, "POST /api/v1/persons/search", R"({"query":"Zzleaver"})");
    }
    json::object candidates(std::string_view who) {
        return json::parse_object(ask(who, "POST /api/v1/persons/candidates",
                                      fmt::format(R"({{"person":{}}})", as_typed))
                                      .body)
            .value_or(json::object{});
    }
    void restrict_file() {
        EXPECT_EQ(
            ask("protection_officer.all",
                fmt::format("POST /api/v1/persons/{}/restriction", number_),
                fmt::format(R"({{"command":"{}","restricted":true,"reason":"invented"}})", next()))
                .status,
            200);
    }
    bool finds(const Response& response) const {
        return response.body.find(number_) != std::string::npos;
    }

    World world_{GetParam()};
    std::string number_;
    std::uint64_t commands_ = 5'000'000;
};

TEST_P(LeftElsewhere, TheFileTellsOfTheStaysAtTheReadersOwnSite) {
    EXPECT_EQ(come_to("gate_officer.AGZ", "AGZ").status, 201);
    const auto stays = [this](std::string_view who) {
        const auto opened = json::parse_object(file(who).body).value_or(json::object{});
        std::vector<std::string> told;
        for (const json::value& stay : *json::array_at(opened, "stays"))
            told.push_back(
                std::string(*json::text_at(stay.as_object(), "site")) + " " +
                std::string(json::text_at(stay.as_object(), "reason").value_or("lasts")));
        return told;
    };
    EXPECT_EQ(stays("registrar.all"),
              (std::vector<std::string>{"AGZ lasts", "ASM left_by_own_choice"}));
    EXPECT_EQ(stays("registrar.AGZ"), std::vector<std::string>{"AGZ lasts"});
}

TEST_P(LeftElsewhere, TheFileTellsTheLastMealThatWasNotUndone) {
    const auto meal = [this](std::string_view who = "registrar.all") {
        const auto opened = json::parse_object(file(who).body).value_or(json::object{});
        const json::object* eaten = json::object_at(opened, "last_meal");
        return std::string(eaten == nullptr
                               ? "none"
                               : *json::text_at(*json::object_at(*eaten, "service"), "code"));
    };
    EXPECT_EQ(come_to("gate_officer.ASM", "ASM").status, 201);
    EXPECT_EQ(meal(), "none");
    const auto serve = [this](std::string_view service) {
        const auto made = json::parse_object(
            ask("food_distributor.ASM", "POST /api/v1/rounds",
                fmt::format(R"({{"command":"{}","site":"ASM","service":"{}","day":"2023-01-16"}})",
                            next(), service))
                .body);
        const std::string round(*json::text_at(*json::object_at(*made, "round"), "id"));
        const auto served = json::parse_object(
            ask("food_distributor.ASM", fmt::format("POST /api/v1/rounds/{}/servings", round),
                fmt::format(R"({{"command":"{}","code":"{}"}})", next(), number_))
                .body);
        return std::pair{round, std::string(json::text_at(*served, "serving").value_or(""))};
    };
    serve("BREAKFAST");
    EXPECT_EQ(meal(), "BREAKFAST");
    const auto [round, served] = serve("LUNCH");
    EXPECT_EQ(meal(), "LUNCH");
    EXPECT_EQ(ask("food_distributor.ASM", fmt::format("POST /api/v1/rounds/{}/undos", round),
                  fmt::format(R"({{"command":"{}","serving":"{}"}})", next(), served))
                  .status,
              201);
    EXPECT_EQ(meal(), "BREAKFAST");
    // It is told where it was eaten.
    leave("gate_officer.ASM");
    EXPECT_EQ(come_to("gate_officer.AGZ", "AGZ").status, 201);
    EXPECT_EQ(meal(), "BREAKFAST");
    EXPECT_EQ(meal("registrar.AGZ"), "none");
}

TEST_P(LeftElsewhere, IsOfTheLastSiteAlone) {
    EXPECT_EQ(file("registrar.ASM").status, 200);
    EXPECT_TRUE(finds(search("registrar.ASM")));
    EXPECT_EQ(file("registrar.all").status, 200);
    for (const std::string_view who : {"registrar.AGZ", "centre_manager.AGZ", "nurse.AGZ"}) {
        EXPECT_EQ(file(who).status, 404) << who;
        EXPECT_FALSE(finds(search(who))) << who;
    }
}

TEST_P(LeftElsewhere, IsAQuestionAndItsAnswerAtAnotherDesk) {
    const json::object found = candidates("registrar.AGZ");
    EXPECT_TRUE(json::array_at(found, "people")->empty());
    const json::array& elsewhere = *json::array_at(found, "elsewhere");
    ASSERT_EQ(elsewhere.size(), 1U);
    const json::object& one = elsewhere[0].get_object();
    EXPECT_EQ(one.size(), 3U);
    EXPECT_EQ(json::text_at(one, "case_number"), number_);
    EXPECT_EQ(json::text_at(one, "question"), "mother_name");
    EXPECT_EQ(json::text_at(one, "answer"), "Zzmama Zzkeita");
    // And a registration asks to look there first.
    const Response refused =
        ask("registrar.AGZ", "POST /api/v1/persons",
            fmt::format(R"({{"command":"{}","site":"AGZ","person":{}}})", next(), as_typed));
    EXPECT_NE(refused.body.find("person.probably_registered"), std::string::npos);
    EXPECT_TRUE(finds(refused));
}

TEST_P(LeftElsewhere, IsOfTheOtherSiteFromTheCheckInOn) {
    EXPECT_EQ(come_to("gate_officer.AGZ", "AGZ").status, 201);
    EXPECT_EQ(file("registrar.AGZ").status, 200);
    EXPECT_TRUE(finds(search("registrar.AGZ")));
    EXPECT_EQ(file("registrar.ASM").status, 404);
    EXPECT_FALSE(finds(search("registrar.ASM")));
    EXPECT_TRUE(json::array_at(candidates("registrar.ASM"), "elsewhere")->empty());
    // Left again: of the site that was left last.
    EXPECT_EQ(leave("gate_officer.AGZ").status, 200);
    EXPECT_EQ(file("registrar.AGZ").status, 200);
    EXPECT_EQ(file("registrar.ASM").status, 404);
}

TEST_P(LeftElsewhere, DoesNotLeaveThroughTheGateOfAnotherSite) {
    EXPECT_EQ(leave("gate_officer.AGZ").status, 404);
    EXPECT_NE(leave("gate_officer.ASM").body.find("stay.not_ongoing"), std::string::npos);
}

TEST_P(LeftElsewhere, WhoIsRestrictedIsNoQuestionAndProtectionIsTold) {
    restrict_file();
    const json::object found = candidates("registrar.AGZ");
    EXPECT_TRUE(json::array_at(found, "people")->empty());
    EXPECT_TRUE(json::array_at(found, "elsewhere")->empty());
    EXPECT_EQ(come_to("gate_officer.AGZ", "AGZ").status, 201);
    leave("gate_officer.AGZ");  // Written after what protection is told.
    const std::string hits = ask("protection_officer.all", "GET /api/v1/restricted-hits").body;
    EXPECT_NE(hits.find("registrar.AGZ"), std::string::npos);
    EXPECT_NE(hits.find("gate_officer.AGZ"), std::string::npos);
}

TEST_P(LeftElsewhere, ProtectionIsToldOfACheckInByAnAccountOfTheWholeNode) {
    restrict_file();
    EXPECT_EQ(come_to("gate_officer.all", "AGZ").status, 201);
    leave("gate_officer.all");
    const std::string hits = ask("protection_officer.all", "GET /api/v1/restricted-hits").body;
    EXPECT_NE(hits.find("gate_officer.all"), std::string::npos) << hits;
}

TEST_P(LeftElsewhere, ProtectionIsToldNothingOfAReturnToTheSameSite) {
    restrict_file();
    EXPECT_EQ(come_to("gate_officer.all", "ASM").status, 201);
    leave("gate_officer.all");
    const std::string hits = ask("protection_officer.all", "GET /api/v1/restricted-hits").body;
    EXPECT_EQ(hits.find("gate_officer.all"), std::string::npos) << hits;
}

INSTANTIATE_TEST_SUITE_P(Each, LeftElsewhere, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
