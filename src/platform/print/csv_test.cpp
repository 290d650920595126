#include "platform/print/csv.h"

#include <gtest/gtest.h>

namespace jatigi::print {
namespace {

std::string line(std::initializer_list<std::string> cells, char separator = ',') {
    CsvWriter csv(separator);
    csv.row(cells);
    return csv.text();
}
std::string cell(std::string text) {
    const std::string written = line({std::move(text)});
    return written.substr(0, written.size() - 2);
}

TEST(Csv, RowsEndWithCarriageReturnAndLineFeed) {
    CsvWriter csv;
    csv.row({"a", "b"});
    csv.row({"c", ""});
    EXPECT_EQ(csv.text(), "a,b\r\nc,\r\n");
}

TEST(Csv, ACellWithSeparatorQuoteOrLineEndIsQuoted) {
    EXPECT_EQ(cell("a,b"), "\"a,b\"");
    EXPECT_EQ(cell("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(cell("a\nb"), "\"a\nb\"");
    EXPECT_EQ(cell("a\rb"), "\"a\rb\"");
    EXPECT_EQ(cell("a;b"), "a;b");
}

TEST(Csv, TheSeparatorOfTheFileIsTheOneThatIsQuoted) {
    EXPECT_EQ(line({"a;b", "c,d"}, ';'), "\"a;b\";c,d\r\n");
}

TEST(Csv, WhatASpreadsheetWouldRunGetsAnApostrophe) {
    EXPECT_EQ(cell("=1+1"), "'=1+1");
    EXPECT_EQ(cell("+cmd"), "'+cmd");
    EXPECT_EQ(cell("-cmd"), "'-cmd");
    EXPECT_EQ(cell("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(cell("\tx"), "'\tx");
    EXPECT_EQ(cell("\rx"), "\"'\rx\"");
    EXPECT_EQ(cell(std::string("\0x", 2)), std::string("'\0x", 3));
}

TEST(Csv, AFormulaWithQuotesIsGuardedInsideThem) {
    EXPECT_EQ(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
}

TEST(Csv, ASignAloneIsNoNumber) {
    EXPECT_EQ(cell("-"), "'-");
    EXPECT_EQ(cell("+"), "'+");
    EXPECT_EQ(cell("-1+1"), "'-1+1");
    EXPECT_EQ(cell("--1"), "'--1");
}

TEST(Csv, NumbersStayNumbers) {
    for (const std::string number : {"-1", "+22310184550", "-12.50", "0", "1250"})
        EXPECT_EQ(cell(number), number);
    EXPECT_EQ(cell("-12,50"), "\"-12,50\"");
}

TEST(Csv, OnlyTheFirstCharacterMatters) {
    EXPECT_EQ(cell("a=1+1"), "a=1+1");
    EXPECT_EQ(cell("2023-01-16"), "2023-01-16");
    EXPECT_EQ(cell(""), "");
}

}  // namespace
}  // namespace jatigi::print
