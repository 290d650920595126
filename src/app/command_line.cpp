#include "app/command_line.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "app/authority_command.h"
#include "app/doctor_command.h"
#include "app/import_command.h"
#include "app/key_commands.h"
#include "app/log_commands.h"
#include "app/node_commands.h"
#include "app/print_command.h"
#include "app/terminal.h"
#include "platform/base/overloaded.h"

namespace jatigi::app {
namespace {

CLI::Option* add_argument(CLI::App& app, const Argument& argument) {
    CLI::Option* option = std::visit(
        Overloaded{
            [&](bool* flag) { return app.add_flag(argument.name, *flag, argument.help); },
            [&](std::string* text) {
                CLI::Option* one = app.add_option(argument.name, *text, argument.help);
                return text->empty() ? one : one->capture_default_str();
            },
            [&](std::vector<std::string>* texts) {
                return app.add_option(argument.name, *texts, argument.help);
            },
        },
        argument.into);
    if (argument.required) option->required();
    if (argument.count > 0) option->expected(argument.count);
    if (argument.plain) option->check(not_plain);
    if (!argument.among.empty()) option->check(CLI::IsMember(argument.among));
    return option;
}

// `chosen` becomes what the command does that stands on the line.
void add_command(CLI::App& app, const Command& command, std::function<int()>& chosen) {
    CLI::App* added = app.add_subcommand(command.name, command.help);
    for (const Argument& argument : command.arguments) add_argument(*added, argument);
    for (const Argument& argument : command.arguments) {
        CLI::Option* option = added->get_option(argument.name);
        if (!argument.needs.empty()) option->needs(added->get_option(argument.needs));
        if (!argument.excludes.empty()) option->excludes(added->get_option(argument.excludes));
    }
    if (!command.commands.empty()) added->require_subcommand(1);
    for (const Command& one : command.commands) add_command(*added, one, chosen);
    if (command.run) added->callback([&chosen, run = command.run] { chosen = run; });
}

// The options of all commands.
void add_place(CLI::App& app, node::Place& place) {
    place.data = node::default_data_directory();
    place.passphrase = vault::passphrase_from_terminal();
    app.add_option("--data", place.data, "Data: a directory, or postgresql://…")
        ->capture_default_str();
    app.add_option("--keys", place.keys,
                   "Key file, outside the data directory (default: printed by init)");
    app.add_option_function<int>(
        "--passphrase-fd",
        [&place](int descriptor) {
            place.passphrase = vault::passphrase_from_descriptor(descriptor);
            place.passphrase_typed = false;
        },
        "Read the key file's passphrase from this file descriptor, not from the terminal");
}

std::vector<Command> all_commands(const node::Place& place) {
    std::vector<Command> all = node_commands(place);
    all.insert(all.begin() + 1, import_command(place));  // In the order in which they are needed.
    for (auto& more : {key_commands(place), log_commands(place)})
        all.insert(all.end(), more.begin(), more.end());
    all.push_back(authority_command());
    all.push_back(doctor_command(place));
    all.push_back(print_command());
    return all;
}

}  // namespace

int run_command_line(int argc, char** argv) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("jatigi"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    CLI::App app{"Jatigi: reception centres, assistance and returns. One program per site."};
    app.require_subcommand(1);
    app.set_help_all_flag("--help-all", "Help of every command");
    node::Place place;
    add_place(app, place);
    std::function<int()> chosen;
    for (const Command& command : all_commands(place)) add_command(app, command, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? 0 : exit_usage;
    }
    try {
        return chosen();
    } catch (const std::filesystem::filesystem_error& problem) {
        // A folder that this user may not look into.
        return report({ErrorKind::unavailable, "file.unreadable", problem.path1().string(), {}});
    }
}

}  // namespace jatigi::app
