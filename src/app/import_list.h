// A registration list becomes people, cards and stays. Each row is one command whose id is derived
// from the file and the row, so an import that was cut short is simply run again, and the same file
// twice adds nobody.
#pragma once
#include "app/reference.h"
#include "platform/log/writer.h"

namespace jatigi::app {

struct ImportRequest {
    std::string_view bytes;  // The file as it is.
    std::string site;        // Code or name.
    std::optional<Day> list_date{};  // The day the list was closed; today at the site when missing.
    std::int64_t account = 0;        // 0: the command line.
};

struct ImportedRow {
    registry::RowReading reading;
    std::string case_number, card;  // Of rows that were registered.
    std::string refusal;  // Code of a refusal that came when the row was written.
};

struct ImportCounts {
    std::int64_t rows = 0, accepted = 0, warned = 0, rejected = 0, duplicates = 0, registered = 0,
                 already_known = 0;
};

struct ImportResult {
    std::string site;  // Its code.
    Day list_date;
    std::vector<ImportedRow> rows;
    ImportCounts counts;
};

using ImportProgress = std::function<void(std::int64_t done, std::int64_t of)>;

// Reads and judges every row; writes nothing. Refuses with list.*, site.unknown.
Result<ImportResult> preview_import(store::Connection& db, const ImportRequest& request,
                                    Instant now);
// Registers and checks in the rows that a preview took; fills in what became of each.
Result<void> commit_import(log::Writer& writer, const ImportRequest& request, ImportResult& result,
                           const ImportProgress& progress);

// The reasons that may stand beside a row. That a list holds words for protection staff is told of
// the list alone: beside a name the mark itself would tell.
std::vector<registry::RowReason> shown_reasons(const ImportedRow& row);

// One line per row with decision, reasons, case number, card and what was understood. It holds
// personal data: the caller keeps it where it belongs.
std::string decisions_csv(const ImportResult& result);

}  // namespace jatigi::app
