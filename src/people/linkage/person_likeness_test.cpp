#include "people/linkage/person_likeness.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace jatigi::registry {
namespace {

using Words = std::vector<std::string_view>;

Personal<std::string> said(std::string text) {
    return Personal<std::string>(std::move(text));
}

BirthInterval born(std::string_view day) {
    return {.min = *parse_day(day), .max = *parse_day(day), .precision = BirthPrecision::day};
}

ListFields person() {
    ListFields fields;
    fields.family_name = said("Coulibaly");
    fields.given_names = said("Exemple");
    fields.sex = "M";
    fields.nationality = "MLI";
    fields.birth = Personal<BirthInterval>(born("1990-05-14"));
    fields.father_name = said("Untel Coulibaly");
    fields.mother_name = said("Unetelle Keïta");
    fields.birth_place = said("Ségou");
    fields.origin = said("Ségou / Exempleville");
    fields.phone = said("+22310184550");
    fields.document_type = "NINA";
    fields.document_no = said("0000 1234");
    return fields;
}

PersonTraits with(const std::function<void(ListFields&)>& change) {
    ListFields fields = person();
    change(fields);
    return traits_of(fields);
}

PersonTraits respelt() {
    return with([](ListFields& fields) {
        fields.family_name = said("KULIBALI");
        fields.father_name = said("Coulibaly Untel");
        fields.mother_name = said("");
        fields.birth_place = said("segou");
        fields.origin = said("Exempleville (Ségou)");
        fields.phone = said("");
        fields.document_no = said("00001234");
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
    const PersonTraits homonym = with([](ListFields& fields) {
        fields.birth = Personal<BirthInterval>(born("1990-08-02"));
        fields.father_name = said("Autre Coulibaly");
        fields.mother_name = said("");
        fields.phone = said("");
        fields.document_no = said("");
        fields.origin = said("Kayes");
    });
    EXPECT_LT(evidence(traits_of(person()), homonym), likely_evidence);
}

TEST(PersonLikeness, OtherNamesAreTwoPeopleWhateverElseAgrees) {
    const PersonTraits wife = with([](ListFields& fields) {
        fields.family_name = said("Keïta");
        fields.given_names = said("Aminata");
    });
    EXPECT_LT(evidence(traits_of(person()), wife), 0);
}

TEST(PersonLikeness, NamesInEachOthersPlaceAreTheSameNames) {
    const PersonTraits turned =
        with([](ListFields& fields) { std::swap(fields.family_name, fields.given_names); });
    EXPECT_GE(evidence(traits_of(person()), turned), likely_evidence);
    EXPECT_EQ(agreements(traits_of(person()), turned).front(), "names");
}

TEST(PersonLikeness, AgreementsAreNamed) {
    const PersonTraits one = traits_of(person());
    EXPECT_EQ(agreements(one, one), (Words{"names", "birth", "father", "mother", "birth_place",
                                           "origin", "phone", "document"}));
    EXPECT_EQ(agreements(one, respelt()),
              (Words{"names", "birth", "father", "birth_place", "origin", "document"}));
    EXPECT_EQ(agreements(one, with([](ListFields& fields) {
                             fields = {};
                             fields.given_names = said("Autrui");
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
    const auto parent = [](Personal<std::string> ListFields::* which) {
        ListFields fields;
        fields.*which = said("Untel");
        return match_keys(traits_of(fields));
    };
    EXPECT_NE(parent(&ListFields::father_name), parent(&ListFields::mother_name));
}

TEST(PersonLikeness, EvidenceOutOfReachIsBelowAndTheRestIsExact) {
    const PersonTraits one = traits_of(person());
    const PersonTraits other = respelt();
    const double points = evidence(one, other);
    EXPECT_EQ(evidence(one, other, points), points);
    EXPECT_LT(evidence(one, other, points + 0.25), points + 0.25);
    const PersonTraits sister = with([](ListFields& fields) { fields.sex = "F"; });
    EXPECT_LT(evidence(one, sister, 40), 40);
}

}  // namespace
}  // namespace jatigi::registry
