// What the commands share: exit codes, error lines, progress, files.
#pragma once
#include <filesystem>
#include <string>

#include "platform/base/day.h"
#include "platform/log/quarantine.h"
#include "platform/log/rebuild.h"

namespace jatigi::app {

constexpr int exit_refused = 1;
constexpr int exit_usage = 2;
constexpr int exit_problems = 3;

// Prints the error; gives exit_refused.
int report(const Error& error);

// Says what cannot be read, if anything.
void print_quarantine(const log::Quarantine& quarantine);

// One line that rewrites itself on a terminal, with a bar when the end is known; every thousandth
// elsewhere.
class ProgressLine {
public:
    explicit ProgressLine(std::string what);
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine();
    void show(std::int64_t done, std::int64_t of);

private:
    std::string what_;
    bool terminal_;
    bool shown_ = false;
};

log::Progress facts_progress(ProgressLine& line);

// Refuses with file.not_found, file.too_large, file.unreadable.
Result<std::string> read_file(const std::string& path);
// Readable by its owner alone: it may hold names. Refuses with file.unwritable.
Result<void> write_private_file(const std::filesystem::path& path, const std::string& text);

// A line that nobody sees while it is typed; from standard input as it comes where that is no
// terminal.
std::string ask_secret(const std::string& prompt);

// Of an option that is a text and no path: empty, or why it is refused. Control characters would be
// trimmed or stored, and bytes that are not UTF-8 name nobody.
std::string not_plain(const std::string& text);

// Refuses with day.unreadable.
Result<Day> day_option(const std::string& text);

}  // namespace jatigi::app
