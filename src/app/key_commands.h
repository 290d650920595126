// The commands about keys: `keys` (passphrase, rotate, recovery), `backup`, `restore`, `erase`,
// `hold`, `lock`, `unlock`, and the option --passphrase-fd of all commands.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "jobs/backup.h"
#include "jobs/backup_restore.h"
#include "jobs/erase.h"

namespace jatigi::app {

class KeyCommands {
public:
    // Both must outlive this. `action` becomes what the chosen command does; it gives the exit
    // code.
    KeyCommands(Place& place, std::function<int()>& action) : place_(place), action_(action) {}
    KeyCommands(const KeyCommands&) = delete;
    KeyCommands& operator=(const KeyCommands&) = delete;

    void add_to(CLI::App& app);

private:
    void add_keys(CLI::App& app);
    void add_backup(CLI::App& app);
    void add_restore(CLI::App& app);
    void add_erase(CLI::App& app);
    void add_hold(CLI::App& app);
    void add_lock(CLI::App& app);
    int run_passphrase();
    int run_rotate();
    int run_recovery();
    int run_backup();
    int run_restore();
    int run_erase();
    int run_hold();
    int run_lock();
    int run_unlock();
    // Sets `action_` to `run` when the command is chosen.
    void on(CLI::App* command, int (KeyCommands::*run)());

    Place& place_;
    std::function<int()>& action_;
    bool remove_passphrase_ = false, replace_ = false, without_keys_ = false, release_ = false;
    std::string folder_, file_, to_, from_keys_, keyring_of_, old_keys_, list_, reason_,
        keys_backup_, case_, until_;
    TwoPeople people_;
    std::vector<std::string> shares_, cases_;
};

}  // namespace jatigi::app
