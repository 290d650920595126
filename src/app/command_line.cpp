#include "app/command_line.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/demo.h"
#include "app/import_list.h"
#include "app/reference.h"
#include "app/serve.h"
#include "app/views.h"
#include "platform/log/verify.h"

namespace jatigi::app {
namespace {

constexpr int exit_refused = 1;
constexpr int exit_usage = 2;
constexpr int exit_problems = 3;
constexpr std::uintmax_t list_bytes_max = 256UL * 1024 * 1024;

int report(const Error& error) {
    std::cerr << "jatigi: " << error.code;
    if (!error.detail.empty()) std::cerr << ": " << error.detail;
    std::cerr << "\n";
    return exit_refused;
}

// One line that rewrites itself on a terminal; every thousandth elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(std::string what) : what_(std::move(what)) {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() {
        if (shown_ && terminal_) std::cerr << "\n";
    }
    void show(std::int64_t done, std::int64_t of) {
        if (!terminal_ && done % 1'000 != 0 && done != of) return;
        if (terminal_ && done % 20 != 0 && done != of) return;
        shown_ = true;
        std::cerr << (terminal_ ? "\r" : "") << what_ << " " << done;
        if (of > 0) std::cerr << " of " << of;
        if (!terminal_) std::cerr << "\n";
    }

private:
    std::string what_;
    bool terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool shown_ = false;
};

log::Progress facts_progress(ProgressLine& line) {
    return [&line](std::int64_t facts) { line.show(facts, 0); };
}

Result<std::string> read_file(const std::string& path) {
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem) || !std::filesystem::exists(path, problem))
        return refuse(ErrorKind::not_found, "file.not_found", path);
    if (std::filesystem::file_size(path, problem) > list_bytes_max)
        return refuse(ErrorKind::too_large, "file.too_large", path);
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return refuse(ErrorKind::unavailable, "file.unreadable", path);
    return text.str();
}

// Readable by its owner alone: it may hold names.
Result<void> write_private_file(const std::string& path, const std::string& text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return refuse(ErrorKind::unavailable, "file.unwritable", path);
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t n = ::write(file, text.data() + written, text.size() - written);
        if (n <= 0) break;
        written += static_cast<std::size_t>(n);
    }
    const bool whole = written == text.size() && ::fsync(file) == 0;
    ::close(file);
    if (!whole) return refuse(ErrorKind::unavailable, "file.unwritable", path);
    return {};
}

