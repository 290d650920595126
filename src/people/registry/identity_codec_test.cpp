#include "people/registry/identity_codec.h"

#include <gtest/gtest.h>

#include "testing/golden.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;
using testing::golden_object;

constexpr std::string_view type = "person.identified";
constexpr std::string_view full_text =
    R"({"family_name":"Testfamily","given_names":"Invented Example","birth_place":"Nowhereville",)"
    R"("origin":"Made-up Region","father_name":"Father Testfamily","mother_name":"Mother Mock",)"
    R"("marital_status":"SINGLE","relation":"HEAD","household":"12","phone":"+22300000000",)"
    R"("document_type":"PASSPORT","document_no":"X0000000","birth_min":"1988-10-27",)"
    R"("birth_max":"1989-10-26","birth_precision":"estimated","languages":["bam","fra"],)"
    R"("observations":[{"heading":"Observations","text":"invented"}]})";

Personal<std::string> text(std::string value) {
    return Personal<std::string>{std::move(value)};
}

PersonIdentified full() {
    PersonIdentified event;
    event.family_name = text("Testfamily");
    event.given_names = text("Invented Example");
    event.birth = Personal<linkage::BirthInterval>{linkage::BirthInterval{
        1988y / 10 / 27, 1989y / 10 / 26, linkage::BirthPrecision::estimated}};
    event.birth_place = text("Nowhereville");
    event.origin = text("Made-up Region");
    event.father_name = text("Father Testfamily");
    event.mother_name = text("Mother Mock");
    event.marital_status = text("SINGLE");
    event.relation = text("HEAD");
    event.household = text("12");
    event.phone = text("+22300000000");
    event.languages = Personal<std::vector<std::string>>{{"bam", "fra"}};
    event.document_type = text("PASSPORT");
    event.document_no = text("X0000000");
    event.observations = {{"Observations", text("invented")}};
    return event;
}

// What an event reads back as: encoded, then decoded.
std::optional<IdentityEvent> again(const IdentityEvent& event) {
    const EncodedFact fact = encode_identity(event);
    return decode_identity(fact.type, fact.version, fact.data);
}

// Facts of version 1 stand in logs for ever; the program writes version 2.
TEST(IdentityCodec, AnIdentityOfVersionOneIsStillRead) {
    EXPECT_TRUE(decode_identity(type, 1, golden_object(full_text)) == IdentityEvent{full()});
}

TEST(IdentityCodec, AFullIdentityIsFrozen) {
    PersonIdentified event = full();
    event.flags = {"PREGNANT", "UAC"};
    event.household_id = HouseholdId{0x0102030405060708, 0x090A0B0C0D0E0F10};
    std::string golden{full_text};
    golden.pop_back();
    golden += R"(,"flags":["PREGNANT","UAC"],"household_id":"0102030405060708090a0b0c0d0e0f10"})";
    testing::expect_encodes_to(encode_identity(event), type, 2, golden);
    EXPECT_TRUE(decode_identity(type, 2, golden_object(golden)) == IdentityEvent{event});
}

TEST(IdentityCodec, EmptyMembersAreNotWritten) {
    testing::expect_encodes_to(encode_identity(PersonIdentified{}), type, 2, "{}");
    EXPECT_TRUE(decode_identity(type, 2, {}) == IdentityEvent{PersonIdentified{}});
}

TEST(IdentityCodec, EveryPrecisionComesBack) {
    for (const linkage::BirthPrecision precision :
         {linkage::BirthPrecision::day, linkage::BirthPrecision::month,
          linkage::BirthPrecision::year, linkage::BirthPrecision::estimated}) {
        PersonIdentified event;
        event.birth = Personal<linkage::BirthInterval>{
            linkage::BirthInterval{1990y / 1 / 1, 1990y / 12 / 31, precision}};
        EXPECT_TRUE(again(event) == IdentityEvent{event});
    }
}

TEST(IdentityCodec, AnUnknownVersionOrTypeIsNothing) {
    for (const std::int64_t version : {0, 3})
        EXPECT_FALSE(decode_identity(type, version, golden_object(full_text)));
    EXPECT_FALSE(decode_identity("person.identity_corrected", 2,
                                 golden_object(R"({"texts":{},"reason":"other"})")));
    EXPECT_FALSE(decode_identity("person.renamed", 1, golden_object(full_text)));
}

TEST(IdentityCodec, ASuspectedDuplicateNeverPassesForTheIdentity) {
    const DuplicateWritten other{full()};
    testing::expect_encodes_to(encode_identity(other), "person.duplicate_suspected", 1, full_text);
    const auto read = decode_identity("person.duplicate_suspected", 1, golden_object(full_text));
    ASSERT_TRUE(read);
    EXPECT_FALSE(std::holds_alternative<PersonIdentified>(*read));
    EXPECT_TRUE(*read == IdentityEvent{other});
}

TEST(IdentityCodec, ACorrectionIsFrozen) {
    constexpr std::string_view golden =
        R"({"texts":{"family_name":"Otherfamily","phone":""},"reason":"heard_better",)"
        R"("birth":{"birth_min":"1990-01-01","birth_max":"1990-12-31","birth_precision":"year"},)"
        R"("languages":["bam"]})";
    IdentityCorrected event{.reason = "heard_better"};
    event.texts = {{"family_name", text("Otherfamily")}, {"phone", text("")}};
    event.birth = BirthChange{Personal<linkage::BirthInterval>{
        linkage::BirthInterval{1990y / 1 / 1, 1990y / 12 / 31, linkage::BirthPrecision::year}}};
    event.languages = Personal<std::vector<std::string>>{{"bam"}};
    testing::expect_encodes_to(encode_identity(event), "person.identity_corrected", 1, golden);
    EXPECT_TRUE(decode_identity("person.identity_corrected", 1, golden_object(golden)) ==
                IdentityEvent{event});
}

