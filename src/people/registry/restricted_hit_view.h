// Who came upon a restricted file. For them it behaved as absent; the protection officer is told.
// A table, not facts: it survives `rebuild`. Whose file it was is sealed in it, and so is whose account.
// Each search, registration, arrival from another site and likeness of a list leaves a row, most of them
// of nobody: a row beside a fact tells nothing of whom the fact is about.
#pragma once
#include <functional>
#include <optional>
#include <span>

#include "platform/log/write_tx.h"

namespace jatigi::registry {

using HitTag = ByteArray<16>;

struct RestrictedHit {
    Instant at;
    std::int64_t account = 0;
    std::string case_number;
    // The file that was made since this person stood on a list: for whoever brought it, somebody
    // new.
    std::optional<std::string> listed_as{};
};

// A review task's reason and subject: a restricted person was listed again. Which one is sealed.
constexpr std::string_view listed_again_reason = "listed_again";
constexpr std::string_view restricted_hit_kind = "restricted_hit";

// Once an hour for an account and a person: a name that is typed letter by letter is one hit. Each
// file that is made in spite of it (`listed_as`) is one of its own.
Result<HitTag> note_restricted_hit(log::WriteTx& tx, std::int64_t account, log::LocalId person,
                                   std::optional<log::LocalId> listed_as = {});
// A row that says that nobody was met, and is never shown.
Result<HitTag> note_nobody_met(log::WriteTx& tx);
// Of all whom one question came upon; at least one row.
Result<void> note_restricted_hits(log::WriteTx& tx, std::int64_t account,
                                  std::span<const log::LocalId> people);
// Nothing when there is none with this tag here, it is of nobody, or its person was erased since.
Result<std::optional<RestrictedHit>> restricted_hit_by_tag(store::Connection& db,
                                                           const vault::NodeSecrets& secrets,
                                                           const HitTag& tag);
constexpr std::size_t restricted_hits_max = 500;
using HitTest = std::function<Result<bool>(const RestrictedHit&)>;
// The latest that `shown` lets through, among the last 50,000 rows, latest first; one more than
// restricted_hits_max when there are more.
Result<std::vector<RestrictedHit>> restricted_hits(store::Connection& db,
                                                   const vault::NodeSecrets& secrets,
                                                   const HitTest& shown);

}  // namespace jatigi::registry
