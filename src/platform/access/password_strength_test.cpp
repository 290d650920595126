#include "platform/access/password_strength.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "platform/base/json.h"

namespace jatigi::access {
namespace {

const CommonPasswords& common() {
    static const std::string file = [] {
        std::ifstream in(JATIGI_SOURCE_DIR "/reference/common_passwords.bin", std::ios::binary);
        std::ostringstream all;
        all << in.rdbuf();
        return all.str();
    }();
    static const CommonPasswords read = CommonPasswords::read(file).value();
    return read;
}

// Empty when it is taken.
std::string why_not(std::string_view password, std::string_view account = "registrar") {
    const auto checked = check_password_strength(
        password, account, {&common(), {"assamaka", "ASM", "Agadez Centre", "AGZ"}});
    if (checked) return {};
    EXPECT_EQ(checked.error().code, "account.password_weak");
    const auto params = json::parse_object(checked.error().params).value_or(json::object{});
    EXPECT_EQ(json::integer_at(params, "length_min"), 12);
    return std::string(json::text_at(params, "reason").value_or("?"));
}

std::string repeated(std::string_view unit, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += unit;
    return text;
}

// Any number of letters of which nobody makes a word.
std::string odd_letters(std::size_t count, const std::vector<std::string>& letters) {
    std::string text;
    std::size_t at = 1;
    for (std::size_t i = 0; i < count; ++i) {
        at = (at * 7 + i) % letters.size();
        text += letters[at];
    }
    return text;
}

TEST(PasswordStrength, TwelveLettersAreEnoughAndElevenAreNot) {
    EXPECT_EQ(why_not("lampe-sable1"), "");
    EXPECT_EQ(why_not("lampe-sable"), "short");
}

TEST(PasswordStrength, TheLongestHas256Letters) {
    const std::vector<std::string> letters{"a", "k", "u", "f", "p", "c", "m", "w", "r", "h", "z"};
    EXPECT_EQ(why_not(odd_letters(256, letters)), "");
    EXPECT_EQ(why_not(odd_letters(257, letters)), "long");
}

TEST(PasswordStrength, LettersAreCountedAsPeopleSeeThem) {
    // é as an e and its accent, a family of four, a letter of Bengali with its vowel.
    const std::vector<std::string> letters{"e\xCC\x81",
                                           "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",
                                           "\xE0\xA6\x95\xE0\xA6\xBF",
                                           "k",
                                           "\xD8\xB9",
                                           "w",
                                           "m"};
    EXPECT_EQ(why_not(odd_letters(11, letters)), "short");
    EXPECT_EQ(why_not(odd_letters(12, letters)), "");
    EXPECT_EQ(why_not(odd_letters(256, letters)), "");
    EXPECT_EQ(why_not(odd_letters(257, letters)), "long");
}

TEST(PasswordStrength, PasswordsThatEverybodyTriesAreRefused) {
    for (const std::string_view password :
         {"password12345", "MotDePasse123", "1234567890123", "Azerty-azerty", "qwerty!qwerty",
          "qwertyuiop12", "qwertyuiop[]", "P@ssw0rd2024", "p4$$w0rd!!!!", "motdepasse2023!",
          "2023motdepasse", "h3ll0202412345", "!!!dragon!!!!!", "marseille13013", "dragondragon",
          "dragon dragon dragon", "ABC123abc123abc123", "iloveyou-iloveyou"})
        EXPECT_EQ(why_not(password), "common") << password;
}

TEST(PasswordStrength, ARowOrARepetitionIsCommon) {
    for (const std::string_view password :
         {"aaaaaaaaaaaa", "abcdefghijkl", "zyxwvutsrqpo", "abababababab", "112233445566",
          "xyxxyyxyxyxyxyxx", "90123456789012"})
        EXPECT_EQ(why_not(password), "common") << password;
    EXPECT_EQ(why_not(repeated("x", 256)), "common");
}

TEST(PasswordStrength, SeveralWordsAreTakenThoughEachIsCommon) {
    for (const std::string_view password :
         {"lampe-sable-mil", "cheval pirogue lune", "Soleil+Karité=Mil", "тёплый-песок-лампа",
          "مصباح-رمل-دخن"})
        EXPECT_EQ(why_not(password), "") << password;
}

TEST(PasswordStrength, NamesThatEverybodyKnowsHereAreNoPassword) {
    for (const std::string_view password :
         {"assamaka-2024", "Assamaka Assamaka", "jatigi-jatigi", "J@tigi-2024-AGZ",
          "AgadezCentre2024", "agadez.centre!!", "ASM-AGZ-123456789", "@ss@m@k@-sable",
          "jatigi48201937465"})
        EXPECT_EQ(why_not(password), "names") << password;
    EXPECT_EQ(why_not("assamaka-lampe-sable"), "");
}

TEST(PasswordStrength, ItDoesNotHoldTheName) {
    EXPECT_EQ(why_not("Registrar-sable-lampe"), "names");
    EXPECT_EQ(why_not("sable-R3gi5trar-lampe"), "names");
    EXPECT_EQ(why_not("sable-FatiDiallo-mil", "fati.diallo"), "names");
    EXPECT_EQ(why_not("sable-lampe-abc", "abc"), "");  // Three letters stand in any sentence.
}

TEST(PasswordStrength, BytesThatAreNoTextAreNoPassword) {
    EXPECT_EQ(why_not("lampe-sable-\xE9\xE8"), "short");
}

TEST(CommonPasswords, TheFilterHoldsThePlainFormsOfTheHundredThousand) {
    EXPECT_EQ(common().count(), 83'812U);
    for (const std::string_view form : {"password", "azerty", "motdepasse", "dragon", "xqzvwbdfk"})
        EXPECT_EQ(common().hold_any({std::string(form)}), form != "xqzvwbdfk") << form;
    EXPECT_TRUE(common().hold_any({plain_form("iloveyou")}));
    EXPECT_TRUE(common().hold_any({plain_form("qwertyuiop"), plain_form("zzz")}));
}

TEST(CommonPasswords, OneWordIn100000IsTakenForOneAtMost) {
    // Every word of seven letters of this invented alphabet, behind a beginning that nobody writes.
    constexpr std::string_view letters = "bcdfghjkmn";
    std::vector<std::string> words;
    for (std::size_t number = 0; number < 200'000; ++number) {
        std::string word = "xqzvw";
        for (std::size_t rest = number, i = 0; i < 7; ++i, rest /= letters.size())
            word += letters[rest % letters.size()];
        words.push_back(std::move(word));
    }
    std::size_t taken = 0;
    if (common().hold_any(words))
        for (const std::string& word : words) taken += common().hold_any({word}) ? 1 : 0;
    EXPECT_LE(taken, 2U);
}

TEST(CommonPasswords, AnotherFileIsRefused) {
    for (const std::string_view file :
         {std::string_view(""), std::string_view("jcp1"),
          std::string_view("jcp1\0\0\0\0\x16xx", 11), std::string_view("jcp1\0\0\0\1\x40xx", 11),
          std::string_view("nope\0\0\0\1\x16xx", 11)})
        EXPECT_EQ(CommonPasswords::read(file).error().code, "access.common_passwords_unreadable");
}

TEST(CommonPasswords, AFileThatIsCutHoldsWhatIsLeft) {
    const std::string_view cut("jcp1\x7F\xFF\xFF\xFF\x16\xFF\xFF\xFF", 12);
    EXPECT_FALSE(CommonPasswords::read(cut)->hold_any({"word"}));
}

TEST(PlainForm, ItKeepsLettersAlone) {
    EXPECT_EQ(plain_form("P@ssw0rd"), "password");
    EXPECT_EQ(plain_form("Élève 1!"), "eieveii");
    EXPECT_EQ(plain_form("Œuf d’été"), "oeufdete");
    EXPECT_EQ(plain_form("İstanbul ÆØ"), "istanbuiaeo");
}

}  // namespace
}  // namespace jatigi::access
