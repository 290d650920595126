#include "platform/base/text.h"

#include <gtest/gtest.h>

namespace jatigi {
namespace {

TEST(Trim, BlanksOfSpreadsheetsGoToo) {
    EXPECT_EQ(trim("  Assamaka\t\r\n"), "Assamaka");
    EXPECT_EQ(trim("\xC2\xA0\xE2\x80\xAF" "Assamaka \xC2\xA0"), "Assamaka");
    EXPECT_EQ(trim("two  words"), "two  words");
    EXPECT_EQ(trim("two\xC2\xA0words"), "two\xC2\xA0words");
    EXPECT_EQ(trim(" \t "), "");
    EXPECT_EQ(trim(""), "");
}

TEST(Trim, ALetterThatEndsLikeABlankStays) {
    // à is C3 A0: its second byte is also the second byte of U+00A0.
    EXPECT_EQ(trim("voil\xC3\xA0"), "voil\xC3\xA0");
}

TEST(Fold, AccentsCaseAndApostrophesDoNotMatter) {
    EXPECT_EQ(fold("Élodie"), "elodie");
    EXPECT_EQ(fold("E\xCC\x81lodie"), "elodie");
    EXPECT_EQ(fold("N'Diaye"), "ndiaye");
    EXPECT_EQ(fold("N’Diaye"), "ndiaye");
    EXPECT_EQ(fold("Œuvre ÇA"), fold("œuvre ça"));
}

TEST(Fold, PunctuationIsOneBlankAndNoneAtTheEnds) {
    EXPECT_EQ(fold("  Date d'arrivée / (jour) "), "date darrivee jour");
    EXPECT_EQ(fold("Mock-Person"), "mock person");
    EXPECT_EQ(fold("..."), "");
    EXPECT_EQ(fold(""), "");
}

TEST(Fold, FoldingTwiceChangesNothing) {
    for (const std::string_view text : {"Âge (années)", "N° de ménage", "ﬁche №5", "ÀÉÎÕÜ", "مالي"})
        EXPECT_EQ(fold(fold(text)), fold(text)) << text;
}

TEST(Upper, OnlySmallLettersChange) {
    EXPECT_EQ(upper("asm00427k-x"), "ASM00427K-X");
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_EQ(split("a,b", ','), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(split(",a,,", ','), (std::vector<std::string>{"", "a", "", ""}));
    EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
    EXPECT_EQ(split("a,b", ';'), (std::vector<std::string>{"a,b"}));
}

TEST(ValidUtf8, LengthsAreCheckedAtTheirEdges) {
    EXPECT_TRUE(valid_utf8(""));
    EXPECT_TRUE(valid_utf8(std::string_view{"\0", 1}));
    EXPECT_TRUE(valid_utf8("Kéïta \xF0\x9F\x8C\xBE"));
    EXPECT_TRUE(valid_utf8("\xF4\x8F\xBF\xBF"));    // U+10FFFF, the last one.
    EXPECT_FALSE(valid_utf8("\xF4\x90\x80\x80"));   // One more.
    EXPECT_FALSE(valid_utf8("K\xE9\xEFta"));        // Latin-1.
    EXPECT_FALSE(valid_utf8("\xC3"));               // Cut off.
    EXPECT_FALSE(valid_utf8("\xC0\x80"));           // Overlong NUL.
    EXPECT_FALSE(valid_utf8("\xED\xA0\x80"));       // A surrogate.
    EXPECT_FALSE(valid_utf8("\x80"));
}

TEST(Text, FoldWritesLigaturesOut) {
    EXPECT_EQ(word_fold("  Sœur  d’Été "), "soeur dete");
    EXPECT_EQ(word_key("Côte d'Ivoire"), "cotedivoire");
}

TEST(Text, InvisibleCharactersAreTakenOut) {
    EXPECT_EQ(tidy_blanks("\u200EEXEM\u00ADPLE\u200B \u2003 Un\uFEFF"), "EXEMPLE Un");
    EXPECT_EQ(tidy_blanks("\u202A14/05/1990\u202C"), "14/05/1990");
    EXPECT_EQ(tidy_blanks("a\u3000b"), "a b");
    EXPECT_EQ(tidy_blanks("\u200B"), "");
    // Letters of other scripts stay.
    EXPECT_EQ(tidy_blanks("محمد  N’Golo"), "محمد N’Golo");
}

TEST(Text, ArabicAndPersianDigitsAreDigits) {
    EXPECT_EQ(tidy_blanks("١٤/٠٥/١٩٩٠"), "14/05/1990");
    EXPECT_EQ(tidy_blanks("۱۴/۰۵/۱۹۹۰"), "14/05/1990");
}

}  // namespace
}  // namespace jatigi
