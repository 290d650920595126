// Which own facts a running node has seen in the streams whose last fact decides something: an
// account's, a recovery key's. Whoever writes to the database beside the node can file a fact
// elsewhere for a moment, so that an older one is the last again; what was seen is not forgotten.
#pragma once
#include <chrono>
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
    // From now on streams of these kinds are watched; what stands in the database was checked. A
    // reader may have begun so long before the latest was committed, and need not find that.
    Result<void> watch(store::Connection& db, std::vector<std::string> kinds,
                       std::chrono::seconds lag = std::chrono::seconds{10});
    // A fact that was written, and whether it stays: `last` is where the committed chain ends.
    void append(const StreamName& stream, std::int64_t pos, const Hash& hash);
    void commit(std::int64_t last);

    // What a reader found, the latest first; facts that are not known yet may stand among them.
    // Refuses with log.altered when one that is known is missing or stands in another order.
    Result<void> check_all(const StreamName& stream, const std::vector<Hash>& found) const;
    // As check_all(), where only the last was read; nothing when there was none.
    Result<void> check_last(const StreamName& stream, const std::optional<Hash>& found) const;

private:
    using Key = std::pair<std::string, ByteArray<16>>;
    struct Known {
        Hash hash{};
        std::chrono::steady_clock::time_point since;
    };
    struct Pending {
        Key key;
        std::int64_t pos = 0;
        Hash hash{};
    };
    static bool is_among(const std::vector<Known>& known, const Hash& hash);
    const std::vector<Known>* of(const StreamName& stream) const;

    mutable std::mutex mutex_;
    std::chrono::seconds lag_{};
    std::vector<std::string> kinds_;
    std::map<Key, std::vector<Known>> known_;  // The earliest first.
    std::vector<Pending> pending_;
};

}  // namespace jatigi::log
