// jatigi make-authority: certificates of a site for its own network.
#pragma once
#include "app/command.h"

namespace jatigi::app {

Command authority_command();

}  // namespace jatigi::app
