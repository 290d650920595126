// A PostgreSQL server with TLS, asked over TCP. Its name is another machine's, its address this
// one's.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/store/postgres.h"
#include "testing/postgres_server.h"

namespace jatigi::store {
namespace {

std::string free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): so it is asked for.
    EXPECT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size), 0);
    // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)
    ::close(socket);
    return std::to_string(ntohs(address.sin_port));
}

class PostgresOverTls : public ::testing::Test {
protected:
    std::string address(const std::string& host, const std::string& more) const {
        return "host=" + host + " hostaddr=127.0.0.1 port=" + port_ +
               " dbname=postgres user=postgres " + more;
    }
    std::string with_authority() const { return "sslrootcert=" + server_.folder() + "/db.crt"; }
    // "t" over TLS, "f" in clear text, or the code of the refusal.
    static std::string way_of(const std::string& address) {
        const auto opened = open_postgres(address, PostgresAccess::read);
        if (!opened) return std::string(opened.error().code);
        const auto row = (*opened)->first(
            "select case when ssl then 'tls' else 'clear' end from pg_stat_ssl where pid = "
            "pg_backend_pid()");
        return row ? std::string((*row)->text(0)) : "no answer";
    }

    const std::string port_ = free_port();
    const testing::PostgresServer server_{
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj "
        "/CN=db.example -addext subjectAltName=DNS:db.example -keyout db.key -out db.crt && "
        "chmod 600 db.key",
        "-c listen_addresses=127.0.0.1 -c port=" + port_ +
            " -c ssl=on -c ssl_cert_file=../db.crt -c ssl_key_file=../db.key"};
};

TEST_F(PostgresOverTls, AnotherMachineHasToShowItsCertificate) {
    EXPECT_EQ(way_of(address("db.example", with_authority())), "tls");
    EXPECT_EQ(way_of(address("other.example", with_authority())), "store.unavailable");
    const auto opened =
        open_postgres(address("db.example", "sslrootcert=/none"), PostgresAccess::read);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("has no sslmode"), std::string::npos);
}

TEST_F(PostgresOverTls, ClearTextHasToBeAskedForByName) {
    EXPECT_EQ(way_of(address("db.example", "sslmode=disable")), "clear");
    EXPECT_EQ(way_of(address("other.example", "sslmode=require")), "tls");
}

TEST_F(PostgresOverTls, AServerOnThisMachineIsTakenAsItIs) {
    EXPECT_NE(way_of(address("localhost", "")), "store.unavailable");
}

// A server that speaks no TLS, or somebody on the way who says so.
TEST(PostgresWithoutTls, OnAnotherMachineIsRefused) {
    const std::string port = free_port();
    const testing::PostgresServer server("true", "-c listen_addresses=127.0.0.1 -c port=" + port);
    const auto opened = open_postgres(
        "host=db.example hostaddr=127.0.0.1 port=" + port + " dbname=postgres user=postgres",
        PostgresAccess::read);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "store.unavailable");
}

}  // namespace
}  // namespace jatigi::store
