// Which case number comes next: a keyed permutation of an epoch (0 to 9,999) and a count in it (0 to
// 99,999). The key is the node's own and the same after a restore; so two different pairs are two
// different numbers, and what must never come back is a pair.
//
// An epoch is drawn at random among those that this node does not know to be begun: for a new node,
// at every restore, when its 100,000 counts are used up under one site's letters, and when the data
// lie in another place than where the epoch began (store/placement.h). The numbers that were given
// after a backup, on paper only, belong to an epoch that the backup knows, so a restore cannot give
// them again.
//
// What chance is left:
// - Two restores of one backup, or two copies, cannot know of each other. They draw the same epoch
//   once in 10,000; since each begins it at a random count, 600 numbers of each then meet once in
//   77: together about once in 770,000.
// - A node that began another epoch after the backup is in the same case with that one.
// - Two nodes with one site's letters have different keys: n and m numbers have n × m / 920 million
//   in common, 1,000 and 1,000 once in 920 times. A number that the local register knows, imported
//   or exchanged, is passed over.
// - A disk image put back into its own place looks like the place it was, and gives the numbers
//   again: restore with `jatigi restore`.
//
// Demonstration data have a key that everybody knows and begin epoch 0 at 0, wherever they lie, so
// that pages can name their numbers.
#pragma once
#include "platform/log/write_tx.h"

namespace jatigi::registry {

// Counts in the caller's transaction. Refuses with case_number.epochs_used_up after 10,000 epochs.
Result<std::string> next_case_number(log::WriteTx& tx, std::string_view prefix);

// A new node, and one that is opened, has its epoch before anybody makes a backup. Refuses as above.
Result<void> ensure_case_epoch(store::Connection& tx);

// For a restore: what was given since the backup is not known here. Refuses as above.
Result<void> begin_case_epoch(store::Connection& tx);

}  // namespace jatigi::registry
