#include "people/lists/workbook.h"

#include <gtest/gtest.h>

#include "people/lists/reference_for_tests.h"
#include "people/lists/workbook_for_tests.h"

namespace jatigi::lists {
namespace {

using Cells = std::vector<std::string>;

ListTable table_of(const BookForTest& book) {
    auto table = read_list(workbook_of(book));
    EXPECT_TRUE(table) << (table ? "" : table.error().detail);
    return table ? *std::move(table) : ListTable{};
}

std::string refusal(std::string_view bytes, const ListLimits& limits = {}) {
    const auto table = read_list(bytes, limits);
    return table ? "read" : std::string(table.error().code);
}

// The cells of a sheet with one row.
Cells cells_of(const std::string& cells, BookForTest book = {}) {
    book.sheets = {{.rows = "<row r=\"1\">" + cells + "</row>"}};
    const ListTable table = table_of(book);
    return table.rows.empty() ? Cells{} : table.rows[0].cells;
}

TEST(ListWorkbook, TextsMayBeSharedInlineOrOfFormulas) {
    const BookForTest book{
        .shared_texts =
            "<si><t>Nom</t></si><si><r><rPr><b/></rPr><t xml:space=\"preserve\">Pré </t>"
            "</r><r><t>nom</t></r><rPh sb=\"0\" eb=\"1\"><t>kana</t></rPh>"
            "<phoneticPr fontId=\"1\"/></si><si/>"};
    EXPECT_EQ(cells_of("<c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
                       "<c t=\"inlineStr\"><is><r><t>A &amp; </t></r><r><t>B</t></r>"
                       "<rPh><t>x</t></rPh></is></c>"
                       "<c t=\"str\"><f>UPPER(\"x\")</f><v>KEÏTA</v></c><c t=\"s\"><v>2</v></c>"
                       "<c t=\"s\"><v>0</v></c>",
                       book),
              (Cells{"Nom", "Pré nom", "A & B", "KEÏTA", "", "Nom"}));
}

TEST(ListWorkbook, LongTextsAreWhole) {
    const std::string text(60'000, 'x');
    const BookForTest book{.shared_texts = "<si><t>" + text + "é</t></si>"};
    EXPECT_EQ(cells_of("<c t=\"s\"><v>0</v></c>", book), Cells{text + "é"});
}

TEST(ListWorkbook, EscapedCharactersAreUndone) {
    EXPECT_EQ(cells_of("<c t=\"inlineStr\"><is><t>a_x0000_b_x007F_c_x001F_d</t></is></c>"),
              Cells{"a b c d"});
    EXPECT_EQ(cells_of("<c t=\"inlineStr\"><is><t>a_x000D_&#10;b_x005F_x_xZZZZ_</t></is></c>"),
              Cells{"a\nb_x_xZZZZ_"});
}

TEST(ListWorkbook, TruthValuesAndErrorsAreText) {
    EXPECT_EQ(cells_of("<c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c><c t=\"e\"><v>#N/A</v></c>"),
              (Cells{"TRUE", "FALSE", "#N/A"}));
}

TEST(ListWorkbook, NumbersStandAsTheyAreShown) {
    EXPECT_EQ(cells_of("<c><v>25</v></c><c><v>25.0</v></c><c><v>2.2310184550E10</v></c>"
                       "<c><v>22310184550</v></c><c><v>1.5</v></c><c><v>0.30000000000000004</v></c>"
                       "<c><v>1.2345678901234568E+17</v></c><c><v>123456789012345678</v></c>"
                       "<c><v>-3</v></c>"),
              (Cells{"25", "25", "22310184550", "22310184550", "1.5", "0.3", "1.23456789012346E+17",
                     "123456789012345678", "-3"}));
}

TEST(ListWorkbook, NoughtsInFrontAreKeptWhereTheFormatShowsThem) {
    const BookForTest book{
        .number_formats =
            "<numFmt numFmtId=\"164\" formatCode=\"00000000\"/>"
            "<numFmt numFmtId=\"165\" formatCode=\"0#&quot; &quot;##&quot; &quot;##\"/>"
            "<numFmt numFmtId=\"166\" formatCode=\"0.00\"/>",
        .styles = "<xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"};
    EXPECT_EQ(
        cells_of("<c s=\"0\"><v>1234</v></c><c s=\"1\"><v>12345</v></c><c s=\"2\"><v>7</v></c>",
                 book),
        (Cells{"00001234", "012345", "7"}));
}

TEST(ListWorkbook, DatesAreIsoDaysByTheirFormat) {
    const BookForTest book{.number_formats =
                               "<numFmt numFmtId=\"170\" formatCode=\"[$-40C]d\\ mmmm\\ yyyy;@\"/>"
                               "<numFmt numFmtId=\"171\" formatCode=\"[Red]0&quot; days&quot;\"/>"
                               "<numFmt numFmtId=\"172\" formatCode=\"DD/MM/YYYY\\ HH:MM\"/>"
                               "<numFmt numFmtId=\"173\" formatCode=\"mm/yyyy\"/>"
                               "<numFmt numFmtId=\"174\" formatCode=\"yyyy\"/>",
                           .styles =
                               "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/>"
                               "<xf numFmtId=\"171\"/><xf numFmtId=\"172\"/><xf numFmtId=\"173\"/>"
                               "<xf numFmtId=\"174\"/><xf numFmtId=\"20\"/>"};
    const auto styled = [&](int style, const std::string& value) {
        return cells_of("<c s=\"" + std::to_string(style) + "\"><v>" + value + "</v></c>", book)[0];
    };
    EXPECT_EQ(styled(0, "34858"), "34858");
    EXPECT_EQ(styled(1, "34858"), "1995-06-08");
    EXPECT_EQ(styled(1, "34858.75"), "1995-06-08");
    EXPECT_EQ(styled(2, "34858"), "1995-06-08");
    EXPECT_EQ(styled(3, "34858"), "34858");
    EXPECT_EQ(styled(4, "34858.75"), "1995-06-08 18:00");
    // The month or the year alone is shown, but the day is there.
    EXPECT_EQ(styled(5, "34858"), "1995-06-08");
    EXPECT_EQ(styled(5, "34851"), "06/1995");
    EXPECT_EQ(styled(6, "34858"), "1995-06-08");
    EXPECT_EQ(styled(6, "34700"), "1995");
    EXPECT_EQ(styled(7, "0.75"), "18:00");
    EXPECT_EQ(styled(1, "-5"), "-5");
    EXPECT_EQ(styled(1, "1E300"), "1E+300");
    EXPECT_EQ(styled(99, "34858"), "34858");
}

TEST(ListWorkbook, FirstSpreadsheetsLeapYearIsKept) {
    const BookForTest book{.styles = "<xf numFmtId=\"14\"/>"};
    EXPECT_EQ(cells_of("<c><v>0</v></c><c><v>1</v></c><c><v>59</v></c><c><v>60</v></c>"
                       "<c><v>61</v></c>",
                       book),
              (Cells{"1900-01-00", "1900-01-01", "1900-02-28", "1900-02-29", "1900-03-01"}));
}

TEST(ListWorkbook, DaysMayCountFrom1904) {
    const BookForTest book{.styles = "<xf numFmtId=\"14\"/>",
                           .workbook_properties = "date1904=\"1\""};
    EXPECT_EQ(cells_of("<c><v>0</v></c><c><v>33396</v></c>", book),
              (Cells{"1904-01-01", "1995-06-08"}));
}

TEST(ListWorkbook, IsoDatesOfStrictWorkbooksAreRead) {
    EXPECT_EQ(cells_of("<c t=\"d\"><v>2023-01-12T00:00:00</v></c>"), Cells{"2023-01-12T00:00:00"});
}

TEST(ListWorkbook, RowsHaveTheNumbersOfTheSpreadsheet) {
    const ListTable table = table_of(
        {.sheets = {{.rows = "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row>"
                             "<row r=\"3\"><c r=\"A3\" s=\"1\"/></row>"
                             "<row r=\"5\"><c><v>3</v></c><c><v>4</v></c></row>"
                             "<row><c><v>5</v></c></row>"
                             "<row r=\"4000\"><c r=\"A4000\"><v>6</v></c></row>"
                             "<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>"}}});
    std::vector<std::pair<int, Cells>> rows;
    for (const ListRow& row : table.rows) rows.emplace_back(row.number, row.cells);
    const std::vector<std::pair<int, Cells>> expected{
        {1, {}},      {2, {"", "1", "", "2"}}, {3, {}}, {4, {}}, {5, {"3", "4"}}, {6, {"5"}},
        {4000, {"6"}}};
    EXPECT_EQ(rows, expected);
}

// A sheet with merged cells, each named as "A2:A3".
std::string merged_sheet(const std::string& rows, const std::vector<std::string>& merges) {
    ZipParts parts = parts_of({.sheets = {{.rows = rows}}});
    std::string& sheet = parts["xl/worksheets/sheet1.xml"];
    std::string cells = "<mergeCells>";
    for (const std::string& merge : merges) cells += "<mergeCell ref=\"" + merge + "\"/>";
    sheet.insert(sheet.find("</worksheet>"), cells + "</mergeCells>");
    return zipped(parts);
}

std::vector<Cells> merged_rows(const std::string& rows, const std::vector<std::string>& merges) {
    const auto table = read_list(merged_sheet(rows, merges));
    EXPECT_TRUE(table) << (table ? "" : table.error().detail);
    std::vector<Cells> cells;
    if (!table) return cells;
    for (const ListRow& row : table->rows) cells.push_back(row.cells);
    return cells;
}

TEST(ListWorkbook, CellsMergedAcrossHaveTheirValueOnce) {
    EXPECT_EQ(merged_rows(text_row({"Liste", "", ""}) + text_row({"A", "B", "C"}), {"A1:C1"}),
              (std::vector<Cells>{{"Liste"}, {"A", "B", "C"}}));
    // Nor is a block of several columns anything but a title.
    EXPECT_EQ(
        merged_rows(text_row({"Liste"}) + text_row({"", "", "x"}) + text_row({"a"}), {"A1:B2"}),
        (std::vector<Cells>{{"Liste"}, {"", "", "x"}, {"a"}}));
}

TEST(ListWorkbook, CellMergedDownwardsHoldsForEachOfItsRows) {
    EXPECT_EQ(merged_rows(text_row({"12/01/2023", "A"}) + text_row({"", "B"}) +
                              text_row({"", "C"}) + text_row({"", "D"}),
                          {"A1:A3"}),
              (std::vector<Cells>{
                  {"12/01/2023", "A"}, {"12/01/2023", "B"}, {"12/01/2023", "C"}, {"", "D"}}));
    // Also in the last column, where the rows below end earlier.
    EXPECT_EQ(merged_rows(text_row({"A", "B", "x"}) + text_row({"C"}), {"C1:C2"}),
              (std::vector<Cells>{{"A", "B", "x"}, {"C", "", "x"}}));
}

TEST(ListWorkbook, MergeFillsNoBlankRowAndNoFilledCell) {
    EXPECT_EQ(
        merged_rows(text_row({"x", "A"}) + "<row/>" + text_row({"own", "B"}) + text_row({"", "C"}),
                    {"A1:A1048576"}),
        (std::vector<Cells>{{"x", "A"}, {}, {"own", "B"}, {"x", "C"}}));
}

TEST(ListWorkbook, MergesThatSayNothingChangeNothing) {
    const std::string rows = text_row({"x", "A"}) + text_row({"", "B"});
    for (const auto* merge : {"", "A1", ":", "A1:", ":A2", "A2:A1", "1:2", "A:A", "A0:A2", "Z1:Z2",
                              "A9:A12", "AAAA1:AAAA2", "a1:a2", "A1:A99999999999", "$A$1:$A$2"}) {
        EXPECT_EQ(merged_rows(rows, {merge}), (std::vector<Cells>{{"x", "A"}, {"", "B"}})) << merge;
    }
    EXPECT_EQ(merged_rows(rows, {"A2:A2", "B1:B2"}), (std::vector<Cells>{{"x", "A"}, {"", "B"}}));
}

TEST(ListWorkbook, ArrivalMergedOverTwoPeopleIsThatOfBoth) {
    const std::string bytes = merged_sheet(
        text_row({"Date d'arrivée", "Nom", "Prénom", "Sexe", "Naissance", "Nationalité"}) +
            text_row({"12/01/2023", "EXEMPLE", "Un", "M", "14/05/1990", "Malien"}) +
            text_row({"", "INVENTÉ", "Deux", "M", "14/05/1991", "Malien"}),
        {"A2:A3"});
    const auto reading = read_rows(*open_list(bytes, shipped_reference()), shipped_reference(),
                                   {.list_date = *parse_day("2023-01-15")});
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading->rows.size(), 3U);
    for (const std::size_t i : {1U, 2U}) {
        EXPECT_EQ(reading->rows[i].decision, RowDecision::accepted);
        EXPECT_EQ(reading->rows[i].fields.arrival_date, parse_day("2023-01-12"));
    }
}

TEST(ListWorkbook, HeaderOfTwoLinesMayBeMerged) {
    const std::string bytes =
        merged_sheet(text_row({"N°", "Identité", "", "Sexe", "Naissance", "", "Nationalité"}) +
                         text_row({"", "Nom", "Prénoms", "", "Date", "Lieu", ""}) +
                         text_row({"1", "EXEMPLE", "Un", "M", "14/05/1990", "Kayes", "Malien"}),
                     {"A1:A2", "B1:C1", "D1:D2", "E1:F1", "G1:G2"});
    const auto reading = read_rows(*open_list(bytes, shipped_reference()), shipped_reference(),
                                   {.list_date = *parse_day("2023-01-15")});
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading->rows.size(), 3U);
    EXPECT_EQ(reading->rows[1].kind, RowKind::header);
    const ListFields& fields = reading->rows[2].fields;
    EXPECT_EQ(fields.list_no + fields.sex + fields.nationality, "1MMLI");
    EXPECT_EQ(fields.given_names.reveal(), "Un");
    EXPECT_EQ(fields.birth_place.reveal(), "Kayes");
}

TEST(ListWorkbook, MergedDayOverNumberedBlankLinesMakesNobody) {
    const std::string bytes =
        merged_sheet(text_row({"N°", "Nom", "Prénom", "Date d'arrivée"}) +
                         text_row({"1", "EXEMPLE", "Un", "12/01/2023"}) +
                         text_row({"2", "", "", ""}) + text_row({"3", "", "", ""}),
                     {"D2:D4"});
    const auto reading = read_rows(*open_list(bytes, shipped_reference()), shipped_reference(),
                                   {.list_date = *parse_day("2023-01-15")});
    ASSERT_TRUE(reading);
    for (const std::size_t i : {2U, 3U}) {
        const RowDecision decision = reading->rows.at(i).decision;
        EXPECT_TRUE(decision != RowDecision::accepted && decision != RowDecision::warned) << i;
    }
}

TEST(ListWorkbook, ManyMergesOverManyRowsAreRefused) {
    std::string rows;
    for (int i = 0; i < 200; ++i) rows += text_row({i == 0 ? "x" : "", "A"});
    const std::vector<std::string> merges(100'000, "A1:A200");
    ListLimits limits;
    limits.workbook.inflated_ratio = 100'000;
    limits.workbook.text_bytes = 100'000;
    const auto table = read_list(merged_sheet(rows, merges), limits);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, "list.workbook_too_large");
    EXPECT_TRUE(table.error().detail.contains("bytes of text"));
}

TEST(ListWorkbook, FilledCellsCountAsText) {
    const std::string rows = text_row({"abcd", "A"}) + text_row({"", "B"}) + text_row({"", "C"});
    const std::string bytes = merged_sheet(rows, {"A1:A3"});
    ListLimits limits;
    limits.workbook.text_bytes = 7 + 2 * (4 + 16);
    EXPECT_EQ(refusal(bytes, limits), "read");
    limits.workbook.text_bytes -= 1;
    EXPECT_EQ(refusal(bytes, limits), "list.workbook_too_large");
}

TEST(ListWorkbook, OtherLayoutBelowTheRowsIsSkipped) {
    ZipParts parts = parts_of({.sheets = {{.rows = text_row({"x", "A"}) + text_row({"", "B"})}}});
    std::string& sheet = parts["xl/worksheets/sheet1.xml"];
    sheet.insert(sheet.find("</worksheet>"),
                 "<autoFilter ref=\"A1:B2\"/><mergeCells><mergeCell/><mergeCell ref=\"A1:A2\"/>"
                 "</mergeCells><hyperlinks><mergeCell ref=\"B1:B3\"/></hyperlinks>");
    const auto table = read_list(zipped(parts));
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[1].cells, (Cells{"x", "B"}));
}

