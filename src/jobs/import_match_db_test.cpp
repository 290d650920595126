#include <gtest/gtest.h>

#include "jobs/import_for_tests.h"
#include "jobs/import_match.h"
#include "platform/base/text.h"

namespace jatigi::jobs {
namespace {

using namespace std::chrono_literals;

constexpr Day closed = 2023y / 1 / 15;

class ImportAgain : public ImportForTests {
protected:
    // Twenty people came on a list.
    ImportAgain() {
        const ImportResult first = import(list_of(people_), closed);
        EXPECT_EQ(first.counts.registered, 20);
        for (const ImportedRow& row : first.rows)
            if (row.reading.kind == lists::RowKind::data) numbers_.push_back(row.case_number);
    }
    void expect_nobody_new(std::string_view bytes) {
        const std::int64_t facts = count("fact");
        const ImportResult again = import(bytes, closed);
        EXPECT_EQ(again.counts.rows, 20);
        EXPECT_EQ(again.counts.registered, 0);
        EXPECT_EQ(again.counts.already_known, 20);
        EXPECT_EQ(count("person"), 20);
        EXPECT_EQ(count("fact"), facts);
    }
    // Brings the list with this cell changed, and gives what the register did with that row.
    ImportedRow corrected(std::size_t person, Column column, const std::string& text) {
        std::vector<Line> lines = people_;
        lines[person][column] = text;
        const ImportResult again = import(list_of(lines), closed);
        EXPECT_EQ(again.counts.already_known, 19);
        return again.rows.at(person + 1);
    }
    // Somebody else, whose row has the same number.
    static Line newcomer_like(Line row) {
        const std::string mark = row[given].substr(0, 3);
        row[family] = "Xanadu" + mark;
        row[given] = "Quirine" + mark;
        row[birth] = "01/02/2001";
        row[birth_place] = "Elsewhere" + mark;
        row[origin] = "Elsewhere" + mark;
        row[father] = "Paul" + mark + " Xanadu";
        row[mother] = "Marthe" + mark + " Yolande";
        row[phone].clear();
        return row;
    }
    void expect_kept_elsewhere(std::size_t person, Column column, const std::string& text) {
        const ImportedRow row = corrected(person, column, text);
        EXPECT_EQ(row.known, Known::probably) << text;
        EXPECT_EQ(row.case_number, numbers_[person]) << text;
        EXPECT_EQ(count("person"), 20) << text;
        EXPECT_EQ(file_of(numbers_[person]).elsewhere.size(), 1U) << text;
    }

    std::vector<Line> people_ = twenty_people();
    std::vector<std::string> numbers_;
};

// --- The same list ---

TEST_P(ImportAgain, TheSameListAddsNobody) {
    expect_nobody_new(list_of(people_));
}

TEST_P(ImportAgain, TheRowsInAnotherOrderAddNobody) {
    std::ranges::reverse(people_);
    std::swap(people_[3], people_[11]);
    expect_nobody_new(list_of(people_));
}

TEST_P(ImportAgain, RowsNumberedAnewAddNobody) {
    for (std::size_t i = 0; i < people_.size(); ++i) people_[i][list_no] = std::to_string(100 + i);
    expect_nobody_new(list_of(people_));
}

TEST_P(ImportAgain, BlankRowsAddNobody) {
    std::string text = list_of(people_);
    for (std::size_t at = text.find("\r\n"); at != std::string::npos;
         at = text.find("\r\n", at + 4))
        text.insert(at, "\r\n");
    expect_nobody_new(text);
}

TEST_P(ImportAgain, AColumnInAnotherPlaceAddsNobody) {
    Line turned = headings;
    std::swap(turned[birth], turned[phone]);
    std::string text;
    const auto add = [&](const Line& line) {
        for (const std::string& cell : line) text += cell + ";";
        text += "\r\n";
    };
    add(turned);
    for (Line line : people_) {
        std::swap(line[birth], line[phone]);
        add(line);
    }
    expect_nobody_new(text);
}

TEST_P(ImportAgain, WithCommasAddsNobody) {
    expect_nobody_new(list_of(people_, ','));
}

TEST_P(ImportAgain, WithTabsAndAMarkAddsNobody) {
    expect_nobody_new("\xEF\xBB\xBF" + list_of(people_, '\t'));
}

TEST_P(ImportAgain, InWindows1252AddsNobody) {
    std::string text;
    const std::string utf8 = list_of(people_);
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x80) {
            text += utf8[i];
        } else {  // Of two bytes, all of them: é, °.
            text += static_cast<char>((c & 0x03U) << 6U | (utf8[++i] & 0x3F));
        }
    }
    expect_nobody_new(text);
}

