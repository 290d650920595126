// Which case number comes next, and that none comes twice.
#include "people/registry/case_counter_view.h"

#include <gtest/gtest.h>

#include <set>

#include "people/registry/case_number.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_view.h"
#include "platform/base/random.h"
#include "platform/log/handle.h"
#include "platform/log/rebuild.h"
#include "platform/store/setting.h"
#include "testing/databases.h"

namespace jatigi::registry {
namespace {

log::Views views() {
    static const std::array<const log::View*, 1> all{&person_view};
    return all;
}

class CaseCounter : public ::testing::TestWithParam<store::Dialect> {
protected:
    std::string next(const std::string& prefix = "ASM") {
        const auto given = node_.write<std::string>(
            [&](log::WriteTx& tx) { return next_case_number(tx, prefix); });
        EXPECT_TRUE(given) << given.error().code;
        return given.value_or("");
    }
    // In a command that comes to nothing.
    std::string next_in_vain() {
        std::string number;
        const auto refused = node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(number, next_case_number(tx, "ASM"));
            return refuse(ErrorKind::conflict, "test.changed_its_mind");
        });
        EXPECT_FALSE(refused);
        return number;
    }
    void register_as(const std::string& number) {
        const auto made = node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(log::execute<PersonStream>(
                tx, node_.cause(), id_v4<PersonEntity>(random_bytes<16>()),
                RegisterPerson{{.case_number = number}, random_bytes<6>()}));
            return true;
        });
        EXPECT_TRUE(made) << made.error().code;
    }
    void run(const std::string& sql) { ASSERT_TRUE(node_.db().run(sql)) << sql; }
    std::int64_t one(const std::string& sql) {
        return node_.db().first(sql).value().value().integer(0);
    }
    static std::string no_place() {
        return GetParam() == store::Dialect::sqlite ? "zeroblob(16)"
                                                    : "decode(repeat('00', 16), 'hex')";
    }
    // Every epoch but one is begun, and the last of them used up.
    void begin_all_epochs_but(std::int64_t left) {
        next();
        run("delete from case_epoch");
        run("insert into case_epoch(epoch, begun, first, place) with recursive n(i) as (select 0 "
            "union all select i + 1 from n where i < 9999) select i, case when i < " +
            std::to_string(left) + " then i + 1 else i end, 0, " + no_place() +
            " from n where i <> " + std::to_string(left));
    }

    testing::TestNode node_{GetParam(), views()};
};

TEST_P(CaseCounter, NoNumberComesTwice) {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string number = next();
        EXPECT_EQ(parse_case_number(number), number);
        EXPECT_TRUE(seen.insert(number).second) << number;
    }
    EXPECT_EQ(one("select count(*) from case_epoch"), 1);
}

TEST_P(CaseCounter, EachSiteCountsForItself) {
    next("ASM");
    next("ASM");
    EXPECT_EQ(next("AGZ").substr(0, 3), "AGZ");
    EXPECT_GE(one("select used from case_counter where prefix = 'ASM'"), 2);
    EXPECT_EQ(one("select count(*) from case_counter"), 2);
}

TEST_P(CaseCounter, ACommandThatComesToNothingUsesNoNumberUp) {
    next();
    const std::string number = next_in_vain();
    EXPECT_EQ(next(), number);
    EXPECT_NE(next(), number);
}

// It came with a list of another node, or before numbers had nine digits.
TEST_P(CaseCounter, ANumberThatSomebodyHasIsPassedOver) {
    next();
    const std::string taken = next_in_vain();
    register_as(taken);
    EXPECT_NE(next(), taken);
}

TEST_P(CaseCounter, RebuildingTheTablesGivesNoNumberAgain) {
    std::set<std::string> seen{next(), next()};
    ASSERT_TRUE(log::rebuild_views(node_.db(), views(), {}));
    EXPECT_TRUE(seen.insert(next()).second);
    EXPECT_EQ(one("select count(*) from case_epoch"), 1);
}

TEST_P(CaseCounter, AnEpochThatIsUsedUpIsFollowedByAnother) {
    std::set<std::string> seen{next()};
    run("update case_counter set used = 99990");
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(seen.insert(next()).second);
    EXPECT_EQ(one("select count(*) from case_epoch"), 2);
    EXPECT_EQ(one("select count(*) from case_counter"), 2);
    EXPECT_EQ(one("select max(used) from case_counter"), 100'000);
}

TEST_P(CaseCounter, DataThatLieElsewhereBeginAnEpoch) {
    std::set<std::string> seen{next()};
    run("update case_counter set used = 0");  // As an older copy has it.
    run("update case_epoch set place = " + no_place());
    EXPECT_TRUE(seen.insert(next()).second);
    EXPECT_TRUE(seen.insert(next()).second);
    EXPECT_EQ(one("select count(*) from case_epoch"), 2);  // And stays with it.
}

TEST_P(CaseCounter, TheLastEpochLeftIsFoundAndThenThereIsNone) {
    begin_all_epochs_but(4'711);
    ASSERT_TRUE(node_.write<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(begin_case_epoch(tx.db()));
        return true;
    }));
    EXPECT_EQ(one("select epoch from case_epoch order by begun desc limit 1"), 4'711);
    EXPECT_FALSE(next().empty());
    run("update case_counter set used = 100000");
    const auto refused = node_.write<std::string>(
        [](log::WriteTx& tx) { return next_case_number(tx, "ASM"); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "case_number.epochs_used_up");
}

TEST_P(CaseCounter, OldNumbersAreFoundAndAreNotThoseWithZerosBefore) {
    const std::string old = make_case_number("ASM", "00427").value(),
                      padded = make_case_number("ASM", "000000427").value();
    register_as(old);
    EXPECT_EQ(find_by_case_number(node_.db(), old)->case_number, old);
    EXPECT_FALSE(find_by_case_number(node_.db(), padded));
    register_as(padded);
    EXPECT_NE(find_by_case_number(node_.db(), old)->person,
              find_by_case_number(node_.db(), padded)->person);
}

// Pages of this repository name them.
TEST_P(CaseCounter, ADemonstrationAlwaysGivesTheSameNumbers) {
    ASSERT_TRUE(store::put_setting(node_.db(), "demonstration", "yes"));
    EXPECT_EQ(next(), "ASM088968795B");
    EXPECT_EQ(next(), "ASM288430801B");
    run("update case_epoch set place = " + no_place());
    EXPECT_EQ(next(), "ASM042944587N");
    EXPECT_EQ(one("select count(*) from case_epoch"), 1);
}

INSTANTIATE_TEST_SUITE_P(Each, CaseCounter, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
