// Arrivals and their tallies.
#pragma once
#include <functional>
#include <span>

#include "centre/sites/arrival.h"
#include "platform/log/view.h"

namespace jatigi::sites {

extern const log::View arrival_view;

struct ArrivalRow {
    log::LocalId arrival = 0, site = 0;
    ArrivalId id;
    Day day;
    std::string place;
    OutcomesSaid outcomes;
    bool closed = false;
    std::string explanation;
};
struct TallyRow {
    TallyId id;
    Tally tally;
};

// Refuses with arrival.not_found.
Result<ArrivalRow> find_arrival(store::Connection& db, ArrivalId id);
// The latest first, at most so many, behind those that are passed over.
Result<std::vector<ArrivalRow>> list_arrivals(store::Connection& db, log::LocalId site,
                                              std::int64_t limit, std::int64_t offset = 0);
// In the order in which they began.
Result<std::vector<TallyRow>> list_tallies(store::Connection& db, log::LocalId arrival);

Arrival state_of(const ArrivalRow& row, const std::vector<TallyRow>& tallies);
// Of the arrivals that are not closed: who was counted there, and whom nobody has placed yet. A
// number that counts everybody: for whoever reads totals. `count`: how many people these files are.
using CountPeople = std::function<Persons(std::span<const log::LocalId> files)>;
Result<Persons> awaiting_names(store::Connection& db, log::LocalId site, const CountPeople& count);

}  // namespace jatigi::sites