TEST(ListWorkbook, HiddenSheetsAreSkippedAndTheFullestIsRead) {
    const std::string wide = text_row({"1", "2", "3", "4", "5", "6", "7", "8", "9"});
    const ListTable table =
        table_of({.sheets = {{.rows = wide, .name = "Caché", .state = "hidden"},
                             {.rows = wide, .name = "Très caché", .state = "veryHidden"},
                             {.rows = text_row({"Légende"}), .name = "Légende"},
                             {.rows = text_row({"A", "B"}), .name = "Liste"},
                             {.rows = text_row({"C", "D"}), .name = "Autre"}}});
    EXPECT_EQ(table.format, ListFormat::workbook);
    EXPECT_EQ(table.sheet, "Liste");
    EXPECT_EQ(table.rows[0].cells, (Cells{"A", "B"}));
}

TEST(ListWorkbook, SheetWithAHeaderIsReadBeforeAFullerOne) {
    const std::string choices = text_row({"célibataire", "marié", "veuf", "divorcé"});
    const std::string header = text_row({"Nom", "Prénom", "Sexe"});
    const std::string bytes =
        workbook_of({.sheets = {{.rows = choices + choices + choices, .name = "Choix"},
                                {.rows = header, .name = "Modèle"},
                                {.rows = header + text_row({"A", "B", "M"}), .name = "Janvier"}}});
    const auto table = open_list(bytes, shipped_reference());
    ASSERT_TRUE(table);
    EXPECT_EQ(table->sheet, "Janvier");
    ASSERT_EQ(table->others.size(), 2U);
    EXPECT_EQ(table->others[0].name, "Choix");
    EXPECT_EQ(table->others[0].role, TableRole::other);
    EXPECT_EQ(table->others[1].name, "Modèle");
    EXPECT_EQ(table->others[1].role, TableRole::list);
    EXPECT_EQ(read_list(bytes)->sheet, "Choix");
}

