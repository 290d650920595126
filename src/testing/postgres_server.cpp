#include "testing/postgres_server.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <pqxx/pqxx>

// libpqxx 6.4 throws before it frees the result of a statement that the server, or its death,
// refused. NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\nleak:libpqxx\n";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace jatigi::testing {
namespace {

const std::string programs = "/usr/lib/postgresql/15/bin";

// Runs as `postgres` in our folder. It answers through the pipe `ready` with 0 once the server
// takes connections, and waits for the end of its input, which comes however we end.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
std::string script_for(const std::string& folder, const std::string& prepare,
                       const std::string& options) {
    return "cd " + folder + " || exit 1\n" +  //
           programs + "/initdb -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync " +
           ">log 2>&1 </dev/null && { " + prepare + "; } >>log 2>&1 </dev/null && " + programs +
           "/pg_ctl -D data -w -l log -o \"" +
           "-c listen_addresses='' -c unix_socket_directories=" + folder +
           " -c fsync=on -c shared_buffers=32MB -c max_connections=40 " + options + "\" start " +
           ">>log 2>&1 </dev/null\n" +  //
           "echo $? >ready\n" +         //
           "cat >/dev/null\n" + programs + "/pg_ctl -D data -m immediate -w stop " +
           ">/dev/null 2>&1\ncd / && rm -rf " + folder + "\n";
}

// Each test makes and drops a database, which is mostly waiting for the disk; nothing here tests
// what a power cut leaves. So memory serves, where there is enough of it.
std::string roomy_place() {
    constexpr std::uintmax_t enough_bytes = 2ULL << 30U;
    std::error_code problem;
    const auto space = std::filesystem::space("/dev/shm", problem);
    return !problem && space.available > enough_bytes ? "/dev/shm" : "/tmp";
}

std::string log_of(const std::string& folder) {
    std::ifstream file(folder + "/log");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void give_to_postgres(const std::string& path) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const passwd* user = ::getpwnam("postgres");
    if (user == nullptr || ::chown(path.c_str(), user->pw_uid, user->pw_gid) != 0)
        throw std::runtime_error("there is no user postgres");  // throws: a failure of the test
}

}  // namespace

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
PostgresServer::PostgresServer(const std::string& prepare, const std::string& options)
    : folder_(roomy_place()) {
    if (!std::filesystem::exists(programs + "/initdb"))
        throw std::runtime_error("PostgreSQL 15 is missing");  // throws: a failure of the test
    const std::string script = folder_ / "serve.sh", ready = folder_ / "ready";
    std::ofstream(script) << script_for(folder_.path(), prepare, options);
    if (::mkfifo(ready.c_str(), 0600) != 0)
        throw std::runtime_error("no pipe");  // throws: a failure of the test
    const bool root = ::geteuid() == 0;
    if (root)
        for (const std::string& path : {folder_.path(), script, ready}) give_to_postgres(path);
    const std::string command =
        (root ? "runuser -u postgres -- sh " : "sh ") + script + " || echo 1 >" + ready;
    shell_ = ::popen(command.c_str(), "we");
    std::string status;
    std::ifstream(ready) >> status;  // Waits for the shell to say it.
    if (status != "0")
        throw std::runtime_error("PostgreSQL does not start: " +  // throws: a failure of the test
                                 log_of(folder_.path()));
}

PostgresServer::~PostgresServer() {
    if (shell_ != nullptr) ::pclose(shell_);
}

std::string PostgresServer::create_database() {
    const std::string name = "t" + std::to_string(++databases_);
    run("CREATE DATABASE " + name);
    return name;
}

void PostgresServer::drop_database(const std::string& name) {
    run("DROP DATABASE " + name + " WITH (FORCE)");
}

std::string PostgresServer::address_of(const std::string& database) const {
    return "postgresql:///" + database + "?host=" + folder_.path() + "&user=postgres";
}

void PostgresServer::end_connections(const std::string& address) {
    const std::size_t start = address.find_last_of('/', address.find('?')) + 1;
    const std::string name = address.substr(start, address.find('?') - start);
    run("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '" + name +
        "'");
}

void PostgresServer::run(const std::string& sql) {
    pqxx::connection connection(address_of("postgres"));
    pqxx::nontransaction(connection).exec(sql);
}

PostgresServer& postgres_server() {
    static PostgresServer server;
    return server;
}

}  // namespace jatigi::testing
