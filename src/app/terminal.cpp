#include "app/terminal.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "platform/base/characters.h"

namespace jatigi::app {
namespace {

constexpr std::uintmax_t file_bytes_max = 256UL * 1024 * 1024;
constexpr std::int64_t bar_width = 24;

std::string bar(std::int64_t done, std::int64_t of) {
    const auto filled =
        static_cast<std::size_t>(std::clamp(done * bar_width / of, std::int64_t{0}, bar_width));
    return " [" + std::string(filled, '#') +
           std::string(static_cast<std::size_t>(bar_width) - filled, '.') + "]";
}

}  // namespace

int report(const Error& error) {
    std::cerr << "jatigi: " << error.code;
    if (!error.detail.empty()) std::cerr << ": " << error.detail;
    if (!error.params.empty()) std::cerr << " " << error.params;
    std::cerr << "\n";
    return exit_refused;
}

void print_quarantine(const log::Quarantine& quarantine) {
    if (quarantine.facts == 0) return;
    std::cout << quarantine.facts << " facts cannot be read and were left out; "
              << quarantine.streams.size() << " streams are in quarantine: run `jatigi verify`\n";
}

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (shown_ && terminal_) std::cerr << "\n";
}

void ProgressLine::show(std::int64_t done, std::int64_t of) {
    if (!terminal_ && done % 1'000 != 0 && done != of) return;
    if (terminal_ && done % 20 != 0 && done != of) return;
    shown_ = true;
    std::cerr << (terminal_ ? "\r" : "") << what_ << " " << done;
    if (of > 0) std::cerr << " of " << of;
    if (terminal_ && of > 0) std::cerr << bar(done, of);
    if (!terminal_) std::cerr << "\n";
}

log::Progress facts_progress(ProgressLine& line) {
    return [&line](std::int64_t facts) { line.show(facts, 0); };
}

Result<std::string> read_file(const std::string& path) {
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem) || !std::filesystem::exists(path, problem))
        return refuse(ErrorKind::not_found, "file.not_found", path);
    if (std::filesystem::file_size(path, problem) > file_bytes_max)
        return refuse(ErrorKind::too_large, "file.too_large", path);
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) return refuse(ErrorKind::unavailable, "file.unreadable", path);
    return text.str();
}

Result<void> write_private_file(const std::filesystem::path& path, const std::string& text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return refuse(ErrorKind::unavailable, "file.unwritable", path.string());
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t n = ::write(file, text.data() + written, text.size() - written);
        if (n <= 0) break;
        written += static_cast<std::size_t>(n);
    }
    const bool whole = written == text.size() && ::fsync(file) == 0;
    ::close(file);
    if (!whole) return refuse(ErrorKind::unavailable, "file.unwritable", path.string());
    return {};
}

std::string ask_secret(const std::string& prompt) {
    std::string line;
    termios shown{};
    const bool terminal = ::tcgetattr(STDIN_FILENO, &shown) == 0;
    if (terminal) {
        std::cerr << prompt << std::flush;
        termios hidden = shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        std::cerr << "\n";
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::string not_plain(const std::string& text) {
    return is_plain(text, LineBreaks::refused) ? std::string{}
                                               : "request.text_invalid";  // error code
}

Result<Day> day_option(const std::string& text) {
    const auto day = parse_day(text);
    if (!day) return refuse(ErrorKind::invalid, "day.unreadable", text + " is not YYYY-MM-DD");
    return *day;
}

}  // namespace jatigi::app
