#include "people/disclosure/authority_request_codec.h"
#include "people/disclosure/nominal_list_codec.h"
#include "testing/golden.h"

namespace jatigi::disclosure {
namespace {

using namespace std::chrono_literals;
using testing::expect_encodes_to;
using testing::golden_object;
using testing::with;
using testing::without;

constexpr std::string_view recorded_v1 =
    R"({"year":2023,"number":1,"site":"02000000000000000000000000000000","authority":"Gendarmerie","about":"group","asked":"arrivals","legal_basis":"art. 5","received":"2023-01-16"})";
constexpr std::string_view answered_v1 =
    R"({"answer":"nominal_list","text":"one copy","list":"00000000000000070000000000000001"})";
constexpr std::string_view proposed_v1 =
    R"({"year":2023,"number":1,"site":"02000000000000000000000000000000","columns":["names","birth","nationality","document"],"purpose":"seats","recipient":"Préfecture","request":"00000000000000080000000000000001","actor":3,"hand":"centre_manager"})";
constexpr std::string_view approved_v1 =
    R"({"actor":5,"hand":"protection_officer","valid_until":"2023-01-23T06:00:00.250Z"})";
constexpr std::string_view refused_v1 =
    R"({"actor":5,"hand":"protection_officer","reason":"not needed"})";
constexpr std::string_view copied_v1 = R"({"copy":2,"rows":40,"actor":3,"hand":"centre_manager"})";

const RequestRecorded recorded{{2023, 1},           ByteArray<16>{2}, "Gendarmerie",
                               RequestAbout::group, "arrivals",       "art. 5",
                               Day{2023y / 1 / 16}};
const RequestAnswered answered{RequestAnswer::nominal_list, "one copy", ListId{7, 1}};
const Signer manager{3, Hand::centre_manager}, officer{5, Hand::protection_officer};
const NominalListProposed proposed{
    {2023, 1},
    ByteArray<16>{2},
    {ListColumn::names, ListColumn::birth, ListColumn::nationality, ListColumn::document},
    "seats",
    "Préfecture",
    RequestId{8, 1},
    manager};
constexpr std::string_view proposed_v2 =
    R"({"year":2023,"number":1,"site":"02000000000000000000000000000000","columns":["names"],"purpose":"seats","recipient":"Préfecture","chosen_hidden":"~00","actor":3,"hand":"centre_manager"})";
const NominalListProposed proposed_of_some{
    {2023, 1}, ByteArray<16>{2}, {ListColumn::names}, "seats", "Préfecture", {}, manager, "~00"};
const NominalListApproved approved{officer, Day{2023y / 1 / 23} + 6h + 250ms};
const NominalListRefused refused{officer, "not needed"};
const NominalListCopied copied{2, Persons{40}, manager};

void request_round_trip(const RequestEvent& event, std::string_view type, std::string_view text) {
    expect_encodes_to(RequestStream::encode(event), type, 1, text);
    EXPECT_EQ(RequestStream::decode(type, 1, golden_object(text)), event);
    EXPECT_FALSE(RequestStream::decode(type, 2, golden_object(text)));
}
void list_round_trip(const NominalListEvent& event, std::string_view type, std::string_view text) {
    expect_encodes_to(NominalListStream::encode(event), type, 1, text);
    EXPECT_EQ(NominalListStream::decode(type, 1, golden_object(text)), event);
    EXPECT_FALSE(NominalListStream::decode(type, 2, golden_object(text)));
}

TEST(DisclosureCodec, RequestsAreFrozen) {
    request_round_trip(recorded, "disclosure.request_recorded", recorded_v1);
    request_round_trip(answered, "disclosure.request_answered", answered_v1);
}

TEST(DisclosureCodec, ListsAreFrozen) {
    list_round_trip(proposed, "disclosure.list_proposed", proposed_v1);
    list_round_trip(approved, "disclosure.list_approved", approved_v1);
    list_round_trip(refused, "disclosure.list_refused", refused_v1);
    list_round_trip(copied, "disclosure.list_copied", copied_v1);
}

// Whoever knows version 1 alone must not print everybody.
TEST(DisclosureCodec, AListOfSomeIsOfVersion2) {
    expect_encodes_to(NominalListStream::encode(proposed_of_some), "disclosure.list_proposed", 2,
                      proposed_v2);
    EXPECT_EQ(NominalListStream::decode("disclosure.list_proposed", 2, golden_object(proposed_v2)),
              NominalListEvent{proposed_of_some});
    EXPECT_FALSE(NominalListStream::decode("disclosure.list_proposed", 2,
                                           without(proposed_v2, "chosen_hidden")));
}

TEST(DisclosureCodec, AHiddenNumberOfRowsIsOfVersion2) {
    constexpr std::string_view text =
        R"({"copy":2,"rows_hidden":2305843009213693999,"actor":3,"hand":"centre_manager"})";
    const NominalListCopied hidden{2, Persons{2305843009213693999}, manager};
    expect_encodes_to(NominalListStream::encode(hidden), "disclosure.list_copied", 2, text);
    EXPECT_EQ(NominalListStream::decode("disclosure.list_copied", 2, golden_object(text)),
              NominalListEvent{hidden});
    EXPECT_FALSE(NominalListStream::decode("disclosure.list_copied", 2, golden_object(copied_v1)));
}

TEST(DisclosureCodec, WhatMayBeMissingMayBeMissing) {
    RequestRecorded bare = recorded;
    bare.site.reset();
    bare.legal_basis.clear();
    json::object data = golden_object(recorded_v1);
    data.erase("site");
    data.erase("legal_basis");
    EXPECT_EQ(RequestStream::decode("disclosure.request_recorded", 1, data), RequestEvent{bare});
    EXPECT_EQ(RequestStream::decode("disclosure.request_answered", 1,
                                    golden_object(R"({"answer":"totals"})")),
              RequestEvent{RequestAnswered{}});
    NominalListProposed unasked = proposed;
    unasked.request.reset();
    EXPECT_EQ(
        NominalListStream::decode("disclosure.list_proposed", 1, without(proposed_v1, "request")),
        NominalListEvent{unasked});
    EXPECT_EQ(
        NominalListStream::decode("disclosure.list_refused", 1, without(refused_v1, "reason")),
        NominalListEvent(NominalListRefused{officer, ""}));
}

TEST(DisclosureCodec, WhatIsRequiredIsRequired) {
    for (const std::string_view member :
         {"year", "number", "authority", "about", "asked", "received"})
        EXPECT_FALSE(
            RequestStream::decode("disclosure.request_recorded", 1, without(recorded_v1, member)))
            << member;
    for (const std::string_view member :
         {"year", "number", "site", "columns", "purpose", "recipient", "actor", "hand"})
        EXPECT_FALSE(
            NominalListStream::decode("disclosure.list_proposed", 1, without(proposed_v1, member)))
            << member;
    for (const std::string_view member : {"actor", "hand", "valid_until"})
        EXPECT_FALSE(
            NominalListStream::decode("disclosure.list_approved", 1, without(approved_v1, member)))
            << member;
    for (const std::string_view member : {"copy", "rows", "actor", "hand"})
        EXPECT_FALSE(
            NominalListStream::decode("disclosure.list_copied", 1, without(copied_v1, member)))
            << member;
}

TEST(DisclosureCodec, AMemberThatCannotBeReadMakesTheFactUnknown) {
    EXPECT_FALSE(
        RequestStream::decode("disclosure.request_recorded", 1, with(recorded_v1, "site", "ASM")));
    EXPECT_FALSE(RequestStream::decode("disclosure.request_answered", 1,
                                       with(answered_v1, "list", "L-2023-0001")));
    EXPECT_FALSE(NominalListStream::decode("disclosure.list_proposed", 1,
                                           with(proposed_v1, "columns", json::array{"village"})));
    EXPECT_FALSE(NominalListStream::decode("disclosure.list_proposed", 1,
                                           with(proposed_v1, "request", "x")));
    EXPECT_FALSE(NominalListStream::decode("disclosure.list_approved", 1,
                                           with(approved_v1, "hand", "nurse")));
}

TEST(DisclosureCodec, EveryWordHasOneSpelling) {
    for (const RequestAbout about :
         {RequestAbout::one_person, RequestAbout::group, RequestAbout::statistics})
        EXPECT_EQ(parse_enum<RequestAbout>(enum_text(about)), about);
    for (const RequestAnswer answer : {RequestAnswer::totals, RequestAnswer::refused,
                                       RequestAnswer::nominal_list, RequestAnswer::other})
        EXPECT_EQ(parse_enum<RequestAnswer>(enum_text(answer)), answer);
    for (const ListColumn column :
         {ListColumn::names, ListColumn::birth, ListColumn::nationality, ListColumn::document})
        EXPECT_EQ(parse_enum<ListColumn>(enum_text(column)), column);
    for (const Hand hand : {Hand::centre_manager, Hand::protection_officer})
        EXPECT_EQ(parse_enum<Hand>(enum_text(hand)), hand);
    EXPECT_FALSE(parse_enum<RequestAbout>(""));
    EXPECT_FALSE(parse_enum<RequestAnswer>(""));
    EXPECT_FALSE(parse_enum<ListColumn>(""));
    EXPECT_FALSE(parse_enum<Hand>(""));
}

}  // namespace
}  // namespace jatigi::disclosure
