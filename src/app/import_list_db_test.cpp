#include "app/import_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "app/context.h"
#include "app/embedded.h"
#include "app/views.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "platform/log/verify.h"
#include "testing/databases.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

constexpr Day list_date = 2023y / 1 / 15;
constexpr Instant now = Day{2023y / 1 / 16} + 6h;
constexpr std::array<std::string_view, 9> protection_codes{
    "MENTAL_HEALTH", "VOT_POSSIBLE", "VOT_CONFIRMED", "VOT_NOT",    "SGBV",
    "TORTURE",       "DETENTION",    "DEBT_BONDAGE",  "ASYLUM_NEED"};

bool has_sensitive(const registry::RowReading& row, registry::ListField field) {
    return std::find(row.sensitive_cells.begin(), row.sensitive_cells.end(), field) !=
           row.sensitive_cells.end();
}

bool is_for_protection_staff(const registry::RowReading& row) {
    const auto& codes = row.fields.vulnerabilities.reveal();
    const auto& extras = row.fields.extras;
    return std::any_of(codes.begin(), codes.end(), registry::is_protection_code) ||
           (has_sensitive(row, registry::ListField::observations) &&
            !row.fields.observations.reveal().empty()) ||
           (has_sensitive(row, registry::ListField::unknown) &&
            std::any_of(extras.begin(), extras.end(),
                        [](const auto& extra) { return !extra.text.reveal().empty(); }));
}

// The shipped example list: 622 invented people in 657 rows.
class ImportOf : public ::testing::TestWithParam<store::Dialect> {
protected:
    ImportOf() {
        const auto token = initialise(place_, {"assamaka", false}, [] { return now; });
        EXPECT_TRUE(token) << token.error().code;
        open();
    }
    void open() {
        auto opened = open_node(place_, [] { return now; }, {});
        EXPECT_TRUE(opened) << opened.error().code;
        node_.emplace(std::move(opened).value());
    }
    void close() { node_.reset(); }
    store::Connection& reader() { return database_.reader(); }

    ImportResult preview() {
        auto read = preview_import(reader(), request_, now);
        EXPECT_TRUE(read) << read.error().code;
        return read.value_or(ImportResult{});
    }
    ImportResult commit(ImportResult result) {
        const auto done = commit_import(*node_->writer, request_, result, {});
        EXPECT_TRUE(done) << done.error().code;
        return result;
    }
    std::int64_t count(std::string_view table) {
        return (*reader().first("select count(*) from " + std::string(table)))->integer(0);
    }
    std::int64_t present() {
        const auto site = sites::find_site(reader(), "ASM").value();
        return sites::present_at(reader(), site.site).value().count();
    }
    void expect_verified() {
        ASSERT_TRUE(reader().begin_read());
        const auto report = log::verify(reader(), &node_->node->keyring, all_views(), {});
        reader().rollback();
        ASSERT_TRUE(report);
        EXPECT_EQ(report->problems, std::vector<std::string>{});
        EXPECT_EQ(report->unreadable, 0);
    }

    testing::TestDatabase database_{GetParam()};
    const Place place_{.data = database_.location().text(), .keys = database_.key_path()};
    const ImportRequest request_{.bytes = embedded_text("examples/assamaka-2023-01.csv"),
                                 .site = "Assamaka",
                                 .list_date = list_date};
    std::optional<OpenNode> node_;
};

TEST_P(ImportOf, APreviewCountsAndWritesNothing) {
    const std::int64_t facts = count("fact");
    const ImportResult read = preview();
    EXPECT_EQ(read.site, "ASM");
    EXPECT_EQ(read.counts.rows, 657);
    EXPECT_EQ(read.counts.rejected, 10);
    EXPECT_EQ(read.counts.accepted + read.counts.warned, 647);
    EXPECT_EQ(read.counts.duplicates, 25);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("receipt"), 0);
}

TEST_P(ImportOf, TheListRegistersEachOfItsPeopleOnce) {
    const ImportResult first = commit(preview());
    EXPECT_EQ(first.counts.registered, 622);
    EXPECT_EQ(first.counts.already_known, 0);
    EXPECT_EQ(count("person"), 622);
    EXPECT_EQ(count("card"), 622);
    EXPECT_EQ(present(), 622);
    expect_verified();

    const std::int64_t facts = count("fact");
    const ImportResult second = commit(preview());
    EXPECT_EQ(second.counts.registered, 0);
    EXPECT_EQ(second.counts.already_known, 622);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("person"), 622);
    for (std::size_t i = 0; i < first.rows.size(); ++i) {
        EXPECT_EQ(first.rows[i].case_number, second.rows[i].case_number) << i;
        EXPECT_EQ(first.rows[i].card, second.rows[i].card) << i;
    }
}

