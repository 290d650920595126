// The folder of a benchmark's data: the one that was named, or one of its own that goes afterwards.
#pragma once
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <string>

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

}  // namespace jatigi::bench