Result<Day> day_option(const std::string& text) {
    const auto day = parse_day(text);
    if (!day) return refuse(ErrorKind::invalid, "day.unreadable", text + " is not YYYY-MM-DD");
    return *day;
}

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
        add_import(app);
        add_serve(app);
        add_statement(app);
        CLI::App* verify = app.add_subcommand(
            "verify", "Check the log, its signatures, and that the tables are what it says");
        verify->callback([this] { action_ = [this] { return run_verify(); }; });
        CLI::App* rebuild = app.add_subcommand("rebuild", "Make all tables again from the log");
        rebuild->callback([this] { action_ = [this] { return run_rebuild(); }; });
        CLI::App* link = app.add_subcommand(
            "link", "Print a new one-time sign-in link for an account (a lost one, a new password)");
        link->add_option("ACCOUNT", account_, "Name of the account (admin)")->required();
        link->callback([this] { action_ = [this] { return run_link(); }; });
        CLI::App* demo = app.add_subcommand(
            "demo", "Make demonstration data: Assamaka, January 2023, invented people");
        demo->callback([this] { action_ = [this] { return run_demo(); }; });
    }

    void add_init(CLI::App& app) {
        CLI::App* init = app.add_subcommand("init", "Make new data and a new key file");
        init->add_option("--name", node_name_, "Short name of this node")->capture_default_str();
        init->callback([this] { action_ = [this] { return run_init(); }; });
    }

    void add_import(CLI::App& app) {
        CLI::App* import = app.add_subcommand(
            "import", "Read a registration list; with --commit, register and check in its people");
        import->add_option("FILE", file_, "The list (CSV)")->required();
        import->add_option("--site", site_, "Site, by code or name (ASM)")->required();
        import->add_option("--list-date", list_date_,
                           "Day the list was closed, YYYY-MM-DD (default: today at the site)");
        import->add_option("--decisions", decisions_,
                           "Write what became of each row to this CSV (it holds names)");
        import->add_flag("--commit", commit_, "Write; without it, only a preview");
        import->callback([this] { action_ = [this] { return run_import(); }; });
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
        statement->add_option("AGREEMENT", agreement_, "Code of the agreement")->required();
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

    int run_import() {
        const auto bytes = read_file(file_);
        if (!bytes) return report(bytes.error());
        ImportRequest request{.bytes = *bytes, .site = site_};
        if (!list_date_.empty()) {
            const auto day = day_option(list_date_);
            if (!day) return report(day.error());
            request.list_date = *day;
        }
        auto result = import_rows(request);
        if (!result) return report(result.error());
        print_counts(*result);
        if (!decisions_.empty()) {
            const auto written = write_private_file(decisions_, decisions_csv(*result));
            if (!written) return report(written.error());
        }
        return 0;
    }

    Result<ImportResult> import_rows(const ImportRequest& request) {
        const Clock clock = system_clock();
        ProgressLine line("importing: row");
        if (!commit_) {
            TRY_ASSIGN(const auto reader, store::open_reader(location_of(place_)));
            return preview_import(*reader, request, clock());
        }
        TRY_ASSIGN(auto node, open_node(place_, clock, facts_progress(line)));
        TRY_ASSIGN(const auto reader, store::open_reader(location_of(place_)));
        TRY_ASSIGN(auto result, preview_import(*reader, request, clock()));
        TRY(commit_import(*node.writer, request, result,
                          [&](std::int64_t done, std::int64_t of) { line.show(done, of); }));
        return result;
    }

    void print_counts(const ImportResult& result) const {
        const ImportCounts& counts = result.counts;
        std::map<std::string, int> reasons;
        for (const ImportedRow& row : result.rows) {
            for (const auto reason : row.reading.reasons)
                ++reasons[std::string(registry::row_reason_text(reason))];
            if (!row.refusal.empty()) ++reasons[row.refusal];
        }
        std::cout << fmt::format(
            "{} rows: {} accepted, {} warned, {} rejected; {} suspected duplicates\n", counts.rows,
            counts.accepted, counts.warned, counts.rejected, counts.duplicates);
        for (const auto& [reason, number] : reasons)
            std::cout << fmt::format("  {:>5}  {}\n", number, reason);
        for (const ImportedRow& row : result.rows) {
            if (row.reading.decision != registry::RowDecision::rejected) continue;
            std::cout << fmt::format("  row {}: rejected:", row.reading.number);
            for (const auto reason : row.reading.reasons)
                std::cout << " " << registry::row_reason_text(reason);
            std::cout << (row.refusal.empty() ? "" : " " + row.refusal) << "\n";
        }
        if (commit_)
            std::cout << fmt::format("{} registered at {}, {} already known\n", counts.registered,
                                     result.site, counts.already_known);
        else
            std::cout << "preview only; nothing was written (add --commit)\n";
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
        return log::verify(*reader, node ? &node->keyring : nullptr, all_views(),
                           facts_progress(line));
    }

    int run_rebuild() {
        const auto rebuilt = rebuild();
        if (!rebuilt) return report(rebuilt.error());
        std::cout << fmt::format("{} facts applied\n", *rebuilt);
        return 0;
    }

    Result<std::int64_t> rebuild() const {
        TRY_ASSIGN(auto database,
                   store::open_writer(location_of(place_), store::IfMissing::refuse));
        ProgressLine line("rebuilding: fact");
        return log::rebuild_views(*database.connection, all_views(), facts_progress(line));
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
    std::string node_name_ = "jatigi", file_, site_, list_date_, decisions_, now_, agreement_,
                account_, from_, to_, format_ = "json";
    bool commit_ = false, seals_tried_ = false;
    std::function<int()> action_;
};

}  // namespace

int run_command_line(int argc, char** argv) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("jatigi"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    Program program;
    return program.run(argc, argv);
}

}  // namespace jatigi::app