TEST_P(ImportAgain, AfterARestartAddsNobody) {
    close();
    open();
    expect_nobody_new(list_of(people_));
}

TEST_P(ImportAgain, WrittenInCapitalsAddsNobody) {
    for (Line& line : people_) {
        line[family] = upper(line[family]);
        line[nationality] = "ML";
    }
    const ImportResult again = import(list_of(people_), closed);
    EXPECT_EQ(again.counts.registered, 0);
    EXPECT_EQ(count("person"), 20);
}

// --- One cell is another ---

TEST_P(ImportAgain, ANameInAnotherSpellingAddsNobodyAndIsKept) {
    expect_kept_elsewhere(4, family, "Guimallo");
    EXPECT_EQ(file_of(numbers_[4]).elsewhere[0].family_name.reveal(), "Guimallo");
    EXPECT_EQ(file_of(numbers_[4]).identity->family_name.reveal(), "Gimalo");
}

TEST_P(ImportAgain, AnotherFatherAddsNobodyAndIsKept) {
    expect_kept_elsewhere(5, father, "Unheard Of");
    EXPECT_EQ(file_of(numbers_[5]).elsewhere[0].father_name.reveal(), "Unheard Of");
}

TEST_P(ImportAgain, AnotherTelephoneAddsNobodyAndIsKept) {
    expect_kept_elsewhere(6, phone, "90000099");
    EXPECT_EQ(file_of(numbers_[6]).elsewhere[0].phone.reveal(), "+22390000099");
}

TEST_P(ImportAgain, AnotherYearOfBirthAddsNobodyAndIsKept) {
    expect_kept_elsewhere(7, birth, "10/08/1979");
    EXPECT_EQ(file_of(numbers_[7]).elsewhere[0].birth->reveal().min, Day{1979y / 8 / 10});
}

// Twenty of another site, each as like the row as the person whom whoever brings the list may find.
TEST_P(ImportAgain, NamesakesWhoMayNotBeFoundDoNotHideWhoMay) {
    const ImportResult same = preview(list_of(people_), closed);
    const auto own = index_.find(numbers_[5]);
    ASSERT_TRUE(own);
    for (std::int64_t far = 1; far <= 20; ++far) {
        registry::IndexedPerson namesake{.entry = *own,
                                         .traits = traits_of(same.rows.at(6).reading.fields)};
        namesake.entry.person = 100'000 + far;
        namesake.entry.case_number = "AGZ" + std::to_string(far);
        namesake.entry.listed.reset();
        index_.put(std::move(namesake));
    }
    people_[5][father] = "Unheard Of";
    const auto again = preview_import(
        {reader(), *node_->node, index_,
         [](store::Connection&, const registry::IndexEntry& entry) {
             return entry.case_number.starts_with("ASM") ? registry::Sight::shown
                                                         : registry::Sight::absent;
         }},
        {.bytes = list_of(people_), .site = "Assamaka", .list_date = closed}, now_, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->rows.at(6).known, Known::probably);
    EXPECT_EQ(again->rows.at(6).known_as, numbers_[5]);
}

TEST_P(ImportAgain, ACorrectionThatIsBroughtTwiceIsKeptOnce) {
    expect_kept_elsewhere(4, family, "Guimallo");
    const std::int64_t facts = count("fact");
    people_[4][family] = "Guimallo";
    EXPECT_EQ(import(list_of(people_), closed).counts.already_known, 20);
    EXPECT_EQ(file_of(numbers_[4]).elsewhere.size(), 1U);
    EXPECT_EQ(count("fact"), facts);
}

TEST_P(ImportAgain, AListThatIsCorrectedInEveryRowAddsNobody) {
    for (Line& line : people_) line[phone] = "7" + line[phone].substr(1);
    const ImportResult again = import(list_of(people_), closed);
    EXPECT_EQ(again.counts.registered, 0);
    EXPECT_EQ(again.counts.probably_known, 20);
    EXPECT_EQ(count("person"), 20);
}

TEST_P(ImportAgain, ACorrectedRowOfAListWithoutNumbersIsKnownByItsPlace) {
    // The list before has numbers; the later one has none, and somebody new near its top.
    std::vector<Line> lines = people_;
    for (Line& line : lines) line[list_no].clear();
    lines[9][family] = "Muffari";
    lines[9][phone].clear();
    Line newcomer = newcomer_like(people_[2]);
    newcomer[list_no].clear();
    lines.insert(lines.begin() + 2, newcomer);
    const ImportResult again = import(list_of(lines), closed);
    EXPECT_EQ(again.counts.registered, 1);
    EXPECT_EQ(again.rows.at(11).known, Known::probably);
}

