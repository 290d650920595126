#include <gtest/gtest.h>

#include "jobs/import_for_tests.h"
#include "jobs/import_list.h"
#include "node/embedded.h"

namespace jatigi::jobs {

std::int64_t ImportForTests::count(std::string_view table) {
    return reader().first("select count(*) from " + std::string(table)).value()->integer(0);
}

namespace {

using namespace std::chrono_literals;

constexpr Day list_date = 2023y / 1 / 15;
constexpr std::array<std::string_view, 9> protection_codes{
    "MENTAL_HEALTH", "VOT_POSSIBLE", "VOT_CONFIRMED", "VOT_NOT",    "SGBV",
    "TORTURE",       "DETENTION",    "DEBT_BONDAGE",  "ASYLUM_NEED"};

bool has_sensitive(const lists::RowReading& row, lists::ListField field) {
    return std::find(row.sensitive_cells.begin(), row.sensitive_cells.end(), field) !=
           row.sensitive_cells.end();
}

bool is_for_protection_staff(const lists::RowReading& row) {
    const auto& codes = row.fields.vulnerabilities.reveal();
    const auto& extras = row.fields.extras;
    return !std::all_of(codes.begin(), codes.end(), registry::is_service_flag) ||
           (has_sensitive(row, lists::ListField::observations) &&
            !row.fields.observations.reveal().empty()) ||
           (has_sensitive(row, lists::ListField::unknown) &&
            std::any_of(extras.begin(), extras.end(),
                        [](const auto& extra) { return !extra.text.reveal().empty(); }));
}

// The shipped example list: 622 invented people in 657 rows, 10 of them rejected; 25 are probably
// somebody of an earlier row, and that is for people to decide.
constexpr std::int64_t rows_taken = 647;

class ImportOf : public ImportForTests {
protected:
    ImportResult preview() {
        return ImportForTests::preview(node::embedded_text("examples/assamaka-2023-01.csv"),
                                       list_date);
    }
};

TEST_P(ImportOf, APreviewCountsAndWritesNothing) {
    const std::int64_t facts = count("fact");
    const ImportResult read = preview();
    EXPECT_EQ(read.site, "ASM");
    EXPECT_EQ(read.counts.rows, 657);
    EXPECT_EQ(read.counts.rejected, 10);
    EXPECT_EQ(read.counts.accepted + read.counts.warned, rows_taken);
    EXPECT_EQ(read.counts.duplicates, 25);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("receipt"), 0);
}

TEST_P(ImportOf, EveryRowThatIsTakenIsAPersonWithACardAndABed) {
    const ImportResult first = commit(preview());
    EXPECT_EQ(first.counts.registered, rows_taken);
    EXPECT_EQ(first.counts.already_known, 0);
    EXPECT_EQ(count("person"), rows_taken);
    EXPECT_EQ(count("card"), rows_taken);
    EXPECT_EQ(present(), rows_taken);
    expect_verified();

    const std::int64_t facts = count("fact");
    const ImportResult second = commit(preview());
    EXPECT_EQ(second.counts.registered, 0);
    EXPECT_EQ(second.counts.already_known, rows_taken);
    EXPECT_EQ(count("fact"), facts);
    EXPECT_EQ(count("person"), rows_taken);
    for (std::size_t i = 0; i < first.rows.size(); ++i) {
        EXPECT_EQ(first.rows[i].case_number, second.rows[i].case_number) << i;
        EXPECT_EQ(second.rows[i].card, "") << i;  // Told once, when it was made.
    }
}

TEST_P(ImportOf, AnotherAccountWithTheSameFileAddsNobody) {
    // Both looked at the list before either of them wrote it.
    ImportResult first = preview(), second = first;
    first.rows.resize(40);
    second.rows.resize(40);
    ASSERT_TRUE(commit_import(*node_->writer, index_, {.site = "ASM"}, first, {}));
    ASSERT_TRUE(commit_import(*node_->writer, index_, {.site = "ASM", .account = 1}, second, {}));
    EXPECT_EQ(second.counts.registered, 0);
    for (std::size_t i = 0; i < first.rows.size(); ++i)
        EXPECT_EQ(first.rows[i].case_number, second.rows[i].case_number) << i;
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
    EXPECT_EQ(whole.counts.already_known + whole.counts.registered, rows_taken);
    EXPECT_EQ(count("person"), rows_taken);
    EXPECT_EQ(present(), rows_taken);
    expect_verified();
}

TEST_P(ImportOf, AStoreThatFailsEndsTheImportAndRunningItAgainGoesOn) {
    // A table is away once a hundred rows are written, then it is back.
    ImportResult cut = preview();
    std::vector<std::int64_t> seen;
    bool away = false;
    const auto renames = [&](std::int64_t done, std::int64_t) {
        seen.push_back(done);
        if (done < 100 || away) return;
        away = true;
        take_stays_away();
    };
    const auto failed = commit_import(*node_->writer, index_, {.site = "ASM"}, cut, renames);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
    EXPECT_GE(seen.back(), 100);
    EXPECT_TRUE(seen.size() == 1 || seen[seen.size() - 2] < 100);
    give_stays_back();
    const ImportResult whole = commit(preview());
    EXPECT_EQ(whole.counts.already_known + whole.counts.registered, rows_taken);
    EXPECT_EQ(count("person"), rows_taken);
    expect_verified();
}

TEST_P(ImportOf, OneThatIsToStopEndsBetweenTwoBatchesAndRunningItAgainGoesOn) {
    ImportResult cut = preview();
    std::int64_t written = 0;
    const auto stopped = commit_import(
        *node_->writer, index_, {.site = "ASM", .is_stopping = [&] { return written >= 100; }}, cut,
        [&](std::int64_t done, std::int64_t) { written = done; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, "server.stopping");
    EXPECT_GE(written, 100);
    EXPECT_LT(count("person"), rows_taken);
    const ImportResult whole = commit(preview());
    EXPECT_EQ(whole.counts.already_known + whole.counts.registered, rows_taken);
    EXPECT_EQ(count("person"), rows_taken);
    expect_verified();
}

TEST_P(ImportOf, WhatIsForProtectionStaffNeverLeavesInTheDecisions) {
    const ImportResult result = preview();
    const std::string csv = decisions_csv(result, Protection::left_out);
    int sensitive_rows = 0;
    for (const ImportedRow& row : result.rows) {
        if (!is_for_protection_staff(row.reading)) continue;
        ++sensitive_rows;
        const std::string& text = row.reading.fields.observations.reveal();
        if (has_sensitive(row.reading, lists::ListField::observations) && !text.empty()) {
            EXPECT_EQ(csv.find(text), std::string::npos) << row.reading.number;
        }
    }
    EXPECT_GT(sensitive_rows, 0);  // There is something to leak.
    EXPECT_NE(csv.find("ELDERLY"), std::string::npos);
    EXPECT_EQ(csv.find("SENSITIVE"), std::string::npos);
    for (const std::string_view code : protection_codes) {
        EXPECT_FALSE(registry::is_service_flag(code));
        EXPECT_EQ(csv.find(code), std::string::npos) << code;
    }
}

TEST_P(ImportOf, WhoMayReadItGetsWhatIsForProtectionStaff) {
    const std::string csv = decisions_csv(preview(), Protection::included);
    EXPECT_TRUE(std::ranges::any_of(protection_codes, [&](std::string_view code) {
        return csv.find(code) != std::string::npos;
    }));
}

TEST_P(ImportOf, NoReasonBesideARowTellsOfProtection) {
    for (const ImportedRow& row : preview().rows)
        for (const std::string& reason : shown_reasons(row))
            EXPECT_EQ(reason.find("SENSITIVE"), std::string::npos);
}

TEST_P(ImportOf, TheSamePeopleAsAWorkbookAddNobody) {
    commit(preview());
    const ImportResult again = import(file_text("examples/assamaka-2023-01.xlsx"), list_date);
    EXPECT_GT(again.counts.rows, 600);
    EXPECT_EQ(again.counts.registered, 0);
    EXPECT_EQ(count("person"), rows_taken);
    EXPECT_EQ(present(), rows_taken);
    expect_verified();
}

TEST_P(ImportOf, PeopleOfAListAreFoundAsIfTheyWereRegisteredAtTheDesk) {
    commit(preview());
    registry::RegisterIndex loaded;
    ASSERT_TRUE(registry::load_index(reader(), node_->node->keyring, loaded));
    ASSERT_EQ(loaded.size(), static_cast<std::size_t>(rows_taken));
    const auto one = index_.all(), other = loaded.all();
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].case_number, other[i].case_number);
        EXPECT_TRUE(one[i].family_name == other[i].family_name) << i;
        EXPECT_TRUE(one[i].given_names == other[i].given_names) << i;
        EXPECT_TRUE(one[i].birth == other[i].birth) << i;
        EXPECT_TRUE(one[i].flags == other[i].flags) << i;
        EXPECT_TRUE(one[i].household == other[i].household) << i;
        EXPECT_EQ(one[i].relation, other[i].relation) << i;
    }
}

