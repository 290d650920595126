#include "people/registry/list_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "people/registry/list_reference_for_tests.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

using Reasons = std::vector<RowReason>;

const Day closed = *parse_day("2023-01-15");

ListReading reading_of(std::string_view csv) {
    const auto table = read_list(csv);
    EXPECT_TRUE(table);
    auto reading = read_rows(*table, shipped_reference(), closed);
    EXPECT_TRUE(reading);
    return *std::move(reading);
}

// One data row under a usual header.
RowReading row_of(const std::string& cells) {
    return reading_of("Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité;Obs;Tél\n" +
                      cells + "\n")
        .rows.at(1);
}

TEST(ListRows, SoundRowIsAccepted) {
    const RowReading row = row_of("EXEMPLE;Un ;12/01/2023;14/05/1990;M;malien;RAS;10 18 45 50");
    EXPECT_EQ(row.number, 2);
    EXPECT_EQ(row.decision, RowDecision::accepted);
    EXPECT_EQ(row.fields.family_name.reveal(), "EXEMPLE");
    EXPECT_EQ(row.fields.given_names.reveal(), "Un");
    EXPECT_EQ(row.fields.nationality, "MLI");
    EXPECT_EQ(row.fields.phone.reveal(), "+22310184550");
    EXPECT_EQ(row.fields.birth->reveal().precision, BirthPrecision::day);
}

TEST(ListRows, EachRejectReasonStandsAlone) {
    using enum RowReason;
    const std::map<std::string, Reasons> cases{
        {";;12/01/2023;1990;M;ML;;", {name_missing}},
        {"A;B;12/01/2023;31/02/1990;M;ML;;", {birth_impossible}},
        {"A;B;12/01/2023;13/01/2023;M;ML;;", {birth_after_arrival}},
        {"A;B;12/01/2023;12/01/2023;M;ML;;", {}},
        {"A;B;12/01/2023;111 ans;M;ML;;", {age_implausible}},
        {"A;B;12/01/2023;110 ans;M;ML;;", {}},
        {"A;B;12/01/2023;1897;;ML;;", {age_implausible}},
        {"A;B;;1990;M;ML;;", {arrival_missing}},
        {"A;B;16/01/2023;1990;M;ML;;", {arrival_in_future}},
        {"A;B;15/01/2023;1990;M;ML;;", {}},
        {"A;B;12/01/2023;Homme;14/05/1990;M;malien;", {row_garbled}},
    };
    for (const auto& [cells, reasons] : cases) EXPECT_EQ(row_of(cells).reasons, reasons) << cells;
}

TEST(ListRows, EachWarningStandsAlone) {
    using enum RowReason;
    const std::map<std::string, Reasons> cases{
        {"A;B;12/01/2023;;M;ML;;", {birth_missing}},
        {"A;B;12/01/2023;19?8;M;ML;;", {birth_unreadable}},
        {"A;B;12/01/2023;14/05/90;M;ML;;", {birth_century_assumed}},
        {"A;B;12/01/2023;05/14/1990;M;ML;;", {birth_day_month_swapped}},
        {"A;B;12/01/2023;1990;;ML;;", {sex_missing}},
        {"A;B;12/01/2023;1990;X?;ML;;", {sex_unreadable}},
        {"A;B;12/01/2023;1990;M;?;;", {nationality_missing}},
        {"A;B;12/01/2023;1990;M;Atlante;;", {nationality_unreadable}},
        {"A;B;12/01/2023;1990;M;ML;;2,23107E+10", {phone_damaged}},
        {"TraorÃ©;B;12/01/2023;1990;M;ML;;", {encoding_repaired}},
    };
    for (const auto& [cells, reasons] : cases) {
        const RowReading row = row_of(cells);
        EXPECT_EQ(row.reasons, reasons) << cells;
        EXPECT_EQ(row.decision, RowDecision::warned) << cells;
    }
}

