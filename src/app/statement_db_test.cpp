// A statement from rows of every module that it reads: people, stays, distributions, costs.
#include <gtest/gtest.h>

#include <array>

#include "centre/assistance/round_codec.h"
#include "centre/assistance/round_view.h"
#include "centre/sites/site_codec.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/stay_view.h"
#include "money/funding/agreement_codec.h"
#include "money/funding/agreement_view.h"
#include "money/funding/statement_api.h"
#include "money/funding/unit_cost_codec.h"
#include "money/funding/unit_cost_view.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_codec.h"
#include "people/registry/same_person_view.h"
#include "testing/put_fact.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;
using funding::StatementRequest;
using registry::PersonId;
using testing::put_fact;

const PersonId awa{1, 1}, ibrahim{1, 2}, kofi{1, 3};
const sites::SiteId assamaka{2, 1}, agadez{2, 2};
const assistance::RoundId morning{3, 1}, noon{3, 2};
constexpr Day monday = 2023y / 1 / 16, tuesday = 2023y / 1 / 17, sunday = 2023y / 1 / 22;
const funding::BudgetLines lines{{"BREAKFAST", "food"}, {"LUNCH", "food"}};

log::Views statement_views() {
    static const std::array<const log::View*, 7> views{
        &registry::person_view,  &registry::same_person_view, &sites::site_view,
        &sites::stay_view,       &assistance::round_view,     &funding::agreement_view,
        &funding::unit_cost_view};
    return views;
}

