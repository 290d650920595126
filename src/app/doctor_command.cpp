#include "app/doctor_command.h"

#include <fmt/format.h>
#include <stdio.h>
#include <sys/resource.h>

#include <fstream>
#include <iostream>
#include <map>

#include "app/terminal.h"
#include "node/embedded.h"
#include "platform/base/text.h"

namespace jatigi::app {
namespace {

constexpr std::string_view minimum_path = "reference/library_minimum.csv";

// A library of the program, and the oldest version of its package without the holes that it names.
struct Minimum {
    std::string package, version, closes;
};

std::vector<Minimum> minima() {
    std::vector<Minimum> all;
    const auto lines = split(node::embedded_text(minimum_path), '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto cells = split(lines[i], ',');
        if (cells.size() >= 3)
            all.push_back({std::string(cells[0]), std::string(cells[1]), std::string(cells[2])});
    }
    return all;
}

// What a program of the machine prints; the words are our own tables' and dpkg's, never input.
std::string output_of(const std::string& command) {
    // NOLINTNEXTLINE(cert-env33-c)
    FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string text;
    std::array<char, 4096> chunk{};
    for (std::size_t got = 0; (got = ::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
        text.append(chunk.data(), got);
    ::pclose(pipe);
    return text;
}

bool is_older(const std::string& version, const std::string& than) {
    return output_of(fmt::format("dpkg --compare-versions '{}' lt '{}' && echo older", version,
                                 than)) == "older\n";
}

std::map<std::string, std::string> installed(const std::vector<Minimum>& wanted) {
    std::string command = "dpkg-query -W -f '${Package} ${Version}\\n'";
    for (const Minimum& one : wanted) command += " " + one.package;
    std::map<std::string, std::string> versions;
    const std::string text = output_of(command + " 2>/dev/null");
    for (const std::string& line : split(text, '\n'))
        if (const std::size_t space = line.find(' '); space != std::string::npos)
            versions[line.substr(0, space)] = line.substr(space + 1);
    return versions;
}

struct DoctorCommand {
    const node::Place& place;
    int found = 0;

    Command described() {
        return {.name = "doctor",
                .help = "What this machine lacks: libraries with known holes, keys in clear, swap"};
    }
    int run() {
        look_at_libraries();
        look_at_keys();
        look_at_swap();
        std::cout << (found == 0 ? "nothing is missing\n" : fmt::format("{} to mend\n", found));
        return found == 0 ? 0 : exit_problems;
    }

private:
    void tell(const std::string& what) {
        ++found;
        std::cout << "MEND " << what << "\n";
    }
    void look_at_libraries() {
        const auto wanted = minima();
        const auto versions = installed(wanted);
        if (versions.empty())
            return tell("libraries: not looked at, because dpkg does not answer here");
        for (const Minimum& one : wanted) {
            const auto have = versions.find(one.package);
            if (have != versions.end() && is_older(have->second, one.version))
                tell(fmt::format("{} {} is older than {} ({}): apt-get upgrade, then restart",
                                 one.package, have->second, one.version, one.closes));
        }
    }
    // Without asking for the passphrase: the file says whether it has one.
    void look_at_keys() {
        const std::string path = node::key_path_of(place);
        std::ifstream file(path);
        std::string line;
        while (std::getline(file, line)) {
            if (line == "passphrase none" && !vault::is_on_removable_medium(path))
                tell(path + " has no passphrase: jatigi keys passphrase, or put it on a stick");
        }
    }
    void look_at_swap() {
        std::ifstream swaps("/proc/swaps");
        std::string line;
        std::getline(swaps, line);  // The heading.
        rlimit limit{};
        const bool kept =
            ::getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_max == RLIM_INFINITY;
        if (!kept && std::getline(swaps, line))
            tell("the machine swaps: LimitMEMLOCK=infinity in the unit, or encrypt the swap");
    }
};

}  // namespace

Command doctor_command(const node::Place& place) {
    return command_of<DoctorCommand>(place);
}

}  // namespace jatigi::app