TEST(ListRows, SensitiveWordsAreNotedAndTheirCellsNamed) {
    const RowReading row = row_of("A;B;12/01/2023;1990;M;ML;victime de traite;");
    EXPECT_EQ(row.reasons, Reasons{RowReason::sensitive_in_list});
    EXPECT_EQ(row.sensitive_cells, std::vector{ListField::observations});
    EXPECT_EQ(row.decision, RowDecision::accepted);
    // Also when the row itself cannot come in: its cells may still be shown to somebody.
    EXPECT_TRUE(row_of("A;B;;1990;M;ML;torture;").has(RowReason::sensitive_in_list));
}

TEST(ListRows, CellsThatCannotBeReadAreKept) {
    const RowReading row = row_of("A;B;12/01/2023;19?8;M;Atlante;;123");
    ASSERT_EQ(row.fields.extras.size(), 3U);
    EXPECT_EQ(row.fields.extras[0].heading, "Date de naissance");
    EXPECT_EQ(row.fields.extras[0].text.reveal(), "19?8");
}

TEST(ListRows, RemarkBesideADateIsKept) {
    const RowReading row = row_of("A;B;12/01/2023;vers 1990 (33 ans);M;ML;;");
    EXPECT_EQ(row.decision, RowDecision::accepted);
    ASSERT_EQ(row.fields.extras.size(), 1U);
    EXPECT_EQ(row.fields.extras[0].text.reveal(), "vers 1990 (33 ans)");
}

TEST(ListRows, ProgressGoesFromNoughtToTheEnd) {
    std::string csv = "Nom;Prénom;Date d'arrivée\n";
    for (int i = 0; i < 2500; ++i) csv += "A" + std::to_string(i) + ";B;12/01/2023\n";
    std::vector<std::size_t> steps;
    const auto reading = read_rows(*read_list(csv), shipped_reference(), closed,
                                   [&](std::size_t done, std::size_t of) {
                                       EXPECT_EQ(of, 5002U);
                                       steps.push_back(done);
                                   });
    ASSERT_TRUE(reading);
    EXPECT_TRUE(std::ranges::is_sorted(steps));
    EXPECT_EQ(steps.front(), 0U);
    EXPECT_EQ(steps.back(), 5002U);
    EXPECT_GE(steps.size(), 5U);
}

TEST(ListRows, CellsAreKeptOfRejectedRowsAlone) {
    const ListReading reading = reading_of("Nom;Prénom;Date d'arrivée\nA;B;12/01/2023\nC; D ;\n");
    EXPECT_TRUE(reading.rows[1].cells.empty());
    ASSERT_EQ(reading.rows[2].cells.size(), 3U);
    EXPECT_EQ(reading.rows[2].cells[1].reveal(), " D ");
}

TEST(ListRows, OfManyWithOneNameTheFirstLikelyIsSuspected) {
    std::string csv = "Nom;Prénom;Date d'arrivée;Date de naissance;Père\n";
    for (int i = 0; i < 300; ++i) {
        csv += "Exemple;Un;12/01/2023;" + std::to_string(1900 + i % 100) + ";\n";
    }
    csv +=
        "Exemple;Deux;12/01/2023;14/05/1990;Untel\nExemple;Deux;12/01/2023;14/05/1990;Untel\n"
        "Exemple;Deux;12/01/2023;14/05/1990;Untel\n";
    const ListReading reading = reading_of(csv);
    EXPECT_FALSE(reading.rows[301].duplicate_of_row);
    EXPECT_EQ(reading.rows[302].duplicate_of_row, 302);
    EXPECT_EQ(reading.rows[303].duplicate_of_row, 302);
}

TEST(ListRows, DittoRepeatsTheDataRowAbove) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Âge;Sexe;Nationalité\n"
        "A;B;12/01/2023;25;M;ML\n"
        "TOTAL;1;;;;\n"
        "C;D;idem;30;M;\"\"\"\"\n"
        "E;F;//;31;F;idem\n");
    const RowReading& last = reading.rows.at(4);
    EXPECT_EQ(day_text(*last.fields.arrival_date), "2023-01-12");
    EXPECT_EQ(last.fields.nationality, "MLI");
    EXPECT_EQ(last.decision, RowDecision::accepted);
}

