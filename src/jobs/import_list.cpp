#include "jobs/import_list.h"

#include <set>

#include "centre/sites/heading_answer_view.h"
#include "centre/sites/site_view.h"
#include "jobs/import_match.h"
#include "platform/base/text.h"

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
        const lists::RowDecision decision = shown_decision(row, result.verdicts);
        if (decision == lists::RowDecision::accepted) ++counts.accepted;
        if (decision == lists::RowDecision::warned) ++counts.warned;
        if (decision == lists::RowDecision::rejected) ++counts.rejected;
        if (decision == lists::RowDecision::skipped) ++counts.left_out;
        if (!is_taken(row.reading)) continue;
        if (row.reading.duplicate_of_row) ++counts.duplicates;
        if (result.verdicts == Verdicts::withheld) continue;
        // Two rows of one person, and both known: one person known.
        if (row.known == Known::already && !row.reading.repeats) ++counts.already_known;
        if (row.known == Known::probably) ++counts.probably_known;
    }
    result.counts = counts;
}

namespace {

// What was answered now comes before what was answered about earlier lists of the site.
Result<lists::ListAnswers> answers_for(store::Connection& db, const sites::SiteRow& site,
                                       const ImportRequest& request, ImportResult& result) {
    lists::ListAnswers answers = request.answers;
    TRY_ASSIGN(const auto kept, sites::answered_headings(db, site.id));
    for (const auto& [heading, field] : answers.columns) {
        const auto known = kept.find(heading);
        if (known == kept.end() || known->second != enum_text(field))
            result.new_answers.emplace(heading, field);
    }
    for (const auto& [heading, field] : kept)
        if (const auto known = parse_enum<lists::ListField>(field))
            answers.columns.emplace(heading, *known);
    answers.site_name = site.name;
    return answers;
}

// An answer that does nothing is a mistake of whoever gave it.
void add_unused_answers(ImportResult& result, const lists::ListAnswers& answers, bool joined) {
    for (const auto& [heading, field] : answers.columns) {
        const auto is_meant = [&](const lists::ListColumn& column) {
            return column.reading == lists::ColumnReading::answered && column.field == field &&
                   lists::heading_key(column.heading).contains(heading);
        };
        const bool used = std::ranges::any_of(result.layouts, [&](const lists::ListLayout& layout) {
            return std::ranges::any_of(layout.columns, is_meant);
        });
        if (!used)
            result.remarks.push_back(
                {.kind = lists::RemarkKind::answer_unused, .heading = heading, .is_open = true});
    }
    if (answers.join && !joined)
        result.remarks.push_back({.kind = lists::RemarkKind::join_unused, .is_open = true});
}

}  // namespace

Result<ImportResult> preview_import(const Register& reg, const ImportRequest& request, Instant now,
                                    const ImportProgress& progress) {
    TRY_ASSIGN(const auto site, sites::find_site(reg.db, request.site));
    ImportResult result{.site = site.code};
    TRY_ASSIGN(const lists::ListAnswers answers, answers_for(reg.db, site, request, result));
    std::vector<std::string_view> files{request.bytes};
    if (!request.households.empty()) files.push_back(request.households);
    TRY_ASSIGN(auto table, lists::open_list(files, node::reference().lists, answers));
    const auto others = table.others;
    const bool joined = table.household_from.has_value();
    const Day list_date = request.list_date.value_or(site_day(now, site.utc_offset));
    const lists::ListProgress read_progress = [&](std::size_t done, std::size_t of) {
        if (progress) progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(of));
    };
    TRY_ASSIGN(auto reading,
               lists::read_rows(
                   std::move(table), node::reference().lists,
                   {.list_date = list_date, .utc_offset = site.utc_offset, .answers = answers},
                   read_progress));
    result.list_date = list_date;
    result.others = others;
    result.rows.reserve(reading.rows.size());
    for (lists::RowReading& row : reading.rows) result.rows.push_back({std::move(row)});
    result.layouts = std::move(reading.layouts);
    result.remarks = std::move(reading.remarks);
    add_unused_answers(result, request.answers, joined);
    result.day_in_title = reading.day_in_title;
    result.registration_heading = std::move(reading.registration_heading);
    TRY(ListMatch(result).match(reg));
    count_rows(result);
    return result;
}

Result<void> is_answered(const ImportResult& result) {
    std::vector<std::string> open;
    for (const lists::ListRemark& remark : result.remarks)
        if (remark.is_open) open.emplace_back(enum_text(remark.kind));
    if (open.empty()) return {};
    return refuse(ErrorKind::conflict, "import.unanswered", join(open, " "));
}

lists::RowDecision shown_decision(const ImportedRow& row, Verdicts verdicts) {
    const bool hidden = verdicts == Verdicts::withheld && row.warned_as_known &&
                        row.reading.decision == lists::RowDecision::warned;
    return hidden ? lists::RowDecision::accepted : row.reading.decision;
}

std::vector<std::int64_t> people_told(const registry::RegisterIndex& index,
                                      const ImportResult& result) {
    std::set<std::int64_t> people;
    for (const ImportedRow& row : result.rows) {
        if (row.known == Known::no) continue;
        if (const auto entry = index.find(row.known_as)) people.insert(entry->person);
    }
    return {people.begin(), people.end()};
}

std::vector<std::string> shown_reasons(const ImportedRow& row, Verdicts verdicts) {
    std::vector<std::string> reasons;
    for (const lists::RowReason reason : row.reading.reasons)
        if (reason != lists::RowReason::sensitive_in_list) reasons.emplace_back(enum_text(reason));
    if (row.reading.aside != lists::RowAside::none)
        reasons.emplace_back(enum_text(row.reading.aside));
    if (row.known != Known::no && verdicts == Verdicts::shown)
        reasons.emplace_back(enum_text(row.known));
    if (!row.refusal.empty()) reasons.push_back(row.refusal);
    return reasons;
}

}  // namespace jatigi::jobs
