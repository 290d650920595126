#include "platform/store/migration.h"

#include <gtest/gtest.h>

#include <array>

#include "testing/databases.h"

namespace jatigi::store {
namespace {

constexpr Instant now{std::chrono::microseconds{1'673'850'251'250'000}};
constexpr Migration first{1, "CREATE TABLE one(id {KEY}, raw {BYTES});"};
constexpr Migration second{2, "CREATE TABLE two(id {KEY}); CREATE TABLE three(id {KEY});"};
constexpr Migration broken{2, "CREATE TABLE two(id {KEY}); CREATE NONSENSE;"};

class Migrations : public ::testing::TestWithParam<Dialect> {
protected:
    bool has_table(std::string_view name) {
        return db_.rows("select count(*) from " + std::string(name)).has_value();
    }
    std::int64_t noted() {
        return (*db_.first("select coalesce(max(number), 0) from migration"))->integer(0);
    }
    testing::TestDatabase database_{GetParam()};
    Connection& db_ = database_.writer();
};

TEST_P(Migrations, EveryMissingScriptIsApplied) {
    ASSERT_TRUE(migrate(db_, std::array{first, second}, now));
    EXPECT_TRUE(has_table("one") && has_table("two") && has_table("three"));
    EXPECT_EQ(noted(), 2);
}

TEST_P(Migrations, OnceAppliedAScriptIsNotAppliedAgain) {
    ASSERT_TRUE(migrate(db_, std::array{first}, now));
    ASSERT_TRUE(migrate(db_, std::array{first}, now));
    ASSERT_TRUE(migrate(db_, std::array{first, second}, now));
    ASSERT_TRUE(migrate(db_, std::array{first, second}, now));
    EXPECT_EQ(noted(), 2);
}

TEST_P(Migrations, AScriptThatFailsLeavesNothing) {
    EXPECT_FALSE(migrate(db_, std::array{first, broken}, now));
    EXPECT_FALSE(db_.in_transaction());
    EXPECT_TRUE(has_table("one"));
    EXPECT_FALSE(has_table("two"));
    EXPECT_EQ(noted(), 1);
    ASSERT_TRUE(migrate(db_, std::array{first, second}, now));
    EXPECT_TRUE(has_table("three"));
}

TEST_P(Migrations, DataOfALaterProgramAreRefused) {
    ASSERT_TRUE(migrate(db_, std::array{first, second}, now));
    const auto older_program = migrate(db_, std::array{first}, now);
    ASSERT_FALSE(older_program);
    EXPECT_EQ(older_program.error().code, "store.newer_schema");
}

INSTANTIATE_TEST_SUITE_P(Each, Migrations, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::store
