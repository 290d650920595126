#include "people/registry/person.h"

#include <gtest/gtest.h>

#include "testing/given.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;
using GivenPerson = testing::Given<Person, PersonEvent>;

const CardSerial first_card{1, 2, 3, 4, 5, 6};
const CardSerial second_card{6, 5, 4, 3, 2, 1};
const PersonProfiled profile{.case_number = "ASM00427K",
                             .sex = Sex::female,
                             .birth = BirthMonths{1988y / 10, 1989y / 10},
                             .nationality = "MLI"};

GivenPerson given(const std::vector<PersonEvent>& history) {
    return GivenPerson(history);
}

PersonProfiled with_nationality(std::optional<std::string> nationality) {
    PersonProfiled other = profile;
    other.nationality = std::move(nationality);
    return other;
}
PersonProfiled born(std::chrono::year_month first, std::chrono::year_month last) {
    PersonProfiled other = profile;
    other.birth = BirthMonths{first, last};
    return other;
}

TEST(Person, RegisteringGivesAProfileAndACard) {
    given({}).when(RegisterPerson{profile, first_card}).records({profile, CardIssued{first_card}});
}

TEST(Person, RegisteringTwiceIsRefused) {
    given({profile, CardIssued{first_card}})
        .when(RegisterPerson{profile, second_card})
        .refuses("person.already_registered");
}

TEST(Person, ACardThatCameFirstCountsAsRegistered) {
    given({CardIssued{first_card}})
        .when(RegisterPerson{profile, second_card})
        .refuses("person.already_registered");
}

TEST(Person, AnUnknownNationalityIsAllowed) {
    const PersonProfiled unknown = with_nationality(std::nullopt);
    given({}).when(RegisterPerson{unknown, first_card}).records({unknown, CardIssued{first_card}});
}

TEST(Person, ANationalityIsThreeCapitals) {
    for (const std::string text : {"", "ML", "MLIA", "mli", "ML1", "M I", "[LI", "ML@"})
        given({})
            .when(RegisterPerson{with_nationality(text), first_card})
            .refuses("person.nationality_invalid");
}

TEST(Person, BirthWithinOneMonthIsAllowedAndBackwardsIsRefused) {
    const PersonProfiled one_month = born(1988y / 10, 1988y / 10);
    given({})
        .when(RegisterPerson{one_month, first_card})
        .records({one_month, CardIssued{first_card}});
    given({})
        .when(RegisterPerson{born(1988y / 10, 1988y / 9), first_card})
        .refuses("person.birth_invalid");
}

TEST(Person, AMonthThatNoCalendarHasIsRefused) {
    for (const unsigned month : {0U, 13U}) {
        const std::chrono::year_month strange = 1988y / std::chrono::month{month};
        given({})
            .when(RegisterPerson{born(strange, 1989y / 10), first_card})
            .refuses("person.birth_invalid");
        given({})
            .when(RegisterPerson{born(1988y / 10, strange), first_card})
            .refuses("person.birth_invalid");
    }
}

TEST(Person, AReissuedCardIsOneFact) {
    given({profile, CardIssued{first_card}})
        .when(ReissueCard{second_card})
        .records({CardIssued{second_card}});
}

TEST(Person, ReissuingForNobodyIsRefused) {
    given({}).when(ReissueCard{second_card}).refuses("person.not_registered");
}

TEST(Person, TheLastCardIsTheValidOne) {
    Person state;
    for (const PersonEvent& event :
         std::vector<PersonEvent>{profile, CardIssued{first_card}, CardIssued{second_card}})
        state = evolve(state, event);
    const auto& registered = std::get<Registered>(state);
    EXPECT_EQ(registered.case_number, "ASM00427K");
    EXPECT_EQ(registered.card, second_card);
}

const ProfileCorrected as_registered{profile.sex, profile.birth, profile.nationality};

TEST(Person, ACorrectedProfileIsOneFact) {
    ProfileCorrected changed = as_registered;
    changed.sex = Sex::male;
    given({profile, CardIssued{first_card}}).when(CorrectProfile{changed}).records({changed});
}

TEST(Person, AProfileThatSaysTheSameIsNoFact) {
    given({profile}).when(CorrectProfile{as_registered}).records({});
}

TEST(Person, AProfileIsComparedWithTheLastCorrection) {
    ProfileCorrected changed = as_registered;
    changed.nationality = "GIN";
    given({profile, changed}).when(CorrectProfile{changed}).records({});
    given({profile, changed}).when(CorrectProfile{as_registered}).records({as_registered});
}

TEST(Person, ACorrectedProfileIsCheckedAsANewOne) {
    ProfileCorrected wrong = as_registered;
    wrong.nationality = "ML";
    given({profile}).when(CorrectProfile{wrong}).refuses("person.nationality_invalid");
    wrong = as_registered;
    wrong.birth = BirthMonths{1988y / 10, 1988y / 9};
    given({profile}).when(CorrectProfile{wrong}).refuses("person.birth_invalid");
}

TEST(Person, AHearingLeavesWhatWasDeclared) {
    const NationalityHeard heard{"GIN", HearingOutcome::confirmed};
    given({profile}).when(HearNationality{heard}).records({heard});
    EXPECT_EQ(std::get<Registered>(evolve(evolve(Person{}, profile), heard)).profile,
              as_registered);
}

TEST(Person, AHearingNeedsACountry) {
    given({profile})
        .when(HearNationality{{"Guinea", HearingOutcome::refused}})
        .refuses("person.nationality_invalid");
}

TEST(Person, NobodyIsNeitherCorrectedNorHeard) {
    given({}).when(CorrectProfile{as_registered}).refuses("person.not_registered");
    given({})
        .when(HearNationality{{"MLI", HearingOutcome::confirmed}})
        .refuses("person.not_registered");
}

TEST(Person, WhoIsErasedTakesNoCommand) {
    const std::vector<PersonEvent> history{profile, CardIssued{first_card}, PersonErased{}};
    given(history).when(ReissueCard{second_card}).refuses("person.erased");
    given(history).when(CorrectProfile{as_registered}).refuses("person.erased");
    given(history)
        .when(HearNationality{{"MLI", HearingOutcome::confirmed}})
        .refuses("person.erased");
    given(history).when(RegisterPerson{profile, second_card}).refuses("person.already_registered");
}

TEST(Person, ErasureHoldsInWhateverOrderFactsCome) {
    given({PersonErased{}, profile, CardIssued{first_card}})
        .when(ReissueCard{second_card})
        .refuses("person.erased");
}

TEST(Person, ProfileAndCardFoldInEitherOrder) {
    const Person forwards = evolve(evolve(Person{}, profile), CardIssued{first_card});
    const Person backwards = evolve(evolve(Person{}, CardIssued{first_card}), profile);
    EXPECT_EQ(std::get<Registered>(forwards).case_number,
              std::get<Registered>(backwards).case_number);
    EXPECT_EQ(std::get<Registered>(forwards).card, std::get<Registered>(backwards).card);
}

}  // namespace
}  // namespace jatigi::registry