TEST_P(ImportAgain, SomebodyElseWithANumberOfTheListBeforeIsAdded) {
    people_[4] = newcomer_like(people_[4]);
    const ImportResult again = import(list_of(people_), closed);
    EXPECT_EQ(again.counts.already_known, 19);
    EXPECT_EQ(again.counts.registered, 1);
}

TEST_P(ImportAgain, ATwinIsNotTakenForTheTwinWhoseNumberTheyHaveNow) {
    // The first twin left the list, and the second has moved up and is spelled better.
    std::vector<Line> lines = people_;
    lines[18] = lines[17];
    lines[18][list_no] = "19";
    lines[18][given] = "Silema";
    import(list_of(lines), closed);
    const std::int64_t people = count("person");
    lines.erase(lines.begin() + 17);
    lines[17][list_no] = "18";
    lines[17][mother] = "Tabora Cerudi";
    const ImportResult again = import(list_of(lines), closed);
    EXPECT_EQ(again.counts.registered, 0);
    EXPECT_EQ(count("person"), people);
    const auto file = file_of(again.rows.at(18).case_number);
    EXPECT_EQ(file.identity->given_names.reveal(), "Silema");
}

TEST_P(ImportAgain, AShortListWithTheNumbersOfOthersAddsItsPeople) {
    // Another convoy: its number 5 has the name of our number 5, as many have.
    std::vector<Line> convoy;
    for (std::size_t i = 0; i < 12; ++i) convoy.push_back(newcomer_like(people_[i]));
    convoy[4][family] = people_[4][family];
    convoy[4][given] = people_[4][given];
    const ImportResult done = import(list_of(convoy), closed);
    EXPECT_EQ(done.counts.registered, 12);
}

TEST_P(ImportAgain, SomebodyNewOnTheSameListIsAdded) {
    people_.insert(people_.begin() + 10, newcomer_like(people_[0]));
    const ImportResult again = import(list_of(people_), closed);
    EXPECT_EQ(again.counts.already_known, 20);
    EXPECT_EQ(again.counts.registered, 1);
    EXPECT_EQ(again.rows.at(11).known, Known::no);
    EXPECT_EQ(present(), 21);
}

TEST_P(ImportAgain, HomonymsWithOtherParentsAreAdded) {
    std::vector<Line> homonyms = people_;
    for (std::size_t i = 0; i < homonyms.size(); ++i) {
        homonyms[i][birth] = "";
        homonyms[i][father] = "Paul " + people_[(i + 1) % 20][given];
        homonyms[i][mother] = "Marthe " + people_[(i + 2) % 20][given];
        homonyms[i][birth_place] = homonyms[i][origin] = homonyms[i][phone] = "";
    }
    const ImportResult again = import(list_of(homonyms), closed);
    EXPECT_EQ(again.counts.registered, 20);
    EXPECT_EQ(count("person"), 40);
}

TEST_P(ImportAgain, EachPersonOfTheRegisterIsOneRowOfTheList) {
    // Two rows are alike: one is a person of the register, the other is somebody else.
    std::vector<Line> lines{people_[0], people_[0]};
    lines[1][given] = "Zulfiya";
    const ImportResult again = import(list_of(lines), closed);
    EXPECT_EQ(again.rows.at(1).case_number, numbers_[0]);
    EXPECT_NE(again.rows.at(2).case_number, numbers_[0]);
    EXPECT_EQ(again.counts.registered, 1);
}

// --- Who left ---

TEST_P(ImportAgain, WhoHadLeftAndStandsOnALaterListIsThereAgain) {
    leave(numbers_[3], 2023y / 1 / 12);
    EXPECT_EQ(present(), 19);
    people_[3][arrival] = "14/01/2023";
    const ImportResult again = import(list_of(people_), closed);
    EXPECT_EQ(again.counts.registered, 0);
    EXPECT_EQ(again.rows.at(4).case_number, numbers_[3]);
    EXPECT_EQ(present(), 20);
    expect_verified();
}

TEST_P(ImportAgain, TheDayOfLeavingIsLateEnough) {
    leave(numbers_[3], 2023y / 1 / 12);
    people_[3][arrival] = "12/01/2023";
    import(list_of(people_), closed);
    EXPECT_EQ(present(), 20);
}

TEST_P(ImportAgain, AnOlderListBringsNobodyBack) {
    leave(numbers_[3], 2023y / 1 / 12);
    people_[3][arrival] = "11/01/2023";
    const ImportResult again = import(list_of(people_), closed);
    EXPECT_EQ(again.counts.registered, 0);
    EXPECT_EQ(present(), 19);
}