TEST(ListWorkbook, NamespacesMayBeStrictAndPrefixed) {
    const ZipParts parts{
        {"xl/workbook.xml",
         "<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" "
         "xmlns:rel=\"http://purl.oclc.org/ooxml/officeDocument/relationships\"><x:sheets>"
         "<x:sheet name=\"L\" sheetId=\"1\" rel:id=\"a\"/></x:sheets></x:workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<p:Relationships "
         "xmlns:p=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
         "<p:Relationship Id=\"a\" Target=\"/xl/feuille.xml\" "
         "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet\"/>"
         "</p:Relationships>"},
        {"xl/feuille.xml",
         "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData>"
         "<x:row r=\"1\"><x:c r=\"A1\" t=\"inlineStr\"><x:is><x:t>Nom</x:t></x:is></x:c>"
         "</x:row></x:sheetData></x:worksheet>"}};
    const auto table = read_list(zipped(parts));
    ASSERT_TRUE(table) << table.error().detail;
    EXPECT_EQ(table->rows[0].cells, Cells{"Nom"});
}

TEST(ListWorkbook, NothingInItIsRefusedAsEmpty) {
    EXPECT_EQ(refusal(workbook_of({})), "list.empty");
    EXPECT_EQ(refusal(workbook_of({.sheets = {{.rows = "<row r=\"9\"><c/></row>"}}})),
              "list.empty");
}

