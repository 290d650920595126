#include "people/registry/same_person.h"

#include "people/registry/same_person_codec.h"
#include "testing/given.h"
#include "testing/golden.h"

namespace jatigi::registry {
namespace {

using testing::expect_encodes_to;
using testing::golden_object;
using testing::without;

const PersonId awa{1, 1}, hawa{1, 2};
constexpr std::int64_t clerk = 3, manager = 4;

SameSaid said(std::int64_t by = clerk) {
    return {awa, hawa, SameGround::document_seen, by};
}
const SameConfirmed confirmed{SameGround::person_says, manager};
const SameUnsaid unsaid{SameGround::seen_together, clerk};
const SaySame by_clerk{said()}, by_manager{{awa, hawa, SameGround::person_says, manager}};

testing::Given<SamePerson, SamePersonEvent> given(const std::vector<SamePersonEvent>& history) {
    return testing::Given<SamePerson, SamePersonEvent>(history);
}

TEST(SamePerson, HoldsWhenTwoSayIt) {
    given({}).when(by_clerk).records({said()});
    given({said()}).when(by_clerk).refuses("same_person.second_needed");
    given({said()}).when(by_manager).records({confirmed});
    given({said(), confirmed}).when(by_manager).refuses("same_person.already_said");
}

TEST(SamePerson, IsUnsaidByOne) {
    given({}).when(UnsaySame{unsaid}).refuses("same_person.not_said");
    given({said()}).when(UnsaySame{unsaid}).records({unsaid});
    given({said(), confirmed}).when(UnsaySame{unsaid}).records({unsaid});
    given({said(), confirmed, unsaid}).when(UnsaySame{unsaid}).refuses("same_person.not_said");
    given({said(), unsaid}).when(by_manager).refuses("same_person.unsaid");
}

TEST(SamePerson, NeedsTwoFilesAndAGroundThatSaysSo) {
    given({})
        .when(SaySame{{awa, awa, SameGround::recognised, clerk}})
        .refuses("same_person.one_file");
    for (const SameGround ground : {SameGround::seen_together, SameGround::mistake})
        given({}).when(SaySame{{awa, hawa, ground, clerk}}).refuses("same_person.ground_invalid");
}

TEST(SamePerson, IsTheSameInAnyOrderOfFacts) {
    given({confirmed, said()}).when(by_manager).refuses("same_person.already_said");
    for (const auto& order : std::vector<std::vector<SamePersonEvent>>{
             {unsaid, said(), confirmed}, {said(), unsaid, confirmed}, {confirmed, unsaid, said()}})
        given(order).when(by_manager).refuses("same_person.unsaid");
}

constexpr std::string_view said_v1 =
    R"({"one":"00000000000000010000000000000001","other":"00000000000000010000000000000002","ground":"document_seen","by":3})";
constexpr std::string_view confirmed_v1 = R"({"ground":"person_says","by":4})";
constexpr std::string_view unsaid_v1 = R"({"ground":"seen_together","by":3})";

TEST(SamePersonCodec, FactsStayAsTheyWereWritten) {
    expect_encodes_to(SamePersonStream::encode(said()), "same_person.said", 1, said_v1);
    expect_encodes_to(SamePersonStream::encode(confirmed), "same_person.confirmed", 1,
                      confirmed_v1);
    expect_encodes_to(SamePersonStream::encode(unsaid), "same_person.unsaid", 1, unsaid_v1);
    EXPECT_EQ(SamePersonStream::decode("same_person.said", 1, golden_object(said_v1)),
              SamePersonEvent{said()});
    EXPECT_EQ(SamePersonStream::decode("same_person.confirmed", 1, golden_object(confirmed_v1)),
              SamePersonEvent{confirmed});
    EXPECT_EQ(SamePersonStream::decode("same_person.unsaid", 1, golden_object(unsaid_v1)),
              SamePersonEvent{unsaid});
    for (const std::string_view member : {"one", "other", "ground", "by"})
        EXPECT_FALSE(SamePersonStream::decode("same_person.said", 1, without(said_v1, member)))
            << member;
    EXPECT_FALSE(SamePersonStream::decode("same_person.unsaid", 2, golden_object(unsaid_v1)));
}

}  // namespace
}  // namespace jatigi::registry
