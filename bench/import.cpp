// A list of people imported into an empty register, against reading and splitting the same file bare.
//   bench_import [--tiny] [DIRECTORY]
#include <fmt/format.h>
#include <sodium.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "crowd.h"
#include "jobs/import_commit.h"
#include "must.h"
#include "node/open_node.h"
#include "people/registry/register_index.h"

namespace jatigi::bench {
namespace {

constexpr std::size_t rows_default = 20'000, rows_tiny = 200;
constexpr int bare_runs = 5;
constexpr Instant now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// What anybody would write first: lines, and their cells.
std::size_t split_bare(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::size_t cells = 0;
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> row;
        std::size_t at = 0;
        for (std::size_t end = line.find(';'); end != std::string::npos; end = line.find(';', at)) {
            row.push_back(line.substr(at, end - at));
            at = end + 1;
        }
        row.push_back(line.substr(at));
        cells += row.size();
        rows.push_back(std::move(row));
    }
    return cells;
}

std::string read_whole(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

int run(const std::string& directory, std::size_t rows) {
    const std::string path = directory + "/list.csv";
    std::ofstream(path, std::ios::binary) << Crowd().list(rows);
    double bare = 1e9;
    for (int i = 0; i < bare_runs; ++i) {
        const auto start = std::chrono::steady_clock::now();
        if (split_bare(path) < rows) return 1;
        bare = std::min(bare, seconds_since(start));
    }
    const node::Place place{directory + "/data", directory + "/keys"};
    const Clock clock = [] { return now; };
    must(node::initialise(place, {"bench", false}, clock));
    auto node = must(node::open_node(place, clock, {}));
    const auto reader = must(store::open_reader(node::location_of(place)));
    registry::RegisterIndex index;
    const auto start = std::chrono::steady_clock::now();
    const std::string bytes = read_whole(path);
    const jobs::ImportRequest request{
        .bytes = bytes, .site = "ASM", .list_date = Day{std::chrono::floor<Days>(now)}};
    auto result = must(jobs::preview_import({*reader, *node.node, index}, request, now, {}));
    const double read = seconds_since(start);
    must(jobs::commit_import(*node.writer, index, request, result, {}));
    const double whole = seconds_since(start);
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto count = static_cast<double>(rows);
    fmt::print("{} rows: {} registered, {} suspected duplicates; {} MiB at most\n",
               result.counts.rows, result.counts.registered, result.counts.duplicates,
               used.ru_maxrss / 1024);
    fmt::print("import: ratio={:.4f} preview_ratio={:.3f} rows_per_s={:.0f} preview_rows_per_s={:.0f} "
               "bare_rows_per_s={:.0f}\n",
               bare / whole, bare / read, count / whole, count / read, count / bare);
    return 0;
}

}  // namespace
}  // namespace jatigi::bench

int main(int argc, char** argv) {
    if (sodium_init() < 0) return 1;
    std::size_t rows = jatigi::bench::rows_default;
    std::string directory;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--tiny") rows = jatigi::bench::rows_tiny;
        else if (argument == "--rows" && i + 1 < argc) rows = std::stoul(argv[++i]);
        else directory = argument;
    }
    const bool own = directory.empty();
    if (own) directory = std::filesystem::temp_directory_path() / fmt::format("jatigi-bench-{}", ::getpid());
    std::filesystem::create_directories(directory);
    const int outcome = jatigi::bench::run(directory, rows);
    if (own) std::filesystem::remove_all(directory);
    return outcome;
}
