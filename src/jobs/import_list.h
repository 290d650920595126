// A registration list as the register sees it: what each row says, whether it may come in, and
// whether its person is known already. Reading writes nothing; import_commit.h writes.
#pragma once
#include <functional>
#include <map>

#include "node/reference.h"
#include "people/registry/register_index.h"
#include "platform/log/handle.h"
#include "platform/log/node.h"

namespace jatigi::jobs {

// What whoever brings the list may know of somebody; everybody is shown at the command line.
using SightOf = std::function<registry::Sight(store::Connection&, const registry::IndexEntry&)>;

struct ImportRequest {
    std::string_view bytes;          // The file as it is…
    std::string_view households{};   // …and a second one, with the households of its people.
    std::string site;                // Code or name.
    std::optional<Day> list_date{};  // The day the list was closed; today at the site when missing.
    std::int64_t account = 0;        // 0: the command line.
    lists::ListAnswers answers{};
    SightOf sight_of{};
    // Asked between two batches of rows that are written: whether the commit is to end there.
    std::function<bool()> is_stopping{};
};

// What the list is compared with.
struct Register {
    store::Connection& db;
    const log::Node& node;
    const registry::RegisterIndex& index;
    SightOf sight_of{};
};

enum class Known {
    no,
    already,   // This very row was brought before, on this list or on another: nothing to do.
    probably,  // Somebody in the register: the row of an earlier version of this list, corrected,
               // or one that says the same in everything. Kept with that person, nobody is added.
    maybe,     // Somebody in the register is alike: comes in, and both are marked for review.
};
// As a reason of the row.
constexpr auto enum_texts(Known) {
    return texts_in_order<Known>("", "ALREADY_REGISTERED", "PROBABLY_REGISTERED",
                                 "PERHAPS_REGISTERED");
}

// Whether whoever brings the list is told who of it is known.
enum class Verdicts {
    shown,
    withheld,  // More than one account is shown by itself: each row reads as if it were new.
};
constexpr auto enum_texts(Verdicts) {
    return texts_in_order<Verdicts>("shown", "withheld");
}

struct ImportedRow {
    lists::RowReading reading;
    Known known = Known::no;
    bool warned_as_known = false;  // Nothing but that warns of the row.
    std::string known_as;          // Case number of the person in the register.
    bool hidden = false;           // …who is elsewhere, or erased: no number is shown.
    // Others who are like it: whoever is hidden later must not have stood in their place.
    std::vector<std::string> also_like{};
    // Restricted files that the row came upon, and that behave as absent: it comes in like another.
    std::vector<std::int64_t> restricted{};
    std::string case_number;  // After the commit: of the person that the row became, or is.
    std::string card;         // Of a person whom this commit made, and of nobody else.
    std::string refusal;      // Code of a refusal that came when the row was written.
    log::CommandId command{};
};

struct ImportCounts {
    std::int64_t rows = 0, accepted = 0, warned = 0, rejected = 0, duplicates = 0, registered = 0,
                 already_known = 0, probably_known = 0, left_out = 0;
};

struct ImportResult {
    std::string site;  // Its code.
    Day list_date;
    std::vector<ImportedRow> rows;
    std::uint64_t compared_with = 0;  // RegisterIndex::version().
    std::vector<lists::ListLayout> layouts;
    std::optional<registry::ListId> continues{};  // The list of which this is a later version.
    // What was said of headings for the first time; kept for the site when the list is written.
    std::map<std::string, lists::ListField, std::less<>> new_answers;
    std::vector<lists::TableNote> others;  // Tables of the file that were not read.
    std::vector<lists::ListRemark> remarks;
    std::optional<Day> day_in_title{};  // See lists::ListReading.
    std::string registration_heading;
    ImportCounts counts;
    Verdicts verdicts = Verdicts::shown;
};

using ImportProgress = std::function<void(std::int64_t done, std::int64_t of)>;

// Reads and judges every row, and looks each up in the register; writes nothing. Refuses with
// list.*, site.unknown.
Result<ImportResult> preview_import(const Register& reg, const ImportRequest& request, Instant now,
                                    const ImportProgress& progress);

// Refuses import.unanswered, with the kinds of the questions that somebody must answer before
// anything is written.
Result<void> is_answered(const ImportResult& result);

// True when the row comes in.
bool is_taken(const lists::RowReading& row);

// The reasons that may stand beside a row. That a list holds words for protection staff is told of
// the list alone: beside a name the mark itself would tell.
std::vector<std::string> shown_reasons(const ImportedRow& row, Verdicts verdicts = Verdicts::shown);
lists::RowDecision shown_decision(const ImportedRow& row, Verdicts verdicts);
// The people of the register, by local number, whom the rows tell to be known.
std::vector<std::int64_t> people_told(const registry::RegisterIndex& index,
                                      const ImportResult& result);

void count_rows(ImportResult& result);

}  // namespace jatigi::jobs
