// Fills the in-memory index from the sealed files: at start, and for one person after a commit.
#pragma once
#include "people/registry/person_view.h"
#include "people/registry/register_index.h"
#include "platform/log/write_tx.h"

namespace jatigi::registry {

// Opens every identity that this node has a key for. Never for an account: the index asks nobody
// who may, its callers do. Gives the number of facts that cannot be read, or are filed under somebody
// else than they are about: they are left out, the rest must be found all the same, and whose file they
// may belong to counts as restricted.
Result<std::int64_t> load_index(store::Connection& db, const vault::Keyring& keyring,
                                RegisterIndex& index);
// The same with the keys read over a connection of their own, at the same time as the register.
Result<std::int64_t> load_index(store::Connection& db, store::Connection& keys_db,
                                const vault::Keyring& keyring, RegisterIndex& index);

// The person as this transaction sees them; nothing when erased or unreadable.
Result<std::optional<IndexedPerson>> indexed_now(log::WriteTx& tx, const PersonRow& person);

}  // namespace jatigi::registry
