// Who on a list is in the register already. A row that was brought before is known by what it says,
// wherever it stands now and in whatever file. A corrected row of an earlier version of the list is
// known by its number there, or by its place and likeness. Likeness alone never makes a newcomer
// somebody who is known: it is marked, and they come in.
#pragma once
#include <map>
#include <set>
#include <span>

#include "jobs/import_list.h"

namespace jatigi::jobs {

// Of ListedAs::place: the row of the first version that somebody stood at, or stood before; and the
// other way round.
std::int64_t list_place(std::int64_t kept);
std::int64_t before_place(std::int64_t place);

class ListMatch {
public:
    explicit ListMatch(ImportResult& result);

    // Fills in `command`, `known` and `known_as` of the rows that come in, all of them or some. May
    // be done again when the register has changed since. Reads `reg`, which is asked for each time:
    // inside the writer it is another connection.
    Result<void> match(const Register& reg);
    Result<void> match(const Register& reg, std::span<ImportedRow* const> rows);
    // This person is a row of the list: no other row is.
    void claim(const std::string& case_number) { claimed_.insert(case_number); }
    // Where the row stands among those with people.
    std::int64_t place_of(const ImportedRow& row) const { return places_.at(&row); }

private:
    class Pass;
    ImportResult& result_;
    std::map<const ImportedRow*, std::int64_t> places_;  // Among the rows with people.
    std::map<std::string, int> descriptions_;  // How many rows have these names and this birth.
    std::set<std::string> claimed_;  // Each person of the register is one row of the list.
};

// The command of a row: its id is derived from what the row says, keyed, so that a reader of the
// database cannot test a guessed list.
log::Cause cause_of_row(const log::CommandId& command, std::int64_t account);

}  // namespace jatigi::jobs
