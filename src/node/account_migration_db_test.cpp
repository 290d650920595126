#include <gtest/gtest.h>

#include "node/open_node.h"
#include "platform/access/account.h"
#include "platform/access/confirmation.h"
#include "platform/store/migration.h"
#include "testing/databases.h"

namespace jatigi::node {
namespace {

using namespace std::chrono_literals;

constexpr Instant now = Day{2023y / 1 / 16} + 6h;

class AccountMigration : public ::testing::TestWithParam<store::Dialect> {
protected:
    testing::TestDatabase database_{GetParam()};
};

TEST_P(AccountMigration, AnAccountFromBeforeCountsAsConfirmed) {
    store::Connection& db = database_.writer();
    ASSERT_TRUE(store::migrate(db, migrations().first(4), now));
    ASSERT_TRUE(
        db.run("insert into account(id, name, role, site, password, active, made_at) "
               "values (1, 'manager', 'centre_manager', null, null, 1, 1)"));
    ASSERT_TRUE(store::migrate(db, migrations(), now));
    EXPECT_TRUE(access::check_confirmed(db, 1));
    EXPECT_EQ(access::list_unconfirmed(db, {})->accounts.size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Each, AccountMigration, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::node
