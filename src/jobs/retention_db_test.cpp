#include "jobs/erase_for_tests.h"
#include "jobs/retention.h"

namespace jatigi::jobs {
namespace {

using namespace std::chrono_literals;

RetentionRules rules() {
    return read_retention(file_content(JATIGI_SOURCE_DIR "/reference/retention.csv")).value();
}

TEST(RetentionTable, HoldsWhatTheProgramDeletes) {
    EXPECT_EQ(rules().session_row, Days{365});
    EXPECT_EQ(rules().sign_in_link_row, Days{1});
    EXPECT_EQ(rules().receipt_refused, Days{400});
    EXPECT_EQ(rules().watched.at(vault::Watched::opening), Days{1'095});
    EXPECT_EQ(rules().watched.at(vault::Watched::security_event), Days{365});
    EXPECT_FALSE(read_retention("name,days\nsession_row,365\nsign_in_link_row,1\n"));
    EXPECT_FALSE(read_retention("session_row,0\nsign_in_link_row,1\nreceipt_refused,400\n"));
}

class Retention : public ::testing::TestWithParam<store::Dialect> {
protected:
    Swept swept_after(std::chrono::seconds later) {
        auto node = centre_.open();
        const auto swept = node.writer->run<Swept>([&](log::WriteTx& tx) -> Result<Swept> {
            const Instant now = tx.now() - later;
            TRY(tx.db().run("delete from session"));
            TRY(tx.db().run("delete from sign_in_link"));
            TRY(tx.db().run("delete from receipt"));
            TRY(tx.db().run("insert into session(token, account, began_at) values (?, 1, ?)",
                            Bytes(32, 1), now));
            TRY(tx.db().run("insert into sign_in_link(token, account, expires_at) values (?, 1, ?)",
                            Bytes(32, 1), now));
            for (const std::string_view code : {"", "serving.already_served"})
                TRY(
                    tx.db().run("insert into receipt(command, account, digest, kind, code, params, "
                                "at) values (?, ?, ?, 0, ?, '{}', ?)",
                                Bytes(16, 1), code.empty() ? 1 : 2, Bytes(16, 1), code, now));
            return sweep(tx, rules());
        });
        EXPECT_TRUE(swept) << swept.error().code;
        return swept.value();
    }
    Centre centre_{GetParam()};
};

TEST_P(Retention, EachRowGoesWhenItsTimeIsOverAndNotBefore) {
    EXPECT_EQ(swept_after(24h), (Swept{0, 0, 0}));
    EXPECT_EQ(swept_after(24h + 1s), (Swept{0, 1, 0}));
    EXPECT_EQ(swept_after(Days{365}), (Swept{0, 1, 0}));
    EXPECT_EQ(swept_after(Days{365} + 1s), (Swept{1, 1, 0}));
    EXPECT_EQ(swept_after(Days{400}), (Swept{1, 1, 0}));
    // Of the accepted one and the refused one, one.
    EXPECT_EQ(swept_after(Days{400} + 1s), (Swept{1, 1, 1}));
}

// What watches over those who read stays when somebody sets the clock ahead.
TEST_P(Retention, NoTraceIsDeletedBeforeTheLogHasFactsOfMostMonths) {
    auto node = centre_.open();
    const auto swept_with_facts_of = [&](std::int64_t months) {
        return node.writer
            ->run<std::int64_t>([&](log::WriteTx& tx) -> Result<std::int64_t> {
                TRY(tx.db().run("update fact set received_at = ?", tx.now() - 1s));
                // The oldest first, as they stand in a log.
                for (std::int64_t pos = 1; pos < months; ++pos)
                    TRY(tx.db().run("update fact set received_at = ? where pos = ?",
                                    tx.now() - (months - pos) * worked_month - Days{1}, pos));
                TRY(vault::put_watched(tx.db(), vault::Watched::security_event,
                                       tx.now() - Days{366}, "signed_in", std::int64_t{1},
                                       "password", std::int64_t{1}));
                return sweep_watched(tx, vault::Watched::security_event, Days{365});
            })
            .value();
    };
    const auto facts = node.writer->run<std::int64_t>([](log::WriteTx& tx) -> Result<std::int64_t> {
        TRY_ASSIGN(const auto row, tx.db().first("select max(pos) from fact"));
        return row->integer(0);
    });
    ASSERT_GT(facts.value(), 10);
    EXPECT_EQ(swept_with_facts_of(1), 0);
    EXPECT_EQ(swept_with_facts_of(2), 0);
    EXPECT_EQ(swept_with_facts_of(8), 0);
    EXPECT_EQ(swept_with_facts_of(9), 4);
}

INSTANTIATE_TEST_SUITE_P(Each, Retention, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs
