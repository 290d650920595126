#include "people/lists/fields.h"

#include <gtest/gtest.h>

#include "people/lists/documents.h"
#include "people/lists/names.h"
#include "people/lists/reference_for_tests.h"

namespace jatigi::lists {
namespace {

using Codes = std::vector<std::string>;

const ListWords& words() {
    return shipped_reference().words;
}

std::string code(WordKind kind, std::string_view cell) {
    const CodeReading reading = read_code(kind, cell, words());
    return reading.unread ? "unread" : reading.code;
}
std::string nationality(std::string_view cell) {
    const CodeReading reading = read_nationality(cell, words());
    return reading.unread ? "unread" : reading.code;
}
std::string phone(std::string_view cell, std::string_view nation) {
    const linkage::PhoneReading reading = read_phone(cell, nation, words());
    return reading.damaged ? "damaged" : reading.e164;
}

TEST(ListFields, SexIsReadOrSaidToBeUnread) {
    for (const auto* cell :
         {"M", "m", "H", "Homme", "Masc.", "MALE", " Masculin ", "G", "Mas", "Hom."}) {
        EXPECT_EQ(code(WordKind::sex, cell), "M") << cell;
    }
    for (const auto* cell : {"F", "Féminin", "Fém.", "FEMME", "female", "Fem", "Fe"}) {
        EXPECT_EQ(code(WordKind::sex, cell), "F") << cell;
    }
    EXPECT_EQ(code(WordKind::sex, " "), "");
    EXPECT_EQ(code(WordKind::sex, "X?"), "unread");
}

TEST(ListFields, SexMayBeASignOrAnotherLanguages) {
    for (const auto* cell : {"♂", "Un homme", "Masculino", "ذكر"})
        EXPECT_EQ(read_code(WordKind::sex, cell, words()).code, "M") << cell;
    for (const auto* cell : {"♀", "Une femme", "Feminino", "أنثى"})
        EXPECT_EQ(read_code(WordKind::sex, cell, words()).code, "F") << cell;
    EXPECT_TRUE(read_code(WordKind::sex, "♂♀", words()).unread);
}

TEST(ListFields, RowOfDashesIsNoAnswerAboutPapers) {
    EXPECT_EQ(read_document("-", words()).type, "NONE");
    EXPECT_EQ(read_document("---", words()).type, "");
    EXPECT_FALSE(read_document("---", words()).unread);
}

TEST(ListFields, OneLetterMeansWhatItsColumnMeans) {
    EXPECT_EQ(code(WordKind::sex, "M"), "M");
    EXPECT_EQ(code(WordKind::marital, "M"), "MARRIED");
    EXPECT_EQ(code(WordKind::sex, "Femme"), "F");
    EXPECT_EQ(code(WordKind::relation, "Femme"), "SPOUSE");
    EXPECT_EQ(code(WordKind::marital, "Veuf/Veuve"), "WIDOWED");
    EXPECT_EQ(code(WordKind::relation, "sœur"), "SISTER");
    EXPECT_EQ(code(WordKind::relation, "épouse de Exemple"), "SPOUSE");
    EXPECT_EQ(code(WordKind::relation, "cousin"), "unread");
}

TEST(ListFields, NationalityHasManyForms) {
    for (const auto* cell : {"ML", "mli", "Mali", "MALIEN", "malienne ", "Malian", "Mali/Malienne",
                             "Malien (Kayes)"}) {
        EXPECT_EQ(nationality(cell), "MLI") << cell;
    }
    EXPECT_EQ(nationality("Nigérien"), "NER");
    EXPECT_EQ(nationality("Nigérian"), "NGA");
    EXPECT_EQ(nationality("Cote d Ivoire"), "CIV");
    EXPECT_EQ(nationality("Congolaise (RDC)"), "COD");
    EXPECT_EQ(nationality("Guinée Bissau"), "GNB");
    EXPECT_EQ(nationality("?"), "");
    EXPECT_EQ(nationality("Atlante"), "unread");
    EXPECT_EQ(nationality("14/05/1990"), "unread");
}

// Cut, a number would be another one, and half a letter a file that nobody can read.
TEST(ListFields, ADocumentsNumberIsKeptWholeHoweverLong) {
    for (std::size_t padding = 190; padding < 210; ++padding) {
        std::string number(padding, '7');
        for (int i = 0; i < 20; ++i) number += "é";
        const DocumentReading read = read_document("Passeport n° " + number, words());
        EXPECT_EQ(read.type, "PASSPORT");
        EXPECT_EQ(read.number, number);
    }
}

TEST(ListFields, PhonesBecomeInternational) {
    EXPECT_EQ(phone("+223 10 31 77 28", ""), "+22310317728");
    EXPECT_EQ(phone("0022310317728", "NER"), "+22310317728");
    EXPECT_EQ(phone("10.18.45.50", "MLI"), "+22310184550");
    EXPECT_EQ(phone("10.29.0", "MLI"), "damaged");
    EXPECT_EQ(phone("10.35.29.0", "GMB"), "+2201035290");
    EXPECT_EQ(phone("10184550", "BFA"), "+22610184550");
    EXPECT_EQ(phone("22310184550", "NER"), "+22310184550");
    EXPECT_EQ(phone("10 18 45 50 / 10 99 99 99", "MLI"), "+22310184550");
    EXPECT_EQ(phone("10/18/45/50", "MLI"), "+22310184550");
    EXPECT_EQ(phone("10184550 - 10223344", "MLI"), "+22310184550");
    EXPECT_EQ(phone("10-18-45-50", "MLI"), "+22310184550");
}

TEST(ListFields, PhonesThatRingNowhereAreDamaged) {
    for (const auto* cell : {"2,23107E+10", "2.23107E+10", "123", "+22310", "10184550999999999"}) {
        EXPECT_EQ(phone(cell, "MLI"), "damaged") << cell;
    }
    EXPECT_EQ(phone("10184550", ""), "damaged");
    EXPECT_EQ(phone("-", "MLI"), "");
    EXPECT_EQ(phone("", "MLI"), "");
}

TEST(ListFields, LanguagesAreSortedCodes) {
    EXPECT_EQ(read_codes(WordKind::language, "Bamanankan, français et Fulfulde", words()).codes,
              (Codes{"bam", "fra", "ful"}));
    EXPECT_EQ(read_codes(WordKind::language, "Arabe/arabe", words()).codes, Codes{"ara"});
    EXPECT_EQ(read_codes(WordKind::language, "BAMBARA ET ARABE", words()).codes,
              (Codes{"ara", "bam"}));
    EXPECT_EQ(read_codes(WordKind::language, "bambara ou peul", words()).codes,
              (Codes{"bam", "ful"}));
    EXPECT_TRUE(read_codes(WordKind::language, "Bambara, klingon", words()).unread);
}

TEST(ListFields, VulnerabilitiesAreCodesOrNothing) {
    EXPECT_EQ(read_codes(WordKind::vulnerability, "pers. âgée + urgence méd.", words()).codes,
              (Codes{"ELDERLY", "MEDICAL_URGENT"}));
    EXPECT_EQ(read_codes(WordKind::vulnerability, "femme enceinte de 6 mois", words()).codes,
              Codes{"PREGNANT"});
    for (const auto* cell : {"", "-", "RAS", "Néant", "N/A", "aucune"}) {
        const CodesReading reading = read_codes(WordKind::vulnerability, cell, words());
        EXPECT_TRUE(reading.codes.empty() && !reading.unread) << cell;
    }
}

TEST(ListFields, WhatIsTakenBackIsNoNeed) {
    for (const auto* cell :
         {"pas enceinte", "non enceinte", "not pregnant", "pregnant: no", "sans handicap",
          "ni handicap ni maladie chronique", "wife is pregnant", "femme enceinte au pays",
          "sa femme est enceinte", "conjoint handicapé", "mère d'un enfant handicapé",
          "accompagne une personne âgée", "shipwreck survivor", "violence policière"}) {
        const CodesReading reading = read_codes(WordKind::vulnerability, cell, words());
        EXPECT_TRUE(reading.codes.empty() && reading.unread) << cell;
    }
    const CodesReading part =
        read_codes(WordKind::vulnerability, "enceinte, pas de handicap", words());
    EXPECT_EQ(part.codes, Codes{"PREGNANT"});
    EXPECT_TRUE(part.unread);
    EXPECT_TRUE(read_codes(WordKind::language, "ne parle pas français", words()).codes.empty());
    // "Non" belongs to the need.
    EXPECT_EQ(read_codes(WordKind::vulnerability, "mineur non accompagné", words()).codes,
              Codes{"UAC"});
}

TEST(ListFields, SurvivorIsOfWhatIsSaidBesideIt) {
    const auto codes = [](std::string_view cell) {
        return read_codes(WordKind::vulnerability, cell, words()).codes;
    };
    EXPECT_EQ(codes("Survivor"), Codes{"SGBV"});
    EXPECT_EQ(codes("Torture survivor"), Codes{"TORTURE"});
    EXPECT_EQ(codes("Survivor of trafficking"), Codes{"VOT_POSSIBLE"});
    EXPECT_EQ(codes("victime de violence physique"), Codes{});
}

TEST(ListFields, SeveralVulnerabilitiesMayStandInOnePart) {
    const auto codes = [](std::string_view cell) {
        return read_codes(WordKind::vulnerability, cell, words()).codes;
    };
    EXPECT_EQ(codes("Enceinte Handicapée"), (Codes{"DISABILITY", "PREGNANT"}));
    EXPECT_EQ(codes("ENCEINTE ET HANDICAPÉE"), (Codes{"DISABILITY", "PREGNANT"}));
    EXPECT_EQ(codes("femme enceinte de 6 mois, handicapée"), (Codes{"DISABILITY", "PREGNANT"}));
    // The words of a longer form are not told again as a shorter one.
    EXPECT_EQ(codes("mère seule avec deux enfants"), Codes{"SINGLE_PARENT"});
    EXPECT_EQ(codes("enceinte, enceinte"), Codes{"PREGNANT"});
}

TEST(ListFields, BeingAloneIsNoHouseholdAndStillAWordElsewhere) {
    EXPECT_EQ(code(WordKind::marital, "Single"), "SINGLE");
    EXPECT_EQ(code(WordKind::marital, "célibataire"), "SINGLE");
    for (const auto* cell : {"isolé", "voyage seul", "Seule", "alone"}) {
        const CodesReading reading = read_codes(WordKind::vulnerability, cell, words());
        EXPECT_TRUE(reading.unread || !reading.codes.empty()) << cell;
    }
    EXPECT_EQ(read_codes(WordKind::vulnerability, "mineur isolé", words()).codes, Codes{"UAC"});
}

TEST(ListFields, DocumentAndNumberMayShareACell) {
    const DocumentReading card = read_document("Carte NINA n° 0000591", words());
    EXPECT_EQ(card.type + " " + card.number, "NINA 0000591");
    const DocumentReading pass = read_document("LP no. LP-00001/22", words());
    EXPECT_EQ(pass.type + " " + pass.number, "LAISSEZ_PASSER LP-00001/22");
    EXPECT_EQ(read_document("Passport: ZZ0000001", words()).number, "ZZ0000001");
    EXPECT_EQ(read_document("-", words()).type, "NONE");
    EXPECT_EQ(read_document("", words()).type, "");
    EXPECT_EQ(read_document("CNI perdue", words()).number, "");
    EXPECT_TRUE(read_document("permis", words()).unread);
}

TEST(ListFields, HouseholdIsItsBareNumber) {
    for (const auto* cell : {"7", "M7", "M-07", "Ménage 7"}) {
        EXPECT_EQ(read_household(cell, words()), "7") << cell;
    }
    EXPECT_EQ(read_household("14A", words()), "14A");
    EXPECT_EQ(read_household("10", words()), "10");
    EXPECT_EQ(read_household("Exemple", words()), "Exemple");
}

TEST(ListFields, TelephoneOfARelativeIsNotThePersons) {
    for (const auto* cell : {"père 76112233", "76.11.22.33 (père)"})
        EXPECT_TRUE(read_phone(cell, "MLI", words()).damaged) << cell;
    EXPECT_EQ(read_phone("WhatsApp 76112233", "MLI", words()).e164, "+22376112233");
}

TEST(ListFields, WordsForBeingAloneAreNoHousehold) {
    for (const auto* cell : {"1 pers.", "homme seul", "non accompagné", "Célib.", "hors ménage",
                             "MNA", "à préciser", "voir obs", "(vide)", "nan", "FALSE"})
        EXPECT_EQ(read_household(cell, words()), "") << cell;
}

TEST(ListFields, HouseholdOfNobodyIsNone) {
    for (const auto* cell : {"", "-", "0", "00", "M0", "RAS", "Néant", "N/A", "Non", "Aucun", "?",
                             "/", "seul", "SEULE", "Individuel", "Isolé", "Voyage seul", "X"}) {
        EXPECT_EQ(read_household(cell, words()), "") << cell;
    }
}

TEST(ListFields, FormulasThatCameToNothingAreKnown) {
    for (const auto* cell : {"#N/A", "#N/D", "#NV", "#REF!", "#¡REF!", "#VALUE!", "#WERT!", "#NOM?",
                             "#¿NOMBRE?", "#DIV/0!", "#VALEUR!", "Err:502", "#####"}) {
        EXPECT_TRUE(is_sheet_error(cell)) << cell;
    }
    for (const auto* cell : {"", "#", "#1", "N/A", "#N/A 3", "#date", "#12!", "Err:5"}) {
        EXPECT_FALSE(is_sheet_error(cell)) << cell;
    }
}

TEST(ListFields, DamagedAccentsAreRepaired) {
    EXPECT_EQ(repair_encoding("TraorÃ©").text, "Traoré");
    EXPECT_EQ(repair_encoding("Nâ€™Golo KonÃ©").text, "N’Golo Koné");
    EXPECT_EQ(repair_encoding("Ã‰lie").text, "Élie");
    EXPECT_EQ(repair_encoding("TraorÃƒÂ©").text, "Traoré");
    EXPECT_TRUE(repair_encoding("TraorÃ©").repaired);
}

TEST(ListFields, SoundTextIsNotRepaired) {
    for (const auto* cell : {"Traoré", "DOUCOURÉ\xC2\xA0", "Éà", "N’Golo", "cœur", "Ñ", "日本"}) {
        EXPECT_FALSE(repair_encoding(cell).repaired) << cell;
        EXPECT_EQ(repair_encoding(cell).text, cell);
    }
}

TEST(ListFields, DittoMarksAreNoNames) {
    for (const auto* cell : {"\"", "idem", "Idem.", "//", "ditto", "''", "- \" -", "〃", "”"}) {
        EXPECT_TRUE(is_ditto(cell, words())) << cell;
    }
    for (const auto* cell : {"«", "»", "„", "' '", "``", "´´", "==", "\\\\", "↓", "‹‹", "- // -"}) {
        EXPECT_TRUE(is_ditto(cell, words())) << cell;
    }
    for (const auto* cell :
         {"", "-", "/", "=", "\\", "'", "Idi", "dit \"le Vieux\"", "« Petit »"}) {
        EXPECT_FALSE(is_ditto(cell, words())) << cell;
    }
}

TEST(ListFields, AmongNamesWordsThatMayBeNamesAreNone) {
    for (const auto* cell : {"idem", "Idem.", "ditto", "\"", "//", "do."})
        EXPECT_TRUE(is_ditto(cell, words(), DittoAmong::names)) << cell;
    for (const auto* cell : {"Do", "DO", "Same", "Samé", "Id"})
        EXPECT_FALSE(is_ditto(cell, words(), DittoAmong::names)) << cell;
    for (const auto* cell :
         {"N/A", "n/a", "n.d.", "néant", "inconnu", "---", "***", "xxx", "?", "0"})
        EXPECT_TRUE(is_no_name(cell, words())) << cell;
    for (const auto* cell : {"Na", "NA", "Do", "Nil", "Ouattara"})
        EXPECT_FALSE(is_no_name(cell, words())) << cell;
}

TEST(ListFields, FormsMayBeCutShort) {
    EXPECT_EQ(read_document("C. consulaire", words()).type, "CONSULAR_CARD");
    EXPECT_EQ(read_document("Acte de naiss.", words()).type, "BIRTH_CERTIFICATE");
    EXPECT_EQ(read_nationality("Ivo.", words()).code, "CIV");
    // More than one nationality starts so.
    EXPECT_TRUE(read_nationality("Nig.", words()).unread);
}

TEST(ListFields, SeveralCodesMayBePartedByBlanks) {
    const auto codes = [](std::string_view cell) {
        return read_codes(WordKind::language, cell, words()).codes;
    };
    EXPECT_EQ(codes("francais bambara"), (std::vector<std::string>{"bam", "fra"}));
    EXPECT_EQ(codes("[\"francais\", \"bambara\"]"), (std::vector<std::string>{"bam", "fra"}));
}

TEST(ListFields, SensitiveWordsAreSeenInSentences) {
    for (const auto* cell :
         {"Santé mentale", "survivante de VBG", "V.B.G.", "a été torturé à la frontière",
          "demande d'asile", "possible victim of trafficking", "victime de violences"}) {
        EXPECT_TRUE(is_sensitive(cell, words())) << cell;
    }
    for (const auto* cell : {"", "a perdu ses papiers", "traité à l'hôpital", "violet",
                             "Expulsé d'Algérie", "handicap"}) {
        EXPECT_FALSE(is_sensitive(cell, words())) << cell;
    }
}

TEST(ListFields, LateParentsKeepTheirNames) {
    EXPECT_EQ(without_late("feu Modibo Exemple", words()), "Modibo Exemple");
    EXPECT_EQ(without_late("Late  Modibo Exemple", words()), "Modibo Exemple");
    EXPECT_EQ(without_late("Modibo", words()), "Modibo");
}

TEST(ListNames, CapitalsTellTheFamilyName) {
    const auto first = split_full_name("TRAORÉ Mamadou Lamine", NameOrder::given_first);
    EXPECT_EQ(first.family + "|" + first.given, "TRAORÉ|Mamadou Lamine");
    const auto last = split_full_name("Moussa AG N’TALLA", NameOrder::family_first);
    EXPECT_EQ(last.family + "|" + last.given, "AG N’TALLA|Moussa");
}

TEST(ListNames, WithoutCapitalsTheOrderDecides) {
    const auto family = split_full_name("Ag Exemple Moussa", NameOrder::family_first);
    EXPECT_EQ(family.family + "|" + family.given, "Ag Exemple|Moussa");
    const auto given = split_full_name("Moussa Lamine Exemple", NameOrder::given_first);
    EXPECT_EQ(given.family + "|" + given.given, "Exemple|Moussa Lamine");
    const auto comma = split_full_name("Exemple, Moussa", NameOrder::given_first);
    EXPECT_EQ(comma.family + "|" + comma.given, "Exemple|Moussa");
}

TEST(ListNames, TitlesAreNoNames) {
    for (const auto* cell : {"Mme EXEMPLE Awa", "M. EXEMPLE Awa", "Mr. EXEMPLE Awa",
                             "MLLE EXEMPLE Awa", "Madame EXEMPLE Awa", "Mr Mme EXEMPLE Awa"}) {
        const auto name = split_full_name(cell, NameOrder::family_first);
        EXPECT_EQ(name.family + "|" + name.given, "EXEMPLE|Awa") << cell;
    }
    // An initial or a title alone is all that is known.
    EXPECT_EQ(split_full_name("Mme", NameOrder::family_first).family, "Mme");
    EXPECT_EQ(split_full_name("EXEMPLE M.", NameOrder::family_first).given, "M.");
}

TEST(ListNames, NameOfTheHusbandIsNotTheFamilyName) {
    for (const auto* cell : {"EXEMPLE Awa épouse INVENTÉ", "EXEMPLE Awa ép. INVENTÉ",
                             "EXEMPLE Awa veuve INVENTÉ", "EXEMPLE Awa née INVENTÉ"}) {
        const auto name = split_full_name(cell, NameOrder::family_first);
        EXPECT_EQ(name.family, "EXEMPLE") << cell;
        EXPECT_TRUE(name.given.starts_with("Awa ") && name.given.ends_with(" INVENTÉ")) << cell;
    }
    // No family name before it: the capitals are hers.
    const auto widow = split_full_name("Veuve EXEMPLE Awa", NameOrder::family_first);
    EXPECT_EQ(widow.family, "EXEMPLE");
    const auto given_first = split_full_name("Awa EXEMPLE épouse INVENTÉ", NameOrder::given_first);
    EXPECT_EQ(given_first.family + "|" + given_first.given, "EXEMPLE|Awa épouse INVENTÉ");
}

TEST(ListNames, SwapNeedsTheUseOfTheWholeList) {
    NameUsage usage;
    for (int i = 0; i < 4; ++i) usage.add({.family = "Exemple", .given = "Untel"});
    usage.add({.family = "Untel", .given = "Exemple"});
    EXPECT_TRUE(usage.swapped({.family = "Untel", .given = "Exemple"}));
    EXPECT_FALSE(usage.swapped({.family = "Exemple", .given = "Untel"}));
    EXPECT_FALSE(usage.swapped({.family = "Rare", .given = "Encore"}));
}

}  // namespace
}  // namespace jatigi::lists
