// The folder of a benchmark's data: the one that was named, or one of its own that goes afterwards; and
// the arguments of one that takes no others.
#pragma once
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace jatigi::bench {

template <class Work>
int in_folder(std::string named, Work&& work) {
    const bool own = named.empty();
    if (own)
        named = std::filesystem::temp_directory_path() / fmt::format("jatigi-bench-{}", ::getpid());
    std::filesystem::create_directories(named);
    const int outcome = work(named);
    if (own) std::filesystem::remove_all(named);
    return outcome;
}

// [--tiny] [DIRECTORY]
template <class Size, class Run>
int run_bench(int argc, char** argv, Size size, const Size& tiny, const Run& run) {
    if (sodium_init() < 0) return 1;
    std::string directory;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--tiny")
            size = tiny;
        else
            directory = argv[i];
    }
    return in_folder(directory, [&](const std::string& folder) { return run(folder, size); });
}

}  // namespace jatigi::bench
