// Who opened what, for the data protection officer: rows of the table `opening`, which
// are sealed (vault/opener.h), alarms, releases.
// Names of people are not here; a person is a local number, which app turns into a case number.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "platform/access/account.h"
#include "platform/base/fact_class.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::access {

constexpr std::int64_t openings_shown_max = 500;

struct Period {
    Instant from, to;  // Half open.
};

struct OpeningsAsked {
    Period period;
    std::optional<log::LocalId> site{};  // Only accounts of this site, or of none.
    std::string account{};               // Its name; empty for all.
    std::int64_t offset = 0;
};

struct OpeningRow {
    Instant at;
    std::string account, role;  // Account 0, the program itself, is "program" without a role.
    std::string kind;           // "file", "list", "search" …
    FactClass cls = FactClass::open;
    std::optional<log::LocalId> person{};
    std::optional<std::string> filter{};
    std::int64_t count = 0;
};
// Newest first; one more than openings_shown_max when there are more.
Result<std::vector<OpeningRow>> list_openings(store::Connection& db,
                                              const vault::NodeSecrets& secrets,
                                              const OpeningsAsked& asked);

struct OpeningAlarm {
    Instant at;
    std::string account;
    std::string kind;       // "file", or "search": what was counted.
    std::int64_t count = 0;  // Files opened or names shown within the hour, when it was reached.
    std::optional<Instant> released_at{};
};
// Newest first; one more than openings_shown_max when there are more.
Result<std::vector<OpeningAlarm>> list_alarms(store::Connection& db, const Period& period,
                                              std::optional<log::LocalId> site);

struct AccountOpenings {
    std::string account, role;
    std::int64_t files = 0, lists = 0;     // Openings of files; lists, searches and the like.
    std::int64_t most_in_an_hour = 0;      // Different files in the busiest clock hour.
    bool alarm = false;                    // One of the period that nobody has answered for.
};
Result<std::vector<AccountOpenings>> sum_openings(store::Connection& db,
                                                  const vault::NodeSecrets& secrets,
                                                  const Period& period,
                                                  std::optional<log::LocalId> site);

// What this account opened no longer counts against its limit. Refuses with account.not_found, also
// for an account of another site than `site`.
Result<void> release_openings(log::WriteTx& tx, std::string_view name,
                              std::optional<log::LocalId> site, std::int64_t released_by);

}  // namespace jatigi::access
