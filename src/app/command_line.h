// What a user types. Exit codes: 0 done; 1 refused or failed (a line with the code on stderr);
// 2 the command line was not understood; 3 `verify` found problems.
#pragma once

namespace jatigi::app {
int run_command_line(int argc, char** argv);
}
