// Which own facts a running node has seen in the streams whose facts decide something: an
// account's, a recovery key's, a nominal list's. Whoever writes to the database beside the node can
// file a fact elsewhere for a moment, so that an older one is the last again, or lay one of their
// own there: what was seen is not forgotten, and nothing else is taken for it.
#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/hash.h"
#include "platform/base/json.h"
#include "platform/log/stream.h"
#include "platform/store/connection.h"

namespace jatigi::log {

struct WatchedKind {
    std::string kind;
    std::string owner{};  // The member of its facts that names whose it is; empty: nobody asks.
};

class KnownFacts {
public:
    // From now on streams of these kinds are watched, and nothing is known of them.
    void watch(std::vector<WatchedKind> kinds);
    bool watches(const StreamName& stream) const;
    // What stands in a log that was checked, in its order; `data` is of the fact.
    void add(const StreamName& stream, const Hash& hash, const json::object& data);

    // A fact that was written, and whether it stays: `last` is where the committed chain ends.
    void append(const StreamName& stream, std::int64_t pos, const Hash& hash,
                const json::object& data);
    void commit(std::int64_t last);

    // Whether a reader, since when it reads, found what was committed before, the latest first, and
    // nothing else. What was committed since, or is written and not committed yet, may stand there.
    bool are_all(const StreamName& stream, store::Moment since,
                 const std::vector<Hash>& found) const;
    // As are_all(), where only the last was read; nothing when there was none.
    bool is_last(const StreamName& stream, store::Moment since,
                 const std::optional<Hash>& found) const;

    // Whether a reader, since when it reads, found the streams of that kind and owner: these, and
    // no others. Of a kind that is not watched, yes.
    bool are_all_of(std::string_view kind, const ByteArray<16>& owner, store::Moment since,
                    const std::vector<ByteArray<16>>& found) const;

    // A reader was refused what it found; it is told once.
    void note_altered() { altered_ = true; }
    bool take_altered() { return altered_.exchange(false); }

private:
    using Key = std::pair<std::string, ByteArray<16>>;
    struct Pending {
        Key key;
        std::int64_t pos = 0;
        Hash hash{};
        std::optional<ByteArray<16>> owner;
    };
    struct Known {
        Hash hash{};
        store::Moment committed = 0;
    };
    // The earliest first; after so many they may stand there, or not.
    struct Expected {
        std::vector<Hash> hashes;
        std::size_t certain = 0;
    };
    struct Owned {
        ByteArray<16> stream{};
        store::Moment committed = 0;
    };
    bool is_watched(const StreamName& stream) const;
    std::optional<ByteArray<16>> owner_in(const StreamName& stream, const json::object& data) const;
    Expected expected_of(const StreamName& stream, store::Moment since) const;

    mutable std::mutex mutex_;
    std::vector<WatchedKind> kinds_;
    std::map<Key, std::vector<Known>> known_;  // The earliest first.
    std::map<Key, std::vector<Owned>> owned_;  // By kind and owner.
    std::vector<Pending> pending_;
    std::atomic<bool> altered_ = false;
};

}  // namespace jatigi::log
