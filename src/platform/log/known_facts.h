// Which own facts a running node has seen in the streams whose last fact decides something: an
// account's, a recovery key's. Whoever writes to the database beside the node can file a fact
// elsewhere for a moment, so that an older one is the last again; what was seen is not forgotten.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "platform/base/hash.h"
#include "platform/log/stream.h"
#include "platform/store/connection.h"

namespace jatigi::log {

class KnownFacts {
public:
    // From now on streams of these kinds are watched; what stands in the database was checked.
    Result<void> watch(store::Connection& db, std::vector<std::string> kinds);
    // A fact that was written, and whether it stays: `last` is where the committed chain ends.
    void append(const StreamName& stream, std::int64_t pos, const Hash& hash);
    void commit(std::int64_t last);

    // Whether a reader found all that are known, in their order, the latest first. Facts that are
    // not known yet may stand among them; a reader that began before the last commit misses that.
    bool are_all_in(const StreamName& stream, const std::vector<Hash>& found) const;
    // As are_all_in(), where only the last was read; nothing when there was none.
    bool is_last(const StreamName& stream, const std::optional<Hash>& found) const;

private:
    using Key = std::pair<std::string, ByteArray<16>>;
    struct Pending {
        Key key;
        std::int64_t pos = 0;
        Hash hash{};
    };
    const std::vector<Hash>* of(const StreamName& stream) const;

    mutable std::mutex mutex_;
    std::vector<std::string> kinds_;
    std::map<Key, std::vector<Hash>> known_;  // The earliest first.
    std::vector<Pending> pending_;
};

}  // namespace jatigi::log