TEST_P(ImportAgain, TheSameListBringsNobodyBack) {
    leave(numbers_[3], 2023y / 1 / 12);
    import(list_of(people_), closed);
    EXPECT_EQ(present(), 19);
}

INSTANTIATE_TEST_SUITE_P(Each, ImportAgain, testing::both_stores(), testing::store_name);

// The lines of these tests: number, given names, birth, mother, telephone, remark.
class NextVersion : public ImportForTests {
protected:
    struct Row {
        std::string number, given, birth, mother, phone, remark;
    };
    static std::string list_of_rows(const std::vector<Row>& rows) {
        std::string list =
            "N°;Date d'arrivée;Nom;Prénom;Sexe;Date de naissance;Nationalité;Père;Mère;Téléphone;"
            "Observations\r\n";
        for (const Row& row : rows)
            list += row.number + ";10/01/2023;Exemple;" + row.given + ";M;" + row.birth +
                    ";malienne;Exemple Adama;" + row.mother + ";" + row.phone + ";" + row.remark +
                    "\r\n";
        return list;
    }
    ImportResult bring(const std::vector<Row>& rows) { return import(list_of_rows(rows), closed); }
    std::vector<Row> first_ = {{"1", "Zzawalla", "03/03/1980", "Zzfatou Ba", "", ""},
                               {"2", "Zzlassina", "12/03/2001", "Zzfatou Ba", "", ""},
                               {"3", "Zzbakary", "01/07/1995", "Zzkadia Sow", "", ""},
                               {"4", "Zzmodibo", "09/09/1990", "Zzkadia Sow", "", ""}};
};

TEST_P(NextVersion, ATwinWhoIsInsertedTakesNobodysFile) {
    const ImportResult before = bring(first_);
    std::vector<Row> rows = first_;
    rows.insert(rows.begin() + 1, {"2", "Zzlassana", "12/03/2001", "Zzfatou Ba", "", "jumeau"});
    rows[2].remark = "jumeau";
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].number = std::to_string(i + 1);
    const ImportResult after = bring(rows);
    EXPECT_EQ(after.counts.registered, 1);
    EXPECT_EQ(count("person"), 5);
    EXPECT_EQ(after.rows.at(3).case_number, before.rows.at(2).case_number);
    EXPECT_FALSE(after.rows.at(2).card.empty());
}

TEST_P(NextVersion, AnotherGivenNameAndAnotherBirthAtTheSameNumberIsSomebodyElse) {
    bring(first_);
    std::vector<Row> rows = first_;
    rows[1].given = "Zzissa";
    rows[1].birth = "20/11/2009";
    const ImportResult after = bring(rows);
    EXPECT_EQ(after.counts.registered, 1);
    EXPECT_FALSE(after.rows.at(2).card.empty());
}

TEST_P(NextVersion, SortedAnewNumberedAnewAndCorrectedInEveryRowAddsNobody) {
    bring(first_);
    std::vector<Row> rows = first_;
    std::ranges::reverse(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].number = std::to_string(i + 1);
        rows[i].phone = "9000000" + std::to_string(i);
    }
    EXPECT_EQ(bring(rows).counts.registered, 0);
    EXPECT_EQ(count("person"), 4);
}

TEST_P(NextVersion, HalfBrothersOfOneNameAndOneDayOnTwoListsAreTwoPeople) {
    bring(first_);
    Row half = first_[1];
    half.number = "77";
    half.mother = "Zzkadia Sow";
    EXPECT_EQ(bring({half}).counts.registered, 1);
}

TEST_P(NextVersion, NamesAndADayAloneDenyNobodyACard) {
    bring({{"1", "Zzlassina", "01/01/2001", "", "", ""}});
    std::string other =
        "N°;Date d'arrivée;Nom;Prénom;Sexe;Date de naissance;Nationalité\r\n"
        "50;11/01/2023;Exemple;Zzlassina;M;01/01/2001;malienne\r\n";
    const ImportResult done = import(other, closed);
    EXPECT_EQ(done.counts.registered, 1);
}

