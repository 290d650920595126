// Where a node lies, and what time it is there.
#pragma once
#include <string>

#include "platform/base/clock.h"
#include "platform/store/database.h"
#include "platform/vault/key_file.h"

namespace jatigi::node {

struct Place {
    std::string data;                      // A directory, or postgresql://…
    std::string keys;                      // The key file. Empty: the default, which is printed.
    vault::PassphraseSource passphrase{};  // Asked when the key file has one.
    bool passphrase_typed = true;          // By a person, who may not be there.
};

store::Location location_of(const Place& place);
// Outside the data directory: $XDG_STATE_HOME or ~/.local/state, jatigi/<name>-<digest>.keys.
std::string key_path_of(const Place& place);
std::string default_data_directory();
// Empty for PostgreSQL.
std::string data_directory_of(const Place& place);
// Where a copy of the data may lie in clear (vault/unsealed_folder.h): inside the data directory,
// and for PostgreSQL beside the key file.
std::string unsealed_path_of(const Place& place);
// Refuses as vault::KeyFile::open does.
Result<vault::KeyFile> open_key_file(const Place& place);
Clock system_clock();
// Starts at `instant` and runs at the machine's pace: demonstration data only.
Clock clock_from(Instant instant);

}  // namespace jatigi::node
