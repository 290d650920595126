// jatigi print: paper that needs no data.
#pragma once
#include "app/command.h"

namespace jatigi::app {

Command print_command();

}  // namespace jatigi::app
