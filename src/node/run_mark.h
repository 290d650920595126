// Tells data that were put back from a copy: each run writes a new word into the data and into a
// file beside the key file, when it begins and when it ends well. Data with another word than the
// file's are older than what ran here last: case numbers that were given since would be given
// again, so they get a new epoch of numbers. The file says, too, how far the log went: what
// somebody with the database alone cannot put back.
//   the file: word ⏎ position ⏎ hash in hex; or the word alone
#pragma once
#include "node/open_node.h"
#include "platform/log/log_end.h"

namespace jatigi::node {

// How far the log went when this was last written; nothing where it was not sealed then, or the
// file is not there.
std::optional<log::LogEnd> left_end(const Place& place);

// True for data that never had a word, as a first start finds them.
Result<bool> is_as_it_was_left(store::Connection& db, const Place& place);
// Where the file cannot be written the data take the word that is in it.
Result<void> mark_run(store::Connection& db, const log::Node& node, const Place& place);
// How far the log goes now, beside the same word: data that are put back are known by it, also when
// the node never ends well. What fails is told by the next start.
void note_end(log::Writer& writer, const Place& place);
// A new word for a node that ends; what fails is no reason not to stop.
void mark_end(log::Writer& writer, const Place& place);

}  // namespace jatigi::node
