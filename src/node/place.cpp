#include "node/place.h"

#include <cstdlib>
#include <filesystem>

#include "platform/base/hash.h"
#include "platform/base/text.h"

namespace jatigi::node {
namespace {

std::string home_directory() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe) -- nobody changes the environment
    const char* home = std::getenv("HOME");
    return home != nullptr ? home : "/root";
}

}  // namespace

Result<vault::KeyFile> open_key_file(const Place& place) {
    return vault::KeyFile::open(key_path_of(place), data_directory_of(place), place.passphrase);
}

store::Location location_of(const Place& place) {
    return store::Location(place.data);
}

std::string data_directory_of(const Place& place) {
    return location_of(place).is_postgres() ? std::string{} : place.data;
}

std::string unsealed_path_of(const Place& place) {
    return location_of(place).is_postgres() ? key_path_of(place) + ".unsealed"
                                            : place.data + "/unsealed";
}

std::string default_data_directory() {
    return home_directory() + "/.local/share/jatigi";
}

std::string key_path_of(const Place& place) {
    if (!place.keys.empty()) return place.keys;
    // NOLINTNEXTLINE(concurrency-mt-unsafe) -- nobody changes the environment
    const char* state = std::getenv("XDG_STATE_HOME");
    const std::string folder = state != nullptr ? state : home_directory() + "/.local/state";
    const auto path = location_of(place).is_postgres()
                          ? std::filesystem::path("postgresql")
                          : std::filesystem::weakly_canonical(place.data);
    const std::string digest =
        hex(Sha256{}
                .add(as_bytes(location_of(place).is_postgres() ? place.data : path.string()))
                .finish());
    return folder + "/jatigi/" + path.filename().string() + "-" + digest.substr(0, 8) + ".keys";
}

Clock system_clock() {
    return [] {
        return std::chrono::time_point_cast<std::chrono::microseconds>(
            std::chrono::system_clock::now());
    };
}

Clock clock_from(Instant instant) {
    const auto start = std::chrono::steady_clock::now();
    return [instant, start] {
        return instant + std::chrono::duration_cast<std::chrono::microseconds>(
                             std::chrono::steady_clock::now() - start);
    };
}

}  // namespace jatigi::node
