#include "people/lists/headings.h"

#include <gtest/gtest.h>

#include <utility>

#include "people/lists/reference_for_tests.h"

namespace jatigi::lists {
namespace {

using enum ListField;
using Strength = ListHeadings::Strength;

ListHeadings::Meaning meaning(std::string_view heading) {
    return shipped_reference().headings.meaning_of(heading);
}

void expect(ListField field, const std::vector<std::string_view>& headings) {
    for (const std::string_view heading : headings) {
        EXPECT_EQ(enum_text(meaning(heading).field), enum_text(field)) << heading;
        EXPECT_GE(meaning(heading).strength, Strength::weak) << heading;
    }
}

TEST(ListHeadings, WordsMayBeCutShort) {
    expect(birth, {"Dt naiss.", "Date nais.", "D. naissance", "Dt. naiss"});
    expect(birth_place, {"Lieu naiss", "Lieu de nais."});
    expect(marital_status, {"Sit. matr.", "Etat civ.", "Sit. fam."});
    expect(household, {"N. fam", "N° fam.", "Mén.", "N° HH", "HH #"});
    expect(vulnerabilities, {"Vulnér.", "Besoins spéc."});
    expect(relation, {"Lien de par.", "Rel. to HoH"});
}

TEST(ListHeadings, NumberSignStandsBeforeOrBehindItsNoun) {
    expect(document_no, {"N° pce", "Pce n°", "N° de la pièce", "Pièce N°", "No. pièce", "Pièce #"});
    expect(phone, {"n° tel", "Tél. n°", "N°tél", "Numéro de téléphone"});
    expect(household, {"Ménage n°", "N° ménage"});
}

TEST(ListHeadings, EndingsInBracketsSayNothing) {
    expect(given_names, {"Prénom(s)", "PRÉNOM(S)", "Given name(s)"});
    expect(birth, {"Né(e) le", "NÉ(E) LE"});
    expect(vulnerabilities, {"Besoin(s) spécifique(s)"});
    expect(full_name, {"Nom(s) et Prénom(s)"});
}

TEST(ListHeadings, ParentsAreToldApart) {
    expect(father_name, {"Fils/fille de", "Fils de", "Fille de", "Fille/Fils de (père)",
                         "Nom du père", "Nom et prénoms du père", "Son of", "Daughter of"});
    expect(mother_name, {"Fils/fille de (mère)", "et de", "Et de (mère)", "et de (nom de la mère)",
                         "Mother's name", "name_mother"});
    expect(parents, {"Noms des parents", "Père et mère", "Filiation"});
    expect(languages, {"Langue maternelle", "Mother tongue / language"});
}

TEST(ListHeadings, NumberingOfQuestionsIsNoWord) {
    expect(family_name, {"1. Nom", "A1. Nom", "a) Nom", "Q3: Nom", "A1.1 Nom"});
    expect(phone, {"Q8. Do you have a phone? Number"});
    expect(list_no, {"1. N°"});
}

TEST(ListHeadings, WordsMayBeJoined) {
    expect(family_name, {"FamilyName", "name_last", "nom_famille", "LASTNAME", "lastName"});
    expect(given_names, {"FirstName", "name_first"});
    expect(birth, {"dateofbirth", "datenaissance", "date_naiss", "DateOfBirth"});
    expect(birth_place, {"lieunaissance", "PlaceOfBirth"});
    expect(full_name, {"NomPrenom", "nom_prenoms"});
}

TEST(ListHeadings, GroupsOverAQuestionAreLeftOut) {
    expect(family_name,
           {"identite/nom", "membres/nom", "bloc_a - identification - nom de famille"});
    expect(sex, {"g1:sexe", "section 2 > sexe", "identite.sexe"});
    expect(birth, {"Beneficiary > Date of birth", "membre/date_naissance"});
    expect(household, {"menage.numero"});
    expect(arrival_date, {"menage/date_arrivee", "arrivee.date"});
    expect(given_names, {"section_a/bloc1/prenom"});
}

TEST(ListHeadings, OtherPeopleAndThingsAreNotThePerson) {
    for (const auto* heading :
         {"menage/chef_nom", "Nom du tuteur", "Téléphone (contact d'urgence)",
          "contact.telephone_proche", "Nom de l'enquêteur", "meta.nom_site",
          "Date d'expiration de la pièce", "Lieu d'arrivée", "Heure d'arrivée", "Pays de naissance",
          "Pays de destination", "Nbre d'enfants", "Taille du ménage", "Nom de jeune fille",
          "date_naissance_connue", "mere/age"}) {
        EXPECT_EQ(enum_text(meaning(heading).field), "unknown") << heading;
        EXPECT_FALSE(meaning(heading).asks) << heading;
    }
}

TEST(ListHeadings, HeadingNobodyKnowsIsAskedAbout) {
    for (const auto* heading : {"Date du kari", "Name of kari"})
        EXPECT_TRUE(meaning(heading).asks) << heading;
    for (const auto* heading : {"Kari", "XB", "Nom du kari", "Numéro de dossier"})
        EXPECT_TRUE(meaning(heading).asks || meaning(heading).strength == Strength::contained)
            << heading;
    for (const auto* heading : {"_uuid", "KEY", "SubmitterID", "deviceid", "__version__"})
        EXPECT_FALSE(meaning(heading).asks) << heading;
}

TEST(ListHeadings, DayOfRegistrationIsNoArrival) {
    expect(registration_date, {"Date d'enregistrement", "Enrollment date", "Registration Date",
                               "SubmissionDate", "today", "start"});
}

TEST(ListHeadings, ConditionsAreNoPart) {
    expect(age, {"age_if_dob_unknown", "Âge (si date inconnue)", "Âge si inconnu"});
    expect(birth, {"Date de naissance (si connue)"});
}

TEST(ListHeadings, BirthMayBringItsPlace) {
    for (const auto* heading : {"Date et lieu de naissance", "Lieu et date de naissance",
                                "Né(e) le/à", "Date and place of birth"}) {
        EXPECT_EQ(meaning(heading).field, birth) << heading;
        EXPECT_TRUE(meaning(heading).with_place) << heading;
    }
    EXPECT_FALSE(meaning("Date de naissance").with_place);
    EXPECT_EQ(meaning("Né(e) à").field, birth_place);
}

TEST(ListHeadings, QuestionsAreHeadingsToo) {
    expect(father_name, {"10. Comment s'appelle votre père ?"});
    expect(languages, {"Quelles langues parlez-vous couramment ?"});
    expect(birth_place, {"Où êtes-vous né(e) ?"});
    expect(arrival_date, {"Quel jour êtes-vous arrivé(e) à Assamaka ?"});
    expect(observations, {"Avez-vous autre chose à signaler ?", "Comments", "Comment"});
    // Of what was asked before, or of somebody else.
    for (const auto* heading :
         {"Si oui, quel numéro ?", "À quel numéro peut-on joindre cette personne ?"})
        EXPECT_TRUE(meaning(heading).asks) << heading;
}

TEST(ListHeadings, KnownWordsWithoutACommonSenseAreAskedAbout) {
    for (const auto* heading : {"Sexe du document", "Âge et téléphone"})
        EXPECT_TRUE(meaning(heading).asks) << heading;
}

TEST(ListHeadings, SonIsAPossessiveInFrench) {
    expect(phone, {"son telephone"});
    expect(father_name, {"Son of"});
}

TEST(ListHeadings, ConditionInFrontIsLeftOut) {
    expect(age, {"Si date inconnue : âge déclaré (ans)"});
}

TEST(ListHeadings, NameMayStandWithTitleOrNickname) {
    expect(full_name, {"Civilité, nom et prénom", "Nom, prénoms et surnom"});
    EXPECT_EQ(meaning("Surnom").field, unknown);
    EXPECT_EQ(meaning("Civilité").field, unknown);
}

TEST(ListHeadings, OneChoiceOfAQuestionIsNoField) {
    EXPECT_EQ(meaning("Vulnérabilité(s) (choice=Femme enceinte)").field, unknown);
}

TEST(ListHeadings, WordsOfFiveLettersMayBeCutWithoutAStop) {
    expect(arrival_date, {"DAT_ARRIV"});
    expect(observations, {"OBSERVAT"});
    expect(nationality, {"nationality_code", "NTLTY"});
}

TEST(ListHeadings, HeadingsMayBeSpanish) {
    expect(family_name, {"Apellidos"});
    expect(father_name, {"Nombre del padre"});
    expect(birth, {"Fecha de nacimiento"});
    EXPECT_EQ(meaning("Nombre d'enfants").field, unknown);
}

TEST(ListHeadings, HeadingsMayBePortugueseOrArabic) {
    expect(given_names, {"الاسم"});
    expect(family_name, {"Apelido", "اللقب"});
    expect(birth, {"Data de nascimento", "تاريخ الميلاد"});
    expect(mother_name, {"Nome da mãe"});
    expect(nationality, {"Nacionalidade", "الجنسية"});
    expect(household, {"Agregado familiar n.º"});
    expect(document_no, {"N.º do documento"});
}

TEST(ListHeadings, PaperMayBeNamedByWhatItIs) {
    expect(document_no, {"N° passeport", "Extrait de naissance n°", "Carte consulaire n°"});
    expect(document, {"Acte de naissance"});
}

TEST(ListHeadings, FathersNameMayStandBehindTheName) {
    EXPECT_EQ(meaning("Nom et prénom (père)").field, full_name);
    EXPECT_TRUE(meaning("Nom et prénom (père)").with_father);
    EXPECT_FALSE(meaning("Nom et prénom (complet)").with_father);
}

TEST(ListHeadings, SignsOfTheSexesAreWords) {
    expect(sex, {"♂/♀", "♂ ♀"});
    expect(sex_male, {"♂"});
}

TEST(ListHeadings, ArrivalIsADayAndNoPlace) {
    expect(arrival_date,
           {"Arrivé à Assamaka le", "Présent depuis le",
            "Quand la personne est-elle arrivée au centre ?", "Date d'arrivée dans le centre",
            "Arrivée au centre", "Date d'admission"});
    EXPECT_EQ(meaning("Date d'admission").strength, Strength::weak);
    EXPECT_NE(meaning("arrival/from_city").field, origin);
}

TEST(ListHeadings, WhatIsPlannedHasNotHappened) {
    for (const auto* heading :
         {"Date prévue d'arrivée", "Expected arrival date", "Planned arrival"})
        EXPECT_EQ(meaning(heading).field, unknown) << heading;
}

TEST(ListHeadings, PlaceInTheFamilyIsARelation) {
    expect(relation,
           {"Statut dans la famille", "Status in family", "Statut dans le ménage", "link_to_head"});
    expect(vulnerabilities, {"Statut spécifique"});
}

TEST(ListHeadings, ParentsMayBeAGroup) {
    expect(father_name, {"Filiation/Nom complet du père", "Parents > Père"});
    expect(mother_name, {"Filiation/Nom complet de la mère"});
    expect(full_name, {"Identité complète"});
    EXPECT_EQ(meaning("Prénoms et nom (complet)").field, full_name_given_first);
}

TEST(ListHeadings, KeysAreAlikeButForMarksAndPlurals) {
    EXPECT_EQ(heading_key("Observations :"), heading_key("observation"));
    EXPECT_NE(heading_key("_status"), heading_key("Status"));
}

}  // namespace
}  // namespace jatigi::lists
