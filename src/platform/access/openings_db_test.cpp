#include <gtest/gtest.h>

#include <array>

#include "platform/access/gatekeeper.h"
#include "platform/access/openings.h"
#include "platform/access/rules_for_tests.h"
#include "platform/vault/seal.h"
#include "testing/databases.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

constexpr vault::OpeningLimits limits{.files_per_hour_max = 20,
                                      .own_hour_factor = 3,
                                      .own_hour_floor = 4,
                                      .own_window = std::chrono::days{30}};

std::string_view code_of(const auto& result) {
    return result ? std::string_view{} : result.error().code;
}

class Openings : public ::testing::TestWithParam<store::Dialect> {
protected:
    Openings() {
        one_ = create("registrar.one", Role::registrar, 7);
        two_ = create("registrar.two", Role::registrar, 8);
        officer_ = create("officer", Role::data_protection_officer, {});
    }
    Account create(const std::string& name, Role role, std::optional<log::LocalId> site) {
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return create_account(tx, {name, role, site}, node_.cause());
            })
            .value();
    }
    vault::Opener opener(const Account& account, const vault::OpeningLimits& by = limits) {
        return Gatekeeper::opener(node_.node(), account, invented::read_file,
                                  about_nobody(), by)
            .value();
    }
    Result<bool> open(const Account& account, std::int64_t person,
                      const vault::OpeningLimits& by = limits,
                      FactClass cls = FactClass::identity) {
        return node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(opener(account, by).record_file(tx.db(), tx.now(), person, cls));
            return true;
        });
    }
    Result<bool> list(const Account& account, const vault::ListOpening& opening) {
        return node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(opener(account).record_list(tx.db(), tx.now(), opening));
            return true;
        });
    }
    // Files that nobody opened before, until one is refused; how many went through.
    std::int64_t open_until_refused(const Account& account) {
        for (std::int64_t files = 0; files < 100; ++files) {
            const auto opened = open(account, ++person_);
            if (opened) continue;
            EXPECT_EQ(opened.error().code, "access.too_many_openings");
            EXPECT_EQ(opened.error().kind, ErrorKind::throttled);
            return files;
        }
        return 100;
    }
    void open_files(const Account& account, int files) {
        for (int i = 0; i < files; ++i) ASSERT_TRUE(open(account, ++person_));
    }
    Result<bool> release(const std::string& name, std::optional<log::LocalId> site = {}) {
        return node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(release_openings(tx, name, site, officer_.id));
            return true;
        });
    }
    Period all() { return {node_.now - 1'000 * 24h, node_.now + 1us}; }
    std::vector<OpeningAlarm> alarms() { return list_alarms(node_.db(), all(), {}).value(); }
    std::vector<OpeningRow> rows(OpeningsAsked asked = {}) {
        asked.period = all();
        return list_openings(node_.db(), node_.node().secrets, asked).value();
    }

    testing::TestNode node_{GetParam(), {}};
    Account one_, two_, officer_;
    std::int64_t person_ = 1'000;
};

TEST_P(Openings, TheFirstOnesOfAnHourAreFreeAndThenItStops) {
    EXPECT_EQ(open_until_refused(one_), 4);
    EXPECT_EQ(rows().size(), 4U);
}

TEST_P(Openings, AFileThatIsOpenCostsNothingAgain) {
    open_files(one_, 4);
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(open(one_, person_));
    EXPECT_TRUE(open(one_, person_, limits, FactClass::health));
    EXPECT_EQ(code_of(open(one_, person_ + 1)), "access.too_many_openings");
    EXPECT_EQ(alarms().size(), 1U);
}

TEST_P(Openings, OneAccountsHasteDoesNotStopAnother) {
    open_until_refused(one_);
    EXPECT_TRUE(open(two_, 1));
}

TEST_P(Openings, TheHourPasses) {
    open_files(one_, 4);
    node_.now += 1h - 1us;
    EXPECT_FALSE(open(one_, 1));
    node_.now += 1us;
    EXPECT_TRUE(open(one_, 1));
}

TEST_P(Openings, WhoOftenOpensManyMayOpenThreeTimesTheOwnBusiestHour) {
    open_files(one_, 4);
    node_.now += 24h;
    EXPECT_EQ(open_until_refused(one_), 12);
    node_.now += 24h;
    EXPECT_EQ(open_until_refused(one_), 20);  // Not 36: the limit for everybody comes first.
}

TEST_P(Openings, TheBusyHourThatRunsIsNoHabitYet) {
    open_files(one_, 2);
    node_.now += 30min;
    EXPECT_EQ(open_until_refused(one_), 2);
}

TEST_P(Openings, AHabitIsForgottenAfterThirtyDays) {
    open_files(one_, 4);
    node_.now += 30 * 24h;
    EXPECT_EQ(open_until_refused(one_), 4);
}

TEST_P(Openings, TheOneThatReachesTheLimitLeavesOneAlarm) {
    open_files(one_, 3);
    EXPECT_EQ(alarms().size(), 0U);
    open_files(one_, 1);
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(open(one_, ++person_));
    const auto seen = alarms();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].account, "registrar.one");
    EXPECT_EQ(seen[0].at, node_.now);
    EXPECT_EQ(seen[0].kind, "file");
    EXPECT_EQ(seen[0].count, 4);
    EXPECT_FALSE(seen[0].released_at);
}

