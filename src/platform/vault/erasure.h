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
    std::string reason;                                         // One of erasure_reasons.
    std::optional<std::int64_t> requested_by{}, approved_by{};  // Accounts.
    Instant at{};
};

// Deletes the keys of every class, the person's attachments and their keys, and notes what went.
// Gives the ids of the keys. An account that these data do not know is not noted. In the caller's
// transaction.
Result<std::vector<KeyId>> erase_keys(store::Connection& tx, const Erasure& erasure);
Result<bool> is_erased(store::Connection& db, const PersonBytes& person);
Result<bool> is_erased_key(store::Connection& db, const KeyId& key);

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

// What travels with the keys, so that data made again from an older backup forget neither an
// erasure nor a hold.
struct ErasedKey {
    KeyId id{};
    PersonBytes person{};  // Of an attachment's key: the attachment's id.
    FactClass cls = FactClass::open;
    ByteArray<32> commitment{};
};
struct PlacedHold {
    PersonBytes person{};
    LegalHold hold;
    Instant placed_at{};
};
struct ErasureRecords {
    std::vector<Erasure> erasures;
    std::vector<ErasedKey> keys;
    std::vector<PlacedHold> holds;
};
// Empty when the schema is from before erasures.
Result<ErasureRecords> read_erasure_records(store::Connection& db);
Result<void> keep_erased_key(store::Connection& tx, const ErasedKey& key);
// Of two holds on a person the later last day wins. True when this one was taken.
Result<bool> keep_later_hold(store::Connection& tx, const PlacedHold& placed);

// People with a sealed identity, no key to it, and no erasure on record.
Result<std::int64_t> people_without_key(store::Connection& db);

}  // namespace jatigi::vault