TEST(ListWorkbook, OtherContainersAreNamed) {
    EXPECT_EQ(refusal(zipped({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                              {"content.xml", "<x/>"}})),
              "list.format_unsupported");
    EXPECT_EQ(refusal(zipped({{"xl/workbook.bin", "x"}})), "list.format_unsupported");
    const std::string old = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
    EXPECT_EQ(refusal(old + std::string("W\0o\0r\0k\0b\0o\0o\0k\0", 16)),
              "list.format_unsupported");
    std::string name;
    for (const char c : std::string("EncryptedPackage")) name += {c, '\0'};
    EXPECT_EQ(refusal(old + name), "list.workbook_encrypted");
}

TEST(ListWorkbook, EncryptedArchiveIsRefused) {
    const ZipParts parts = parts_of({.sheets = {{.rows = text_row({"A"})}}});
    EXPECT_EQ(refusal(zipped(parts, "sesame")), "list.workbook_encrypted");
}

TEST(ListWorkbook, DocumentTypesAndEntitiesAreRefused) {
    ZipParts parts = parts_of({.sheets = {{.rows = text_row({"A"})}}});
    std::string& texts = parts["xl/sharedStrings.xml"];
    const std::string plain = texts;
    texts =
        "<!DOCTYPE sst [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    texts = "<!DOCTYPE sst SYSTEM \"http://127.0.0.1:1/x.dtd\"><sst/>";
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    // Entities of the document type itself are expanded before any of it is seen.
    std::string growing = "<!DOCTYPE sst [<!ENTITY % p0 \"<!-- -->\">";
    for (int i = 1; i < 20; ++i) {
        growing += "<!ENTITY % p" + std::to_string(i) + " \"";
        for (int j = 0; j < 10; ++j) growing += "%p" + std::to_string(i - 1) + ";";
        growing += "\">";
    }
    texts = growing + "%p19;]><sst/>";
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    std::string wide;
    for (const char c : texts) wide += {c, '\0'};
    texts = "\xFF\xFE" + wide;
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    texts = "<sst><si><t>&unknown;</t></si></sst>";
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    texts = plain;
    EXPECT_EQ(refusal(zipped(parts)), "read");
}

