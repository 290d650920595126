// A command of the command line, without the library that reads it: its compiler time is a minute,
// and command_line.cpp pays it once.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace jatigi::app {

// "FILE" stands alone, "--site" has a value, "--commit" has none.
struct Argument {
    std::string name;
    std::string help;
    std::variant<std::string*, std::vector<std::string>*, bool*> into;
    bool required = false;
    bool plain = false;  // A text and no path: not_plain() refuses what it must not hold.
    std::vector<std::string> among{};  // One of these; empty: any.
    std::string needs{}, excludes{};   // Another argument.
    int count = 0;                     // Exactly so many texts; 0: as many as there are.
};

struct Command {
    std::string name;
    std::string help;
    std::vector<Argument> arguments{};
    std::vector<Command> commands{};  // One of them follows; then there is no `run`.
    std::function<int()> run{};       // Gives the exit code.
};

// A command whose options and work are one struct: `Options` has `Command described()`, whose
// arguments point into it, and `int run()`. The command owns it, together with whoever copies the
// command.
template <class Options, class... Args>
Command command_of(Args&&... args) {
    const auto options = std::make_shared<Options>(std::forward<Args>(args)...);
    Command command = options->described();
    command.run = [options] { return options->run(); };
    return command;
}

}  // namespace jatigi::app