TEST(IdentityCodec, ABirthTakenAwayIsNotABirthLeftAlone) {
    IdentityCorrected event{.reason = "other"};
    EXPECT_TRUE(again(event) == IdentityEvent{event});
    event.birth = BirthChange{};
    EXPECT_TRUE(again(event) == IdentityEvent{event});
    testing::expect_encodes_to(encode_identity(event), "person.identity_corrected", 1,
                               R"({"texts":{},"reason":"other","birth":null})");
}

TEST(IdentityCodec, LanguagesTakenAwayAreNotLanguagesLeftAlone) {
    IdentityCorrected event{.reason = "other"};
    event.languages = Personal<std::vector<std::string>>{};
    EXPECT_TRUE(again(event) == IdentityEvent{event});
}

TEST(IdentityCodec, FlagsAreFrozen) {
    const FlagsChanged event{{"LACTATING"}, {"PREGNANT"}};
    testing::expect_encodes_to(encode_identity(event), "person.flags_changed", 1,
                               R"({"add":["LACTATING"],"remove":["PREGNANT"]})");
    EXPECT_TRUE(again(event) == IdentityEvent{event});
}

TEST(IdentityCodec, HouseholdsAreFrozen) {
    const HouseholdJoined joined{{1, 2}, "SON"};
    testing::expect_encodes_to(
        encode_identity(joined), "person.household_joined", 1,
        R"({"household":"00000000000000010000000000000002","relation":"SON"})");
    EXPECT_TRUE(again(joined) == IdentityEvent{joined});
    const HouseholdLeft left{{1, 2}};
    testing::expect_encodes_to(encode_identity(left), "person.household_left", 1,
                               R"({"household":"00000000000000010000000000000002"})");
    EXPECT_TRUE(again(left) == IdentityEvent{left});
}

TEST(IdentityCodec, RestrictionsAreFrozen) {
    const FileRestricted restricted{{3, 4}, text("an invented reason")};
    testing::expect_encodes_to(
        encode_identity(restricted), "person.file_restricted", 1,
        R"({"id":"00000000000000030000000000000004","reason":"an invented reason"})");
    EXPECT_TRUE(again(restricted) == IdentityEvent{restricted});
    const RestrictionLifted lifted{{3, 4}};
    testing::expect_encodes_to(encode_identity(lifted), "person.restriction_lifted", 1,
                               R"({"id":"00000000000000030000000000000004"})");
    EXPECT_TRUE(again(lifted) == IdentityEvent{lifted});
}

TEST(IdentityCodec, PhotosAreFrozen) {
    const PhotoKept kept{{5, 6}, PhotoPurpose::travel_document, "image/jpeg"};
    testing::expect_encodes_to(encode_identity(kept), "person.photo_kept", 1,
                               R"({"photo":"00000000000000050000000000000006",)"
                               R"("purpose":"travel_document","media_type":"image/jpeg"})");
    EXPECT_TRUE(again(kept) == IdentityEvent{kept});
    const PhotoErased erased{{5, 6}};
    testing::expect_encodes_to(encode_identity(erased), "person.photo_erased", 1,
                               R"({"photo":"00000000000000050000000000000006"})");
    EXPECT_TRUE(again(erased) == IdentityEvent{erased});
}

TEST(IdentityCodec, ThatNothingChangedIsKnownWhateverFillsIt) {
    testing::expect_encodes_to(encode_identity(NothingChanged{}), "person.nothing_changed", 1, "{}");
    EXPECT_TRUE(knows_identity("person.nothing_changed", 1));
    EXPECT_TRUE(decode_identity("person.nothing_changed", 1, {{"filling", "000"}}) ==
                IdentityEvent{NothingChanged{}});
}

TEST(IdentityCodec, AFactThatNamesNothingIsNothing) {
    for (const std::string_view nameless :
         {"person.household_joined", "person.household_left", "person.file_restricted",
          "person.restriction_lifted", "person.photo_kept", "person.photo_erased"})
        EXPECT_FALSE(decode_identity(nameless, 1, {})) << nameless;
}

TEST(IdentityCodec, EveryPurposeOfAPhotoComesBack) {
    for (const PhotoPurpose purpose : {PhotoPurpose::registration, PhotoPurpose::travel_document})
        EXPECT_EQ(parse_enum<PhotoPurpose>(enum_text(purpose)), purpose);
    EXPECT_FALSE(parse_enum<PhotoPurpose>("police"));
}

TEST(IdentityCodec, KnowsEveryKindOfFactThatItWrites) {
    const HouseholdId household{1, 2};
    const PhotoId photo{3, 4};
    const RestrictionId restriction{5, 6};
    for (const IdentityEvent& event : std::vector<IdentityEvent>{
             PersonIdentified{}, DuplicateWritten{}, IdentityCorrected{}, FlagsChanged{},
             HouseholdJoined{household, {}}, HouseholdLeft{household},
             FileRestricted{restriction, {}}, RestrictionLifted{restriction},
             PhotoKept{photo, {}, {}}, PhotoErased{photo}}) {
        const EncodedFact fact = encode_identity(event);
        EXPECT_TRUE(knows_identity(fact.type, fact.version)) << fact.type;
        EXPECT_TRUE(decode_identity(fact.type, fact.version, fact.data)) << fact.type;
        EXPECT_FALSE(knows_identity(fact.type, fact.version + 1)) << fact.type;
    }
    EXPECT_TRUE(knows_identity("person.identified", 1));
}

}  // namespace
}  // namespace jatigi::registry
