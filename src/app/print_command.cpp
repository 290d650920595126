#include "app/print_command.h"

#include <charconv>
#include <fstream>
#include <iostream>

#include "app/terminal.h"
#include "jobs/print_kit.h"

namespace jatigi::app {
namespace {

// Nothing: not a whole number.
std::int64_t number_in(const std::string& text) {
    std::int64_t number = -1;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? number : -1;
}

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
        const auto pdf = jobs::print_kit(
            {.first_band = first, .bands = number_in(bands), .sheets = number_in(sheets)});
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
