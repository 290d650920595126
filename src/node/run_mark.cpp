#include "node/run_mark.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/base/random.h"
#include "platform/store/setting.h"
#include "platform/vault/private_file.h"

namespace jatigi::node {
namespace {

constexpr std::string_view setting = "run";
constexpr std::size_t file_bytes_max = 200;

std::string path_of(const Place& place) {
    return key_path_of(place) + ".run";
}

struct Mark {
    std::string word;
    std::optional<log::LogEnd> end{};
};

std::string text_of(const Mark& mark) {
    if (!mark.end) return mark.word;
    return fmt::format("{}\n{}\n{}", mark.word, mark.end->pos, hex(mark.end->hash));
}

Mark mark_in(std::string_view text) {
    std::array<std::string_view, 3> lines{};
    for (std::string_view& line : lines) {
        const std::size_t at = std::min(text.find('\n'), text.size());
        line = text.substr(0, at);
        text.remove_prefix(std::min(at + 1, text.size()));
    }
    Mark mark{.word = std::string(lines[0])};
    std::int64_t pos = 0;
    const auto [end, error] =
        std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), pos);
    const auto hash = from_hex(lines[2]);
    if (error == std::errc{} && hash && hash->size() == std::tuple_size_v<Hash>)
        mark.end = log::LogEnd{.pos = pos, .hash = fixed_bytes<32>(*hash)};
    return mark;
}

Mark mark_beside_the_keys(const Place& place) {
    const auto file = vault::read_private(path_of(place), file_bytes_max);
    return file ? mark_in(file->text()) : Mark{};
}

Result<void> write_mark(const Place& place, const Mark& mark) {
    const std::string path = path_of(place), text = text_of(mark);
    if (mark_beside_the_keys(place).word.empty()) {
        vault::destroy_file(path);
        return vault::create_private(path, as_bytes(text));
    }
    return vault::replace_private(path, as_bytes(text));
}

}  // namespace

std::optional<log::LogEnd> left_end(const Place& place) {
    return mark_beside_the_keys(place).end;
}

Result<bool> is_as_it_was_left(store::Connection& db, const Place& place) {
    TRY_ASSIGN(const auto word, store::find_setting(db, setting));
    return word.value_or("") == mark_beside_the_keys(place).word;
}

Result<void> mark_run(store::Connection& db, const log::Node& node, const Place& place) {
    Mark mark{.word = hex(random_bytes<16>())};
    TRY_ASSIGN(mark.end, log::sealed_end(db, node));
    if (const auto written = write_mark(place, mark); !written) {
        spdlog::warn("{}: {}", written.error().code, written.error().detail);
        // Or each start would take the data for put back, and draw numbers of another epoch.
        return store::put_setting(db, setting, mark_beside_the_keys(place).word);
    }
    return store::put_setting(db, setting, mark.word);
}

void note_end(log::Writer& writer, const Place& place) {
    const auto end = writer.run<log::LogEnd>([](log::WriteTx& tx) -> Result<log::LogEnd> {
        return log::LogEnd{.pos = tx.head().pos, .hash = tx.head().hash};
    });
    Mark mark = mark_beside_the_keys(place);
    if (!end || mark.word.empty() || mark.end == *end) return;
    mark.end = *end;
    static_cast<void>(write_mark(place, mark));
}

void mark_end(log::Writer& writer, const Place& place) {
    const auto kept = writer.run<Mark>([](log::WriteTx& tx) -> Result<Mark> {
        Mark mark{.word = hex(random_bytes<16>()),
                  .end = log::LogEnd{.pos = tx.head().pos, .hash = tx.head().hash}};
        TRY(store::put_setting(tx.db(), setting, mark.word));
        return mark;
    });
    if (!kept) return;
    if (const auto written = write_mark(place, *kept); !written)
        spdlog::warn("{}: {}", written.error().code, written.error().detail);
}

}  // namespace jatigi::node
