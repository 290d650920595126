#include "app/command_line.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/demo.h"
#include "app/import_command.h"
#include "app/key_commands.h"
#include "node/reference.h"
#include "app/serve.h"
#include "app/terminal.h"
#include "node/views.h"
#include "money/funding/statement_gaps_api.h"
#include "platform/base/random.h"
#include "platform/log/verify.h"

namespace jatigi::app {
namespace {

class Program {
public:
    int run(int argc, char** argv) {
        CLI::App app{"Jatigi: reception centres, assistance and returns. One program per site."};
        app.require_subcommand(1);
        app.set_help_all_flag("--help-all", "Help of every command");
        place_.data = default_data_directory();
        app.add_option("--data", place_.data, "Data: a directory, or postgresql://…")
            ->capture_default_str();
        app.add_option("--keys", place_.keys,
                       "Key file, outside the data directory (default: printed by init)");
        add_commands(app);
        try {
            app.parse(argc, argv);
        } catch (const CLI::ParseError& problem) {
            return app.exit(problem) == 0 ? 0 : exit_usage;
        }
        return action_();
    }

private:
    void add_commands(CLI::App& app) {
        add_init(app);
        import_.add_to(app);
        keys_.add_to(app);
        add_serve(app);
        add_statement(app);
        CLI::App* verify = app.add_subcommand(
            "verify", "Check the log, its signatures, and that the tables are what it says");
        verify->callback([this] { action_ = [this] { return run_verify(); }; });
        CLI::App* rebuild = app.add_subcommand("rebuild", "Make all tables again from the log");
        rebuild->callback([this] { action_ = [this] { return run_rebuild(); }; });
        CLI::App* link = app.add_subcommand(
            "link", "Print a new one-time sign-in link for an account (a lost one, a new password)");
        link->add_option("ACCOUNT", account_, "Name of the account (admin)")
            ->required()
            ->check(not_plain);
        link->callback([this] { action_ = [this] { return run_link(); }; });
        CLI::App* confirm = app.add_subcommand(
            "confirm", "Confirm an account of a role that takes part in nominal lists");
        confirm->add_option("ACCOUNT", account_, "Name of the account")
            ->required()
            ->check(not_plain);
        confirm->callback([this] { action_ = [this] { return run_confirm(); }; });
        CLI::App* demo = app.add_subcommand(
            "demo", "Make demonstration data: Assamaka, January 2023, invented people");
        demo->callback([this] { action_ = [this] { return run_demo(); }; });
    }

    void add_init(CLI::App& app) {
        CLI::App* init = app.add_subcommand("init", "Make new data and a new key file");
        init->add_option("--name", node_name_, "Short name of this node")->capture_default_str();
        init->callback([this] { action_ = [this] { return run_init(); }; });
    }

    void add_serve(CLI::App& app) {
        CLI::App* command = app.add_subcommand("serve", "Serve the pages and the API");
        command->add_option("--listen", serve_.listen, "ADDRESS:PORT")->capture_default_str();
        command->add_option("--now", now_, "Today's instant, for demonstration data only");
        command->add_flag("--sign-in-links", serve_.sign_in_links,
                          "Print a short-lived sign-in link per role (demonstration data only)");
        command->callback([this] { action_ = [this] { return run_serve(); }; });
    }

    void add_statement(CLI::App& app) {
        CLI::App* statement =
            app.add_subcommand("statement", "What an agreement's money did in a period");
        statement->add_option("AGREEMENT", agreement_, "Code of the agreement")
            ->required()
            ->check(not_plain);
        statement->add_option("--from", from_, "First day, YYYY-MM-DD")->required();
        statement->add_option("--to", to_, "Last day, YYYY-MM-DD")->required();
        statement->add_option("--format", format_, "json or csv")
            ->check(CLI::IsMember({"json", "csv"}))
            ->capture_default_str();
        statement->callback([this] { action_ = [this] { return run_statement(); }; });
    }

    int run_init() {
        const auto token = initialise(place_, {node_name_, false}, system_clock());
        if (!token) return report(token.error());
        std::cout << "data: " << place_.data << "\nkeys: " << key_path_of(place_)
                  << "\nKeep the key file apart from the data: without it nothing sealed can ever "
                     "be read again.\nFirst administrator: start `jatigi serve`, then open, within "
                     "24 hours,\n  http://127.0.0.1:8080/#/link/"
                  << *token << "\n";
        return 0;
    }

    int run_serve() {
        if (!now_.empty()) {
            serve_.now = parse_instant(now_);
            if (!serve_.now) return report({ErrorKind::invalid, "day.unreadable", now_, {}});
        }
        const auto served = serve(place_, serve_, std::cout);
        return served ? 0 : report(served.error());
    }

    int run_statement() {
        const auto from = day_option(from_);
        const auto to = day_option(to_);
        if (!from || !to) return report(from ? to.error() : from.error());
        const auto made = read_statement({agreement_, *from, *to});
        if (!made) return report(made.error());
        std::cout << (format_ == "csv" ? funding::statement_csv(*made)
                                       : funding::statement_json(*made) + "\n");
        for (const funding::StatementWarning& warning : funding::statement_warnings(*made))
            std::cerr << "WARNING " << funding::warning_line(warning) << "\n";
        return 0;
    }

