#include "people/registry/photo_view.h"

#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::registry {
namespace {

// Binds the bytes to their place: they open as no other photo and for no other person.
Bytes place_of(ByteView photo, ByteView person) {
    Bytes place(photo.begin(), photo.end());
    append(place, person);
    return place;
}

}  // namespace

Result<void> put_photo(log::WriteTx& tx, PhotoId photo, PersonId person, ByteView image) {
    const Bytes id = id_bytes(photo), of = id_bytes(person);
    TRY_ASSIGN(const vault::PersonKey key,
               tx.node().keyring.key_for(tx.db(), fixed_bytes<16>(id), FactClass::identity));
    const vault::Nonce nonce = random_bytes<24>();
    const Bytes sealed = vault::seal(key.key, nonce, place_of(id, of), image);
    TRY(tx.db().run("insert into attachment(id, person, class, key_id, nonce, body) "
                    "values (?, ?, ?, ?, ?, ?)",
                    id, of, static_cast<std::int64_t>(FactClass::identity), key.id, nonce, sealed));
    return {};
}

Result<std::optional<Bytes>> read_photo(store::Connection& db, PhotoId photo,
                                        const vault::Opener& opener) {
    const Bytes id = id_bytes(photo);
    TRY_ASSIGN(const auto row,
               db.first("select person, key_id, nonce, body from attachment where id = ?", id));
    if (!row) return std::optional<Bytes>{};
    const Bytes place = place_of(id, row->bytes(0));
    return opener.open(db, {.person = fixed_bytes<16>(id),
                            .cls = FactClass::identity,
                            .key_id = fixed_bytes<16>(row->bytes(1)),
                            .nonce = row->bytes(2),
                            .associated = place,
                            .text = row->bytes(3)});
}

Result<void> drop_photo(log::WriteTx& tx, PhotoId photo) {
    const Bytes id = id_bytes(photo);
    TRY(tx.db().run("delete from attachment where id = ?", id));
    TRY(tx.db().run("delete from keyring where person = ?", id));
    return {};
}

}  // namespace jatigi::registry
