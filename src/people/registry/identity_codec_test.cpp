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

Personal<std::string> text(std::string value) { return Personal<std::string>{std::move(value)}; }

PersonIdentified full() {
    PersonIdentified event;
    event.family_name = text("Testfamily");
    event.given_names = text("Invented Example");
    event.birth = Personal<BirthInterval>{
        BirthInterval{1988y / 10 / 27, 1989y / 10 / 26, BirthPrecision::estimated}};
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

// PersonIdentified has no == of its own, so that nobody compares people by accident.
void expect_same(const PersonIdentified& a, const PersonIdentified& b) {
    EXPECT_TRUE(a.family_name == b.family_name);
    EXPECT_TRUE(a.given_names == b.given_names);
    EXPECT_TRUE(a.birth == b.birth);
    EXPECT_TRUE(a.birth_place == b.birth_place);
    EXPECT_TRUE(a.origin == b.origin);
    EXPECT_TRUE(a.father_name == b.father_name);
    EXPECT_TRUE(a.mother_name == b.mother_name);
    EXPECT_TRUE(a.marital_status == b.marital_status);
    EXPECT_TRUE(a.relation == b.relation);
    EXPECT_TRUE(a.household == b.household);
    EXPECT_TRUE(a.phone == b.phone);
    EXPECT_TRUE(a.languages == b.languages);
    EXPECT_TRUE(a.document_type == b.document_type);
    EXPECT_TRUE(a.document_no == b.document_no);
    EXPECT_TRUE(a.observations == b.observations);
}

TEST(IdentityCodec, AFullIdentityIsFrozen) {
    testing::expect_encodes_to(encode_identity(full()), type, 1, full_text);
    const auto read = decode_identity(type, 1, golden_object(full_text));
    ASSERT_TRUE(read);
    expect_same(*read, full());
}

TEST(IdentityCodec, EmptyMembersAreNotWritten) {
    testing::expect_encodes_to(encode_identity({}), type, 1, "{}");
    const auto read = decode_identity(type, 1, {});
    ASSERT_TRUE(read);
    expect_same(*read, {});
}

TEST(IdentityCodec, EveryPrecisionComesBack) {
    for (const BirthPrecision precision : {BirthPrecision::day, BirthPrecision::month,
                                           BirthPrecision::year, BirthPrecision::estimated}) {
        PersonIdentified event;
        event.birth =
            Personal<BirthInterval>{BirthInterval{1990y / 1 / 1, 1990y / 12 / 31, precision}};
        const auto read = decode_identity(type, 1, encode_identity(event).data);
        ASSERT_TRUE(read);
        EXPECT_TRUE(read->birth == event.birth);
    }
}

TEST(IdentityCodec, AnUnknownVersionIsNothing) {
    EXPECT_FALSE(decode_identity(type, 0, golden_object(full_text)));
    EXPECT_FALSE(decode_identity(type, 2, golden_object(full_text)));
}

TEST(IdentityCodec, ASuspectedDuplicateNeverPassesForTheIdentity) {
    EXPECT_FALSE(decode_identity("person.duplicate_suspected", 1, golden_object(full_text)));
}

}  // namespace
}  // namespace jatigi::registry