TEST(ListWorkbook, TagOfManyAttributesIsRefused) {
    ZipParts parts = parts_of({.sheets = {{.rows = text_row({"A"})}}});
    std::string& texts = parts["xl/sharedStrings.xml"];
    const auto with_attributes = [](int count) {
        std::string tag = "<sst";
        for (int i = 0; i < count; ++i) tag += " a" + std::to_string(i) + " = \"\"";
        return tag + "/>";
    };
    texts = with_attributes(257);
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_too_large");
    texts = with_attributes(256);
    EXPECT_NE(refusal(zipped(parts)), "list.workbook_too_large");
}

TEST(ListWorkbook, BombIsRefusedBeforeItFillsTheMemory) {
    // 32 MiB of blanks between two rows, in less than 100 KiB.
    std::string blanks;
    for (int i = 0; i < 32; ++i) blanks += std::string(std::size_t{1} << 20U, ' ') + "<row/>";
    const std::string bomb =
        workbook_of({.sheets = {{.rows = text_row({"A"}) + blanks + text_row({"B"})}}});
    EXPECT_LT(bomb.size(), 100'000U);
    EXPECT_EQ(refusal(bomb), "list.workbook_too_large");
    ListLimits limits;
    limits.workbook.inflated_ratio = 100'000;
    // Blanks of a MiB between two rows are longer than any honest text.
    EXPECT_EQ(refusal(bomb, limits), "list.workbook_too_large");
    limits.workbook.inflated_bytes = std::size_t{1} << 20U;
    EXPECT_EQ(refusal(bomb, limits), "list.workbook_too_large");
}

TEST(ListWorkbook, RefusedSheetIsNotWrittenToStandardError) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(refusal(workbook_of({.sheets = {{.rows = "<row><c>Secret</row>"}}})),
              "list.workbook_damaged");
    std::string long_sheet;
    long_sheet.resize(11'000'000, 'x');
    EXPECT_EQ(refusal(workbook_of({.sheets = {{.rows = long_sheet}}})), "list.workbook_too_large");
    ZipParts parts = parts_of({.sheets = {{.rows = text_row({"A"})}}});
    parts["xl/sharedStrings.xml"] = "<sst><si><t>Secret \xC3\x28</t></si></sst>";
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    parts["xl/sharedStrings.xml"] =
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><sst><si><t>x\xFF\xFE</t></si></sst>";
    EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ListWorkbook, OneTextShownAMillionTimesIsRefused) {
    std::string rows;
    for (int i = 0; i < 200; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
    const std::string bytes =
        workbook_of({.sheets = {{.rows = rows}},
                     .shared_texts = "<si><t>" + std::string(1000, 'x') + "</t></si>"});
    ListLimits limits;
    limits.workbook.text_bytes = 200'000;
    EXPECT_EQ(refusal(bytes, limits), "read");
    limits.workbook.text_bytes = 199'999;
    EXPECT_EQ(refusal(bytes, limits), "list.workbook_too_large");
}

TEST(ListWorkbook, EntriesAndSharedTextsAreCounted) {
    const std::string bytes = workbook_of({.sheets = {{.rows = text_row({"A"})}},
                                           .shared_texts = "<si><t>a</t></si><si><t>b</t></si>"});
    ListLimits limits;
    limits.workbook.entries = 5;
    limits.workbook.shared_texts = 2;
    EXPECT_EQ(refusal(bytes, limits), "read");
    limits.workbook.entries = 4;
    EXPECT_EQ(refusal(bytes, limits), "list.workbook_too_large");
    limits.workbook.entries = 5;
    limits.workbook.shared_texts = 1;
    EXPECT_EQ(refusal(bytes, limits), "list.workbook_too_large");
}

TEST(ListWorkbook, LimitsOfListsHoldForSheetsToo) {
    const auto sheet = [](const std::string& rows) {
        return workbook_of({.sheets = {{.rows = rows}}});
    };
    EXPECT_EQ(refusal(sheet(text_row({"a"}) + text_row({"b"})), {.rows = 2}), "read");
    EXPECT_EQ(refusal(sheet(text_row({"a"}) + text_row({"b"})), {.rows = 1}), "list.too_many_rows");
    EXPECT_EQ(refusal(sheet(text_row({"a", "b", "c"})), {.cells = 2}), "list.too_many_rows");
    EXPECT_EQ(refusal(sheet(text_row({"abcd"})), {.cell_bytes = 3}), "list.cell_too_long");
    EXPECT_EQ(refusal(sheet("<row r=\"1\"><c r=\"C1\"><v>1</v></c></row>"), {.cells_in_row = 2}),
              "list.row_too_long");
}

TEST(ListWorkbook, WhatNoSpreadsheetWritesIsDamaged) {
    const auto sheet = [](const std::string& rows) {
        return refusal(workbook_of({.sheets = {{.rows = rows}}}));
    };
    EXPECT_EQ(sheet("<row r=\"2\"/><row r=\"1\"/>"), "list.workbook_damaged");
    EXPECT_EQ(sheet("<row r=\"2000000\"/>"), "list.workbook_damaged");
    EXPECT_EQ(sheet("<row><c t=\"s\"><v>0</v></c></row>"), "list.workbook_damaged");
    EXPECT_EQ(sheet("<row><c></row>"), "list.workbook_damaged");
    for (const char* missing :
         {"xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml"}) {
        ZipParts parts = parts_of({.sheets = {{.rows = text_row({"A"})}}});
        parts.erase(missing);
        EXPECT_EQ(refusal(zipped(parts)), "list.workbook_damaged") << missing;
    }
    EXPECT_EQ(refusal("PK\x03\x04 rest of a workbook"), "list.workbook_damaged");
    EXPECT_EQ(refusal("PK\x05\x06"), "list.workbook_damaged");
}

TEST(ListWorkbook, CutAndSpoiltFilesAreRefusedOrRead) {
    const std::string whole =
        workbook_of({.sheets = {{.rows = text_row({"Nom", "Prénom"}) + text_row({"A", "B"})}},
                     .shared_texts = "<si><t>a</t></si>"});
    for (std::size_t length = 4; length < whole.size(); ++length) {
        EXPECT_EQ(refusal(std::string_view(whole).substr(0, length)), "list.workbook_damaged");
    }
    std::size_t read = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x55);
        read += refusal(spoilt) == "read";
    }
    EXPECT_LT(read, whole.size());
}

