#include "app/print_command.h"

#include <fstream>
#include <iostream>

#include "app/terminal.h"
#include "jobs/print_kit.h"
#include "platform/base/named_number.h"

namespace jatigi::app {
namespace {

struct KitCommand {
    std::string file{}, first{}, bands = "100", sheets = "2";

    Command described() {
        return {
            .name = "kit",
            .help = "Paper for a night without a computer: tally, wristbands, presence, service",
            .arguments = {
                {"FILE", "The PDF to be written", &file, true},
                {"--first", "First number of the wristbands, printed on their rows: A0001", &first,
                 false, true},
                {"--bands", "Rows for wristbands", &bands, false, true},
                {"--sheets", "Sheets of each other kind", &sheets, false, true}}};
    }
    int run() const {
        const auto pdf = jobs::print_kit({.first_band = first,
                                          .bands = whole_number(bands).value_or(0),
                                          .sheets = whole_number(sheets).value_or(0)});
        if (!pdf) return report(pdf.error());
        std::ofstream out(file, std::ios::binary);
        out << *pdf << std::flush;
        if (!out) return report({ErrorKind::unavailable, "file.not_written", file, {}});
        std::cout << file << "\n";
        return 0;
    }
};

}  // namespace

Command print_command() {
    return {.name = "print",
            .help = "Make paper that needs no data",
            .commands = {command_of<KitCommand>()}};
}

}  // namespace jatigi::app
