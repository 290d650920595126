#include "node/run_mark.h"

#include <spdlog/spdlog.h>

#include "platform/base/random.h"
#include "platform/store/setting.h"
#include "platform/vault/private_file.h"

namespace jatigi::node {
namespace {

constexpr std::string_view setting = "run";
constexpr std::size_t word_bytes_max = 64;

std::string path_of(const Place& place) { return key_path_of(place) + ".run"; }

std::string word_beside_the_keys(const Place& place) {
    const auto word = vault::read_private(path_of(place), word_bytes_max);
    return word ? std::string(word->text()) : std::string{};
}

Result<void> write_word(const Place& place, const std::string& word) {
    const std::string path = path_of(place);
    if (word_beside_the_keys(place).empty()) {
        vault::destroy_file(path);
        return vault::create_private(path, as_bytes(word));
    }
    return vault::replace_private(path, as_bytes(word));
}

}  // namespace

Result<bool> is_as_it_was_left(store::Connection& db, const Place& place) {
    TRY_ASSIGN(const auto word, store::find_setting(db, setting));
    return word.value_or("") == word_beside_the_keys(place);
}

Result<void> mark_run(store::Connection& db, const Place& place) {
    const std::string word = hex(random_bytes<16>());
    if (const auto written = write_word(place, word); !written) {
        spdlog::warn("{}: {}", written.error().code, written.error().detail);
        // Or each start would take the data for put back, and draw numbers of another epoch.
        return store::put_setting(db, setting, word_beside_the_keys(place));
    }
    return store::put_setting(db, setting, word);
}

void mark_end(log::Writer& writer, const Place& place) {
    const std::string word = hex(random_bytes<16>());
    const auto kept = writer.run<bool>([&word](log::WriteTx& tx) -> Result<bool> {
        TRY(store::put_setting(tx.db(), setting, word));
        return true;
    });
    if (!kept) return;
    if (const auto written = write_word(place, word); !written)
        spdlog::warn("{}: {}", written.error().code, written.error().detail);
}

}  // namespace jatigi::node