TEST(ListWorkbook, ExampleReadsAsItsCsvDoes) {
    const Day closed = *parse_day("2023-01-15");
    const std::string workbook = file_text("examples/assamaka-2023-01.xlsx");
    const std::string text = file_text("examples/assamaka-2023-01.csv");
    auto table = open_list(workbook, shipped_reference());
    ASSERT_TRUE(table);
    const auto one = read_rows(*std::move(table), shipped_reference(), {.list_date = closed});
    const auto other = read_rows(*open_list(text, shipped_reference()), shipped_reference(),
                                 {.list_date = closed});
    ASSERT_TRUE(one);
    ASSERT_TRUE(other);
    ASSERT_EQ(one->rows.size(), other->rows.size());
    for (std::size_t i = 0; i < one->rows.size(); ++i) {
        RowReading row = one->rows[i];
        // Cells as they are written differ, of course: days are ISO days in the workbook.
        row.cells = other->rows[i].cells;
        EXPECT_EQ(row, other->rows[i]) << "row " << row.number;
    }
    for (std::size_t cut = 4; cut < workbook.size(); cut += 997) {
        EXPECT_EQ(refusal(std::string_view(workbook).substr(0, cut)), "list.workbook_damaged");
    }
}

}  // namespace
}  // namespace jatigi::lists
