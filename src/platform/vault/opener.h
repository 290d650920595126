// The only way to read what is sealed. `access` alone makes one, from the policy, for one account;
// it holds the classes that account may open, and records each opening before the answer leaves.
// A verdict inside a round, at the gate or at an arrival opens no file and records none.
#pragma once
#include <bitset>
#include <string_view>

#include "platform/base/day.h"
#include "platform/base/fact_class.h"
#include "platform/store/connection.h"
#include "platform/vault/keyring.h"
#include "platform/vault/node_secrets.h"
#include "platform/vault/opening_book.h"

namespace jatigi::access {
class Gatekeeper;
}

namespace jatigi::vault {

// Only access::Gatekeeper can make one, so only the policy can lead to an Opener.
class OpenerPermit {
    friend class jatigi::access::Gatekeeper;
    OpenerPermit() = default;
};

using ClassSet = std::bitset<fact_class_max + 1>;

// How many different files one account may open within any hour, until somebody answers for it
// (access/openings.h), and how many different names it is shown by search (access/names_shown.h).
// From reference/access_limits.csv; left at zero, nothing may be opened.
struct OpeningLimits {
    std::int64_t files_per_hour_max = 0;
    // Nor more than so many times its own busiest hour of the last days, except that the first
    // `own_hour_floor` are always free.
    std::int64_t own_hour_factor = 0;
    std::int64_t own_hour_floor = 0;
    std::chrono::days own_window{0};
    std::int64_t names_alarm = 0;
    std::int64_t names_per_hour_max = 0;
};

// From when on what the account reads counts: an hour back, or when somebody answered for it.
Result<Instant> counted_since(store::Connection& tx, Instant now, std::int64_t account);

// One row for a list: what was asked, and how many names it showed.
struct ListOpening {
    std::string_view kind;    // "list", "search", "candidates", "export": [a-z_], not "file".
    std::string_view filter;  // A code such as "site=ASM", never what somebody typed. May be empty.
    std::int64_t count = 0;
    FactClass cls = FactClass::identity;
};

// What a row of openings tells whoever has the keys. In the table stand only: when, "file" or "list",
// and a tag of account and moment. Whom protection reads, and how many a list left out, is told to
// nobody else. Rows of before are in clear.
struct OpeningTold {
    std::int64_t account = 0;
    std::string kind;
    std::optional<std::int64_t> person{};
    std::optional<std::string> filter{};
    std::int64_t count = 0;
};
// Of the columns account, kind, person, filter, count, from `first` on.
Result<OpeningTold> opening_told(const NodeSecrets& secrets, const store::Row& row,
                                 std::size_t first);

// Whose keys and secrets: all of one node.
struct OpenerKeys {
    const Keyring& keyring;
    const NodeSecrets& secrets;
    OpeningBook& book;
};

class Opener {
public:
    Opener(OpenerPermit, const OpenerKeys& keys, std::int64_t account, ClassSet allowed,
           OpeningLimits limits)
        : keyring_(&keys.keyring),
          secrets_(&keys.secrets),
          book_(&keys.book),
          account_(account),
          allowed_(allowed),
          limits_(limits) {}

    // The plain body. Refuses with access.denied (class not allowed), vault.seal_broken; nothing
    // when the key is gone, which is what an erased person looks like.
    Result<std::optional<Bytes>> open(store::Connection& db, const Sealed& sealed) const;

    // One row per file that was opened; call it in the writer, before the answer. A file that was
    // open within the hour costs nothing again. The opening that reaches the limit leaves an alarm,
    // the next one is refused with access.too_many_openings.
    Result<void> record_file(store::Connection& tx, Instant now, std::int64_t person,
                             FactClass cls) const;

    // One row per list; likewise. Refuses with access.filter_invalid what does not look like codes:
    // at most 120 of A-Z a-z 0-9 = _ , . : -
    Result<void> record_list(store::Connection& tx, Instant now, const ListOpening& list) const;

private:
    const Keyring* keyring_;
    const NodeSecrets* secrets_;
    OpeningBook* book_;
    std::int64_t account_;
    ClassSet allowed_;
    OpeningLimits limits_;
};

}  // namespace jatigi::vault
