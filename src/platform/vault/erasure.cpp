#include "platform/vault/erasure.h"

#include "platform/vault/data_copy.h"

namespace jatigi::vault {
namespace {

constexpr std::int64_t schema_with_erasures = 2;

Instant instant_of(std::int64_t microseconds) {
    return Instant{std::chrono::microseconds{microseconds}};
}

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
    // In data that were made again from a backup the number of a younger account is free for
    // somebody else: hence only accounts that are there.
    TRY(tx.run(
        "insert into erasure(person, reason, requested_by, approved_by, at) "
        "values (?, ?, (select id from account where id = ?), "
        "(select id from account where id = ?), ?) on conflict (person) do nothing",
        erasure.person, erasure.reason, erasure.requested_by, erasure.approved_by, erasure.at));
    return keys;
}

Result<bool> is_erased(store::Connection& db, const PersonBytes& person) {
    TRY_ASSIGN(const auto row, db.first("select at from erasure where person = ?", person));
    return row.has_value();
}

Result<bool> is_erased_key(store::Connection& db, const KeyId& key) {
    TRY_ASSIGN(const auto row, db.first("select class from erased_key where key_id = ?", key));
    return row.has_value();
}

Result<std::optional<LegalHold>> hold_in_force(store::Connection& db, const PersonBytes& person,
                                               Day today) {
    TRY_ASSIGN(const auto row,
               db.first("select reason, until from legal_hold where person = ? and until >= ?",
                        person, today));
    if (!row) return std::optional<LegalHold>{};
    return LegalHold{row->text(0), row->day(1)};
}

Result<void> place_hold(store::Connection& tx, const PersonBytes& person, const LegalHold& hold,
                        Instant now) {
    TRY(
        tx.run("insert into legal_hold(person, reason, until, placed_at) values (?, ?, ?, ?) "
               "on conflict (person) do update set reason = excluded.reason, "
               "until = excluded.until, placed_at = excluded.placed_at",
               person, hold.reason, hold.until, now));
    return {};
}

Result<bool> release_hold(store::Connection& tx, const PersonBytes& person) {
    TRY_ASSIGN(const std::int64_t rows, tx.run("delete from legal_hold where person = ?", person));
    return rows > 0;
}

Result<ErasureRecords> read_erasure_records(store::Connection& db) {
    ErasureRecords records;
    TRY_ASSIGN(const std::int64_t schema, schema_number(db));
    if (schema < schema_with_erasures) return records;
    TRY_ASSIGN(const auto erasures, db.rows("select person, reason, requested_by, approved_by, at "
                                            "from erasure order by person"));
    for (const store::Row& row : erasures)
        records.erasures.push_back({fixed_bytes<16>(row.bytes(0)), row.text(1),
                                    row.integer_or_null(2), row.integer_or_null(3),
                                    instant_of(row.integer(4))});
    TRY_ASSIGN(const auto keys,
               db.rows("select key_id, person, class, commitment from erased_key order by key_id"));
    for (const store::Row& row : keys)
        records.keys.push_back({fixed_bytes<16>(row.bytes(0)), fixed_bytes<16>(row.bytes(1)),
                                static_cast<FactClass>(row.integer(2)),
                                fixed_bytes<32>(row.bytes(3))});
    TRY_ASSIGN(const auto holds,
               db.rows("select person, reason, until, placed_at from legal_hold order by person"));
    for (const store::Row& row : holds)
        records.holds.push_back(
            {fixed_bytes<16>(row.bytes(0)), {row.text(1), row.day(2)}, instant_of(row.integer(3))});
    return records;
}

Result<void> keep_erased_key(store::Connection& tx, const ErasedKey& key) {
    TRY(
        tx.run("insert into erased_key(key_id, person, class, commitment) values (?, ?, ?, ?) "
               "on conflict (key_id) do nothing",
               key.id, key.person, static_cast<std::int64_t>(key.cls), key.commitment));
    return {};
}

Result<bool> keep_later_hold(store::Connection& tx, const PlacedHold& placed) {
    TRY_ASSIGN(
        const std::int64_t rows,
        tx.run("insert into legal_hold(person, reason, until, placed_at) values (?, ?, ?, ?) "
               "on conflict (person) do update set reason = excluded.reason, "
               "until = excluded.until, placed_at = excluded.placed_at "
               "where excluded.until > legal_hold.until",
               placed.person, placed.hold.reason, placed.hold.until, placed.placed_at));
    return rows > 0;
}

Result<std::int64_t> people_without_key(store::Connection& db) {
    // The stream of a sealed fact that was never readable here is not known, so facts of other
    // nodes are not counted.
    TRY_ASSIGN(const auto row,
               db.first("select count(*) from stream s where s.kind = 'identity' "
                        "and not exists (select 1 from keyring k where k.person = s.id "
                        "and k.class = ?) "
                        "and not exists (select 1 from erasure e where e.person = s.id)",
                        static_cast<std::int64_t>(FactClass::identity)));
    return row->integer(0);
}

}  // namespace jatigi::vault
