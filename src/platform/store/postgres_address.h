// What a PostgreSQL address says of the way to the server.
#pragma once
#include <string>

namespace jatigi::store {

struct PostgresAddress {
    std::string text;
    bool tls_demanded = false;  // Added by us: the address did not speak of it.
};

// The same address; with TLS and a verified certificate (sslmode=verify-full), when a server of it
// is on another machine and the address has no `sslmode` of its own. libpq's default, prefer, goes
// on in clear text when somebody on the way wants it so.
PostgresAddress demand_tls(const std::string& address);

}  // namespace jatigi::store
