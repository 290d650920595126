// Locking a node in an emergency, and what keeps keys from leaving a process. `jatigi lock` asks
// the server on this machine by a signal; when none runs it writes the lock itself.
#pragma once
#include "node/open_node.h"
#include "platform/vault/lock_switch.h"

namespace jatigi::jobs {

// No core file, and no other process of this user may read our memory. At the start of main().
void harden_process();

// What a server does when it is asked to: the two steps in the database and the keys. More (the
// index of names, sessions in memory) is added by the caller.
void prepare_lock(vault::LockSwitch& lock, log::Writer& writer, log::Node& node);

// All sessions end and the data are locked. `tx` is in a transaction.
Result<void> close_the_doors(store::Connection& tx, Instant now);

enum class Locked { by_the_server, here };
// Waits until the server has written it, at most 15 seconds. Refuses with vault.lock_unanswered and
// as the store does.
Result<Locked> lock_node(const node::Place& place, Instant now);

enum class KeyFileState { with_passphrase, in_clear };
// Opens the key file first: without it nobody unlocks. Refuses as vault::KeyFile::open does, and
// with vault.wrong_key_file.
Result<KeyFileState> unlock_node(const node::Place& place, Instant now);

}  // namespace jatigi::jobs
