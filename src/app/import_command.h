// `jatigi import FILE`: a list at the command line.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>

#include "node/open_node.h"
#include "jobs/import_list.h"

namespace jatigi::app {

class ImportCommand {
public:
    // Both must outlive this. `action` becomes what the command does; it gives the exit code.
    ImportCommand(Place& place, std::function<int()>& action) : place_(place), action_(action) {}
    ImportCommand(const ImportCommand&) = delete;
    ImportCommand& operator=(const ImportCommand&) = delete;

    void add_to(CLI::App& app);

private:
    int run();
    Result<ImportResult> import_rows(const ImportRequest& request);
    Result<void> write_files(const ImportResult& result) const;
    void print(const ImportResult& result) const;

    Place& place_;
    std::function<int()>& action_;
    std::string file_, site_, list_date_, decisions_, rejected_;
    bool commit_ = false, protection_ = false;
};

}  // namespace jatigi::app
