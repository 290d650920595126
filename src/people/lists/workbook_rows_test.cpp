// What a workbook says of rows and cells beyond their text.
#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"
#include "people/lists/workbook_for_tests.h"

namespace jatigi::lists {
namespace {

const std::string head = text_row({"Nom", "Prénom", "Sexe", "Date d'arrivée", "Âge"});

ListReading reading_of(const BookForTest& book, ListAnswers answers = {}) {
    auto table = open_list(workbook_of(book), shipped_reference(), answers);
    EXPECT_TRUE(table);
    auto reading = read_rows(*std::move(table), shipped_reference(),
                             {.list_date = *parse_day("2023-01-15"),
                              .utc_offset = std::chrono::minutes{60},
                              .answers = std::move(answers)});
    EXPECT_TRUE(reading);
    return *std::move(reading);
}

std::string person(std::string_view name, std::string_view of_row = "",
                   std::string_view style = "") {
    std::string row = "<row";
    row += of_row;
    row += '>';
    for (const std::string_view text :
         {name, std::string_view("Ali"), std::string_view("M"), std::string_view("14/01/2023"),
          std::string_view("25 ans")}) {
        row += "<c t=\"inlineStr\"";
        row += style;
        row += "><is><t>";
        row += text;
        row += "</t></is></c>";
    }
    return row + "</row>";
}

bool is_open(const ListReading& reading, RemarkKind kind) {
    return std::ranges::any_of(reading.remarks, [kind](const ListRemark& remark) {
        return remark.kind == kind && remark.is_open;
    });
}

TEST(WorkbookRows, HiddenRowsAreSaidAndAskedAbout) {
    const BookForTest book{
        .sheets = {{.rows = head + person("Un") + person("Deux", " hidden=\"1\"") +
                            person("Trois", " ht=\"0\"") + person("Quatre", " hidden=\"0\"")}}};
    const auto asked = reading_of(book);
    EXPECT_EQ(asked.rows[1].aside, RowAside::none);
    EXPECT_EQ(asked.rows[2].aside, RowAside::hidden);
    EXPECT_EQ(asked.rows[3].aside, RowAside::hidden);
    EXPECT_EQ(asked.rows[4].aside, RowAside::none);
    EXPECT_TRUE(is_open(asked, RemarkKind::hidden_rows));
    const auto left = reading_of(book, {.hidden = AsideRows::leave});
    EXPECT_EQ(left.rows[2].decision, RowDecision::skipped);
    EXPECT_FALSE(is_open(left, RemarkKind::hidden_rows));
    const auto taken = reading_of(book, {.hidden = AsideRows::take});
    EXPECT_TRUE(comes_in(taken.rows[2]));
    EXPECT_FALSE(is_open(taken, RemarkKind::hidden_rows));
}

TEST(WorkbookRows, StruckRowsAreSaidAndAskedAbout) {
    const BookForTest book{
        .sheets = {{.rows =
                        head + person("Un") + person("Deux", "", " s=\"1\"") +
                        "<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>"}},
        .shared_texts =
            "<si><r><rPr><strike/></rPr><t>Barré</t></r></si>"
            "<si><r><rPr><strike/></rPr><t>Ba</t></r><r><t>Samé</t></r></si>",
        .styles = "<xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\"/>",
        .fonts = "<font/><font><strike/></font>"};
    const auto asked = reading_of(book);
    EXPECT_EQ(asked.rows[1].aside, RowAside::none);
    EXPECT_EQ(asked.rows[2].aside, RowAside::struck);
    EXPECT_EQ(asked.rows[3].aside, RowAside::struck);
    EXPECT_EQ(asked.rows[4].aside, RowAside::none);
    EXPECT_TRUE(is_open(asked, RemarkKind::struck_rows));
    EXPECT_EQ(reading_of(book, {.struck = AsideRows::leave}).rows[2].decision,
              RowDecision::skipped);
}

TEST(WorkbookRows, FormulasThatWereNeverComputedAreSaid) {
    const auto row = [](std::string_view name, std::string_view result) {
        std::string text = "<row><c t=\"str\"><f>A1</f>";
        text += result;
        text += "</c><c t=\"inlineStr\"><is><t>";
        text += name;
        text +=
            "</t></is></c><c t=\"inlineStr\"><is><t>M</t></is></c>"
            "<c t=\"inlineStr\"><is><t>14/01/2023</t></is></c></row>";
        return text;
    };
    for (const auto* result : {"<v>0</v>", "<v></v>", ""}) {
        const auto reading =
            reading_of({.sheets = {{.rows = head + row("Ali", result) + row("Bo", result)}}});
        EXPECT_EQ(reading.rows[1].fields.family_name.reveal(), "") << result;
        EXPECT_TRUE(reading.rows[1].has(RowReason::formula_not_computed)) << result;
        ASSERT_FALSE(reading.remarks.empty());
        EXPECT_EQ(reading.remarks[0].kind, RemarkKind::formulas_not_computed);
        EXPECT_EQ(reading.remarks[0].heading, "Nom");
        EXPECT_TRUE(reading.remarks[0].is_open);
    }
    const auto computed = reading_of(
        {.sheets = {{.rows = head + row("Ali", "<v>Exemple</v>") + row("Bo", "<v>0</v>")}}});
    EXPECT_EQ(computed.rows[1].fields.family_name.reveal(), "Exemple");
    EXPECT_TRUE(computed.remarks.empty());
}

TEST(WorkbookRows, AFrameOfBlankRowsEndsTheList) {
    std::string frame;
    for (int i = 0; i < 6000; ++i) frame += "<row><c s=\"0\"/><c s=\"0\"/></row>";
    const auto reading =
        reading_of({.sheets = {{.rows = head + person("Un") + frame + person("Deux")}},
                    .styles = "<xf numFmtId=\"0\"/>"});
    EXPECT_EQ(reading.rows.size(), 2U);
    ASSERT_EQ(reading.remarks.size(), 1U);
    EXPECT_EQ(reading.remarks[0].kind, RemarkKind::cut_short);
    std::string shorter;
    for (int i = 0; i < 900; ++i) shorter += "<row><c s=\"0\"/></row>";
    const auto whole =
        reading_of({.sheets = {{.rows = head + person("Un") + shorter + person("Deux")}},
                    .styles = "<xf numFmtId=\"0\"/>"});
    EXPECT_EQ(whole.rows.back().fields.family_name.reveal(), "Deux");
    EXPECT_TRUE(whole.remarks.empty());
}

// A column of days in that format; their serials, then how they were read.
std::vector<std::string> births(std::string_view format, const std::vector<std::string>& serials,
                                const std::string& application = "") {
    std::string rows = text_row({"Nom", "Prénom", "Sexe", "Date d'arrivée", "Date de naissance"});
    for (const std::string& serial : serials) {
        std::string row = person("Exemple" + serial.substr(0, 5));
        row.erase(row.rfind("<c "));
        rows += row + "<c s=\"0\"><v>" + serial + "</v></c></row>";
    }
    const auto reading = reading_of(
        {.sheets = {{.rows = rows}},
         .number_formats = "<numFmt numFmtId=\"170\" formatCode=\"" + std::string(format) + "\"/>",
         .styles = "<xf numFmtId=\"170\"/>",
         .application = application});
    std::vector<std::string> days;
    for (std::size_t i = 1; i < reading.rows.size(); ++i) {
        const auto& birth = reading.rows[i].fields.birth;
        days.push_back(birth ? day_text(birth->reveal().min) + ".." + day_text(birth->reveal().max)
                             : "none");
    }
    return days;
}

TEST(WorkbookRows, DaysThatALibraryWroteEarlyAreTheNextDay) {
    const std::vector<std::string> right(3, "2001-01-13..2001-01-13");
    EXPECT_EQ(births("dd/mm/yyyy", {"36904", "36903.999502", "36903.958333"}), right);
    // Real times of the day: nothing is written early.
    EXPECT_EQ(births("dd/mm/yyyy", {"36904.5", "36903.958333"})[1], "2001-01-12..2001-01-12");
}

TEST(WorkbookRows, DaysShownAsMonthsAreDays) {
    EXPECT_EQ(births("mmm-yy", {"34858", "34851"}),
              (std::vector<std::string>{"1995-06-08..1995-06-08", "1995-06-01..1995-06-01"}));
    // Nothing but firsts: months, as somebody typed them.
    EXPECT_EQ(births("mmm-yy", {"34851", "34820"}),
              (std::vector<std::string>{"1995-06-01..1995-06-30", "1995-05-01..1995-05-31"}));
}

TEST(WorkbookRows, MonthsThatALibraryShowsByItselfAreDays) {
    EXPECT_EQ(births("mmm-yy", {"34851"}, "Go Excelize"),
              (std::vector<std::string>{"1995-06-01..1995-06-01"}));
    EXPECT_EQ(births("mmm-yy", {"34851"}, "Microsoft Excel"),
              (std::vector<std::string>{"1995-06-01..1995-06-30"}));
}

TEST(WorkbookRows, LongNumbersOfASpreadsheetAreDamaged) {
    const auto reading = reading_of(
        {.sheets = {{.rows = text_row({"Nom", "Prénom", "Sexe", "Date d'arrivée", "N° de pièce"}) +
                             person("Un", "", "").substr(0, person("Un").rfind("<c ")) +
                             "<c><v>1234567890123450</v></c></row>"}}});
    EXPECT_TRUE(reading.rows[1].has(RowReason::number_damaged));
    EXPECT_EQ(reading.rows[1].fields.document_no.reveal(), "");
    ASSERT_EQ(reading.rows[1].fields.extras.size(), 1U);
}

TEST(WorkbookRows, WhoseNameIsStruckIsAskedAbout) {
    const auto cell = [](std::string_view text, bool struck) {
        return "<c t=\"inlineStr\"" + std::string(struck ? " s=\"1\"" : "") + "><is><t>" +
               std::string(text) + "</t></is></c>";
    };
    const auto row = [&](bool name, bool given) {
        return "<row>" + cell("Un", name) + cell("Ali", given) + cell("M", false) +
               cell("14/01/2023", false) + cell("25", false) + "</row>";
    };
    const auto reading =
        reading_of({.sheets = {{.rows = head + row(true, true) + row(true, false)}},
                    .styles = "<xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\"/>",
                    .fonts = "<font/><font><strike/></font>"});
    EXPECT_EQ(reading.rows[1].aside, RowAside::struck);
    EXPECT_EQ(reading.rows[2].aside, RowAside::none);
}

TEST(WorkbookRows, RunsThatAreStruckThroughAreTakenBack) {
    const std::string runs = "<r><rPr><strike/></rPr><t>Ely</t></r><r><t>Elie</t></r>";
    const auto reading = reading_of(
        {.sheets = {{.rows =
                         head + "<row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is>" + runs +
                         "</is></c><c/><c t=\"inlineStr\"><is><t>14/01/2023</t></is></c></row>"}},
         .shared_texts = "<si>" + runs + "</si>"});
    EXPECT_EQ(reading.rows[1].fields.family_name.reveal(), "Elie");
    EXPECT_EQ(reading.rows[1].fields.given_names.reveal(), "Elie");
}

TEST(WorkbookRows, PeopleOnAHiddenSheetAreSaid) {
    const auto table = open_list(
        workbook_of(
            {.sheets = {{.rows = head + person("Un")},
                        {.rows = head + person("Deux") + person("Trois"),
                         .name = "Ancien",
                         .state = "hidden"},
                        {.rows = text_row({"oui", "non"}), .name = "choix", .state = "hidden"}}}),
        shipped_reference());
    ASSERT_TRUE(table);
    ASSERT_EQ(table->others.size(), 1U);
    EXPECT_EQ(table->others[0].name, "Ancien");
    EXPECT_EQ(table->others[0].role, TableRole::hidden_list);
}

}  // namespace
}  // namespace jatigi::lists