class StatementOfRows : public ::testing::TestWithParam<store::Dialect> {
protected:
    StatementOfRows() {
        put_fact<sites::SiteStream>(node_, assamaka, sites::SiteOpened{"ASM", "Assamaka", 60});
        put_fact<sites::SiteStream>(node_, agadez, sites::SiteOpened{"AGZ", "Agadez", 60});
        register_person(awa, "MLI");
        register_person(ibrahim, "MLI");
        register_person(kofi, "GHA");
        stay({4, 1}, awa, assamaka, monday);
        stay({4, 2}, ibrahim, assamaka, tuesday);
        stay({4, 3}, kofi, assamaka, monday);
        put_fact<funding::UnitCostStream>(
            node_, funding::UnitCostId{5, 1},
            funding::UnitCostSet{assamaka, "BREAKFAST", xof(300), monday, sunday});
        sign({6, 1}, "INV-MLI", {.nationality = "MLI"});
        open(morning, "BREAKFAST", monday);
        open(noon, "LUNCH", monday);
        serve(morning, "BREAKFAST", awa);
        serve(morning, "BREAKFAST", ibrahim);
        serve(morning, "BREAKFAST", kofi);
        serve(noon, "LUNCH", awa);
    }
    static Money xof(std::int64_t units) { return Money::of_minor_units(units, Currency::XOF); }
    void register_person(PersonId id, std::string nationality) {
        put_fact<registry::PersonStream>(node_, id,
                                         registry::PersonProfiled{"ASM" + std::to_string(++people_),
                                                                  registry::Sex::female,
                                                                  {},
                                                                  std::move(nationality)});
    }
    void stay(sites::StayId id, PersonId person, sites::SiteId site, Day day) {
        put_fact<sites::StayStream>(node_, id, sites::PersonCheckedIn{person, site, day});
    }
    void sign(funding::AgreementId id, std::string code, funding::Earmark earmark) {
        put_fact<funding::AgreementStream>(
            node_, id,
            funding::AgreementSigned{std::move(code), "Invented ministry", "Invented", xof(10'000),
                                     monday, sunday, std::move(earmark)});
    }
    void open(assistance::RoundId id, std::string service, Day day) {
        put_fact<assistance::RoundStream>(
            node_, id,
            assistance::RoundOpened{assamaka, std::move(service), assistance::ServiceKind::food,
                                    day, assistance::CountMode::scan, Persons{3}});
    }
    void serve(assistance::RoundId id, std::string service, PersonId person) {
        const log::Cause cause = put_fact<assistance::RoundStream>(
            node_, id, assistance::PersonServed{person, std::move(service), monday});
        served_.push_back(fixed_bytes<16>(id_bytes(cause.command)));
    }
    Result<funding::Statement> statement(std::string code, Day from = monday, Day to = sunday) {
        return funding::compute_statement(node_.db(), {std::move(code), from, to}, lines);
    }

    int people_ = 0;
    std::vector<ByteArray<16>> served_;  // Their commands.
    testing::TestNode node_{GetParam(), statement_views()};
};

TEST_P(StatementOfRows, PlatesOfTheEarmarkAreChargedOnce) {
    const auto made = statement("INV-MLI").value();
    ASSERT_EQ(made.lines.size(), 1U);
    EXPECT_EQ(made.lines[0].line, "food");
    EXPECT_EQ(made.lines[0].servings_period, Meals{2});
    EXPECT_EQ(made.period, xof(600));
    EXPECT_EQ(made.cumulative, xof(600));
    EXPECT_EQ(made.balance, xof(9'400));
    EXPECT_EQ(made.persons_served, Persons{2});
}

TEST_P(StatementOfRows, WhatHasNoCostIsSaidAndNotCharged) {
    const auto made = statement("INV-MLI").value();
    const auto lunch =
        std::ranges::find(made.not_charged, funding::Fate::no_cost, &funding::NotCharged::fate);
    ASSERT_NE(lunch, made.not_charged.end());
    EXPECT_EQ(lunch->service, "LUNCH");
    EXPECT_EQ(lunch->period, Meals{1});
}

TEST_P(StatementOfRows, TheCaseloadIsThatOfTheEarmark) {
    put_fact<sites::StayStream>(node_, sites::StayId{4, 1},
                                sites::StayEnded{sites::StayEnd::returned, tuesday});
    const auto caseload = statement("INV-MLI", tuesday, tuesday).value().caseload;
    EXPECT_EQ(caseload.at_start, Persons{1});
    EXPECT_EQ(caseload.arrivals, Persons{1});
    EXPECT_EQ(caseload.departures_return, Persons{1});
    EXPECT_EQ(caseload.at_end, Persons{1});
    EXPECT_EQ(caseload.nights, PersonNights{1});
}

// Awa has a second file: she was served and counted under both.
TEST_P(StatementOfRows, TwoFilesOfOnePersonAreOnePersonAndOnePlate) {
    const PersonId again{1, 4};
    register_person(again, "MLI");
    stay({4, 4}, again, assamaka, tuesday);
    serve(morning, "BREAKFAST", again);
    EXPECT_EQ(statement("INV-MLI").value().persons_served, Persons{3});

    const registry::SamePersonId same{7, 1};
    put_fact<registry::SamePersonStream>(
        node_, same, registry::SameSaid{awa, again, registry::SameGround::person_says, 1});
    EXPECT_EQ(statement("INV-MLI").value().period, xof(900));
    put_fact<registry::SamePersonStream>(
        node_, same, registry::SameConfirmed{registry::SameGround::person_says, 2});
    const auto one = statement("INV-MLI").value();
    EXPECT_EQ(one.persons_served, Persons{2});
    EXPECT_EQ(one.period, xof(600));
    const auto second =
        std::ranges::find(one.not_charged, funding::Fate::second_plate, &funding::NotCharged::fate);
    ASSERT_NE(second, one.not_charged.end());
    EXPECT_EQ(second->period, Meals{1});
    EXPECT_EQ(one.caseload.at_end, Persons{2});

    put_fact<registry::SamePersonStream>(node_, same,
                                         registry::SameUnsaid{registry::SameGround::mistake, 1});
    EXPECT_EQ(statement("INV-MLI").value().period, xof(900));
    EXPECT_EQ(statement("INV-MLI").value().caseload.at_end, Persons{3});
}

// A scan that waited came in under her second file while the two were one person's.
TEST_P(StatementOfRows, ASecondPlateIsChargedWhereNoneIsCountedAnyMore) {
    const PersonId again{1, 4};
    register_person(again, "MLI");
    const registry::SamePersonId same{7, 1};
    put_fact<registry::SamePersonStream>(
        node_, same, registry::SameSaid{awa, again, registry::SameGround::person_says, 1});
    put_fact<registry::SamePersonStream>(
        node_, same, registry::SameConfirmed{registry::SameGround::person_says, 2});
    put_fact<assistance::RoundStream>(
        node_, morning,
        assistance::PersonServed{
            .person = again, .service = "BREAKFAST", .day = monday, .second = true});
    EXPECT_EQ(statement("INV-MLI").value().period, xof(600));
    EXPECT_TRUE(assistance::counted_serving(node_.db(), monday, "BREAKFAST",
                                            testing::local_of(node_, again))
                    .value());

    put_fact<assistance::RoundStream>(
        node_, morning, assistance::ServingUndone{awa, "BREAKFAST", monday, served_.at(0)});
    EXPECT_EQ(statement("INV-MLI").value().period, xof(600));
    EXPECT_EQ(statement("INV-MLI").value().persons_served, Persons{2});

    serve(morning, "BREAKFAST", awa);
    EXPECT_EQ(statement("INV-MLI").value().period, xof(600));
    put_fact<registry::SamePersonStream>(node_, same,
                                         registry::SameUnsaid{registry::SameGround::mistake, 1});
    EXPECT_EQ(statement("INV-MLI").value().period, xof(900));
}

TEST_P(StatementOfRows, AnotherAgreementPaysForNobodyTwice) {
    sign({6, 2}, "INV-SITE", {.site = assamaka});
    const auto narrow = statement("INV-MLI").value(), wide = statement("INV-SITE").value();
    EXPECT_EQ((narrow.period + wide.period).minor_units(), 900);
    EXPECT_EQ(statement("INV-NONE").error().code, "agreement.not_found");
}

TEST_P(StatementOfRows, JsonAndCsvSayTheSame) {
    const auto made = statement("INV-MLI").value();
    const auto answer = json::parse_object(funding::statement_json(made)).value();
    EXPECT_EQ(json::text_at(*json::object_at(answer, "period"), "text"), "600");
    EXPECT_EQ(json::text_at(*json::object_at(answer, "balance"), "text"), "9400");
    EXPECT_EQ(json::integer_at(*json::object_at(answer, "results"), "persons_served"), 2);
    EXPECT_EQ(json::integer_at(*json::object_at(answer, "caseload"), "at_end"), 2);
    const std::string csv = funding::statement_csv(made);
    for (const char* line :
         {"agreement,INV-MLI,2023-01-16,2023-01-22,from-to", "line,food,600,600,XOF",
          "servings,food,2,2,servings", "total,charged,600,600,XOF", "total,balance,,9400,XOF",
          "result,persons_served,2,,persons", "caseload,at_end,2,,persons",
          "not_charged,no_cost:LUNCH,1,1,servings"})
        EXPECT_NE(csv.find(line), std::string::npos) << line << "\n" << csv;
}

INSTANTIATE_TEST_SUITE_P(Each, StatementOfRows, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
