// `jatigi import FILE`: a list at the command line.
#pragma once
#include "app/command.h"
#include "node/place.h"

namespace jatigi::app {

// `place` outlives it: it is filled when the line is read.
Command import_command(const node::Place& place);

}  // namespace jatigi::app