TEST(ListRows, DateIsTakenBeforeAge) {
    const ListReading reading = reading_of(
        "Full name,Sex,Nationality,Arrival date,Date of birth,Age\n"
        "EXAMPLE One,M,Malian,12/01/2023,14/05/1990,32\n"
        "EXAMPLE Two,F,Malian,12/01/2023,,20 yrs\n"
        "EXAMPLE Three,F,Malian,12/01/2023,,\n");
    EXPECT_EQ(reading.rows[1].fields.birth->reveal().precision, BirthPrecision::day);
    EXPECT_EQ(reading.rows[1].fields.given_names.reveal(), "One");
    EXPECT_EQ(reading.rows[2].fields.birth->reveal().precision, BirthPrecision::estimated);
    EXPECT_EQ(reading.rows[3].reasons, Reasons{RowReason::birth_missing});
}

TEST(ListRows, SamePersonTwiceIsSuspected) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité;Père;Mère\n"
        "Coulibaly;Exemple;10/01/2023;14/05/1990;M;ML;Untel Coulibaly;Unetelle Keïta\n"
        "Coulibaly;Exemple;10/01/2023;03/02/1984;M;ML;Autre Coulibaly;Autrui Sow\n"
        "Exemple;Kulibali;12/01/2023;1990;M;ML;feu untel coulibaly;\n");
    EXPECT_FALSE(reading.rows[2].duplicate_of_row);
    EXPECT_EQ(reading.rows[3].duplicate_of_row, 2);
    EXPECT_TRUE(reading.rows[3].has(RowReason::duplicate_suspected));
}

TEST(ListRows, BrothersOfOneHouseholdAreTwoPeople) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Âge;Sexe;Nationalité;Père;Mère;Ménage;Lien\n"
        "Exemple;Madou;12/01/2023;12;M;ML;Untel Exemple;Unetelle Sow;M1;fils\n"
        "Exemple;Mamadou;12/01/2023;11;M;ML;Untel Exemple;Unetelle Sow;M1;fils\n");
    EXPECT_FALSE(reading.rows[2].duplicate_of_row);
}

TEST(ListRows, RejectedRowIsNobodysFirst) {
    const ListReading reading = reading_of(
        "Nom;Prénom;Date d'arrivée;Date de naissance;Sexe;Nationalité\n"
        "Exemple;Un;;14/05/1990;M;ML\n"
        "Exemple;Un;12/01/2023;14/05/1990;M;ML\n");
    EXPECT_EQ(reading.rows[1].decision, RowDecision::rejected);
    EXPECT_EQ(reading.rows[2].decision, RowDecision::accepted);
}

TEST(ListRows, TableWithoutHeaderIsRefused) {
    const auto table = read_list("1;2;3\n4;5;6\n");
    const auto reading = read_rows(*table, shipped_reference(), closed);
    ASSERT_FALSE(reading);
    EXPECT_EQ(reading.error().code, "list.not_a_table");
}

TEST(ListRows, ReasonTextsAreUnique) {
    std::set<std::string_view> texts;
    for (int i = 0; i <= static_cast<int>(RowReason::sensitive_in_list); ++i) {
        texts.insert(row_reason_text(static_cast<RowReason>(i)));
    }
    EXPECT_EQ(texts.size(), 20U);
}

// ---- the example list against what an importer should make of it

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "|") + part;
    return text;
}

std::string reasons_text(const RowReading& row) {
    std::set<std::string> texts;
    for (const RowReason reason : row.reasons) {
        // A note of ours; the truth of the example knows only its own rules.
        if (reason != RowReason::sensitive_in_list) texts.emplace(row_reason_text(reason));
    }
    return joined({texts.begin(), texts.end()});
}

std::string sorted_words(std::string_view text) {
    std::vector<std::string> words = split(word_fold(text), ' ');
    std::ranges::sort(words);
    return joined(words);
}

