#include "people/lists/table.h"

#include <gtest/gtest.h>

namespace jatigi::lists {
namespace {

using Cells = std::vector<std::string>;

std::string refusal(std::string_view bytes, const ListLimits& limits = {}) {
    const auto table = read_list(bytes, limits);
    return table ? "read" : std::string(table.error().code);
}

TEST(ListTable, SeparatorIsFoundAmongCommasInText) {
    for (const char separator : {';', ',', '\t', '|'}) {
        const std::string s(1, separator);
        const auto table = read_list("Nom" + s + "Sexe" + s + "Obs\nA" + s + "M" + s +
                                     "\"x, y; z\"\nB" + s + "F" + s + "\n");
        ASSERT_TRUE(table);
        EXPECT_EQ(table->separator, separator);
        EXPECT_EQ(table->rows[1].cells, (Cells{"A", "M", "x, y; z"}));
        EXPECT_EQ(table->rows[2].cells, (Cells{"B", "F", ""}));
    }
}

TEST(ListTable, SeparatorLineOfSpreadsheetIsNoRow) {
    const auto table = read_list("sep=,\r\nNom,Sexe\r\nA;B,M\r\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[0].cells, (Cells{"Nom", "Sexe"}));
    EXPECT_EQ(table->rows[1].cells, (Cells{"A;B", "M"}));
}

TEST(ListTable, LineBreaksInCellsStayInOneRow) {
    const auto table = read_list("a;b\r\n\"one\r\ntwo\";\"say \"\"no\"\"\"\r\n\r\nc;d");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 4U);
    EXPECT_EQ(table->rows[1].cells, (Cells{"one\ntwo", "say \"no\""}));
    EXPECT_EQ(table->rows[2].cells, (Cells{""}));
    EXPECT_EQ(table->rows[3].number, 4);
    EXPECT_EQ(table->rows[3].cells, (Cells{"c", "d"}));
}

TEST(ListTable, LineEndsMayBeCarriageReturnsAlone) {
    const auto table = read_list("a;b\rc;d\r");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2U);
    EXPECT_EQ(table->rows[1].cells, (Cells{"c", "d"}));
}

TEST(ListTable, EncodingsGiveTheSameText) {
    const auto utf8 = read_list("\xEF\xBB\xBFNom;Pr\xC3\xA9nom\nKe\xC3\xAFta;S\xC3\xA9kou\n");
    const auto latin = read_list("Nom;Pr\xE9nom\nKe\xEFta;S\xE9kou\n");
    ASSERT_TRUE(utf8);
    ASSERT_TRUE(latin);
    EXPECT_EQ(utf8->encoding, ListEncoding::utf8);
    EXPECT_EQ(latin->encoding, ListEncoding::windows_1252);
    EXPECT_EQ(utf8->rows[0].cells[0], "Nom");
    EXPECT_EQ(utf8->rows[1].cells, latin->rows[1].cells);
}

TEST(ListTable, OlderEncodingsAreToldByTheirLetters) {
    // Keïta;SÉNÉ;Oumaré
    const auto dos = read_list("Nom;Prenom\nKe\x8Bta;S\x90N\x90;Oumar\x82\n");
    const auto mac = read_list("Nom;Prenom\nKe\x95ta;S\x83N\x83;Oumar\x8E\n");
    const auto windows = read_list("Nom;Prenom\nKe\xEFta;S\xC9N\xC9;Oumar\xE9\n");
    EXPECT_EQ(dos->encoding, ListEncoding::dos_850);
    EXPECT_EQ(mac->encoding, ListEncoding::mac_roman);
    EXPECT_EQ(windows->encoding, ListEncoding::windows_1252);
    EXPECT_EQ(dos->rows[1].cells, (std::vector<std::string>{"Keïta", "SÉNÉ", "Oumaré"}));
    EXPECT_EQ(mac->rows[1].cells, dos->rows[1].cells);
    EXPECT_EQ(windows->rows[1].cells, dos->rows[1].cells);
    // Quotes alone are no accents.
    EXPECT_EQ(read_list("Nom;Prenom\n\x93un\x94;d\x92un\n")->encoding, ListEncoding::windows_1252);
}

TEST(ListTable, Windows1252HasItsOwnQuotes) {
    const auto table = read_list("Nom;Lieu\nN\x92Golo;c\x9Cur \x80\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[1].cells, (Cells{"N’Golo", "cœur €"}));
}

TEST(ListTable, OneBadByteDoesNotSpoilUtf8) {
    std::string bytes = "Nom;Lieu\n";
    for (int i = 0; i < 20; ++i) bytes += "Traor\xC3\xA9;S\xC3\xA9gou\n";
    const auto table = read_list(bytes + "Kon\xE9;Kayes\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[1].cells[0], "Traoré");
    EXPECT_EQ(table->rows[21].cells[0], "Koné");
}

TEST(ListTable, NothingIsRefusedAsEmpty) {
    for (const auto* bytes : {"", " \r\n\r\n", ";;;\n;;;\n", "\xEF\xBB\xBF"}) {
        EXPECT_EQ(refusal(bytes), "list.empty");
    }
}

TEST(ListTable, ApostropheBeforeAFormulaIsNoText) {
    const auto table = read_list("a;b\n'=x;'+223\n'Ndiaye;'\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[1].cells, (Cells{"=x", "+223"}));
    EXPECT_EQ(table->rows[2].cells, (Cells{"'Ndiaye", "'"}));
}

TEST(ListTable, OtherFormatsAreNamed) {
    EXPECT_EQ(refusal("%PDF-1.7 ..."), "list.format_unsupported");
    EXPECT_EQ(refusal("{\\rtf1 ..."), "list.format_unsupported");
}

// With its mark in front, as a spreadsheet's "Unicode text".
std::string in_utf16(std::u16string_view text, bool big) {
    std::string bytes;
    for (const char16_t unit : u"\uFEFF" + std::u16string(text)) {
        const auto high = static_cast<char>(unit >> 8U);
        const auto low = static_cast<char>(unit & 0xFFU);
        bytes += big ? high : low;
        bytes += big ? low : high;
    }
    return bytes;
}

TEST(ListTable, Utf16IsReadInBothByteOrders) {
    for (const bool big : {false, true}) {
        const auto table = read_list(in_utf16(u"Nom\tLieu\r\nTraoré\tSégou 𞤀\r\n", big));
        ASSERT_TRUE(table) << big;
        EXPECT_EQ(table->separator, '\t');
        ASSERT_EQ(table->rows.size(), 2U);
        EXPECT_EQ(table->rows[0].cells, (Cells{"Nom", "Lieu"}));
        EXPECT_EQ(table->rows[1].cells, (Cells{"Traoré", "Ségou 𞤀"}));
    }
}

TEST(ListTable, CutOrEmptyUtf16IsNoHarm) {
    for (const bool big : {false, true}) {
        // Half a letter at the end is left out.
        const auto odd = read_list(in_utf16(u"a;b\nc;d", big) + "e");
        ASSERT_TRUE(odd);
        EXPECT_EQ(odd->rows[1].cells, (Cells{"c", "d"}));
        EXPECT_EQ(refusal(in_utf16(u"", big)), "list.empty");
        EXPECT_EQ(refusal(in_utf16(u"", big) + "x"), "list.empty");
        EXPECT_EQ(refusal(in_utf16(u" \r\n", big)), "list.empty");
        std::u16string half = u"a;b\nc;";
        half += char16_t{0xD83A};
        const auto broken = read_list(in_utf16(half, big));
        ASSERT_TRUE(broken);
        EXPECT_EQ(broken->rows[1].cells, (Cells{"c", "\xEF\xBF\xBD"}));
    }
}

TEST(ListTable, LimitsHoldForUtf16) {
    const std::u16string cell(10, u'x');
    EXPECT_EQ(refusal(in_utf16(u"a;b\n" + cell + u";c\n", false), {.cell_bytes = 10}), "read");
    EXPECT_EQ(refusal(in_utf16(u"a;b\n" + cell + u"x;c\n", false), {.cell_bytes = 10}),
              "list.cell_too_long");
    EXPECT_EQ(refusal(in_utf16(std::u16string(u"a;b\n\0\0", 6), false)), "list.not_a_table");
}

TEST(ListTable, AControlCharacterInACellIsABlankAndLosesNoRow) {
    std::string list = "Nom;Sexe\n";
    for (int character = 0; character < 0x20; ++character) {
        if (character == '\t' || character == '\n' || character == '\r') continue;
        list += std::string("Zzama") + static_cast<char>(character) +
                "dou avec un nom bien long, " + std::string(60, 'x') + ";M\n";
    }
    list +=
        "Zzama\x7F"
        "dou;F\n\x1A";
    const auto table = read_list(list);
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 1U + 29U + 1U + 1U);
    for (std::size_t row = 1; row < 31; ++row) {
        EXPECT_TRUE(table->rows[row].cells[0].starts_with("Zzama dou")) << row;
        EXPECT_EQ(table->rows[row].cells.size(), 2U);
    }
    EXPECT_EQ(table->rows.back().cells, Cells{" "});
}

TEST(ListTable, BinaryIsNoTable) {
    EXPECT_EQ(refusal(std::string_view("Nom;\0Sexe\n", 10)), "list.not_a_table");
    EXPECT_EQ(refusal("\x01\x02\x03\x04\x05"), "list.not_a_table");
}

TEST(ListTable, RowOfOneMebibyteIsTheLongest) {
    const std::string half((std::size_t{1} << 19U) - 1, 'x');
    const ListLimits limits{.cell_bytes = half.size()};
    EXPECT_EQ(refusal("a;b\n" + half + ";" + half + "\n", limits), "read");
    EXPECT_EQ(refusal("a;b\n" + half + ";" + half + "xxx\n", limits), "list.row_too_long");
    std::string long_cell;
    long_cell.resize(10'000'000, 'x');
    EXPECT_EQ(refusal(long_cell), "list.row_too_long");
    EXPECT_EQ(refusal("\"" + long_cell), "list.row_too_long");
}

TEST(ListTable, CellOf64KibibytesIsTheLongest) {
    const std::string cell(std::size_t{64} << 10U, 'x');
    EXPECT_EQ(refusal("a;b\n" + cell + ";c\n"), "read");
    EXPECT_EQ(refusal("a;b\n" + cell + "x;c\n"), "list.cell_too_long");
}

TEST(ListTable, RowsAndCellsAreCounted) {
    EXPECT_EQ(refusal("a;b\nc;d\n", {.rows = 2}), "read");
    EXPECT_EQ(refusal("a;b\nc;d\ne;f\n", {.rows = 2}), "list.too_many_rows");
    EXPECT_EQ(refusal("a;b\nc;d\ne;f\n", {.cells = 5}), "list.too_many_rows");
    EXPECT_EQ(refusal("a" + std::string(511, ';') + "\n"), "read");
    EXPECT_EQ(refusal("a" + std::string(512, ';') + "\n"), "list.row_too_long");
}

// Rows as "a|b", one after the other; a cell that starts with a stray quote has a *.
std::string rows_of(std::string_view csv) {
    const auto table = read_list(csv);
    if (!table) return std::string(table.error().code);
    std::string text;
    for (const ListRow& row : table->rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (i > 0) text += '|';
            text += row.cells[i];
            if (row.has_note(i, CellNote::stray_quote)) text += '*';
        }
        text += '\n';
    }
    return text;
}

TEST(ListTable, QuoteThatNothingEndsIsOneDamagedCell) {
    EXPECT_EQ(rows_of("a;b\nc;d\n\"e;f\ng;h\n"), "a|b\nc|d\ne*|f\ng|h\n");
    EXPECT_EQ(rows_of("a;b\nc;\"d\n"), "a|b\nc|d*\n");
}

TEST(ListTable, QuoteThatTakesInRowsIsOneDamagedCell) {
    // Text follows the quote that seems to close it.
    EXPECT_EQ(rows_of("a;b;c\nd;\"e;f\ng;h;\"i\"\n"), "a|b|c\nd|e*|f\ng|h|i\n");
    // Another stray quote ends a cell three rows below.
    EXPECT_EQ(rows_of("a;b;c\nd;\"e;f\ng;h;i\nj;k\";l\n"), "a|b|c\nd|e*|f\ng|h|i\nj|k*|l\n");
}

TEST(ListTable, RowsNeedNotBeAllAsWideToBeRows) {
    // A cell is missing behind, or one is too many.
    EXPECT_EQ(rows_of("a;b;c;d\n1;2;3;\"x\n4;5;6\n7;8;9;y\"\n"),
              "a|b|c|d\n1|2|3|x*\n4|5|6\n7|8|9|y*\n");
    EXPECT_EQ(rows_of("a;b;c;d\n1;2;3;\"x\n4;5;6;;z\n7;8;9;y\"\n"),
              "a|b|c|d\n1|2|3|x*\n4|5|6||z\n7|8|9|y*\n");
    // A title stands before.
    EXPECT_EQ(rows_of("a;b;c;d\nt\n1;\"x;3;4\n4;y\";6;7\n"), "a|b|c|d\nt\n1|x*|3|4\n4|y*|6|7\n");
}

TEST(ListTable, LinesWithinAQuotedCellAreOneCell) {
    EXPECT_EQ(rows_of("a;b;c\nd;\"e\nf\";g\n"), "a|b|c\nd|e\nf|g\n");
    EXPECT_EQ(rows_of("a,b,c\nd,e,\"came with two,\nno papers, ill\"\n"),
              "a|b|c\nd|e|came with two,\nno papers, ill\n");
}

TEST(ListTable, LoneCarriageReturnEndsNoRowOfAFileWithLineFeeds) {
    EXPECT_EQ(rows_of("a;b\nc\rd;e\n"), "a|b\nc\nd|e\n");
    EXPECT_EQ(rows_of("a;b\r\nc\rd;e\r\n"), "a|b\nc\nd|e\n");
    EXPECT_EQ(rows_of("a;b\rc;d\r"), "a|b\nc|d\n");
}

TEST(ListTable, GuardsAreTakenOff) {
    EXPECT_EQ(without_guard("'00223"), "00223");
    EXPECT_EQ(without_guard("'+223"), "+223");
    EXPECT_EQ(without_guard("=\"00223\""), "00223");
    EXPECT_EQ(without_guard("=\"a \"\"b\"\"\""), "a \"b\"");
    for (const auto* cell : {"'Ali", "'", "=", "=1+1", "=\"", "Ali'"})
        EXPECT_EQ(without_guard(cell), cell);
}

TEST(ListTable, QuotesMayStandBehindBackslashes) {
    const auto table = read_list(
        "\"Nom\";\"Obs\";\"Sexe\"\n\"Exemple\";\"dit \\\"attendre\\\" ici\";\"M\"\n"
        "\"Essai\";\"dit \\\"le Vieux\\\"\";\"M\"\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[1].cells, (Cells{"Exemple", "dit \"attendre\" ici", "M"}));
    EXPECT_EQ(table->rows[2].cells, (Cells{"Essai", "dit \"le Vieux\"", "M"}));
}

