// The commands that make and run a node: `init`, `serve`, `link`, `confirm`, `settings`,
// `demo`.
#pragma once
#include <vector>

#include "app/command.h"
#include "node/place.h"

namespace jatigi::app {

// `place` outlives them: it is filled when the line is read.
std::vector<Command> node_commands(const node::Place& place);

}  // namespace jatigi::app
