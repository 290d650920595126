#include "people/registry/person_codec.h"

#include <gtest/gtest.h>

#include "testing/golden.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;
using testing::expect_encodes_to;
using testing::golden_object;

constexpr std::string_view profiled_type = "person.profiled";
constexpr std::string_view card_type = "person.card_issued";

constexpr std::string_view full_text =
    R"({"case_number":"ASM00427K","sex":"F","birth_min":"1988-10","birth_max":"1989-10",)"
    R"("nationality":"MLI"})";
constexpr std::string_view bare_text = R"({"case_number":"ASM00428H","sex":"U"})";
constexpr std::string_view card_text = R"({"serial":"0102030405fe"})";

const PersonProfiled full{.case_number = "ASM00427K",
                          .sex = Sex::female,
                          .birth = BirthMonths{1988y / 10, 1989y / 10},
                          .nationality = "MLI"};
const PersonProfiled bare{.case_number = "ASM00428H"};
const CardIssued card{{0x01, 0x02, 0x03, 0x04, 0x05, 0xFE}};

std::optional<PersonEvent> read(std::string_view type, std::string_view text) {
    return decode_person(type, 1, golden_object(text));
}

TEST(PersonCodec, AFullProfileIsFrozen) {
    expect_encodes_to(encode_person(full), profiled_type, 1, full_text);
    EXPECT_EQ(read(profiled_type, full_text), PersonEvent{full});
}

TEST(PersonCodec, ABareProfileHasNoEmptyMembers) {
    expect_encodes_to(encode_person(bare), profiled_type, 1, bare_text);
    EXPECT_EQ(read(profiled_type, bare_text), PersonEvent{bare});
}

TEST(PersonCodec, ACardIsFrozen) {
    expect_encodes_to(encode_person(card), card_type, 1, card_text);
    EXPECT_EQ(read(card_type, card_text), PersonEvent{card});
}

TEST(PersonCodec, ACorrectedProfileIsFrozen) {
    constexpr std::string_view golden =
        R"({"sex":"M","birth_min":"1988-10","birth_max":"1989-10","nationality":"GIN"})";
    const ProfileCorrected event{Sex::male, BirthMonths{1988y / 10, 1989y / 10}, "GIN"};
    expect_encodes_to(encode_person(event), "person.profile_corrected", 1, golden);
    EXPECT_EQ(read("person.profile_corrected", golden), PersonEvent{event});
}

TEST(PersonCodec, AProfileCorrectedToNothingKnownIsFrozen) {
    expect_encodes_to(encode_person(ProfileCorrected{}), "person.profile_corrected", 1,
                      R"({"sex":"U"})");
    EXPECT_EQ(read("person.profile_corrected", R"({"sex":"U"})"), PersonEvent{ProfileCorrected{}});
}

TEST(PersonCodec, AHearingIsFrozen) {
    constexpr std::string_view golden = R"({"nationality":"MLI","outcome":"to_verify"})";
    const NationalityHeard event{"MLI", HearingOutcome::to_verify};
    expect_encodes_to(encode_person(event), "person.nationality_heard", 1, golden);
    EXPECT_EQ(read("person.nationality_heard", golden), PersonEvent{event});
}

TEST(PersonCodec, AHearingOfNoKnownOutcomeIsNothing) {
    EXPECT_FALSE(read("person.nationality_heard", R"({"nationality":"MLI","outcome":"maybe"})"));
    EXPECT_FALSE(read("person.nationality_heard", R"({"outcome":"confirmed"})"));
}

TEST(PersonCodec, AnErasureIsFrozen) {
    expect_encodes_to(encode_person(PersonErased{ErasureReason::withdrawn_consent}),
                      "person.erased", 1, R"({"reason":"withdrawn_consent"})");
    EXPECT_EQ(read("person.erased", R"({"reason":"withdrawn_consent"})"),
              PersonEvent{PersonErased{ErasureReason::withdrawn_consent}});
}

TEST(PersonCodec, AnErasureForAReasonOfTheFutureErases) {
    const auto event = read("person.erased", R"({"reason":"a_new_law"})");
    ASSERT_TRUE(event);
    EXPECT_TRUE(std::holds_alternative<PersonErased>(*event));
}

TEST(PersonCodec, OutcomesAndReasonsComeBack) {
    for (const HearingOutcome outcome :
         {HearingOutcome::confirmed, HearingOutcome::refused, HearingOutcome::to_verify})
        EXPECT_EQ(parse_enum<HearingOutcome>(enum_text(outcome)), outcome);
    for (const ErasureReason reason : {ErasureReason::withdrawn_consent, ErasureReason::request,
                                       ErasureReason::retention, ErasureReason::error})
        EXPECT_EQ(parse_enum<ErasureReason>(enum_text(reason)), reason);
}

TEST(PersonCodec, AnUnknownVersionOrTypeIsNothing) {
    for (const std::int64_t version : {0, 2}) {
        EXPECT_FALSE(decode_person(profiled_type, version, golden_object(full_text)));
        EXPECT_FALSE(decode_person(card_type, version, golden_object(card_text)));
    }
    EXPECT_FALSE(read("person.renamed", full_text));
}

TEST(PersonCodec, AMissingOrStrangeMemberIsNothing) {
    EXPECT_FALSE(decode_person(profiled_type, 1, testing::without(full_text, "case_number")));
    EXPECT_FALSE(decode_person(profiled_type, 1, testing::without(full_text, "sex")));
    EXPECT_FALSE(decode_person(profiled_type, 1, testing::with(full_text, "sex", "X")));
    EXPECT_FALSE(decode_person(card_type, 1, testing::without(card_text, "serial")));
    EXPECT_FALSE(decode_person(card_type, 1, testing::with(card_text, "serial", "0102030405")));
    EXPECT_FALSE(decode_person(card_type, 1, testing::with(card_text, "serial", "0102030405fefe")));
}

TEST(PersonCodec, SexesAreOneLetter) {
    for (const Sex sex : {Sex::female, Sex::male, Sex::unknown})
        EXPECT_EQ(parse_enum<Sex>(enum_text(sex)), sex);
    EXPECT_FALSE(parse_enum<Sex>("f"));
    EXPECT_FALSE(parse_enum<Sex>(""));
}

TEST(PersonCodec, MonthsAreYearAndTwoDigits) {
    EXPECT_EQ(month_text(1988y / 3), "1988-03");
    EXPECT_EQ(parse_month("1988-12"), 1988y / 12);
    EXPECT_FALSE(parse_month("1988-13"));
    EXPECT_FALSE(parse_month("1988-3"));
    EXPECT_FALSE(parse_month("1988-03-01"));
}

}  // namespace
}  // namespace jatigi::registry
