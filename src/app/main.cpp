#include <sodium.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdio>

#include "app/command_line.h"

int main(int argc, char** argv) {
    // A core file would hold keys and names.
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    umask(0077);  // What we write is for our own user alone.
    if (sodium_init() < 0) {
        std::fputs("jatigi: libsodium could not start\n", stderr);
        return 1;
    }
    return jatigi::app::run_command_line(argc, argv);
}