TEST_P(Openings, ReleaseLetsTheAccountGoOnAndTheNextLimitIsANewAlarm) {
    open_until_refused(one_);
    node_.now += 1min;
    ASSERT_TRUE(release("registrar.one"));
    EXPECT_EQ(alarms()[0].released_at, node_.now);
    node_.now += 1min;
    EXPECT_EQ(open_until_refused(one_), 4);
    const auto seen = alarms();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_FALSE(seen[0].released_at);
    EXPECT_EQ(seen[1].released_at, node_.now - 1min);
}

TEST_P(Openings, ReleaseOfOneIsNotReleaseOfAnother) {
    open_until_refused(one_);
    ASSERT_TRUE(release("registrar.two"));
    EXPECT_FALSE(open(one_, 1));
}

TEST_P(Openings, AnUnknownAccountOrOneOfAnotherSiteIsNotFound) {
    EXPECT_EQ(code_of(release("nobody")), "account.not_found");
    EXPECT_EQ(code_of(release("registrar.two", 7)), "account.not_found");
    EXPECT_TRUE(release("registrar.one", 7));
}

TEST_P(Openings, WithoutLimitsNothingIsOpened) {
    EXPECT_EQ(code_of(open(one_, 1, {})), "access.too_many_openings");
}

TEST_P(Openings, AListIsOneRowWithItsFilterAndCount) {
    ASSERT_TRUE(list(one_, {.kind = "list", .filter = "site=ASM,state=present", .count = 622}));
    ASSERT_TRUE(list(one_, {.kind = "search", .count = 3}));
    const auto seen = rows();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].kind, "list");
    EXPECT_EQ(seen[0].filter, "site=ASM,state=present");
    EXPECT_EQ(seen[0].count, 622);
    EXPECT_FALSE(seen[0].person);
    EXPECT_EQ(seen[0].cls, FactClass::identity);
    EXPECT_EQ(seen[1].filter, std::nullopt);
}

TEST_P(Openings, AListIsNoFile) {
    for (int i = 0; i < 30; ++i) ASSERT_TRUE(list(one_, {.kind = "search", .count = 50}));
    EXPECT_TRUE(open(one_, 1));
}

TEST_P(Openings, WhatSomebodyTypedDoesNotPassForAFilter) {
    for (const std::string& filter :
         {std::string("name=Awa Zzinvented"), std::string("Aïssa"), std::string("name=\"x\""),
          std::string("a;b"), std::string("a\nb"), std::string(121, 'a')})
        EXPECT_EQ(code_of(list(one_, {.kind = "search", .filter = filter})),
                  "access.filter_invalid");
    for (const std::string kind : {"", "file", "List", "a b"})
        EXPECT_EQ(code_of(list(one_, {.kind = kind})), "access.filter_invalid") << kind;
    EXPECT_EQ(rows().size(), 0U);
}

TEST_P(Openings, AreListedNewestFirstWithTheirAccountAndRole) {
    ASSERT_TRUE(open(one_, 11));
    node_.now += 1s;
    ASSERT_TRUE(open(two_, 12));
    const auto seen = rows();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].account, "registrar.two");
    EXPECT_EQ(seen[0].role, "registrar");
    EXPECT_EQ(seen[0].person, 12);
    EXPECT_EQ(seen[1].at, node_.now - 1s);
}

TEST_P(Openings, AreListedByAccountAndBySite) {
    ASSERT_TRUE(open(one_, 11));
    ASSERT_TRUE(open(two_, 12));
    EXPECT_EQ(rows({.account = "registrar.one"}).size(), 1U);
    EXPECT_EQ(rows({.account = "nobody"}).size(), 0U);
    ASSERT_EQ(rows({.site = 8}).size(), 1U);
    EXPECT_EQ(rows({.site = 8})[0].account, "registrar.two");
}

TEST_P(Openings, APageHoldsFiveHundredAndTellsThatThereAreMore) {
    for (int i = 0; i < 502; ++i) {
        node_.now += 1s;
        ASSERT_TRUE(list(one_, {.kind = "list", .count = i}));
    }
    EXPECT_EQ(rows().size(), 501U);
    EXPECT_EQ(rows().front().count, 501);
    const auto next = rows({.offset = 500});
    ASSERT_EQ(next.size(), 2U);
    EXPECT_EQ(next.back().count, 0);
}

