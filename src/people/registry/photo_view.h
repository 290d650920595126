// Photos: sealed bytes in table `attachment`, each with a key of its own. Not a view's table: it
// cannot be recomputed.
#pragma once
#include "people/registry/ids.h"
#include "platform/log/write_tx.h"
#include "platform/vault/opener.h"

namespace jatigi::registry {

Result<void> put_photo(log::WriteTx& tx, PhotoId photo, PersonId person, ByteView image);
// Nothing when the photo or its key is gone.
Result<std::optional<Bytes>> read_photo(store::Connection& db, PhotoId photo,
                                        const vault::Opener& opener);
// The bytes and the key.
Result<void> drop_photo(log::WriteTx& tx, PhotoId photo);

}  // namespace jatigi::registry