TEST_P(ImportOf, DecisionsHoldOneLineForEachRowOfTheFile) {
    const ImportResult result = preview();
    const std::string csv = decisions_csv(result, Protection::left_out);
    EXPECT_TRUE(csv.starts_with("row,decision,reasons,case_number,card,"));
    std::size_t lines = 0;
    for (std::size_t at = csv.find("\r\n"); at != std::string::npos; at = csv.find("\r\n", at + 2))
        ++lines;
    EXPECT_EQ(lines, result.rows.size() + 1);
}

// Of every row, in facts of one length: of whom a list said something for protection staff must not
// be seen.
TEST_P(ImportOf, WhatIsForProtectionStaffIsSealedInItsOwnClassWithTheNothingOfAllOthers) {
    const ImportResult result = commit(preview());
    std::int64_t taken = 0, for_protection = 0;
    for (const ImportedRow& row : result.rows) {
        const bool comes_in = row.reading.decision == lists::RowDecision::accepted ||
                              row.reading.decision == lists::RowDecision::warned;
        taken += comes_in ? 1 : 0;
        for_protection += comes_in && is_for_protection_staff(row.reading) ? 1 : 0;
    }
    ASSERT_GT(for_protection, 0);
    std::map<std::uint32_t, std::int64_t> sealed;
    const auto rows = reader().rows("select header from fact");
    ASSERT_TRUE(rows);
    for (const store::Row& row : *rows)
        if (const auto header = log::decode_header(row.bytes(0));
            header->cls == FactClass::protection)
            ++sealed[header->ct_length];
    ASSERT_EQ(sealed.size(), 1U);
    EXPECT_EQ(sealed.begin()->second, taken);
}

TEST_P(ImportOf, AnUnknownSiteIsRefused) {
    const auto refused = preview_import({reader(), *node_->node, index_},
                                        {.bytes = "Nom;Sexe", .site = "Nowhereville"}, now_, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "site.unknown");
}

INSTANTIATE_TEST_SUITE_P(Each, ImportOf, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs
