#include "platform/vault/keyring.h"

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::vault {
namespace {

Bytes associated(ByteView key_id, ByteView person, std::int64_t cls, std::int64_t generation) {
    Bytes data(key_id.begin(), key_id.end());
    append(data, person);
    put_big_endian(data, static_cast<std::uint64_t>(cls), 1);
    put_big_endian(data, static_cast<std::uint64_t>(generation), 8);
    return data;
}

}  // namespace

Result<Secret> Keyring::open_row(const store::Row& row) const {
    const Bytes& key_id = row.bytes(0);
    const std::int64_t generation = row.integer(3);
    if (generation != kek_.generation)
        return refuse(ErrorKind::unavailable, "vault.wrong_generation",
                      "the key file is of another generation than the keyring");
    TRY_ASSIGN(const Bytes opened,
               unwrap(kek_.key, fixed_bytes<24>(row.bytes(4)),
                      associated(key_id, row.bytes(1), row.integer(2), generation), row.bytes(5)));
    return Secret(fixed_bytes<32>(opened));
}

Result<PersonKey> Keyring::key_for(store::Connection& tx, const PersonBytes& person,
                                   FactClass cls) const {
    const auto cls_number = static_cast<std::int64_t>(cls);
    TRY_ASSIGN(const auto known,
               tx.first("select key_id, person, class, generation, nonce, wrap from keyring "
                        "where person = ? and class = ?",
                        person, cls_number));
    if (known) {
        TRY_ASSIGN(Secret key, open_row(*known));
        return PersonKey{fixed_bytes<16>(known->bytes(0)), std::move(key)};
    }
    PersonKey made{random_bytes<16>(), Secret(random_bytes<32>())};
    const Nonce nonce = random_bytes<24>();
    const Bytes wrapped =
        wrap(kek_.key, nonce, associated(made.id, person, cls_number, kek_.generation),
             made.key.view());
    ByteArray<32> commitment;
    crypto_generichash(commitment.data(), commitment.size(), made.key.data(), 32, nullptr, 0);
    TRY(tx.run("insert into keyring(key_id, person, class, generation, nonce, wrap, commitment) "
               "values (?, ?, ?, ?, ?, ?, ?)",
               made.id, person, cls_number, kek_.generation, nonce, wrapped, commitment));
    return made;
}

Result<std::optional<Secret>> Keyring::find(store::Connection& db, const KeyId& id) const {
    TRY_ASSIGN(const auto row,
               db.first("select key_id, person, class, generation, nonce, wrap from keyring "
                        "where key_id = ?",
                        id));
    if (!row) return std::optional<Secret>{};
    TRY_ASSIGN(Secret key, open_row(*row));
    return std::optional<Secret>{std::move(key)};
}

}  // namespace jatigi::vault
