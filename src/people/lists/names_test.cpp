#include "people/lists/names.h"

#include <gtest/gtest.h>

namespace jatigi::lists {
namespace {

std::string split(std::string_view cell, NameOrder order = NameOrder::family_first) {
    const NameReading name = split_full_name(cell, order);
    return name.family + "|" + name.given + (name.also.empty() ? "" : "|" + name.also);
}

TEST(ListNames, ParticleDecidesInCapitalsToo) {
    EXPECT_EQ(split("MOSSA AG ALHASSANE"), "AG ALHASSANE|MOSSA");
    EXPECT_EQ(split("AG ALHASSANE MOSSA"), "AG ALHASSANE|MOSSA");
    EXPECT_EQ(split("Mossa ag Alhassane"), "ag Alhassane|Mossa");
    EXPECT_EQ(split("SIDI OULD MOHAMED EL MOCTAR"), "OULD MOHAMED EL MOCTAR|SIDI");
    EXPECT_EQ(split("FATIMA WALET INTALLA", NameOrder::given_first), "WALET INTALLA|FATIMA");
    EXPECT_EQ(split("EXEMPLE AG"), "EXEMPLE|AG");
    EXPECT_EQ(split("AG ALHASSANE"), "AG|ALHASSANE");
}

TEST(ListNames, CapitalsStillTellWhereOneHasSmallLetters) {
    EXPECT_EQ(split("Moussa AG N’TALLA"), "AG N’TALLA|Moussa");
    EXPECT_EQ(split("TRAORÉ Mamadou Lamine", NameOrder::given_first), "TRAORÉ|Mamadou Lamine");
}

TEST(ListNames, TitlesAndOfficesAreNoNames) {
    EXPECT_EQ(split("M. TRAORÉ Ali"), "TRAORÉ|Ali");
    EXPECT_EQ(split("Dr Exemple Ali"), "Exemple|Ali");
    EXPECT_EQ(split("EXEMPLE Ali (CM)"), "EXEMPLE|Ali");
    EXPECT_EQ(split("EXEMPLE Ali (chef de ménage)"), "EXEMPLE|Ali");
    EXPECT_EQ(split("EXEMPLE Ali CM"), "EXEMPLE|Ali");
    // Other brackets may be anything, and stay.
    EXPECT_EQ(split("EXEMPLE Ali (Bobo)"), "EXEMPLE|Ali (Bobo)");
}

TEST(ListNames, WhatSomebodyIsCalledIsKeptApart) {
    EXPECT_EQ(split("EXEMPLE Ali dit le Vieux"), "EXEMPLE|Ali|le Vieux");
    const NameReading apart =
        without_titles({.family = "Exemple", .given = "Mme Awa dite Petite", .also = {}});
    EXPECT_EQ(apart.given, "Awa");
    EXPECT_EQ(apart.also, "Petite");
    EXPECT_EQ(without_titles({.family = "Dit", .given = "Ali", .also = {}}).family, "Dit");
}

TEST(ListNames, ChildOfIsNoName) {
    for (const auto* cell :
         {"Fils de Ali Exemple et de Awa Modèle", "fille d'Ali Exemple et Awa Modèle",
          "F/ Ali Exemple et de Awa Modèle", "de Ali Exemple et de Awa Modèle"}) {
        const auto parents = split_parents(cell);
        ASSERT_TRUE(parents) << cell;
        EXPECT_EQ(parents->father, "Ali Exemple") << cell;
        EXPECT_EQ(parents->mother, "Awa Modèle") << cell;
    }
}

TEST(ListNames, TwoParentsInOneCellComeApart) {
    const auto parents = split_parents("Bakari Exemple et de Nana Modèle");
    ASSERT_TRUE(parents);
    EXPECT_EQ(parents->father + "|" + parents->mother, "Bakari Exemple|Nana Modèle");
    EXPECT_EQ(split_parents("de Bakari et de Nana")->father, "Bakari");
    EXPECT_EQ(split_parents("Bakari / Nana")->mother, "Nana");
    EXPECT_FALSE(split_parents("Bakari Exemple"));
    EXPECT_FALSE(split_parents("Bakari et "));
}

TEST(ListNames, ParticleInSmallLettersIsOfTheCapitalsBehindIt) {
    EXPECT_EQ(split("Mossa ag ALHASSANE"), "ag ALHASSANE|Mossa");
    EXPECT_EQ(split("ag ALHASSANE Mossa"), "ag ALHASSANE|Mossa");
    EXPECT_EQ(split("Jean de SOUZA"), "de SOUZA|Jean");
    EXPECT_EQ(split("da COSTA Paul"), "da COSTA|Paul");
}

}  // namespace
}  // namespace jatigi::lists
