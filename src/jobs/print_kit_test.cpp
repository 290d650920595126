#include "jobs/print_kit.h"

#include <gtest/gtest.h>

#include "testing/paper_reader.h"

namespace jatigi::jobs {
namespace {

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string code_of(const PrintKit& kit) {
    const auto made = print_kit(kit);
    return made ? std::string{} : std::string(made.error().code);
}

TEST(PrintKit, IsOnePdfOfAllSheets) {
    const auto pdf = print_kit({.first_band = "A0001", .bands = 60, .sheets = 1});
    ASSERT_TRUE(pdf) << pdf.error().code;
    const testing::PaperReader paper(*pdf);
    // One sheet of each other kind, and three of wristbands between them.
    EXPECT_TRUE(has(paper.text_of_page(1), "Comptage / Tally : T-"));
    EXPECT_TRUE(has(paper.text_of_page(2), "A0001"));
    EXPECT_TRUE(has(paper.text_of_page(4), "A0060"));
    EXPECT_TRUE(has(paper.text_of_page(5), "Présence"));
    EXPECT_TRUE(has(paper.text_of_page(6), "Service"));
    EXPECT_TRUE(has(paper.page_data(), "Pages:           6"));
}

TEST(PrintKit, IsNoLargerThanAPadAndItsNumbersAreOfOneForm) {
    EXPECT_EQ(code_of({.first_band = {}, .bands = 1, .sheets = 1}), "");
    EXPECT_EQ(code_of({.first_band = {}, .bands = 0, .sheets = 1}), "kit.too_large");
    EXPECT_EQ(code_of({.first_band = {}, .bands = kit_bands_max + 1, .sheets = 1}),
              "kit.too_large");
    EXPECT_EQ(code_of({.first_band = {}, .bands = 1, .sheets = kit_sheets_max + 1}),
              "kit.too_large");
    EXPECT_EQ(code_of({.first_band = "A98", .bands = 2, .sheets = 1}), "");
    EXPECT_EQ(code_of({.first_band = "A98", .bands = 3, .sheets = 1}), "pad.numbers_invalid");
    EXPECT_EQ(code_of({.first_band = "?", .bands = 3, .sheets = 1}), "wristband.number_unreadable");
}

}  // namespace
}  // namespace jatigi::jobs
