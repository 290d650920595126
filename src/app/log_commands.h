// The commands that read what is stored: `statement`, `verify`, `rebuild`.
#pragma once
#include <vector>

#include "app/command.h"
#include "node/place.h"

namespace jatigi::app {

// `place` outlives them: it is filled when the line is read.
std::vector<Command> log_commands(const node::Place& place);

}  // namespace jatigi::app
