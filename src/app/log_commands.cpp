#include "app/log_commands.h"

#include <fmt/format.h>

#include <iostream>

#include "app/terminal.h"
#include "jobs/self_check.h"
#include "money/funding/statement_api.h"
#include "money/funding/statement_gaps_api.h"
#include "node/open_node.h"
#include "node/reference.h"
#include "node/views.h"
#include "platform/access/security_record.h"
#include "platform/log/verify.h"

namespace jatigi::app {
namespace {

struct StatementCommand {
    const node::Place& place;
    std::string agreement{}, from{}, to{}, format = "json";

    Command described() {
        return {.name = "statement",
                .help = "What an agreement's money did in a period",
                .arguments = {{"AGREEMENT", "Code of the agreement", &agreement, true, true},
                              {"--from", "First day, YYYY-MM-DD", &from, true},
                              {"--to", "Last day, YYYY-MM-DD", &to, true},
                              {.name = "--format",
                               .help = "json or csv",
                               .into = &format,
                               .among = {"json", "csv"}}}};
    }
    int run() {
        const auto first = day_option(from);
        const auto last = day_option(to);
        if (!first || !last) return report(first ? last.error() : first.error());
        const auto made = read_statement({agreement, *first, *last});
        if (!made) return report(made.error());
        std::cout << (format == "csv" ? funding::statement_csv(*made)
                                      : funding::statement_json(*made) + "\n");
        for (const funding::StatementWarning& warning : funding::statement_warnings(*made))
            std::cerr << "WARNING " << funding::warning_line(warning) << "\n";
        return 0;
    }

private:
    Result<funding::Statement> read_statement(const funding::StatementRequest& request) const {
        TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
        TRY(reader->begin_read());
        return funding::compute_statement(*reader, request, node::reference().budget_lines);
    }
};

struct VerifyCommand {
    const node::Place& place;
    bool seals_tried = false;
    std::vector<std::string> notices{};  // About money, and no fault of the log.

    Command described() {
        return {.name = "verify",
                .help = "Check the log, its signatures, and that the tables are what it says"};
    }
    int run() {
        const auto report_made = verify_data();
        if (!report_made) return report(report_made.error());
        std::cout << fmt::format(
            "{} facts ({} sealed, {} of them without a key), {} signed heads, {} facts after the "
            "last one\n",
            report_made->facts, report_made->sealed, report_made->unreadable, report_made->heads,
            report_made->unsigned_tail);
        for (const std::string& problem : report_made->problems)
            std::cout << "PROBLEM " << problem << "\n";
        for (const std::string& notice : notices) std::cout << "NOTICE " << notice << "\n";
        std::cout << (report_made->problems.empty() ? "all is well" : "problems found")
                  << (seals_tried ? "\n" : "; the seals were not tried\n");
        return report_made->problems.empty() ? 0 : exit_problems;
    }

private:
    Result<log::VerifyReport> verify_data() {
        TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
        TRY(reader->begin_read());
        const auto node = node::load_node(*reader, place);
        // Without the key file the chain can be checked, but a wrong file is an error.
        if (!node && node.error().code != "vault.key_file_missing")
            return std::unexpected(node.error());
        seals_tried = node.has_value();
        ProgressLine line("verifying: fact");
        TRY_ASSIGN(auto made, log::verify(*reader, node ? &node->keyring : nullptr,
                                          node::all_views(), facts_progress(line)));
        TRY_ASSIGN(const auto altered, jobs::check_tables(*reader, node ? &*node : nullptr));
        for (const auto& [part, problems] : altered)
            made.problems.insert(made.problems.end(), problems.begin(), problems.end());
        // What wrong tables say about money is no use.
        if (made.problems.empty()) {
            TRY_ASSIGN(notices, funding::cost_notices(*reader, node::reference().budget_lines));
        }
        return made;
    }
};

struct RebuildCommand {
    const node::Place& place;

    Command described() {
        return {.name = "rebuild", .help = "Make all tables again from the log"};
    }
    int run() {
        const auto rebuilt = rebuild();
        if (!rebuilt) return report(rebuilt.error());
        std::cout << fmt::format("{} facts applied\n", rebuilt->facts - rebuilt->quarantine.facts);
        print_quarantine(rebuilt->quarantine);
        return 0;
    }

private:
    struct Rebuilt {
        std::int64_t facts = 0;
        log::Quarantine quarantine;
    };
    Result<Rebuilt> rebuild() const {
        TRY_ASSIGN(auto database, node::open_to_write(place, store::IfMissing::refuse));
        TRY(store::migrate(*database.connection, node::migrations(), node::system_clock()()));
        ProgressLine line("rebuilding: fact");
        Rebuilt rebuilt;
        TRY_ASSIGN(rebuilt.facts, log::rebuild_views(*database.connection, node::all_views(),
                                                     facts_progress(line)));
        TRY_ASSIGN(rebuilt.quarantine, log::read_quarantine(*database.connection));
        return rebuilt;
    }
};

// After somebody looked into it: what is there is taken as the log.
struct AcceptLogCommand {
    const node::Place& place;

    Command described() {
        return {.name = "accept-log",
                .help = "Take a log that was altered from outside as it is (log.altered)"};
    }
    int run() {
        ProgressLine line("rebuilding: fact");
        const auto opened = node::open_node(place, node::system_clock(), facts_progress(line), {},
                                            node::IfAltered::accept);
        if (!opened) return report(opened.error());
        if (const auto noted = note(*opened); !noted) return report(noted.error());
        for (const std::string& told : opened->altered) std::cout << told << "\n";
        if (opened->altered.empty()) std::cout << "the log is as it was left\n";
        return 0;
    }

private:
    static Result<void> note(const node::OpenNode& node) {
        if (node.altered.empty()) return {};
        TRY(node.writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
            TRY(access::SecurityRecord::write(
                tx, {{tx.now(), {access::SecurityKind::altered, 0, "log"}}}));
            return true;
        }));
        return {};
    }
};

}  // namespace

std::vector<Command> log_commands(const node::Place& place) {
    return {command_of<StatementCommand>(place), command_of<VerifyCommand>(place),
            command_of<RebuildCommand>(place), command_of<AcceptLogCommand>(place)};
}

}  // namespace jatigi::app
