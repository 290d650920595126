#include "platform/print/table_sheet.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/paper_reader.h"

namespace jatigi::print {
namespace {

using testing::PaperReader;

const std::string footer = "Copie 2 de L-2023-0001, remise à la préfecture";

TableSheet table(std::size_t rows) {
    TableSheet made{.file_title = "L-2023-0001",
                    .title = {"Liste nominative", "Centre d'Assamaka"},
                    .columns = {{"Dossier", 40}, {"Nom de famille", 70}, {"Prénoms", 70}},
                    .footer = footer};
    for (std::size_t i = 0; i < rows; ++i)
        made.rows.push_back({Personal<std::string>{fmt::format("ASM{:05}K", i)},
                             Personal<std::string>{"Zzinventedfamily"},
                             Personal<std::string>{"Zzmadeupgiven"}});
    return made;
}

PaperReader paper_of(const TableSheet& sheet) {
    const auto pdf = table_sheet(sheet);
    EXPECT_TRUE(pdf) << pdf.error().code << " " << pdf.error().detail;
    return PaperReader(pdf.value_or(""));
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

int pages_of(const PaperReader& paper) {
    const std::string data = paper.page_data();
    return std::stoi(data.substr(data.find("Pages:") + 6));
}

TEST(TableSheet, EveryPageHasHeadingFooterAndNumber) {
    const PaperReader paper = paper_of(table(100));
    const int pages = pages_of(paper);
    ASSERT_GT(pages, 1);
    for (int page = 1; page <= pages; ++page) {
        const std::string text = paper.text_of_page(page);
        EXPECT_TRUE(has(text, "Nom de famille")) << page;
        EXPECT_TRUE(has(text, footer)) << page;
        EXPECT_TRUE(has(text, fmt::format("{}/{}", page, pages))) << page;
    }
}

TEST(TableSheet, TitlesStandOnTheFirstPageAlone) {
    const PaperReader paper = paper_of(table(100));
    EXPECT_TRUE(has(paper.text_of_page(1), "Liste nominative"));
    EXPECT_FALSE(has(paper.text_of_page(2), "Liste nominative"));
}

TEST(TableSheet, EveryRowIsPrintedOnce) {
    const std::string text = paper_of(table(250)).text();
    for (std::size_t i = 0; i < 250; ++i) {
        const std::string number = fmt::format("ASM{:05}K", i);
        EXPECT_TRUE(has(text, number)) << number;
        EXPECT_EQ(text.find(number), text.rfind(number)) << number;
    }
}

TEST(TableSheet, ATableWithoutRowsIsOnePage) {
    const PaperReader paper = paper_of(table(0));
    EXPECT_EQ(pages_of(paper), 1);
    EXPECT_TRUE(has(paper.text(), "1/1"));
}

TEST(TableSheet, ALongNameWrapsAndIsNotCut) {
    TableSheet sheet = table(1);
    std::string name;
    for (int i = 0; i < 12; ++i) name += fmt::format("Zzname{} ", i);
    sheet.rows[0][2] = Personal<std::string>{name};
    const std::string text = paper_of(sheet).text();
    for (int i = 0; i < 12; ++i) EXPECT_TRUE(has(text, fmt::format("Zzname{}", i))) << i;
}

TEST(TableSheet, ARowThatNeedsMoreLinesThanAreLeftGoesToTheNextPage) {
    TableSheet sheet = table(0);
    std::string name;
    for (int i = 0; i < 12; ++i) name += "Zzinventedlongname ";
    for (int i = 0; i < 60; ++i)
        sheet.rows.push_back({Personal<std::string>{fmt::format("first{}x", i)},
                              Personal<std::string>{name},
                              Personal<std::string>{fmt::format("last{}x", i)}});
    const PaperReader paper = paper_of(sheet);
    const int pages = pages_of(paper);
    for (int page = 1; page <= pages; ++page) {
        const std::string text = paper.text_of_page(page);
        for (int i = 0; i < 60; ++i)
            EXPECT_EQ(has(text, fmt::format("first{}x", i)), has(text, fmt::format("last{}x", i)))
                << page;
        EXPECT_TRUE(has(text, footer)) << page;
    }
}

// Joined letters are other glyphs than lone ones: shaping happened when the text comes back as it
// went in, and from right to left.
TEST(TableSheet, ArabicComesBackAsItWasWritten) {
    TableSheet sheet = table(0);
    sheet.rows.push_back({Personal<std::string>{"ASM00001K"}, Personal<std::string>{"محمد"},
                          Personal<std::string>{"فاطمة"}});
    const PaperReader paper = paper_of(sheet);
    EXPECT_TRUE(has(paper.text(), "محمد"));
    EXPECT_TRUE(has(paper.text(), "فاطمة"));
    EXPECT_TRUE(has(paper.fonts(), "DejaVuSans"));
}

TEST(TableSheet, LettersOfTheRegionHaveGlyphs) {
    TableSheet sheet = table(0);
    sheet.rows.push_back({Personal<std::string>{"Ɓɗƙƴ"}, Personal<std::string>{"ɛɔɲŋ"},
                          Personal<std::string>{"Zzaïssatou ÉÈÇ"}});
    const std::string text = paper_of(sheet).text();
    for (const std::string_view part : {"Ɓɗƙƴ", "ɛɔɲŋ", "Zzaïssatou ÉÈÇ"})
        EXPECT_TRUE(has(text, part)) << part;
}

TEST(TableSheet, BytesThatAreNoTextDoNotStopTheList) {
    TableSheet sheet = table(2);
    sheet.rows[0][1] = Personal<std::string>{"Zz\xC3(\xFF"};
    EXPECT_TRUE(has(paper_of(sheet).text(), "ASM00001K"));
}

TEST(TableSheet, NoCellLiesInTheOpenPartOfTheFile) {
    EXPECT_FALSE(has(paper_of(table(3)).page_data(), "Zz"));
}

}  // namespace
}  // namespace jatigi::print
