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
    std::string file{}, with{}, site{}, list_date{}, decisions{}, rejected{}, arrival{}, hidden{},
        struck{};
    std::vector<std::string> columns{};
    bool with_protection = false, join = false, commit = false;

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
                {"--arrival",
                 "When no row says when its person arrived: a day, YYYY-MM-DD; title, the day over "
                 "the list; or column, the day of registration",
                 &arrival},
                {.name = "--hidden",
                 .help = "Rows that the spreadsheet hides: take them or leave them",
                 .into = &hidden,
                 .among = {"take", "leave"}},
                {.name = "--struck",
                 .help = "Rows that are struck through: take them or leave them",
                 .into = &struck,
                 .among = {"take", "leave"}},
                {"--join", "Members on one sheet: with their households on the other", &join},
                {"--with", "A second file: the households of these people (joined)", &with},
                {"--column", "What a heading means, HEADING=field; more than once", &columns},
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
        std::string households;
        if (!with.empty()) {
            auto second = read_file(with);
            if (!second) return report(second.error());
            households = *std::move(second);
            request.households = households;
            join = true;
        }
        auto answers = read_answers();
        if (!answers) return report(answers.error());
        request.answers = *std::move(answers);
        const auto result = import_rows(request);
        if (!result) return report(result.error());
        print(*result);
        const auto written = write_files(*result);
        if (!written) return report(written.error());
        const auto answered = commit ? jobs::is_answered(*result) : Result<void>{};
        return answered ? 0 : report(answered.error());
    }

private:
    Result<lists::ListAnswers> read_answers() const {
        lists::ListAnswers answers{.join = join};
        answers.hidden = parse_enum<lists::AsideRows>(hidden).value_or(lists::AsideRows::ask);
        answers.struck = parse_enum<lists::AsideRows>(struck).value_or(lists::AsideRows::ask);
        if (arrival == "column") {
            answers.arrival_from = lists::ArrivalFrom::registration;
        } else if (arrival == "title") {
            answers.arrival_from = lists::ArrivalFrom::title;
        } else if (!arrival.empty()) {
            TRY_ASSIGN(answers.arrival, day_option(arrival));
        }
        for (const std::string& column : columns) {
            const auto mark = column.rfind('=');
            const auto field = mark == std::string::npos
                                   ? std::nullopt
                                   : parse_enum<lists::ListField>(column.substr(mark + 1));
            if (!field)
                return refuse(ErrorKind::invalid, "import.column_unknown",
                              fields_there_are(column));
            answers.columns[lists::heading_key(column.substr(0, mark))] = *field;
        }
        return answers;
    }
    static std::string fields_there_are(const std::string& column) {
        std::string text = column + ": after the heading stands = and one of";
        for (const auto& [field, name] : enum_texts(lists::ListField{})) {
            text += ' ';
            text += name;
        }
        return text;
    }
    static void print_other(const lists::TableNote& table) {
        using lists::TableRole;
        const bool members = table.role == TableRole::members;
        if (members || table.role == TableRole::households)
            std::cout << fmt::format(
                "\"{}\" holds the {}, {} rows: --join reads both\n", table.name,
                members ? "members of these households" : "households of these people", table.rows);
        if (table.role == TableRole::hidden_list)
            std::cout << fmt::format(
                "\"{}\", a hidden sheet, looks like a list too and was not read\n", table.name);
        if (table.role == TableRole::list)
            std::cout << fmt::format(
                "\"{}\" looks like a list too and was not read: save it as a file of its own\n",
                table.name);
    }
    // What was answered about earlier lists of the site, or is guessed, may not hold for this one.
    void print_unsure_columns(const jobs::ImportResult& result) const {
        using enum lists::ColumnReading;
        for (const lists::ListLayout& layout : result.layouts)
            for (const lists::ListColumn& column : layout.columns) {
                const std::string key = lists::heading_key(column.heading);
                const bool said_now = std::ranges::any_of(columns, [&](const std::string& said) {
                    return key.contains(lists::heading_key(said.substr(0, said.rfind('='))));
                });
                if (said_now || (column.reading != answered && column.reading != guessed)) continue;
                std::cout << fmt::format(
                    "\"{}\" is read as {}, {}\n", column.heading, enum_text(column.field),
                    column.reading == answered ? "as answered before"
                                               : "a guess: if it is not, --column says so");
            }
    }
    static void print_remark(const jobs::ImportResult& result, const lists::ListRemark& remark) {
        using enum lists::RemarkKind;
        switch (remark.kind) {
            case hidden_rows:
                std::cout << fmt::format("{} rows are hidden in the spreadsheet{}\n", remark.rows,
                                         remark.is_open ? ": --hidden take or leave" : "");
                break;
            case struck_rows:
                std::cout << fmt::format("{} rows are struck through{}\n", remark.rows,
                                         remark.is_open ? ": --struck take or leave" : "");
                break;
            case arrival_missing:
                std::cout << "no row says when its person arrived: --arrival DAY";
                if (result.day_in_title)
                    std::cout << fmt::format(", --arrival title ({})",
                                             day_text(*result.day_in_title));
                if (!result.registration_heading.empty())
                    std::cout << fmt::format(", --arrival column (\"{}\")",
                                             result.registration_heading);
                std::cout << "\n";
                break;
            case heading_unknown:
                std::cout << fmt::format(
                    "heading not understood: \"{}\"; its cells are kept beside the person (or "
                    "--column \"{}=field\")\n",
                    remark.heading, remark.heading);
                break;
            case formulas_not_computed:
                std::cout << fmt::format(
                    "the formulas under \"{}\" were never computed: open the list in a "
                    "spreadsheet, save it, and bring it again\n",
                    remark.heading);
                break;
            case days_exchanged:
                std::cout << fmt::format("{} rows: day and month were exchanged\n", remark.rows);
                break;
            case stray_quotes:
                std::cout << fmt::format("{} rows have a cell that starts with a stray quote\n",
                                         remark.rows);
                break;
            case heads_beside:
                std::cout << fmt::format(
                    "{} households have no member on the other sheet{}\n", remark.rows,
                    remark.heading.empty()
                        ? std::string{}
                        : fmt::format(
                              "; people under \"{}\" are not read, unless they are there too",
                              remark.heading));
                break;
            case answer_unused:
                std::cout << fmt::format("no column is called \"{}\": --column does nothing\n",
                                         remark.heading);
                break;
            case join_unused:
                std::cout << "no households there to join: leave --join out\n";
                break;
            case cut_short:
                std::cout << "thousands of empty rows follow the list; what comes after them was "
                             "not read\n";
                break;
        }
    }
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
        if (!jobs::is_answered(result)) return result;
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
        for (const lists::ListRemark& remark : result.remarks) print_remark(result, remark);
        print_unsure_columns(result);
        for (const lists::TableNote& other : result.others) print_other(other);
        if (commit && jobs::is_answered(result))
            std::cout << fmt::format("{} registered at {}, {} already known, {} probably known\n",
                                     counts.registered, result.site, counts.already_known,
                                     counts.probably_known);
        else
            std::cout << fmt::format(
                "{} already known, {} probably known\n"
                "preview only; nothing was written{}\n",
                counts.already_known, counts.probably_known, commit ? "" : " (add --commit)");
    }
};

}  // namespace

Command import_command(const node::Place& place) {
    return command_of<ImportCommand>(place);
}

}  // namespace jatigi::app
