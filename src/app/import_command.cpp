#include "app/import_command.h"

#include <fmt/format.h>

#include <iostream>

#include "jobs/import_commit.h"
#include "jobs/import_decisions.h"
#include "app/terminal.h"
#include "people/registry/register_index_view.h"

namespace jatigi::app {
namespace {

// Of a list of thousands nobody reads them on a terminal: --rejected has them all.
constexpr int rejected_shown_max = 50;

void print_rejected(const ImportResult& result) {
    int shown = 0;
    for (const ImportedRow& row : result.rows) {
        if (row.reading.decision != registry::RowDecision::rejected) continue;
        if (++shown > rejected_shown_max) {
            std::cout << "  … and more: write them all with --rejected FILE\n";
            return;
        }
        std::cout << fmt::format("  row {}: rejected:", row.reading.number);
        for (const std::string& reason : shown_reasons(row)) std::cout << " " << reason;
        std::cout << "\n";
    }
}

}  // namespace

void ImportCommand::add_to(CLI::App& app) {
    CLI::App* import = app.add_subcommand(
        "import", "Read a registration list; with --commit, register and check in its people");
    import->add_option("FILE", file_, "The list (CSV or XLSX)")->required();
    import->add_option("--site", site_, "Site, by code or name (ASM)")
        ->required()
        ->check(not_plain);
    import->add_option("--list-date", list_date_,
                       "Day the list was closed, YYYY-MM-DD (default: today at the site)");
    import->add_option("--decisions", decisions_,
                       "Write what became of each row to this CSV (it holds names)");
    import->add_option("--rejected", rejected_,
                       "Write the rejected rows to this CSV, to correct them and bring them again");
    import->add_flag("--with-protection", protection_,
                     "Decisions hold the codes for protection staff, too: only for them");
    import->add_flag("--commit", commit_, "Write; without it, only a preview");
    import->callback([this] { action_ = [this] { return run(); }; });
}

int ImportCommand::run() {
    const auto bytes = read_file(file_);
    if (!bytes) return report(bytes.error());
    ImportRequest request{.bytes = *bytes, .site = site_};
    if (!list_date_.empty()) {
        const auto day = day_option(list_date_);
        if (!day) return report(day.error());
        request.list_date = *day;
    }
    const auto result = import_rows(request);
    if (!result) return report(result.error());
    print(*result);
    const auto written = write_files(*result);
    return written ? 0 : report(written.error());
}

Result<ImportResult> ImportCommand::import_rows(const ImportRequest& request) {
    const Clock clock = system_clock();
    registry::RegisterIndex index;
    ProgressLine reading("reading: row");
    const ImportProgress read_progress = [&](std::int64_t done, std::int64_t of) {
        reading.show(done, of);
    };
    if (!commit_) {
        TRY_ASSIGN(const auto reader, store::open_reader(location_of(place_)));
        TRY_ASSIGN(const auto node, load_node(*reader, place_));
        TRY(registry::load_index(*reader, node.keyring, index));
        return preview_import({*reader, node, index}, request, clock(), read_progress);
    }
    ProgressLine writing("importing: row");
    TRY_ASSIGN(auto node, open_node(place_, clock, facts_progress(writing)));
    TRY_ASSIGN(const auto reader, store::open_reader(location_of(place_)));
    TRY(registry::load_index(*reader, node.node->keyring, index));
    TRY_ASSIGN(auto result,
               preview_import({*reader, *node.node, index}, request, clock(), read_progress));
    TRY(commit_import(*node.writer, index, request, result,
                      [&](std::int64_t done, std::int64_t of) { writing.show(done, of); }));
    return result;
}

Result<void> ImportCommand::write_files(const ImportResult& result) const {
    const Protection protection = protection_ ? Protection::included : Protection::left_out;
    if (!decisions_.empty()) TRY(write_private_file(decisions_, decisions_csv(result, protection)));
    if (!rejected_.empty()) TRY(write_private_file(rejected_, rejected_csv(result)));
    return {};
}

void ImportCommand::print(const ImportResult& result) const {
    const ImportCounts& counts = result.counts;
    std::map<std::string, int> reasons;
    for (const ImportedRow& row : result.rows) {
        for (const std::string& reason : shown_reasons(row)) ++reasons[reason];
        if (row.reading.has(registry::RowReason::sensitive_in_list))
            ++reasons[std::string(
                registry::row_reason_text(registry::RowReason::sensitive_in_list))];
    }
    std::cout << fmt::format(
        "{} rows: {} accepted, {} warned, {} rejected; {} suspected duplicates\n", counts.rows,
        counts.accepted, counts.warned, counts.rejected, counts.duplicates);
    for (const auto& [reason, number] : reasons)
        std::cout << fmt::format("  {:>5}  {}\n", number, reason);
    print_rejected(result);
    if (result.other_lists > 0)
        std::cout << fmt::format("{} more sheets of this workbook look like lists and were not "
                                 "read: save each as a file of its own\n",
                                 result.other_lists);
    if (commit_)
        std::cout << fmt::format("{} registered at {}, {} already known, {} probably known\n",
                                 counts.registered, result.site, counts.already_known,
                                 counts.probably_known);
    else
        std::cout << fmt::format("{} already known, {} probably known\n"
                                 "preview only; nothing was written (add --commit)\n",
                                 counts.already_known, counts.probably_known);
}

}  // namespace jatigi::app
