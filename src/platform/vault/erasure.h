// Erasing a person: the rows that hold the person's keys go, and nobody can read what they sealed.
// That alone is not enough: the KEK must be rotated, so that older copies of the rows open nothing
// (rotation.h), and older backups of keys destroyed by people.
#pragma once
#include <array>
#include <vector>

#include "platform/base/day.h"
#include "platform/vault/keyring.h"

namespace jatigi::vault {

constexpr std::array<std::string_view, 4> erasure_reasons{"withdrawn_consent", "request",
                                                          "retention", "error"};
constexpr std::array<std::string_view, 4> hold_reasons{"court_order", "investigation", "complaint",
                                                       "audit"};

struct Erasure {
    PersonBytes person{};
    std::string_view reason;                                    // One of erasure_reasons.
    std::optional<std::int64_t> requested_by{}, approved_by{};  // Accounts, when they have one.
    Instant at{};
};

// Deletes the keys of every class, the person's attachments and their keys, and notes what went.
// Gives the ids of the keys. In the caller's transaction.
Result<std::vector<KeyId>> erase_keys(store::Connection& tx, const Erasure& erasure);
Result<bool> is_erased(store::Connection& db, const PersonBytes& person);

struct LegalHold {
    std::string reason;
    Day until;  // The last day on which it is in force.
};
Result<std::optional<LegalHold>> hold_in_force(store::Connection& db, const PersonBytes& person,
                                               Day today);
// Replaces an earlier one.
Result<void> place_hold(store::Connection& tx, const PersonBytes& person, const LegalHold& hold,
                        Instant now);
// False when there was none.
Result<bool> release_hold(store::Connection& tx, const PersonBytes& person);

}  // namespace jatigi::vault
