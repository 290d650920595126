// A statement: what an agreement's money did in a period. Exact and internal; it names nobody. A
// ministry or donor gets a released copy, with small cells hidden (a later module).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "money/funding/allocation.h"

namespace jatigi::funding {

struct BudgetLine {
    std::string line;  // "food"
    Meals servings_period, servings_cumulative;
    Money period = Money::of_minor_units(0, Currency::XOF);
    Money cumulative = Money::of_minor_units(0, Currency::XOF);
};

// Servings that were not charged to the agreement, for one reason. Those that its earmark and its
// days cover are listed from the beginning; all others while the period has any.
struct NotCharged {
    Fate fate = Fate::no_cost;
    std::string service;
    Meals period, cumulative;
};

// People whom the earmark covers, at its site (or all sites): how the caseload moved.
struct Caseload {
    Persons at_start, arrivals, departures_return, departures_own_choice, departures_other, deaths,
        at_end;
    PersonNights nights;  // Present at 24:00 local.
};

struct Statement {
    AgreementSigned agreement;
    Day from, to;  // Both included.
    std::vector<BudgetLine> lines;
    std::vector<NotCharged> not_charged;  // By reason, then service.
    Money period = Money::of_minor_units(0, Currency::XOF);
    Money cumulative = Money::of_minor_units(0, Currency::XOF);
    Money balance = Money::of_minor_units(0, Currency::XOF);
    Persons persons_served;  // Distinct, in the period; of those whom a card or a tick names.
    // By how they were counted: a card, a printed sheet, by number.
    Meals servings_scanned, servings_ticked, servings_counted;
    Meals servings_late;  // Of the first two: recorded after their distribution was closed.
    Caseload caseload;
};

// A stay as far as a statement needs it.
struct StayPeriod {
    std::int64_t person = 0;  // By whatever number the caller uses.
    std::optional<std::string> nationality{};
    sites::SiteId site;
    Day from;
    std::optional<Day> to{};   // The first night away.
    std::string reason{};      // Why it ended.
};

struct StatementInput {
    std::size_t agreement = 0;  // Index into agreements.
    Day from, to;
    std::span<const AgreementSigned> agreements;
    std::span<const UnitCostSet> costs;
    std::span<const ChargeableServing> servings;  // By day, up to `to`.
    std::span<const StayPeriod> stays;
    const std::map<std::string, std::string>& budget_line_of;  // Service → line.
};

// Stays of one person at one site that overlap become one, to the end of the later: whoever has two
// files sleeps once.
std::vector<StayPeriod> join_overlapping(std::vector<StayPeriod> stays);

// Refuses with statement.period_invalid.
Result<Statement> make_statement(const StatementInput& input);

}  // namespace jatigi::funding
