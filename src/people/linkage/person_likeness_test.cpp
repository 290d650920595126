#include "people/linkage/person_likeness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace jatigi::linkage {
namespace {

using Words = std::vector<std::string_view>;

BirthInterval born(std::string_view day) {
    return {.min = *parse_day(day), .max = *parse_day(day), .precision = BirthPrecision::day};
}

PersonDescription person() {
    PersonDescription fields;
    fields.family_name = "Coulibaly";
    fields.given_names = "Exemple";
    fields.sex = "M";
    fields.nationality = "MLI";
    fields.birth = born("1990-05-14");
    fields.father_name = "Untel Coulibaly";
    fields.mother_name = "Unetelle Keïta";
    fields.birth_place = "Ségou";
    fields.origin = "Ségou / Exempleville";
    fields.phone = "+22310184550";
    fields.document_type = "NINA";
    fields.document_no = "0000 1234";
    return fields;
}

PersonTraits with(const std::function<void(PersonDescription&)>& change) {
    PersonDescription fields = person();
    change(fields);
    return traits_of(fields);
}

PersonTraits respelt() {
    return with([](PersonDescription& fields) {
        fields.family_name = "KULIBALI";
        fields.father_name = "Coulibaly Untel";
        fields.mother_name = "";
        fields.birth_place = "segou";
        fields.origin = "Exempleville (Ségou)";
        fields.phone = "";
        fields.document_no = "00001234";
    });
}

bool share_a_key(const PersonTraits& one, const PersonTraits& other) {
    const auto keys = match_keys(other);
    return std::ranges::any_of(match_keys(one), [&](std::uint64_t key) {
        return std::ranges::find(keys, key) != keys.end();
    });
}

TEST(PersonLikeness, SamePersonIsLikelyInAnotherSpelling) {
    EXPECT_GE(evidence(traits_of(person()), respelt()), likely_evidence);
    EXPECT_TRUE(share_a_key(traits_of(person()), respelt()));
}

TEST(PersonLikeness, HomonymIsNot) {
    const PersonTraits homonym = with([](PersonDescription& fields) {
        fields.birth = born("1990-08-02");
        fields.father_name = "Autre Coulibaly";
        fields.mother_name = "";
        fields.phone = "";
        fields.document_no = "";
        fields.origin = "Kayes";
    });
    EXPECT_LT(evidence(traits_of(person()), homonym), likely_evidence);
}

TEST(PersonLikeness, OtherNamesAreTwoPeopleWhateverElseAgrees) {
    const PersonTraits wife = with([](PersonDescription& fields) {
        fields.family_name = "Keïta";
        fields.given_names = "Aminata";
    });
    EXPECT_LT(evidence(traits_of(person()), wife), 0);
}

TEST(PersonLikeness, NamesInEachOthersPlaceAreTheSameNames) {
    const PersonTraits turned =
        with([](PersonDescription& fields) { std::swap(fields.family_name, fields.given_names); });
    EXPECT_GE(evidence(traits_of(person()), turned), likely_evidence);
    EXPECT_EQ(agreements(traits_of(person()), turned).front(), "names");
}

TEST(PersonLikeness, AgreementsAreNamed) {
    const PersonTraits one = traits_of(person());
    EXPECT_EQ(agreements(one, one), (Words{"names", "birth", "father", "mother", "birth_place",
                                           "origin", "phone", "document"}));
    EXPECT_EQ(agreements(one, respelt()),
              (Words{"names", "birth", "father", "birth_place", "origin", "document"}));
    EXPECT_EQ(agreements(one, with([](PersonDescription& fields) {
                             fields = {};
                             fields.given_names = "Autrui";
                         })),
              Words{});
}

TEST(PersonLikeness, NothingSaidAgreesWithNothing) {
    const PersonTraits nobody = traits_of({});
    EXPECT_TRUE(agreements(nobody, nobody).empty());
    EXPECT_TRUE(match_keys(nobody).empty());
    EXPECT_LT(evidence(nobody, nobody), likely_evidence);
}

TEST(PersonLikeness, EachMatchKeyStandsForOneThing) {
    const auto keys = match_keys(traits_of(person()));
    EXPECT_EQ(keys.size(), 7U);
    // The same words as a father's and a mother's name are not one key.
    const auto parent = [](std::string_view PersonDescription::* which) {
        PersonDescription fields;
        fields.*which = "Untel";
        return match_keys(traits_of(fields));
    };
    EXPECT_NE(parent(&PersonDescription::father_name), parent(&PersonDescription::mother_name));
}

TEST(PersonLikeness, EvidenceOutOfReachIsBelowAndTheRestIsExact) {
    const PersonTraits one = traits_of(person());
    const PersonTraits other = respelt();
    const double points = evidence(one, other);
    EXPECT_EQ(evidence(one, other, points), points);
    EXPECT_LT(evidence(one, other, points + 0.25), points + 0.25);
    const PersonTraits sister = with([](PersonDescription& fields) { fields.sex = "F"; });
    EXPECT_LT(evidence(one, sister, 40), 40);
}

}  // namespace
}  // namespace jatigi::linkage
