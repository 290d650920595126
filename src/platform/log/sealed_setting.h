// A setting that whoever has the database alone can neither write nor put back: its text is sealed
// by the node's key together with the fact that put it, the last one of a stream of its own, which
// a running node watches (known_facts.h).
//   setting = text ‖ " " ‖ hex of keyed digest (16 bytes) of "jatigi setting <name> <text>" ‖ hash
//   of that fact; id of the stream = keyed digest (16 bytes) of `stream`
#pragma once
#include "platform/log/write_tx.h"

namespace jatigi::log {

struct SealedSetting {
    std::string_view name;    // In the table of settings.
    std::string_view kind;    // Of the stream.
    std::string_view stream;  // What its id is made of.
    std::string_view fact;    // Type of the fact that puts it.
    std::string_view member;  // Of the fact, which holds the text.
    // The text of a row of before there were facts of it; nothing when it is no such row.
    std::optional<std::string> (*read_old)(const Node& node, std::string_view stored) = nullptr;
};

struct SettingFound {
    enum class State : std::uint8_t { never_put, altered, holds };
    State state = State::never_put;
    std::string text;  // Of one that holds.
};
// What was altered is noted, so that the data protection officer is told (known_facts.h). Refuses
// with log.altered as last_own_hash() does.
Result<SettingFound> find_sealed(store::Connection& db, const Node& node,
                                 const SealedSetting& setting);
Result<void> put_sealed(WriteTx& tx, const Cause& cause, const SealedSetting& setting,
                        std::string_view text);

}  // namespace jatigi::log
