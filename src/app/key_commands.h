// The commands about keys: `keys` (passphrase, rotate, recovery), `backup`, `restore`, `erase`,
// `hold`, `lock`, `unlock`.
#pragma once
#include <vector>

#include "app/command.h"
#include "node/place.h"

namespace jatigi::app {

// `place` outlives them: it is filled when the line is read.
std::vector<Command> key_commands(const node::Place& place);

}  // namespace jatigi::app
