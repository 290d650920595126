// Which files each account opened in the last days, in memory. A row of openings tells whose it is to
// whoever has the keys and tries it, so reading the rows anew for each opening would hold the writer.
// Of the writer's thread alone. What was noted and then rolled back counts all the same.
#pragma once
#include <chrono>
#include <map>

#include "platform/base/day.h"

namespace jatigi::vault {

class OpeningBook {
public:
    static constexpr std::chrono::hours recent{1};

    bool is_read() const { return read_; }
    void set_read() { read_ = true; }
    // In any order. What is older than `window` is forgotten.
    void note(std::int64_t account, std::int64_t person, Instant at, std::chrono::days window);

    // Different files that the account opened after `since`, which is within the last hour.
    std::int64_t files_since(std::int64_t account, Instant since) const;
    bool opened_since(std::int64_t account, std::int64_t person, Instant since) const;
    // Different files of its busiest clock hour before the last one.
    std::int64_t busiest_hour(std::int64_t account, Instant now, std::chrono::days window) const;

private:
    struct Account {
        std::map<std::int64_t, Instant> last;  // By file; of the last hour.
        // By clock hour and file, when it was opened first in that hour.
        std::map<std::int64_t, std::map<std::int64_t, Instant>> hours;
    };
    const Account* find(std::int64_t account) const;

    std::map<std::int64_t, Account> accounts_;
    bool read_ = false;
};

}  // namespace jatigi::vault