// Columns of the truth file, in the form in which they are compared.
std::map<std::string, std::string> values_of(const ListFields& fields) {
    const auto birth = fields.birth ? fields.birth->reveal() : BirthInterval{};
    const auto text = [](const Personal<std::string>& value) { return value.reveal(); };
    return {
        {"list_no", fields.list_no},
        {"arrival_date", fields.arrival_date ? day_text(*fields.arrival_date) : ""},
        {"family_name", word_key(text(fields.family_name))},
        {"given_names", word_key(text(fields.given_names))},
        {"sex", fields.sex},
        {"birth_min", fields.birth ? day_text(birth.min) : ""},
        {"birth_max", fields.birth ? day_text(birth.max) : ""},
        {"birth_precision", fields.birth ? std::string(birth_precision_text(birth.precision)) : ""},
        {"nationality", fields.nationality},
        {"birth_place", word_key(text(fields.birth_place))},
        {"origin", sorted_words(text(fields.origin))},
        {"father_name", sorted_words(text(fields.father_name))},
        {"mother_name", sorted_words(text(fields.mother_name))},
        {"marital_status", fields.marital_status},
        {"household", fields.household},
        {"relation", fields.relation},
        {"phone", text(fields.phone)},
        {"languages", joined(fields.languages)},
        {"document_type", fields.document_type},
        {"document_no", text(fields.document_no)},
        {"vulnerabilities", joined(fields.vulnerabilities.reveal())},
        {"observations", text(fields.observations)},
    };
}

std::string comparable(const std::string& column, const std::string& truth) {
    if (column == "family_name" || column == "given_names" || column == "birth_place") {
        return word_key(truth);
    }
    if (column == "origin" || column == "father_name" || column == "mother_name") {
        return sorted_words(truth);
    }
    return truth;
}

class ExampleList : public testing::Test {
protected:
    void SetUp() override {
        reading_ = reading_of(file_text("examples/assamaka-2023-01.csv"));
        const auto table = read_separated(file_text("examples/assamaka-2023-01.truth.csv"), ',');
        ASSERT_TRUE(table);
        const std::vector<std::string>& header = table->rows[0].cells;
        for (std::size_t i = 1; i < table->rows.size(); ++i) {
            std::map<std::string, std::string>& row = truth_.emplace_back();
            for (std::size_t j = 0; j < header.size(); ++j) {
                row[header[j]] = table->rows[i].cells.at(j);
            }
        }
        ASSERT_EQ(truth_.size(), reading_.rows.size());
    }

    ListReading reading_;
    std::vector<std::map<std::string, std::string>> truth_;
};

TEST_F(ExampleList, RowsAreNumberedAndOfTheRightKind) {
    for (std::size_t i = 0; i < truth_.size(); ++i) {
        EXPECT_EQ(std::to_string(reading_.rows[i].number), truth_[i]["row"]);
        EXPECT_EQ(row_kind_text(reading_.rows[i].kind), truth_[i]["kind"]) << truth_[i]["row"];
    }
}

TEST_F(ExampleList, DecisionsAndReasonsAreRight) {
    std::size_t data = 0;
    std::size_t decisions = 0;
    std::size_t reasons = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
        if (truth_[i]["kind"] != "data") continue;
        ++data;
        decisions += row_decision_text(reading_.rows[i].decision) == truth_[i]["decision"];
        reasons += reasons_text(reading_.rows[i]) == truth_[i]["reasons"];
    }
    EXPECT_EQ(data, 657U);
    EXPECT_GE(decisions * 100, data * 97) << decisions;
    EXPECT_GE(reasons * 100, data * 97) << reasons;
}

TEST_F(ExampleList, FieldsAreRight) {
    std::map<std::string, std::size_t> right;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < truth_.size(); ++i) {
        const std::string& decision = truth_[i]["decision"];
        if (decision != "accepted" && decision != "warned") continue;
        ++kept;
        for (const auto& [column, value] : values_of(reading_.rows[i].fields)) {
            right[column] += value == comparable(column, truth_[i][column]);
        }
    }
    EXPECT_EQ(kept, 647U);
    for (const auto& [column, count] : right) EXPECT_GE(count * 100, kept * 97) << column;
}

TEST_F(ExampleList, HeadcountIsThatOfTheStory) {
    std::size_t people = 0;
    for (const RowReading& row : reading_.rows) {
        const bool in =
            row.decision == RowDecision::accepted || row.decision == RowDecision::warned;
        people += in && !row.duplicate_of_row;
    }
    EXPECT_EQ(people, 622U);
}

}  // namespace
}  // namespace jatigi::registry