    Result<funding::Statement> read_statement(const funding::StatementRequest& request) const {
        TRY_ASSIGN(const auto reader, store::open_reader(location_of(place_)));
        TRY(reader->begin_read());
        return funding::compute_statement(*reader, request, reference().budget_lines);
    }

    int run_verify() {
        const auto report_made = verify_data();
        if (!report_made) return report(report_made.error());
        std::cout << fmt::format(
            "{} facts ({} sealed, {} of them without a key), {} signed heads, {} facts after the "
            "last one\n",
            report_made->facts, report_made->sealed, report_made->unreadable, report_made->heads,
            report_made->unsigned_tail);
        for (const std::string& problem : report_made->problems)
            std::cout << "PROBLEM " << problem << "\n";
        for (const std::string& notice : notices_) std::cout << "NOTICE " << notice << "\n";
        std::cout << (report_made->problems.empty() ? "all is well" : "problems found")
                  << (seals_tried_ ? "\n" : "; the seals were not tried\n");
        return report_made->problems.empty() ? 0 : exit_problems;
    }

    Result<log::VerifyReport> verify_data() {
        TRY_ASSIGN(const auto reader, store::open_reader(location_of(place_)));
        TRY(reader->begin_read());
        const auto node = load_node(*reader, place_);
        // Without the key file the chain can be checked, but a wrong file is an error.
        if (!node && node.error().code != "vault.key_file_missing")
            return std::unexpected(node.error());
        seals_tried_ = node.has_value();
        ProgressLine line("verifying: fact");
        TRY_ASSIGN(auto made, log::verify(*reader, node ? &node->keyring : nullptr, all_views(),
                                          facts_progress(line)));
        // What wrong tables say about money is no use.
        if (made.problems.empty()) {
            TRY_ASSIGN(notices_, funding::cost_notices(*reader, reference().budget_lines));
        }
        return made;
    }

    int run_rebuild() {
        const auto rebuilt = rebuild();
        if (!rebuilt) return report(rebuilt.error());
        std::cout << fmt::format("{} facts applied\n", rebuilt->facts - rebuilt->quarantine.facts);
        print_quarantine(rebuilt->quarantine);
        return 0;
    }

    struct Rebuilt {
        std::int64_t facts = 0;
        log::Quarantine quarantine;
    };
    Result<Rebuilt> rebuild() const {
        TRY_ASSIGN(auto database, open_to_write(place_, store::IfMissing::refuse));
        ProgressLine line("rebuilding: fact");
        Rebuilt rebuilt;
        TRY_ASSIGN(rebuilt.facts,
                   log::rebuild_views(*database.connection, all_views(), facts_progress(line)));
        TRY_ASSIGN(rebuilt.quarantine, log::read_quarantine(*database.connection));
        return rebuilt;
    }

    int run_link() {
        const auto token = make_link();
        if (!token) return report(token.error());
        std::cout << "valid once, for 24 hours, while `jatigi serve` runs:\n"
                     "  http://127.0.0.1:8080/#/link/"
                  << *token << "\n";
        return 0;
    }

    Result<std::string> make_link() const {
        const Clock clock = system_clock();
        TRY_ASSIGN(auto node, open_node(place_, clock, {}));
        return node.writer->run<std::string>([this](log::WriteTx& tx) -> Result<std::string> {
            TRY_ASSIGN(const auto accounts, access::list_accounts(tx.db()));
            for (const access::Account& account : accounts)
                if (account.name == account_)
                    return access::make_link(tx.db(), account.id,
                                             tx.now() + std::chrono::hours{24});
            return refuse(ErrorKind::not_found, "account.not_found", account_);
        });
    }

    int run_confirm() {
        const auto confirmed = confirm_account();
        if (!confirmed) return report(confirmed.error());
        std::cout << confirmed->name << " is confirmed as " << access::role_name(confirmed->role)
                  << "\n";
        return 0;
    }

    Result<access::Account> confirm_account() const {
        TRY_ASSIGN(auto node, open_node(place_, system_clock(), {}));
        return node.writer->run<access::Account>([this](log::WriteTx& tx) {
            return access::confirm_account(
                tx, {account_},
                {.command = id_v4<log::CommandEntity>(random_bytes<16>())});
        });
    }

    int run_demo() {
        ProgressLine line("demonstration: row");
        const auto cards = make_demo(place_, facts_progress(line));
        if (!cards) return report(cards.error());
        std::cout << "data: " << place_.data << "\nkeys: " << key_path_of(place_) << "\n";
        for (const DemoCard& card : *cards)
            std::cout << "card " << card.code << " " << card.case_number << "\n";
        return 0;
    }

    Place place_;
    ServeOptions serve_;
    std::string node_name_ = "jatigi", now_, agreement_, account_, from_, to_, format_ = "json";
    bool seals_tried_ = false;
    std::vector<std::string> notices_;  // Of `verify`: about money, and no fault of the log.
    std::function<int()> action_;
    ImportCommand import_{place_, action_};
    KeyCommands keys_{place_, action_};
};

}  // namespace

int run_command_line(int argc, char** argv) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("jatigi"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    Program program;
    return program.run(argc, argv);
}

}  // namespace jatigi::app
