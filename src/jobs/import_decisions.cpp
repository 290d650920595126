#include "jobs/import_decisions.h"

#include "jobs/import_person.h"
#include "people/lists/rejected_api.h"
#include "platform/base/text.h"
#include "platform/print/csv.h"

namespace jatigi::jobs {
namespace {

std::vector<std::string> cells_of(const ImportedRow& row, Protection protection) {
    const lists::RowReading& reading = row.reading;
    const lists::ListFields& f = reading.fields;
    const bool shown = is_taken(reading);
    const auto birth = shown && f.birth ? std::optional(f.birth->reveal()) : std::nullopt;
    const auto text = [&](const std::string& value) { return shown ? value : std::string{}; };
    const bool all = protection == Protection::included;
    std::vector<std::string> cells{
        std::to_string(reading.number),
        std::string(enum_text(reading.decision)),
        join(shown_reasons(row), "|"),
        row.case_number,
        row.card,
        reading.duplicate_of_row ? std::to_string(*reading.duplicate_of_row) : "",
        text(f.list_no),
        shown && f.arrival_date ? day_text(*f.arrival_date) : "",
        text(f.family_name.reveal()),
        text(f.given_names.reveal()),
        text(f.sex),
        birth ? day_text(birth->min) : "",
        birth ? day_text(birth->max) : "",
        birth ? std::string(enum_text(birth->precision)) : "",
        text(f.nationality),
        text(f.birth_place.reveal()),
        text(f.origin.reveal()),
        text(f.father_name.reveal()),
        text(f.mother_name.reveal()),
        text(f.marital_status),
        text(f.household),
        text(f.relation),
        text(f.phone.reveal()),
        text(join(f.languages, "|")),
        text(f.document_type),
        text(f.document_no.reveal()),
        text(join(all ? f.vulnerabilities.reveal() : flags_of(reading, FlagKind::service), "|")),
        !all && is_sensitive(reading, lists::ListField::observations)
            ? std::string{}
            : text(f.observations.reveal())};
    return cells;
}

}  // namespace

std::string decisions_csv(const ImportResult& result, Protection protection) {
    print::CsvWriter csv;
    // Another heading when something is left out: it is not the list's column then.
    const std::string flags =
        protection == Protection::included ? "vulnerabilities" : "service_flags";
    csv.row({"row",           "decision",         "reasons",     "case_number",
             "card",          "duplicate_of_row", "list_no",     "arrival_date",
             "family_name",   "given_names",      "sex",         "birth_min",
             "birth_max",     "birth_precision",  "nationality", "birth_place",
             "origin",        "father_name",      "mother_name", "marital_status",
             "household",     "relation",         "phone",       "languages",
             "document_type", "document_no",      flags,         "observations"});
    for (const ImportedRow& row : result.rows) csv.row(cells_of(row, protection));
    return csv.text();
}

std::string rejected_csv(const ImportResult& result) {
    std::vector<const lists::RowReading*> rows;
    for (const ImportedRow& row : result.rows)
        // A row that the register refused was read well, and has nothing to correct.
        if (!row.reading.cells.empty()) rows.push_back(&row.reading);
    return lists::rejected_csv(result.layouts, rows);
}

}  // namespace jatigi::jobs
