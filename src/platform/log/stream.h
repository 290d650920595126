// A stream is one thing with an end: a person's file, a stay, a distribution round, an agreement.
// It has one class. Facts name it by kind and 128-bit id; rows use its local 64-bit number, which
// means nothing elsewhere (random 128-bit keys make inserts 18 times slower, measured).
#pragma once
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/base/bytes.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/store/connection.h"

namespace jatigi::log {

struct StreamName {
    std::string kind;  // Lower case, at most 32 letters: "round".
    ByteArray<16> id{};
    friend bool operator==(const StreamName&, const StreamName&) = default;
};

template <class Entity>
StreamName stream_name(std::string_view kind, Id<Entity> id) {
    return {std::string(kind), fixed_bytes<16>(id_bytes(id))};
}

std::string stream_text(const StreamName& name);  // "round:6f1c…" (32 hex digits).
std::optional<StreamName> parse_stream(std::string_view text);

using LocalId = std::int64_t;
// Beyond it no stream was ever numbered: such a row was put there, and no other could come after it.
constexpr LocalId local_end = LocalId{1} << 62;

// Nothing when the mapping has no such number.
Result<std::optional<StreamName>> stream_of(store::Connection& db, LocalId local);

// The mapping of one store. Not a view: it survives `rebuild`, and a number is never used twice.
class StreamTable {
public:
    Result<void> load(store::Connection& db);  // Only the highest number; names come when asked.
    Result<LocalId> find_or_add(store::Connection& tx, const StreamName& name);
    Result<std::optional<LocalId>> find(store::Connection& db, const StreamName& name);
    void keep() { added_.clear(); }  // The savepoint was released.
    void undo();                     // …or rolled back: forget what it added.

private:
    struct Hasher {
        std::size_t operator()(const StreamName& name) const;
    };
    void remember(const StreamName& name, LocalId local);
    std::unordered_map<StreamName, LocalId, Hasher> known_;
    std::vector<StreamName> added_;
    LocalId highest_ = 0;
};

}  // namespace jatigi::log
