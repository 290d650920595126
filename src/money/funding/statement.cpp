#include "money/funding/statement.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace jatigi::funding {
namespace {

void add_one(Persons& count) { count = count + Persons{1}; }
void add_one(Meals& count) { count = count + Meals{1}; }

bool is_covered(Fate fate) { return fate >= Fate::second_plate; }

void add_not_charged(Statement& statement, const StatementInput& input,
                     std::span<const Charge> charges) {
    std::map<std::pair<Fate, std::string>, NotCharged> found;
    for (std::size_t i = 0; i < charges.size(); ++i) {
        const Fate fate = charges[i].fate;
        if (fate == Fate::charged) continue;
        const ChargeableServing& serving = input.servings[i];
        NotCharged& left_out =
            found.try_emplace({fate, serving.service}, NotCharged{fate, serving.service, {}, {}})
                .first->second;
        add_one(left_out.cumulative);
        if (serving.day >= input.from) add_one(left_out.period);
    }
    for (auto& [key, left_out] : found)
        if (is_covered(left_out.fate) || left_out.period.count() > 0)
            statement.not_charged.push_back(std::move(left_out));
}

void add_charges(Statement& statement, const StatementInput& input) {
    const std::vector<Charge> charges =
        allocate(input.agreements, input.costs, input.servings, input.agreement);
    add_not_charged(statement, input, charges);
    const Money zero = Money::of_minor_units(0, statement.agreement.amount.currency());
    std::map<std::string, BudgetLine> lines;
    std::set<std::int64_t> persons;
    for (std::size_t i = 0; i < charges.size(); ++i) {
        if (charges[i].agreement != input.agreement) continue;
        const ChargeableServing& serving = input.servings[i];
        const auto known = input.budget_line_of.find(serving.service);
        const std::string name = known == input.budget_line_of.end() ? "other" : known->second;
        BudgetLine& line =
            lines.try_emplace(name, BudgetLine{name, {}, {}, zero, zero}).first->second;
        line.cumulative = line.cumulative + charges[i].cost;
        add_one(line.servings_cumulative);
        if (serving.day < input.from) continue;
        line.period = line.period + charges[i].cost;
        add_one(line.servings_period);
        if (serving.whose != Whose::person) {
            add_one(statement.servings_counted);
            continue;
        }
        add_one(serving.ticked ? statement.servings_ticked : statement.servings_scanned);
        if (serving.late) add_one(statement.servings_late);
        persons.insert(serving.person);
    }
    statement.period = statement.cumulative = zero;
    for (const auto& [name, line] : lines) {
        statement.lines.push_back(line);
        statement.period = statement.period + line.period;
        statement.cumulative = statement.cumulative + line.cumulative;
    }
    statement.balance = statement.agreement.amount - statement.cumulative;
    statement.persons_served = Persons{static_cast<std::int64_t>(persons.size())};
}

void add_departure(Caseload& caseload, const std::string& reason) {
    if (reason == "returned")
        add_one(caseload.departures_return);
    else if (reason == "left_by_own_choice")
        add_one(caseload.departures_own_choice);
    else if (reason == "died")
        add_one(caseload.deaths);
    else
        add_one(caseload.departures_other);
}

void add_stay(Caseload& caseload, const StayPeriod& stay, Day from, Day to) {
    if (stay.from > to || (stay.to && *stay.to < from)) return;
    const Day first_night = std::max(stay.from, from);
    const Day end = std::min(stay.to.value_or(to + Days{1}), to + Days{1});
    if (end > first_night)
        caseload.nights = caseload.nights + PersonNights{(end - first_night).count()};
    // On the morning of `from`, who slept there the night before is there.
    if (stay.from < from)
        add_one(caseload.at_start);
    else
        add_one(caseload.arrivals);
    if (stay.to && *stay.to <= to)
        add_departure(caseload, stay.reason);
    else
        add_one(caseload.at_end);
}

}  // namespace

std::vector<StayPeriod> join_overlapping(std::vector<StayPeriod> stays) {
    std::ranges::sort(stays, {}, [](const StayPeriod& stay) {
        return std::tuple(stay.person, stay.site, stay.from);
    });
    std::vector<StayPeriod> joined;
    for (StayPeriod& stay : stays) {
        StayPeriod* const before = joined.empty() ? nullptr : &joined.back();
        const bool overlaps = before != nullptr && before->person == stay.person &&
                              before->site == stay.site && (!before->to || stay.from < *before->to);
        if (!overlaps) {
            joined.push_back(std::move(stay));
        } else if (before->to && (!stay.to || *stay.to > *before->to)) {
            before->to = stay.to;
            before->reason = std::move(stay.reason);
        }
    }
    return joined;
}

Result<Statement> make_statement(const StatementInput& input) {
    if (input.to < input.from) return refuse(ErrorKind::invalid, "statement.period_invalid");
    Statement statement{.agreement = input.agreements[input.agreement],
                        .from = input.from,
                        .to = input.to};
    add_charges(statement, input);
    for (const StayPeriod& stay : input.stays)
        if (covers_person(statement.agreement.earmark, stay.nationality, stay.site))
            add_stay(statement.caseload, stay, input.from, input.to);
    return statement;
}

}  // namespace jatigi::funding
