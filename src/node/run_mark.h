// Tells data that were put back from a copy: each run writes a new word into the data and into a file
// beside the key file, when it begins and when it ends well. Data with another word than the file's are
// older than what ran here last: case numbers that were given since would be given again, so they get a
// new epoch of numbers.
#pragma once
#include "node/open_node.h"

namespace jatigi::node {

// True for data that never had a word, as a first start finds them.
Result<bool> is_as_it_was_left(store::Connection& db, const Place& place);
// Where the file cannot be written the data take the word that is in it.
Result<void> mark_run(store::Connection& db, const Place& place);
// The same for a node that runs; what fails is no reason not to stop.
void mark_end(log::Writer& writer, const Place& place);

}  // namespace jatigi::node
