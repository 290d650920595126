#include "app/import_command.h"

#include <fmt/format.h>

#include <iostream>

#include "app/terminal.h"
#include "jobs/import_commit.h"
#include "jobs/import_decisions.h"
#include "node/open_node.h"
#include "people/registry/register_index_view.h"

namespace jatigi::app {
namespace {

// Of a list of thousands nobody reads them on a terminal: --rejected has them all.
constexpr int rejected_shown_max = 50;

void print_rejected(const jobs::ImportResult& result) {
    int shown = 0;
    for (const jobs::ImportedRow& row : result.rows) {
        if (row.reading.decision != lists::RowDecision::rejected) continue;
        if (++shown > rejected_shown_max) {
            std::cout << "  … and more: write them all with --rejected FILE\n";
            return;
        }
        std::cout << fmt::format("  row {}: rejected:", row.reading.number);
        for (const std::string& reason : jobs::shown_reasons(row)) std::cout << " " << reason;
        std::cout << "\n";
    }
}

struct ImportCommand {
    const node::Place& place;
    std::string file{}, site{}, list_date{}, decisions{}, rejected{};
    bool with_protection = false, commit = false;

    Command described() {
        return {
            .name = "import",
            .help = "Read a registration list; with --commit, register and check in its people",
            .arguments = {
                {"FILE", "The list (CSV or XLSX)", &file, true},
                {"--site", "Site, by code or name (ASM)", &site, true, true},
                {"--list-date", "Day the list was closed, YYYY-MM-DD (default: today at the site)",
                 &list_date},
                {"--decisions", "Write what became of each row to this CSV (it holds names)",
                 &decisions},
                {"--rejected",
                 "Write the rejected rows to this CSV, to correct them and bring them again",
                 &rejected},
                {"--with-protection",
                 "Decisions hold the codes for protection staff, too: only for them",
                 &with_protection},
                {"--commit", "Write; without it, only a preview", &commit}}};
    }
    int run() {
        const auto bytes = read_file(file);
        if (!bytes) return report(bytes.error());
        jobs::ImportRequest request{.bytes = *bytes, .site = site};
        if (!list_date.empty()) {
            const auto day = day_option(list_date);
            if (!day) return report(day.error());
            request.list_date = *day;
        }
        const auto result = import_rows(request);
        if (!result) return report(result.error());
        print(*result);
        const auto written = write_files(*result);
        return written ? 0 : report(written.error());
    }

private:
    Result<jobs::ImportResult> import_rows(const jobs::ImportRequest& request) {
        const Clock clock = node::system_clock();
        registry::RegisterIndex index;
        ProgressLine reading("reading: row");
        const jobs::ImportProgress read_progress = [&](std::int64_t done, std::int64_t of) {
            reading.show(done, of);
        };
        if (!commit) {
            TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
            TRY_ASSIGN(const auto node, node::load_node(*reader, place));
            TRY(registry::load_index(*reader, node.keyring, index));
            return jobs::preview_import({*reader, node, index}, request, clock(), read_progress);
        }
        ProgressLine writing("importing: row");
        TRY_ASSIGN(auto node, node::open_node(place, clock, facts_progress(writing)));
        TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
        TRY(registry::load_index(*reader, node.node->keyring, index));
        TRY_ASSIGN(auto result, jobs::preview_import({*reader, *node.node, index}, request, clock(),
                                                     read_progress));
        TRY(jobs::commit_import(
            *node.writer, index, request, result,
            [&](std::int64_t done, std::int64_t of) { writing.show(done, of); }));
        return result;
    }
    Result<void> write_files(const jobs::ImportResult& result) const {
        const jobs::Protection included =
            with_protection ? jobs::Protection::included : jobs::Protection::left_out;
        if (!decisions.empty())
            TRY(write_private_file(decisions, jobs::decisions_csv(result, included)));
        if (!rejected.empty()) TRY(write_private_file(rejected, jobs::rejected_csv(result)));
        return {};
    }
    void print(const jobs::ImportResult& result) const {
        const jobs::ImportCounts& counts = result.counts;
        std::map<std::string, int> reasons;
        for (const jobs::ImportedRow& row : result.rows) {
            for (const std::string& reason : jobs::shown_reasons(row)) ++reasons[reason];
            if (row.reading.has(lists::RowReason::sensitive_in_list))
                ++reasons[std::string(enum_text(lists::RowReason::sensitive_in_list))];
        }
        std::cout << fmt::format(
            "{} rows: {} accepted, {} warned, {} rejected; {} suspected duplicates\n", counts.rows,
            counts.accepted, counts.warned, counts.rejected, counts.duplicates);
        for (const auto& [reason, number] : reasons)
            std::cout << fmt::format("  {:>5}  {}\n", number, reason);
        print_rejected(result);
        if (result.other_lists > 0)
            std::cout << fmt::format(
                "{} more sheets of this workbook look like lists and were not "
                "read: save each as a file of its own\n",
                result.other_lists);
        if (commit)
            std::cout << fmt::format("{} registered at {}, {} already known, {} probably known\n",
                                     counts.registered, result.site, counts.already_known,
                                     counts.probably_known);
        else
            std::cout << fmt::format(
                "{} already known, {} probably known\n"
                "preview only; nothing was written (add --commit)\n",
                counts.already_known, counts.probably_known);
    }
};

}  // namespace

Command import_command(const node::Place& place) {
    return command_of<ImportCommand>(place);
}

}  // namespace jatigi::app
