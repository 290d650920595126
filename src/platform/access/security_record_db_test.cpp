#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include "platform/access/accounts_for_tests.h"
#include "platform/access/security_record.h"
#include "platform/vault/watch.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

const Instant start = Day{2023y / 1 / 16} + 3h;
const SecurityEvent failed{SecurityKind::sign_in_failed, 7, "password"};

std::vector<std::int64_t> counts_of(const std::vector<SecurityRecord::Row>& rows) {
    std::vector<std::int64_t> counts;
    for (const auto& row : rows) counts.push_back(row.count);
    return counts;
}

TEST(SecurityCounts, TheFirstIsWrittenAtOnceAndTheOthersOfAMinuteAsANumber) {
    SecurityRecord record;
    EXPECT_TRUE(record.note(failed, start));
    EXPECT_EQ(counts_of(record.take(start)), std::vector<std::int64_t>{1});
    for (int i = 1; i <= 40; ++i) EXPECT_FALSE(record.note(failed, start + i * 1s));
    EXPECT_TRUE(record.take(start + 59s).empty());
    const auto later = record.take(start + security_counted);
    ASSERT_EQ(counts_of(later), std::vector<std::int64_t>{40});
    EXPECT_EQ(later[0].at, start);
}

TEST(SecurityCounts, AMinuteLaterItBeginsAgainAndTellsOfTheOneBefore) {
    SecurityRecord record;
    record.note(failed, start);
    record.note(failed, start + 1s);
    EXPECT_TRUE(record.note(failed, start + security_counted));
    EXPECT_EQ(counts_of(record.take(start + security_counted)),
              (std::vector<std::int64_t>{1, 1, 1}));
}

TEST(SecurityCounts, AtAStopNothingIsKeptBack) {
    SecurityRecord record;
    record.note(failed, start);
    record.note(failed, start + 1s);
    EXPECT_EQ(counts_of(record.take(start + 2s, true)), (std::vector<std::int64_t>{1, 1}));
    EXPECT_TRUE(record.take(start + 1h, true).empty());
}

TEST(SecurityCounts, ACrowdOfDifferentEventsIsCountedTogether) {
    SecurityRecord record;
    for (std::size_t i = 0; i < security_events_max + 500; ++i)
        record.note({SecurityKind::refused, static_cast<std::int64_t>(i + 1), "x"}, start);
    const auto rows = record.take(start, true);
    EXPECT_EQ(rows.size(), security_events_max + 2);
    EXPECT_EQ(rows.back().event, (SecurityEvent{SecurityKind::refused}));
    EXPECT_EQ(rows.back().count, 499);
}

class SecurityRows : public AccountsOfANode {};

TEST_P(SecurityRows, TheyAreReadNewestFirstAndAreLinksOfTheChain) {
    const Account here = make("nurse.7", Role::nurse, {}, 7);
    const Account there = make("nurse.8", Role::nurse, {}, 8);
    ASSERT_TRUE(in_writer([&](log::WriteTx& tx) {
        return SecurityRecord::write(
            tx, {{start, {SecurityKind::signed_in, here.id, "link"}},
                 {start + 1s, {SecurityKind::refused, there.id, "GET /x access.denied"}, 3},
                 {start + 2s, {SecurityKind::sign_in_failed, 0, "password"}}});
    }));
    const auto all = list_security(db(), {start, start + 1h}, {}, 0).value();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].kind, "sign_in_failed");
    EXPECT_EQ(all[0].account, "");
    EXPECT_EQ(all[1].account, "nurse.8");
    EXPECT_EQ(all[1].count, 3);
    EXPECT_EQ(list_security(db(), {start, start + 1h}, 7, 0)->size(), 2U);
    EXPECT_EQ(list_security(db(), {start, start + 1h}, {}, 2)->size(), 1U);
    EXPECT_EQ(list_security(db(), {start, start + 1s}, {}, 0)->size(), 1U);
    EXPECT_TRUE(vault::verify_watch(db(), {})->empty());
    by_hand("delete from security_event where count = 3");
    EXPECT_EQ(vault::verify_watch(db(), {})->front(),
              "watch: the row of link 2 (security_event) is gone or was changed");
}

TEST_P(SecurityRows, EachIsALineOfTheJournalWithoutAName) {
    const Account nurse = make("nurse.7", Role::nurse);
    std::ostringstream said;
    const auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(said, true);
    auto& sinks = spdlog::default_logger()->sinks();
    sinks.push_back(sink);
    EXPECT_TRUE(in_writer([&](log::WriteTx& tx) {
        return SecurityRecord::write(tx, {{start, {SecurityKind::refused, nurse.id, "GET /x"}, 3}});
    }));
    sinks.pop_back();
    EXPECT_NE(
        said.str().find(fmt::format("security.refused: account {}, 3 times, GET /x", nurse.id)),
        std::string::npos)
        << said.str();
    EXPECT_EQ(said.str().find("nurse"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Each, SecurityRows, testing::both_stores(), testing::store_name);

class AlikeNames : public AccountsOfANode {};

TEST_P(AlikeNames, ANameThatReadsLikeAnotherIsRefused) {
    make("modibo.Kone1", Role::nurse);
    for (const std::string name : {"modibo.konel", "MODIBO.KONE1", "modibo-koneI", "modibokone1",
                                   "modib0.kone1", "m0dib0_K0NEl"}) {
        const auto refused = in_writer([&](log::WriteTx& tx) {
            return create_account(tx, {name, Role::nurse}, node_.cause());
        });
        EXPECT_EQ(code_of(refused), "account.name_alike") << name;
        if (!refused) {
            EXPECT_EQ(refused.error().params, R"({"name":"modibo.Kone1"})");
        }
    }
    make("marne", Role::nurse);
    EXPECT_EQ(code_of(in_writer([&](log::WriteTx& tx) {
                  return create_account(tx, {"mame", Role::nurse}, node_.cause());
              })),
              "account.name_alike");
    EXPECT_EQ(code_of(in_writer([&](log::WriteTx& tx) {
                  return create_account(tx, {"modibo.kone2", Role::nurse}, node_.cause());
              })),
              "");
}

INSTANTIATE_TEST_SUITE_P(Each, AlikeNames, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::access
