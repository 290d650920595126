// One PostgreSQL server for the test process.
#pragma once
#include <cstdio>
#include <string>

#include "testing/temporary_folder.h"

namespace jatigi::testing {

class PostgresServer {
public:
    // `prepare`: commands for a shell, run by `postgres` in the folder of the server before it
    // starts with `options` ("-c ssl=on").
    explicit PostgresServer(const std::string& prepare = "true", const std::string& options = {});
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;
    ~PostgresServer();

    std::string create_database();  // Gives its name.
    void drop_database(const std::string& name);
    std::string address_of(const std::string& database) const;
    // Ends every connection to the database at this address, as a server that goes away does, and
    // waits until they are gone.
    void end_connections(const std::string& address);
    std::string folder() const { return folder_.path(); }
    std::string data_directory() const { return folder_ / "data"; }

private:
    void run(const std::string& sql);
    TemporaryFolder folder_;
    std::FILE* shell_ = nullptr;  // Stops the server when its input ends, that is: with us.
    int databases_ = 0;
};

// Started at first use, stopped at exit.
PostgresServer& postgres_server();

}  // namespace jatigi::testing
