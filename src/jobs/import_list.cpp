#include "jobs/import_list.h"

#include "centre/sites/site_view.h"
#include "jobs/import_match.h"

namespace jatigi::jobs {

bool is_taken(const lists::RowReading& row) {
    return row.decision == lists::RowDecision::accepted ||
           row.decision == lists::RowDecision::warned;
}

void count_rows(ImportResult& result) {
    ImportCounts counts{.registered = result.counts.registered};
    for (const ImportedRow& row : result.rows) {
        if (row.reading.kind != lists::RowKind::data) continue;
        ++counts.rows;
        if (row.reading.decision == lists::RowDecision::accepted) ++counts.accepted;
        if (row.reading.decision == lists::RowDecision::warned) ++counts.warned;
        if (row.reading.decision == lists::RowDecision::rejected) ++counts.rejected;
        if (!is_taken(row.reading)) continue;
        if (row.reading.duplicate_of_row) ++counts.duplicates;
        // Two rows of one person, and both known: one person known.
        if (row.known == Known::already && !row.reading.repeats) ++counts.already_known;
        if (row.known == Known::probably) ++counts.probably_known;
    }
    result.counts = counts;
}

Result<ImportResult> preview_import(const Register& reg, const ImportRequest& request, Instant now,
                                    const ImportProgress& progress) {
    TRY_ASSIGN(const auto site, sites::find_site(reg.db, request.site));
    TRY_ASSIGN(auto table, lists::open_list(request.bytes, node::reference().lists, {}));
    const std::size_t other_lists = table.other_lists;
    const Day list_date = request.list_date.value_or(site_day(now, site.utc_offset));
    const lists::ListProgress read_progress = [&](std::size_t done, std::size_t of) {
        if (progress) progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(of));
    };
    TRY_ASSIGN(auto reading, lists::read_rows(std::move(table), node::reference().lists, list_date,
                                              read_progress));
    ImportResult result{.site = site.code, .list_date = list_date};
    result.other_lists = other_lists;
    result.rows.reserve(reading.rows.size());
    for (lists::RowReading& row : reading.rows) result.rows.push_back({std::move(row)});
    result.layouts = std::move(reading.layouts);
    TRY(ListMatch(result).match(reg));
    count_rows(result);
    return result;
}

std::vector<std::string> shown_reasons(const ImportedRow& row) {
    std::vector<std::string> reasons;
    for (const lists::RowReason reason : row.reading.reasons)
        if (reason != lists::RowReason::sensitive_in_list) reasons.emplace_back(enum_text(reason));
    if (row.known != Known::no) reasons.emplace_back(enum_text(row.known));
    if (!row.refusal.empty()) reasons.push_back(row.refusal);
    return reasons;
}

}  // namespace jatigi::jobs
