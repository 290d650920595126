#include "money/funding/statement.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

namespace jatigi::funding {
namespace {

using namespace std::chrono_literals;

const sites::SiteId assamaka{2, 1}, agadez{2, 2};
const Day from = 2023y / 1 / 10, to = 2023y / 1 / 16;
const std::map<std::string, std::string> budget_lines{{"BREAKFAST", "food"},
                                                      {"DINNER", "food"},
                                                      {"BLANKET", "non_food"}};

Money francs(std::int64_t units) { return Money::of_minor_units(units, Currency::XOF); }

AgreementSigned malians() {
    return {"TEST-1", "Invented Donor", "Food", francs(10'000), 2023y / 1 / 1, 2023y / 12 / 31,
            {.nationality = "MLI"}};
}
std::vector<UnitCostSet> costs() {
    std::vector<UnitCostSet> all;
    for (const std::string service : {"BREAKFAST", "DINNER", "BLANKET", "HAIRCUT"})
        all.push_back({assamaka, service, francs(service == "BLANKET" ? 3'000 : 100),
                       2023y / 1 / 1, 2023y / 12 / 31});
    return all;
}
ChargeableServing served(std::int64_t person, std::string service, Day day) {
    return {person, assamaka, std::move(service), "MLI", day};
}
StayPeriod stay(Day since, std::optional<Day> until = {}, std::string reason = {}) {
    return {.nationality = "MLI",
            .site = assamaka,
            .from = since,
            .to = until,
            .reason = std::move(reason)};
}

Statement statement_of(const std::vector<ChargeableServing>& servings,
                       const std::vector<StayPeriod>& stays,
                       const std::vector<AgreementSigned>& agreements = {malians()}) {
    const auto all = costs();
    const auto made =
        make_statement({0, from, to, agreements, all, servings, stays, budget_lines});
    EXPECT_TRUE(made);
    return made.value_or(Statement{});
}
Caseload caseload_of(const StayPeriod& period) { return statement_of({}, {period}).caseload; }

std::int64_t departures(const Caseload& c) {
    return (c.departures_return + c.departures_own_choice + c.departures_other + c.deaths).count();
}
void expect_balance(const Caseload& c) {
    EXPECT_EQ(c.at_start.count() + c.arrivals.count() - departures(c), c.at_end.count());
}

TEST(JoinedStays, OverlapsOfOnePersonAtOneSiteAreOneStay) {
    const auto of = [](std::int64_t person, Day since, std::optional<Day> until) {
        StayPeriod period = stay(since, until, "left");
        period.person = person;
        return period;
    };
    const auto spans = [](const std::vector<StayPeriod>& stays) {
        std::vector<std::tuple<std::int64_t, Day, std::optional<Day>>> all;
        for (const StayPeriod& one : join_overlapping(stays))
            all.emplace_back(one.person, one.from, one.to);
        return all;
    };
    using Spans = decltype(spans({}));
    const Day day = from;
    EXPECT_EQ(spans({of(1, day + Days{2}, {}), of(1, day, day + Days{4})}), (Spans{{1, day, {}}}));
    EXPECT_EQ(spans({of(1, day, {}), of(1, day + Days{1}, day + Days{2})}), (Spans{{1, day, {}}}));
    EXPECT_EQ(spans({of(1, day, day + Days{2}), of(1, day + Days{2}, {})}),
              (Spans{{1, day, day + Days{2}}, {1, day + Days{2}, {}}}));
    EXPECT_EQ(spans({of(1, day, {}), of(2, day, {})}), (Spans{{1, day, {}}, {2, day, {}}}));
    StayPeriod elsewhere = of(1, day, {});
    elsewhere.site = agadez;
    EXPECT_EQ(spans({of(1, day, {}), elsewhere}).size(), 2U);
}

TEST(Statement, OneDayIsAPeriodAndBackwardsIsRefused) {
    const std::vector agreements{malians()};
    EXPECT_TRUE(make_statement({0, from, from, agreements, {}, {}, {}, budget_lines}));
    const auto backwards =
        make_statement({0, from, from - Days{1}, agreements, {}, {}, {}, budget_lines});
    ASSERT_FALSE(backwards);
    EXPECT_EQ(backwards.error().code, "statement.period_invalid");
}

TEST(Statement, ServingsBeforeThePeriodAreCumulativeOnly) {
    const Statement s = statement_of({served(1, "BREAKFAST", from - Days{1}),
                                      served(1, "BREAKFAST", from), served(2, "BREAKFAST", to)},
                                     {});
    EXPECT_EQ(s.period, francs(200));
    EXPECT_EQ(s.cumulative, francs(300));
    EXPECT_EQ(s.balance, francs(9'700));
    EXPECT_EQ(s.servings_scanned, Meals{2});
    EXPECT_EQ(s.persons_served, Persons{2});
}

TEST(Statement, PersonsServedAreDistinct) {
    const Statement s = statement_of({served(1, "BREAKFAST", from), served(1, "DINNER", from),
                                      served(1, "BREAKFAST", to), served(2, "DINNER", to)},
                                     {});
    EXPECT_EQ(s.persons_served, Persons{2});
    EXPECT_EQ(s.servings_scanned, Meals{4});
}

TEST(Statement, LinesAreThoseOfTheBudgetAndSumUp) {
    const Statement s = statement_of(
        {served(1, "BREAKFAST", from - Days{1}), served(1, "BREAKFAST", from),
         served(1, "DINNER", from), served(1, "BLANKET", from), served(1, "HAIRCUT", to)},
        {});
    ASSERT_EQ(s.lines.size(), 3U);
    EXPECT_EQ(s.lines[0].line, "food");
    EXPECT_EQ(s.lines[0].period, francs(200));
    EXPECT_EQ(s.lines[0].cumulative, francs(300));
    EXPECT_EQ(s.lines[0].servings_period, Meals{2});
    EXPECT_EQ(s.lines[0].servings_cumulative, Meals{3});
    EXPECT_EQ(s.lines[1].line, "non_food");
    EXPECT_EQ(s.lines[1].period, francs(3'000));
    EXPECT_EQ(s.lines[2].line, "other");
    EXPECT_EQ(s.lines[2].period, francs(100));
    EXPECT_EQ(s.period, francs(3'300));
    EXPECT_EQ(s.cumulative, francs(3'400));
    EXPECT_EQ(s.balance, francs(6'600));
}

TEST(Statement, ServingsThatAnotherAgreementPaidDoNotShow) {
    AgreementSigned tighter = malians();
    tighter.code = "TEST-0";
    tighter.earmark.site = assamaka;
    const Statement s = statement_of({served(1, "BREAKFAST", from)}, {}, {malians(), tighter});
    EXPECT_TRUE(s.lines.empty());
    EXPECT_EQ(s.period, francs(0));
    EXPECT_EQ(s.persons_served, Persons{0});
    EXPECT_EQ(s.balance, malians().amount);
}

// "no_cost SOAP 1 of 2": how many in the period, of how many.
std::vector<std::string> not_charged(const Statement& statement) {
    std::vector<std::string> texts;
    for (const NotCharged& each : statement.not_charged)
        texts.push_back(std::string(enum_text(each.fate)) + " " + each.service + " " +
                        std::to_string(each.period.count()) + " of " +
                        std::to_string(each.cumulative.count()));
    return texts;
}
using Texts = std::vector<std::string>;

TEST(NotCharged, ServingsWithoutACostAreCountedEachService) {
    const Statement s = statement_of({served(1, "SOAP", from - Days{1}), served(1, "SOAP", from),
                                      served(1, "LUNCH", to), served(1, "BREAKFAST", to)},
                                     {});
    EXPECT_EQ(not_charged(s), (Texts{"no_cost LUNCH 1 of 1", "no_cost SOAP 1 of 2"}));
    EXPECT_EQ(s.period, francs(100));
}

TEST(NotCharged, AnAgreementInAnotherCurrencySaysWhyItPaidNothing) {
    AgreementSigned euros = malians();
    euros.amount = Money::of_minor_units(10'000, Currency::EUR);
    const Statement s = statement_of({served(1, "BREAKFAST", from)}, {}, {euros});
    EXPECT_TRUE(s.lines.empty());
    EXPECT_EQ(not_charged(s), Texts{"other_currency BREAKFAST 1 of 1"});
}

TEST(NotCharged, ACapAndAnAmountThatAreReachedShow) {
    AgreementSigned small = malians();
    small.amount = francs(100);
    small.earmark.persons_max = Persons{1};
    const Statement s = statement_of({served(1, "BREAKFAST", from), served(1, "DINNER", from),
                                      served(2, "DINNER", from)},
                                     {}, {small});
    EXPECT_EQ(not_charged(s),
              (Texts{"persons_max DINNER 1 of 1", "amount_used_up DINNER 1 of 1"}));
}

TEST(NotCharged, WhatTheEarmarkDoesNotCoverShowsForThePeriodAlone) {
    ChargeableServing guinean = served(1, "BREAKFAST", to);
    guinean.nationality = "GIN";
    ChargeableServing earlier = guinean;
    earlier.day = from - Days{1};
    EXPECT_EQ(not_charged(statement_of({earlier, guinean}, {})),
              Texts{"other_people BREAKFAST 1 of 2"});
    EXPECT_EQ(not_charged(statement_of({earlier}, {})), Texts{});
}

TEST(NotCharged, NothingWhenEverythingWasCharged) {
    EXPECT_EQ(not_charged(statement_of({served(1, "BREAKFAST", from)}, {})), Texts{});
}

// Whatever is served in a period is charged to the agreement or stands here with its reason.
TEST(NotCharged, ChargedAndNotChargedAreAllServingsOfThePeriod) {
    std::mt19937 random(20230115);
    AgreementSigned small = malians();
    small.amount = francs(3'000);
    small.earmark.persons_max = Persons{12};
    small.last_day = to - Days{1};
    std::vector<ChargeableServing> servings;
    std::int64_t in_period = 0;
    for (Day day = from - Days{3}; day <= to; day += Days{1})
        for (int i = 0; i < 40; ++i) {
            const std::array services{"BREAKFAST", "DINNER", "BLANKET", "SOAP"};
            servings.push_back(
                served(static_cast<std::int64_t>(random() % 20), services.at(random() % 4), day));
            if (random() % 3 == 0) servings.back().nationality = "GIN";
            in_period += day >= from ? 1 : 0;
        }
    const Statement s = statement_of(servings, {}, {small});
    std::int64_t counted = s.servings_scanned.count();
    std::set<Fate> fates;
    for (const NotCharged& each : s.not_charged) {
        counted += each.period.count();
        fates.insert(each.fate);
    }
    EXPECT_EQ(counted, in_period);
    EXPECT_EQ(fates, (std::set{Fate::other_people, Fate::outside_period, Fate::no_cost,
                               Fate::persons_max, Fate::amount_used_up}));
}

TEST(Caseload, SomebodyThereThroughoutSleepsEveryNight) {
    const Caseload c = caseload_of(stay(from - Days{1}));
    EXPECT_EQ(c.at_start, Persons{1});
    EXPECT_EQ(c.arrivals, Persons{0});
    EXPECT_EQ(c.at_end, Persons{1});
    EXPECT_EQ(c.nights, PersonNights{7});
}

TEST(Caseload, WhoArrivesOnTheFirstDayArrivesAndSleepsThatNight) {
    const Caseload c = caseload_of(stay(from));
    EXPECT_EQ(c.at_start, Persons{0});
    EXPECT_EQ(c.arrivals, Persons{1});
    EXPECT_EQ(c.nights, PersonNights{7});
}

TEST(Caseload, WhoArrivesOnTheLastDaySleepsOneNight) {
    const Caseload c = caseload_of(stay(to));
    EXPECT_EQ(c.arrivals, Persons{1});
    EXPECT_EQ(c.at_end, Persons{1});
    EXPECT_EQ(c.nights, PersonNights{1});
}

TEST(Caseload, WhoArrivesTheDayAfterIsNotCounted) {
    const Caseload c = caseload_of(stay(to + Days{1}));
    EXPECT_EQ(c.arrivals, Persons{0});
    EXPECT_EQ(c.at_end, Persons{0});
    EXPECT_EQ(c.nights, PersonNights{0});
}

TEST(Caseload, WhoLeavesOnTheLastDayIsGoneAtTheEnd) {
    const Caseload c = caseload_of(stay(from - Days{3}, to, "returned"));
    EXPECT_EQ(c.at_start, Persons{1});
    EXPECT_EQ(c.departures_return, Persons{1});
    EXPECT_EQ(c.at_end, Persons{0});
    EXPECT_EQ(c.nights, PersonNights{6});
}

TEST(Caseload, WhoLeavesTheDayAfterIsStillThere) {
    const Caseload c = caseload_of(stay(from - Days{3}, to + Days{1}, "returned"));
    EXPECT_EQ(c.departures_return, Persons{0});
    EXPECT_EQ(c.at_end, Persons{1});
    EXPECT_EQ(c.nights, PersonNights{7});
}

TEST(Caseload, WhoLeavesOnTheFirstDayWasThereAtTheStartAndSleepsNoNight) {
    const Caseload c = caseload_of(stay(from - Days{3}, from, "returned"));
    EXPECT_EQ(c.at_start, Persons{1});
    EXPECT_EQ(c.departures_return, Persons{1});
    EXPECT_EQ(c.nights, PersonNights{0});
}

TEST(Caseload, WhoLeftTheDayBeforeIsNotCounted) {
    const Caseload c = caseload_of(stay(from - Days{3}, from - Days{1}, "returned"));
    EXPECT_EQ(c.at_start, Persons{0});
    EXPECT_EQ(departures(c), 0);
}

TEST(Caseload, AStayWithoutANightBalances) {
    const Caseload c = caseload_of(stay(from, from, "returned"));
    EXPECT_EQ(c.arrivals, Persons{1});
    EXPECT_EQ(c.departures_return, Persons{1});
    EXPECT_EQ(c.nights, PersonNights{0});
    expect_balance(c);
}

TEST(Caseload, EveryReasonHasItsColumn) {
    const auto left = [](std::string reason) {
        return caseload_of(stay(from, to, std::move(reason)));
    };
    EXPECT_EQ(left("returned").departures_return, Persons{1});
    EXPECT_EQ(left("left_by_own_choice").departures_own_choice, Persons{1});
    EXPECT_EQ(left("died").deaths, Persons{1});
    EXPECT_EQ(left("transferred").departures_other, Persons{1});
    EXPECT_EQ(left("hospital").departures_other, Persons{1});
    for (const std::string reason : {"returned", "left_by_own_choice", "died", "hospital"})
        EXPECT_EQ(departures(left(reason)), 1) << reason;
}

TEST(Caseload, OnlyWhomTheEarmarkCoversIsCounted) {
    StayPeriod guinean = stay(from), unknown = stay(from), elsewhere = stay(from);
    guinean.nationality = "GIN";
    unknown.nationality = std::nullopt;
    elsewhere.site = agadez;
    const Caseload any_site = statement_of({}, {stay(from), guinean, unknown, elsewhere}).caseload;
    EXPECT_EQ(any_site.arrivals, Persons{2});
    AgreementSigned here = malians();
    here.earmark.site = assamaka;
    EXPECT_EQ(statement_of({}, {stay(from), elsewhere}, {here}).caseload.arrivals, Persons{1});
}

class CaseloadOfAnyStays : public ::testing::TestWithParam<unsigned> {};

TEST_P(CaseloadOfAnyStays, StartPlusArrivalsMinusDeparturesIsEnd) {
    std::mt19937 random(GetParam());
    const auto below = [&random](unsigned n) { return static_cast<int>(random() % n); };
    const std::vector<std::string> reasons{"returned", "left_by_own_choice", "died",
                                           "transferred", "hospital"};
    std::vector<StayPeriod> stays;
    std::int64_t nights = 0, at_start = 0, at_end = 0;
    for (int i = 0; i < 60; ++i) {
        StayPeriod period = stay(from - Days{4} + Days{below(14)});
        if (below(3) > 0) {
            period.to = period.from + Days{below(9)};
            period.reason = reasons[static_cast<std::size_t>(below(5))];
        }
        // The nights one by one: present at 24:00 of each day.
        const auto sleeps = [&](Day day) {
            return period.from <= day && (!period.to || day < *period.to);
        };
        for (Day day = from; day <= to; day += Days{1}) nights += sleeps(day) ? 1 : 0;
        at_start += sleeps(from - Days{1}) ? 1 : 0;
        at_end += sleeps(to) ? 1 : 0;
        stays.push_back(std::move(period));
    }
    const Caseload c = statement_of({}, stays).caseload;
    expect_balance(c);
    EXPECT_EQ(c.nights, PersonNights{nights});
    EXPECT_EQ(c.at_start, Persons{at_start});
    EXPECT_EQ(c.at_end, Persons{at_end});
}

INSTANTIATE_TEST_SUITE_P(Seeds, CaseloadOfAnyStays, ::testing::Range(1U, 31U));

}  // namespace
}  // namespace jatigi::funding
