#include "platform/store/postgres_address.h"

#include <gtest/gtest.h>

namespace jatigi::store {
namespace {

bool is_demanded(const std::string& address) {
    return demand_tls(address).tls_demanded;
}

TEST(PostgresAddress, AServerOnAnotherMachineIsAskedForTls) {
    for (const char* address :
         {"postgresql://jatigi@db.example/jatigi", "postgresql://10.0.0.5:5432/jatigi",
          "host=db.example dbname=jatigi", "hostaddr=10.0.0.5", "postgresql://[2001:db8::1]/jatigi",
          "postgresql://localhost,db2.example/jatigi", "postgresql:///jatigi?host=db.example",
          "postgresql://db.example/jatigi?hostaddr=127.0.0.1", "service=centre",
          "postgresql://localhost.example/jatigi", "postgresql://127.example/jatigi",
          "postgresql://127.0.0.1.example/jatigi"})
        EXPECT_TRUE(is_demanded(address)) << address;
}

TEST(PostgresAddress, AServerOnThisMachineIsNot) {
    for (const char* address :
         {"postgresql:///jatigi", "postgresql:///jatigi?host=/run/postgresql", "dbname=jatigi",
          "postgresql://localhost/jatigi", "postgresql://127.0.0.1:5433/jatigi",
          "postgresql://[::1]/jatigi", "host=@jatigi"})
        EXPECT_FALSE(is_demanded(address)) << address;
}

TEST(PostgresAddress, WhateverTheAddressSaysOfItStands) {
    for (const std::string mode : {"disable", "prefer", "require", "verify-ca", "verify-full"}) {
        const std::string address = "postgresql://db.example/jatigi?sslmode=" + mode;
        EXPECT_EQ(demand_tls(address).text, address);
        EXPECT_FALSE(is_demanded(address));
    }
}

TEST(PostgresAddress, TheRestStaysAsItIs) {
    EXPECT_EQ(
        demand_tls("postgresql://awa%27s:a%5Cb@db1.example,db2.example/j?connect_timeout=3").text,
        "connect_timeout='3' dbname='j' gssencmode='disable' host='db1.example,db2.example' "
        "password='a\\\\b' port=',' sslmode='verify-full' user='awa\\'s' ");
}

TEST(PostgresAddress, WhatIsNoAddressIsLeftToTheLibrary) {
    EXPECT_EQ(demand_tls("postgresql://[").text, "postgresql://[");
}

}  // namespace
}  // namespace jatigi::store