TEST_P(ImportOf, AnotherAccountWithTheSameFileAddsNobody) {
    ImportRequest other = request_;
    other.account = 1;
    ImportResult first = preview(), second = first;
    first.rows.resize(40);
    second.rows.resize(40);
    ASSERT_TRUE(commit_import(*node_->writer, request_, first, {}));
    ASSERT_TRUE(commit_import(*node_->writer, other, second, {}));
    EXPECT_EQ(second.counts.registered, 0);
    EXPECT_EQ(second.counts.already_known, first.counts.registered);
    EXPECT_EQ(count("person"), first.counts.registered);
}

TEST_P(ImportOf, AnImportThatWasCutShortIsSimplyRunAgain) {
    // The power goes after 300 rows: what was committed stays, the program starts anew.
    ImportResult half = preview();
    half.rows.resize(300);
    half = commit(std::move(half));
    EXPECT_GT(half.counts.registered, 200);
    EXPECT_LT(half.counts.registered, 300);
    close();
    open();
    const ImportResult whole = commit(preview());
    EXPECT_EQ(whole.counts.already_known, half.counts.registered);
    EXPECT_EQ(whole.counts.already_known + whole.counts.registered, 622);
    EXPECT_EQ(count("person"), 622);
    EXPECT_EQ(present(), 622);
    expect_verified();
}

TEST_P(ImportOf, AStoreThatFailsEndsTheImportAndRunningItAgainGoesOn) {
    // A table is away from the 101st row on, then it is back.
    ImportResult cut = preview();
    std::int64_t seen = 0;
    const auto renames = [&](std::int64_t done, std::int64_t) {
        seen = done;
        if (done != 100) return;
        EXPECT_TRUE(node_->writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().script("ALTER TABLE stay RENAME TO stay_away"));
            return true;
        }));
    };
    const auto failed = commit_import(*node_->writer, request_, cut, renames);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(seen, 100);
    ASSERT_TRUE(node_->writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().script("ALTER TABLE stay_away RENAME TO stay"));
        return true;
    }));
    const ImportResult whole = commit(preview());
    EXPECT_EQ(whole.counts.already_known + whole.counts.registered, 622);
    EXPECT_EQ(count("person"), 622);
    expect_verified();
}

TEST_P(ImportOf, WhatIsForProtectionStaffNeverLeavesInTheDecisions) {
    const ImportResult result = preview();
    const std::string csv = decisions_csv(result);
    int sensitive_rows = 0;
    for (const ImportedRow& row : result.rows) {
        if (!is_for_protection_staff(row.reading)) continue;
        ++sensitive_rows;
        const std::string& text = row.reading.fields.observations.reveal();
        if (has_sensitive(row.reading, registry::ListField::observations) && !text.empty()) {
            EXPECT_EQ(csv.find(text), std::string::npos) << row.reading.number;
        }
    }
    EXPECT_GT(sensitive_rows, 0);  // There is something to leak.
    EXPECT_NE(csv.find("ELDERLY"), std::string::npos);
    EXPECT_EQ(csv.find("SENSITIVE"), std::string::npos);
    for (const std::string_view code : protection_codes) {
        EXPECT_TRUE(registry::is_protection_code(code));
        EXPECT_EQ(csv.find(code), std::string::npos) << code;
    }
}

TEST_P(ImportOf, DecisionsHoldOneLineForEachRowOfTheFile) {
    const ImportResult result = preview();
    const std::string csv = decisions_csv(result);
    EXPECT_TRUE(csv.starts_with("row,decision,reasons,case_number,card,"));
    std::size_t lines = 0;
    for (std::size_t at = csv.find("\r\n"); at != std::string::npos; at = csv.find("\r\n", at + 2))
        ++lines;
    EXPECT_EQ(lines, result.rows.size() + 1);
}

TEST_P(ImportOf, WhatIsForProtectionStaffIsSealedInItsOwnClass) {
    const ImportResult result = commit(preview());
    std::int64_t taken = 0;
    for (const ImportedRow& row : result.rows) {
        const bool comes_in = row.reading.decision == registry::RowDecision::accepted ||
                              row.reading.decision == registry::RowDecision::warned;
        taken += comes_in && is_for_protection_staff(row.reading) ? 1 : 0;
    }
    ASSERT_GT(taken, 0);
    std::int64_t sealed = 0;
    const auto rows = reader().rows("select header from fact");
    ASSERT_TRUE(rows);
    for (const store::Row& row : *rows)
        sealed += log::decode_header(row.bytes(0))->cls == FactClass::protection ? 1 : 0;
    EXPECT_EQ(sealed, taken);
}

TEST_P(ImportOf, AnUnknownSiteIsRefused) {
    ImportRequest elsewhere = request_;
    elsewhere.site = "Nowhereville";
    const auto refused = preview_import(reader(), elsewhere, now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "site.unknown");
}

INSTANTIATE_TEST_SUITE_P(Each, ImportOf, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
