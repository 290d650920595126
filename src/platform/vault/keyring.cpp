#include "platform/vault/keyring.h"

#include <mutex>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::vault {
namespace {

constexpr std::int64_t page_rows = 1'000;

Bytes associated(ByteView key_id, ByteView person, std::int64_t cls, std::int64_t generation) {
    Bytes data;
    data.reserve(key_id.size() + person.size() + 9);
    append(data, key_id);
    append(data, person);
    put_big_endian(data, static_cast<std::uint64_t>(cls), 1);
    put_big_endian(data, static_cast<std::uint64_t>(generation), 8);
    return data;
}

std::unexpected<Error> locked() {
    return refuse(ErrorKind::unavailable, "vault.locked", "this node has been locked");
}

// Wipes what unwrap() gave.
Secret secret_of(Bytes& opened) {
    Secret key(fixed_bytes<32>(opened));
    sodium_memzero(opened.data(), opened.size());
    return key;
}

Result<store::Rows> page_after(store::Connection& db, ByteView after) {
    const store::Param params[]{after, page_rows};
    return db.query(
        "select key_id, person, class, generation, nonce, wrap from keyring "
        "where key_id > ? order by key_id limit ?",
        params);
}

// Of one row, and not of the key file: that belongs to these data, or the node's own secrets would not
// have opened. All rows change their generation together.
bool is_damage(const Error& error) {
    return error.code == "vault.seal_broken" || error.code == "vault.wrong_generation";
}

KeyringEntry entry_of(const store::Row& row, Secret key) {
    return {fixed_bytes<16>(row.bytes(0)), fixed_bytes<16>(row.bytes(1)),
            static_cast<FactClass>(row.integer(2)), std::move(key)};
}

}  // namespace

Result<Secret> Keyring::open_row(const store::Row& row) const {
    const std::int64_t generation = row.integer(3);
    const std::shared_lock lock(inner_->mutex);
    if (inner_->forgotten) return locked();
    const Kek* const kek = inner_->keks.find(generation);
    if (kek == nullptr)
        return refuse(ErrorKind::unavailable, "vault.wrong_generation",
                      "the key file is of another generation than the keyring");
    TRY_ASSIGN(
        Bytes opened,
        unwrap(kek->key, fixed_bytes<24>(row.bytes(4)),
               associated(row.bytes(0), row.bytes(1), row.integer(2), generation), row.bytes(5)));
    return secret_of(opened);
}

Result<std::pair<std::int64_t, Bytes>> Keyring::wrap_key(const KeyringEntry& entry,
                                                         const ByteArray<24>& nonce) const {
    const std::shared_lock lock(inner_->mutex);
    if (inner_->forgotten) return locked();
    const Kek& kek = inner_->keks.current;
    return std::pair(kek.generation,
                     wrap(kek.key, nonce,
                          associated(entry.id, entry.person, static_cast<std::int64_t>(entry.cls),
                                     kek.generation),
                          entry.key.view()));
}

Result<void> Keyring::put(store::Connection& tx, const KeyringEntry& entry) const {
    const Nonce nonce = random_bytes<24>();
    TRY_ASSIGN(const auto wrapped, wrap_key(entry, nonce));
    ByteArray<32> commitment;
    crypto_generichash(commitment.data(), commitment.size(), entry.key.data(), 32, nullptr, 0);
    TRY(
        tx.run("insert into keyring(key_id, person, class, generation, nonce, wrap, commitment) "
               "values (?, ?, ?, ?, ?, ?, ?)",
               entry.id, entry.person, static_cast<std::int64_t>(entry.cls), wrapped.first, nonce,
               wrapped.second, commitment));
    return {};
}

Result<PersonKey> Keyring::key_for(store::Connection& tx, const PersonBytes& person,
                                   FactClass cls) const {
    TRY_ASSIGN(const auto known,
               tx.first("select key_id, person, class, generation, nonce, wrap from keyring "
                        "where person = ? and class = ?",
                        person, static_cast<std::int64_t>(cls)));
    if (known) {
        TRY_ASSIGN(Secret key, open_row(*known));
        return PersonKey{fixed_bytes<16>(known->bytes(0)), std::move(key)};
    }
    KeyringEntry made{random_bytes<16>(), person, cls, Secret(random_bytes<32>())};
    TRY(put(tx, made));
    return PersonKey{made.id, std::move(made.key)};
}

Result<std::optional<KeyringEntry>> Keyring::find_entry(store::Connection& db,
                                                        const KeyId& id) const {
    TRY_ASSIGN(const auto row,
               db.first("select key_id, person, class, generation, nonce, wrap from keyring "
                        "where key_id = ?",
                        id));
    if (!row) return std::optional<KeyringEntry>{};
    TRY_ASSIGN(Secret key, open_row(*row));
    return std::optional{entry_of(*row, std::move(key))};
}

Result<std::optional<Secret>> Keyring::find(store::Connection& db, const KeyId& id) const {
    TRY_ASSIGN(auto entry, find_entry(db, id));
    if (!entry) return std::optional<Secret>{};
    return std::optional<Secret>{std::move(entry->key)};
}

Result<std::optional<Bytes>> Keyring::open(store::Connection& db, const Sealed& sealed) const {
    TRY_ASSIGN(const auto entry, find_entry(db, sealed.key_id));
    if (!entry) return std::optional<Bytes>{};
    if (entry->person != sealed.person || entry->cls != sealed.cls)
        return refuse(ErrorKind::unavailable, "vault.seal_broken",
                      "the key is of another person or class");
    TRY_ASSIGN(Bytes plain, unseal(entry->key, fixed_bytes<24>(sealed.nonce), sealed.associated,
                                   sealed.text));
    return std::optional<Bytes>{std::move(plain)};
}

Result<std::int64_t> Keyring::rewrap(store::Connection& tx, const KeyProgress& progress) const {
    const std::int64_t current = inner_->keks.current.generation;
    std::int64_t keys = 0;
    Bytes after;
    for (;;) {
        TRY_ASSIGN(const auto rows, page_after(tx, after));
        if (rows.empty()) return keys;
        for (const store::Row& row : rows) {
            ++keys;
            if (row.integer(3) == current) continue;
            auto key = open_row(row);
            if (!key && is_damage(key.error())) continue;  // Nothing opens it, before or after.
            if (!key) return std::unexpected(key.error());
            const Nonce nonce = random_bytes<24>();
            TRY_ASSIGN(const auto wrapped, wrap_key(entry_of(row, *std::move(key)), nonce));
            TRY(tx.run("update keyring set generation = ?, nonce = ?, wrap = ? where key_id = ?",
                       wrapped.first, nonce, wrapped.second, row.bytes(0)));
        }
        if (progress) progress(keys);
        after = rows.back().bytes(0);
    }
}

Result<void> Keyring::for_each(
    store::Connection& db, const std::function<Result<void>(const KeyringEntry&)>& visit,
    const std::function<void(const BrokenKey&)>& broken) const {
    Bytes after;
    for (;;) {
        TRY_ASSIGN(const auto rows, page_after(db, after));
        if (rows.empty()) return {};
        for (const store::Row& row : rows) {
            auto key = open_row(row);
            if (key) {
                TRY(visit(entry_of(row, *std::move(key))));
            } else if (is_damage(key.error())) {
                broken({fixed_bytes<16>(row.bytes(0)), fixed_bytes<16>(row.bytes(1)),
                        static_cast<FactClass>(row.integer(2))});
            } else {
                return std::unexpected(key.error());
            }
        }
        after = rows.back().bytes(0);
    }
}

void Keyring::forget() {
    const std::unique_lock lock(inner_->mutex);
    inner_->keks.wipe();
    inner_->forgotten = true;
}

}  // namespace jatigi::vault