TEST(ListTable, BreaksBehindBackslashesAreBreaksWhereNothingIsWrittenSo) {
    EXPECT_EQ(rows_of("a\tb\nx\\ny\t\\N\n"), "a|b\nx\ny|\\N\n");
    EXPECT_EQ(rows_of("a\tb\nx\\ny\tz\n"), "a|b\nx\\ny|z\n");
}

TEST(ListTable, BackslashAtTheEndIsOne) {
    const auto table = read_list("\"Nom\";\"Obs\"\n\"Exemple\";\"C:\\\"\n\"Essai\";\"x\"\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows[1].cells, (Cells{"Exemple", "C:\\"}));
    EXPECT_EQ(table->rows.size(), 3U);
}

TEST(ListTable, OtherFormatsSayWhatToDo) {
    const auto told = [](std::string_view bytes) {
        const auto table = read_list(bytes);
        return table ? "read" : std::string(table.error().code) + ": " + table.error().detail;
    };
    EXPECT_TRUE(told("<html><table><tr><td>Nom</td></tr></table></html>")
                    .starts_with("list.format_unsupported: a web page"));
    EXPECT_TRUE(told("\xEF\xBB\xBF\n<!DOCTYPE html>\n<html></html>").contains("a web page"));
    EXPECT_TRUE(told("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>")
                    .contains("XML of 2003"));
    EXPECT_TRUE(told("<?xml version=\"1.0\"?><Workbook "
                     "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>")
                    .contains("save it as XLSX"));
    EXPECT_TRUE(told("ID;PCALCOOO32\n").contains("an old format"));
    EXPECT_TRUE(told("TABLE\r\n0,1\r\n\"EXCEL\"\r\n").contains("an old format"));
    EXPECT_TRUE(told("$FL2@(#) SPSS DATA FILE").contains("SPSS"));
    EXPECT_TRUE(told("<stata_dta><header>").contains("Stata"));
    std::string dbase("\x03\x7B\x0B\x1C", 4);
    dbase.resize(64);
    EXPECT_TRUE(told(dbase).contains("dBASE"));
    EXPECT_EQ(told("<5 ans;Nom\n"), "read");
}

}  // namespace
}  // namespace jatigi::lists