TEST_P(Openings, APeriodIncludesItsFirstMomentAndNotItsLast) {
    ASSERT_TRUE(open(one_, 11));
    const auto between = [&](Instant from, Instant to) {
        return list_openings(node_.db(), node_.node().secrets, {.period = {from, to}}).value().size();
    };
    EXPECT_EQ(between(node_.now, node_.now + 1us), 1U);
    EXPECT_EQ(between(node_.now - 1h, node_.now), 0U);
    EXPECT_EQ(between(node_.now + 1us, node_.now + 1h), 0U);
}

TEST_P(Openings, AreSummedByAccount) {
    open_files(one_, 3);
    node_.now += 2h;
    open_files(one_, 2);
    ASSERT_TRUE(list(one_, {.kind = "list", .count = 9}));
    ASSERT_TRUE(list(two_, {.kind = "search", .count = 1}));
    const auto sums = sum_openings(node_.db(), node_.node().secrets, all(), {}).value();
    ASSERT_EQ(sums.size(), 2U);
    EXPECT_EQ(sums[0].account, "registrar.one");
    EXPECT_EQ(sums[0].files, 5);
    EXPECT_EQ(sums[0].lists, 1);
    EXPECT_EQ(sums[0].most_in_an_hour, 3);
    EXPECT_EQ(sums[1].files, 0);
    EXPECT_EQ(sums[1].most_in_an_hour, 0);
    EXPECT_EQ(sum_openings(node_.db(), node_.node().secrets, all(), 8).value().size(), 1U);
}

TEST_P(Openings, AnAlarmThatNobodyAnsweredForIsNotHiddenByManyThatSomebodyDid) {
    open_files(one_, 1);
    open_files(two_, 1);
    const auto alarm = [&](const Account& account) {
        node_.now += 1us;
        EXPECT_TRUE(node_.db().run("insert into opening_alarm(at, account, files, kind) "
                                   "values (?, ?, 4, 'file')",
                                   node_.now.time_since_epoch().count(), account.id));
    };
    alarm(one_);
    for (std::int64_t i = 0; i <= openings_shown_max; ++i) alarm(two_);
    ASSERT_TRUE(release("registrar.two"));
    const auto sums = sum_openings(node_.db(), node_.node().secrets, all(), {}).value();
    ASSERT_EQ(sums.size(), 2U);
    EXPECT_TRUE(sums[0].alarm);
    EXPECT_FALSE(sums[1].alarm);
    EXPECT_EQ(std::ssize(alarms()), openings_shown_max + 1);
}

// The Opener opens a class exactly when the policy allows it: role × site × subject × action.
TEST_P(Openings, AnOpenerHoldsTheClassesOfThePolicyAndNoOther) {
    const Bytes body{1, 2, 3};
    std::array<vault::PersonKey, fact_class_max + 1> keys;
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        for (std::uint8_t cls = 1; cls <= fact_class_max; ++cls) {
            TRY_ASSIGN(keys[cls], node_.node().keyring.key_for(tx.db(), vault::PersonBytes{9},
                                                               static_cast<FactClass>(cls)));
        }
        return true;
    }));
    const vault::Nonce nonce{};
    std::int64_t cases = 0, opened_cases = 0;
    const auto check = [&](const Account& account, const Action& action, const Subject& subject) {
        const auto made =
            Gatekeeper::opener(node_.node(), account, action, subject, limits);
        for (std::uint8_t number = 1; number <= fact_class_max; ++number) {
            const auto cls = static_cast<FactClass>(number);
            const vault::PersonKey& key = keys[number];
            const bool opened =
                made && made->open(node_.db(), {.person = vault::PersonBytes{9},
                                               .cls = cls,
                                               .key_id = key.id,
                                               .nonce = nonce,
                                               .text = vault::seal(key.key, nonce, {}, body)})
                            .has_value();
            EXPECT_EQ(opened, permits({account.role, account.site, cls, action, subject}));
            ++cases;
            opened_cases += opened ? 1 : 0;
        }
    };
    for (const auto& [role, name] : role_names)
        for (const std::optional<log::LocalId> site : {std::optional<log::LocalId>{}, {7}, {8}})
            for (const std::optional<log::LocalId> at : {std::optional<log::LocalId>{}, {7}, {8}})
                for (const bool restricted : {false, true})
                    for (const Action action :
                         {invented::read_file, invented::change_file, invented::hand_out})
                        check({.role = role, .site = site}, action,
                              {.site = at, .restricted = restricted});
    EXPECT_EQ(cases, 12 * 3 * 3 * 2 * 3 * 4);
    EXPECT_GT(opened_cases, 0);
}

INSTANTIATE_TEST_SUITE_P(Each, Openings, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access
