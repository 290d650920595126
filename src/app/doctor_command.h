// `jatigi doctor`: what this machine lacks.
#pragma once
#include "app/command.h"
#include "node/place.h"

namespace jatigi::app {

Command doctor_command(const node::Place& place);

}  // namespace jatigi::app
