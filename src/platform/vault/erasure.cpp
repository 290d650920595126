#include "platform/vault/erasure.h"

namespace jatigi::vault {
namespace {

// The person's own keys, and those of the person's attachments, which are filed under the
// attachment's id.
Result<std::vector<KeyId>> note_keys(store::Connection& tx, const PersonBytes& person) {
    TRY(
        tx.run("insert into erased_key(key_id, person, class, commitment) "
               "select key_id, person, class, commitment from keyring where person = ? "
               "or person in (select id from attachment where person = ?) "
               "on conflict (key_id) do nothing",
               person, person));
    TRY_ASSIGN(const auto rows, tx.rows("select key_id from keyring where person = ? "
                                        "or person in (select id from attachment where person = ?)",
                                        person, person));
    std::vector<KeyId> keys;
    for (const store::Row& row : rows) keys.push_back(fixed_bytes<16>(row.bytes(0)));
    return keys;
}

}  // namespace

Result<std::vector<KeyId>> erase_keys(store::Connection& tx, const Erasure& erasure) {
    TRY_ASSIGN(auto keys, note_keys(tx, erasure.person));
    TRY(
        tx.run("delete from keyring where person = ? "
               "or person in (select id from attachment where person = ?)",
               erasure.person, erasure.person));
    TRY(tx.run("delete from attachment where person = ?", erasure.person));
    TRY(
        tx.run("insert into erasure(person, reason, requested_by, approved_by, at) "
               "values (?, ?, ?, ?, ?) on conflict (person) do nothing",
               erasure.person, erasure.reason, erasure.requested_by, erasure.approved_by,
               erasure.at.time_since_epoch().count()));
    return keys;
}

Result<bool> is_erased(store::Connection& db, const PersonBytes& person) {
    TRY_ASSIGN(const auto row, db.first("select at from erasure where person = ?", person));
    return row.has_value();
}

Result<std::optional<LegalHold>> hold_in_force(store::Connection& db, const PersonBytes& person,
                                               Day today) {
    TRY_ASSIGN(const auto row,
               db.first("select reason, until from legal_hold where person = ? and until >= ?",
                        person, day_number(today)));
    if (!row) return std::optional<LegalHold>{};
    return LegalHold{row->text(0), day_of_number(row->integer(1))};
}

Result<void> place_hold(store::Connection& tx, const PersonBytes& person, const LegalHold& hold,
                        Instant now) {
    TRY(
        tx.run("insert into legal_hold(person, reason, until, placed_at) values (?, ?, ?, ?) "
               "on conflict (person) do update set reason = excluded.reason, "
               "until = excluded.until, placed_at = excluded.placed_at",
               person, hold.reason, day_number(hold.until), now.time_since_epoch().count()));
    return {};
}

Result<bool> release_hold(store::Connection& tx, const PersonBytes& person) {
    TRY_ASSIGN(const std::int64_t rows, tx.run("delete from legal_hold where person = ?", person));
    return rows > 0;
}

}  // namespace jatigi::vault
