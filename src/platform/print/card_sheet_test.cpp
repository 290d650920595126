#include "platform/print/card_sheet.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "platform/print/pdf_document.h"
#include "testing/paper_reader.h"

// fontconfig keeps 288 bytes for ever, however many documents are made.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig\n";
}

namespace jatigi::print {
namespace {

using namespace std::chrono_literals;
using testing::PaperReader;

const std::string invented_name = "Zzinventedfamily Zzmadeupgiven";

CardSheetStyle style() {
    return {.centre_name = "Centre d'accueil d'Assamaka",
            .hotline = "Appel gratuit / Free call",
            .hotline_number = "80 00 00 00"};
}

// 26 letters and digits, as cards have.
std::string payload(std::size_t number) {
    constexpr std::string_view letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::uint64_t state = 0x9E3779B97F4A7C15ULL * (number + 1);
    std::string text;
    for (int i = 0; i < 26; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        text += letters[state >> 59U];
    }
    return text;
}

std::vector<PrintedCard> cards(std::size_t count) {
    std::vector<PrintedCard> made;
    for (std::size_t i = 0; i < count; ++i)
        made.push_back({fmt::format("ASM{:05}K", i), payload(i), 2023y / 7 / 16});
    return made;
}

std::string pdf_of(const std::vector<PrintedCard>& printed) {
    auto sheet = card_sheet(printed, style());
    EXPECT_TRUE(sheet) << sheet.error().code << " " << sheet.error().detail;
    return std::move(sheet).value_or("");
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(CardSheet, TenCardsFillAPage) {
    EXPECT_TRUE(has(pdf_of(cards(1)), "/Count 1\n"));
    EXPECT_TRUE(has(pdf_of(cards(10)), "/Count 1\n"));
    EXPECT_TRUE(has(pdf_of(cards(11)), "/Count 2\n"));
    EXPECT_TRUE(has(pdf_of(cards(25)), "/Count 3\n"));
}

TEST(CardSheet, NoCardsMakeNoSheet) {
    const auto none = card_sheet({}, style());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "print.no_cards");
}

TEST(CardSheet, TheSameCardsGiveTheSameBytesWhateverTheTime) {
    const std::string sheet = pdf_of(cards(3));
    EXPECT_EQ(sheet, pdf_of(cards(3)));
    EXPECT_FALSE(has(sheet, "CreationDate"));
}

// Fonts are shared by all pages. Measured: 1.5 kB a card, 1 s for a thousand.
TEST(CardSheet, AThousandCardsAreASmallFile) {
    EXPECT_LT(pdf_of(cards(1'000)).size(), 2'000'000U);
}

TEST(CardSheet, EveryCodeOfASheetIsReadBack) {
    const auto printed = cards(25);
    std::set<std::string> wanted;
    for (const PrintedCard& card : printed) wanted.insert(card.qr_payload);
    const PaperReader paper(pdf_of(printed));
    EXPECT_EQ(paper.qr_codes("-gray"), wanted);
    EXPECT_EQ(paper.qr_codes("-mono"), wanted);
}

TEST(CardSheet, ACardShowsNumberExpiryHotlineAndWhatItIsNot) {
    const std::string text = PaperReader(pdf_of(cards(1))).text();
    for (const std::string_view part :
         {"ASM00000K", "16 juillet 2023 / 16 July 2023", "80 00 00 00", "N’est pas une pièce d’identité",
          "Not an identity document", "Centre d'accueil d'Assamaka"})
        EXPECT_TRUE(has(text, part)) << part;
}

// Of a hundred cards, each is found by its row: on which sheet, and where on it.
TEST(CardSheet, AHandOverSheetSaysWhereEachCardLies) {
    auto printed = cards(12);
    printed[11].row = 3;
    printed[0].row = 7;
    CardSheetStyle with_sheet = style();
    with_sheet.hand_over = true;
    const auto made = card_sheet(std::span(printed).subspan(0, 12), with_sheet);
    ASSERT_TRUE(made);
    EXPECT_TRUE(has(*made, "/Count 3\n"));
    std::string text = PaperReader(*made).text();
    text.erase(
        std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }),
        text.end());
    EXPECT_TRUE(has(text, "Feuille / Sheet 2"));
    const auto twelfth = text.find("3 ASM00011K 2 2"), first = text.find("7 ASM00000K 1 1"),
               without_row = text.find("ASM00004K 1 5");
    ASSERT_NE(twelfth, std::string::npos) << text;
    ASSERT_NE(first, std::string::npos) << text;
    EXPECT_LT(twelfth, first);
    EXPECT_LT(without_row, twelfth);
}

TEST(CardSheet, TheHotlineNumberIsInOrderBesideArabicWords) {
    CardSheetStyle arabic = style();
    arabic.hotline = "اتصال مجاني";
    const auto sheet = card_sheet(cards(1), arabic);
    ASSERT_TRUE(sheet);
    EXPECT_TRUE(has(PaperReader(*sheet).text(), "80 00 00 00"));
}

TEST(CardSheet, ANameIsPrintedOnlyWhenTheCardHasOne) {
    auto printed = cards(2);
    EXPECT_FALSE(has(PaperReader(pdf_of(printed)).text(), "Zz"));
    printed[1].name = Personal<std::string>{invented_name};
    EXPECT_EQ(count_of(PaperReader(pdf_of(printed)).text(), invented_name), 1U);
}

TEST(CardSheet, NoNameLiesInTheOpenPartOfTheFile) {
    auto printed = cards(1);
    printed[0].name = Personal<std::string>{invented_name};
    EXPECT_FALSE(has(PaperReader(pdf_of(printed)).page_data(), "Zz"));
}

TEST(CardSheet, ALongNumberIsPrintedWhole) {
    auto printed = cards(1);
    printed[0].case_number = "ASMK1234567890123K";
    EXPECT_TRUE(has(PaperReader(pdf_of(printed)).text(), "ASMK1234567890123K"));
}

// 25 modules against 29 (a small letter forces bytes), plus 4 white ones on each side.
TEST(QrCode, CapitalsAndDigitsMakeASmallerSymbol) {
    const double module_mm = 25.4 / 72;
    EXPECT_NEAR(qr_width_mm(payload(1), 25 * module_mm).value(), (25 + 8) * module_mm, 1e-6);
    EXPECT_NEAR(qr_width_mm(payload(1) + "a", 29 * module_mm).value(), (29 + 8) * module_mm, 1e-6);
}

TEST(QrCode, TheSymbolIsAtLeastAsWideAsAsked) {
    for (const double wanted_mm : {20.0, 21.3, 24.0, 25.9}) {
        const double symbol_mm = qr_width_mm(payload(1), wanted_mm).value() * 25 / 33;
        EXPECT_GE(symbol_mm, wanted_mm);
        EXPECT_LT(symbol_mm, wanted_mm + 25 * 0.25 * 25.4 / 72);
    }
}

TEST(QrCode, WhatFitsIntoNoSymbolIsRefused) {
    EXPECT_TRUE(qr_width_mm(std::string(1'663, 'a'), 20));  // The most that 40-Q holds.
    for (const std::string& text : {std::string(1'664, 'a'), std::string{}}) {
        const auto refused = qr_width_mm(text, 20);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "print.failed");
    }
}

}  // namespace
}  // namespace jatigi::print
