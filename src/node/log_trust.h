// Whether the log is as this node left it, asked before anything reads it (log/log_end.h,
// run_mark.h).
#pragma once
#include <string>
#include <vector>

#include "node/place.h"
#include "platform/log/node.h"
#include "platform/log/rebuild.h"

namespace jatigi::node {

// What to do where facts are missing, or the end is not sealed by this node any more.
enum class IfAltered { refuse, accept };

struct LogTrust {
    // What was changed from outside and is told, in words for the journal; empty when nothing was.
    std::vector<std::string> told{};
    bool never_sealed = false;  // Data of before, or of a backup: for the caller to seal.
};
// Facts that somebody added are set aside, and the views made again. Before anything is read it
// refuses triggers and tables that are not ours (store.has_triggers, store.schema_altered), and
// makes indexes again. Refuses with log.altered.
Result<LogTrust> check_log_end(store::Connection& db, const log::Node& node, const Place& place,
                               IfAltered if_altered, const log::Progress& progress);

}  // namespace jatigi::node
