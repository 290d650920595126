#include <sodium.h>
#include <sys/stat.h>

#include <cstdio>

#include "app/command_line.h"
#include "jobs/lock.h"

int main(int argc, char** argv) {
    jatigi::jobs::harden_process();
    umask(0077);  // What we write is for our own user alone.
    if (sodium_init() < 0) {
        std::fputs("jatigi: libsodium could not start\n", stderr);
        return 1;
    }
    return jatigi::app::run_command_line(argc, argv);
}