// For whoever brings the list there is no such person; protection joins the two files.
TEST_P(NextVersion, TheCorrectedRowOfARestrictedFileIsNew) {
    const ImportResult before = bring(first_);
    const std::string hidden = before.rows.at(2).case_number;
    std::vector<Row> rows = first_;
    rows[1].phone = "90000001";
    const std::string list = list_of_rows(rows);
    auto again = preview_import({reader(), *node_->node, index_,
                                 [&hidden](store::Connection&, const registry::IndexEntry& entry) {
                                     return entry.case_number == hidden ? registry::Sight::told
                                                                        : registry::Sight::shown;
                                 }},
                                {.bytes = list, .site = "Assamaka", .list_date = closed}, now_, {});
    ASSERT_TRUE(again);
    const ImportResult after = commit(*std::move(again));
    EXPECT_EQ(after.counts.registered, 1);
    EXPECT_EQ(count("person"), 5);
    const ImportedRow& row = after.rows.at(2);
    EXPECT_EQ(shown_reasons(row), std::vector<std::string>{});
    EXPECT_FALSE(row.hidden);
    EXPECT_NE(row.case_number, "");
    EXPECT_NE(row.case_number, hidden);
    EXPECT_GE(count("restricted_hit"), 1);
    EXPECT_EQ(file_of(hidden).alike.size(), 1U);
}

// Where they stood on the list before leaves no gap between those who may be found.
TEST_P(NextVersion, WhoMayNotBeFoundTakesNoPlaceOnTheListBefore) {
    for (Row& row : first_) row.number.clear();
    const ImportResult before = bring({first_[0], first_[1], first_[2]});
    const std::string hidden = before.rows.at(2).case_number;
    Row corrected = first_[2];
    corrected.birth = "1995";
    corrected.mother.clear();
    const Row stranger{"", "Zzyoussouf", "30/11/1961", "Zzaminata Coulibaly", "", ""};
    const auto known_as_last = [&](const std::vector<Row>& rows) {
        const std::string list = list_of_rows(rows);
        const auto again =
            preview_import({reader(), *node_->node, index_,
                            [&hidden](store::Connection&, const registry::IndexEntry& entry) {
                                return entry.case_number == hidden ? registry::Sight::told
                                                                   : registry::Sight::shown;
                            }},
                           {.bytes = list, .site = "Assamaka", .list_date = closed}, now_, {});
        EXPECT_TRUE(again);
        return again->rows.back().known;
    };
    EXPECT_EQ(known_as_last({first_[0], corrected}), Known::probably);
    EXPECT_EQ(known_as_last({first_[0], stranger, corrected}), Known::maybe);
}

// A node that lives through two versions of a list, and is asked about a third.
class ThreeVersions : public NextVersion {
public:
    enum class First { with_somebody_hidden, without_them };
    std::vector<Known> known(First first) {
        for (Row& row : first_) {
            row.number.clear();
            row.birth = row.birth.substr(6);
        }
        const Row newcomer{"", "Zzyoussouf", "30/11/1961", "Zzaminata Coulibaly", "", ""};
        const auto brought =
            bring(first == First::without_them ? std::vector{first_[1], first_[2]}
                                               : std::vector{first_[0], first_[1], first_[2]});
        if (first == First::with_somebody_hidden) hidden_ = brought.rows.at(1).case_number;
        commit(seen({newcomer, first_[1], first_[2]}, "Assamaka"));
        std::vector<Known> all;
        for (const std::vector<Row>& rows : {std::vector{first_[1], first_[1], first_[2]},
                                             std::vector{first_[2], first_[1], first_[1]},
                                             std::vector{newcomer, first_[1], first_[1]}})
            for (const ImportedRow& row : seen(rows, "Agadez").rows) all.push_back(row.known);
        return all;
    }

private:
    void TestBody() override {}
    // Of another site nothing is the very same row.
    ImportResult seen(const std::vector<Row>& rows, std::string_view site) {
        const std::string list = list_of_rows(rows);
        const auto sight = [this](store::Connection&, const registry::IndexEntry& entry) {
            return entry.case_number == hidden_ ? registry::Sight::told : registry::Sight::shown;
        };
        auto read = preview_import({reader(), *node_->node, index_, sight},
                                   {.bytes = list, .site = std::string(site), .list_date = closed},
                                   now_, {});
        EXPECT_TRUE(read);
        return read.value_or(ImportResult{});
    }
    std::string hidden_;
};

// Nor does whoever came with the list after it fill one.
TEST_P(NextVersion, WhoCameLaterTellsOfNoGapOnTheListBefore) {
    const auto with_gap = ThreeVersions{}.known(ThreeVersions::First::with_somebody_hidden);
    EXPECT_EQ(with_gap, ThreeVersions{}.known(ThreeVersions::First::without_them));
    EXPECT_GE(std::ranges::count(with_gap, Known::probably), 3);
}

INSTANTIATE_TEST_SUITE_P(Each, NextVersion, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::jobs
