#include <gtest/gtest.h>

#include "centre/sites/arrival_codec.h"
#include "centre/sites/site_codec.h"
#include "centre/sites/stay_codec.h"
#include "centre/sites/unit_codec.h"
#include "centre/sites/wristband_codec.h"
#include "testing/golden.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using testing::expect_encodes_to;
using testing::golden_object;
using testing::with;
using testing::without;

constexpr std::string_view site_text = R"({"code":"ASM","name":"Assamaka","utc_offset_min":60})";
constexpr std::string_view checked_in_text =
    R"({"person":"00000000000000010000000000000002","site":"00000000000000030000000000000004",)"
    R"("day":"2023-01-10"})";
constexpr std::string_view ended_text = R"({"reason":"left_by_own_choice","day":"2023-01-16"})";

const SiteOpened site{"ASM", "Assamaka", 60};
const PersonCheckedIn checked_in{{1, 2}, {3, 4}, 2023y / 1 / 10};
const StayEnded ended{StayEnd::left_by_own_choice, 2023y / 1 / 16};

TEST(SiteCodec, AnOpenedSiteIsFrozen) {
    expect_encodes_to(SiteStream::encode(site), "site.opened", 1, site_text);
    EXPECT_EQ(SiteStream::decode("site.opened", 1, golden_object(site_text)), SiteEvent{site});
}

TEST(SiteCodec, AnUnknownVersionOrTypeIsNothing) {
    EXPECT_FALSE(SiteStream::decode("site.opened", 0, golden_object(site_text)));
    EXPECT_FALSE(SiteStream::decode("site.opened", 2, golden_object(site_text)));
    EXPECT_FALSE(SiteStream::decode("site.closed", 1, golden_object(site_text)));
}

TEST(SiteCodec, EveryMemberIsRequired) {
    for (const std::string_view member : {"code", "name", "utc_offset_min"})
        EXPECT_FALSE(SiteStream::decode("site.opened", 1, without(site_text, member))) << member;
}

TEST(StayCodec, ACheckInIsFrozen) {
    expect_encodes_to(StayStream::encode(checked_in), "stay.checked_in", 1, checked_in_text);
    EXPECT_EQ(StayStream::decode("stay.checked_in", 1, golden_object(checked_in_text)),
              StayEvent{checked_in});
}

TEST(StayCodec, AnEndIsFrozen) {
    expect_encodes_to(StayStream::encode(ended), "stay.ended", 1, ended_text);
    EXPECT_EQ(StayStream::decode("stay.ended", 1, golden_object(ended_text)), StayEvent{ended});
}

TEST(StayCodec, AHousingIsFrozen) {
    constexpr std::string_view housed =
        R"({"unit":"00000000000000050000000000000006","day":"2023-01-16"})";
    constexpr std::string_view nowhere = R"({"day":"2023-01-16"})";
    const PersonHoused in_unit{UnitId{5, 6}, 2023y / 1 / 16};
    const PersonHoused outside{{}, 2023y / 1 / 16};
    expect_encodes_to(StayStream::encode(in_unit), "stay.housed", 1, housed);
    expect_encodes_to(StayStream::encode(outside), "stay.housed", 1, nowhere);
    EXPECT_EQ(StayStream::decode("stay.housed", 1, golden_object(housed)), StayEvent{in_unit});
    EXPECT_EQ(StayStream::decode("stay.housed", 1, golden_object(nowhere)), StayEvent{outside});
    EXPECT_FALSE(StayStream::decode("stay.housed", 1, with(housed, "unit", "x")));
    EXPECT_FALSE(StayStream::decode("stay.housed", 1, without(housed, "day")));
}

TEST(UnitCodec, EachFactIsFrozen) {
    constexpr std::string_view described =
        R"("name":"Hangar 2","for":"women","capacity":40,"blocked":4,"transitory":true})";
    const std::string opened =
        R"({"site":"00000000000000030000000000000004",)" + std::string(described);
    const std::string changed = "{" + std::string(described);
    const UnitDescription unit{"Hangar 2", UnitFor::women, Places{40}, Places{4}, true};
    const UnitOpened hangar{{3, 4}, unit};
    expect_encodes_to(UnitStream::encode(hangar), "unit.opened", 1, opened);
    expect_encodes_to(UnitStream::encode(UnitChanged{unit}), "unit.changed", 1, changed);
    expect_encodes_to(UnitStream::encode(UnitClosed{}), "unit.closed", 1, "{}");
    expect_encodes_to(UnitStream::encode(UnitReopened{}), "unit.reopened", 1, "{}");
    EXPECT_EQ(UnitStream::decode("unit.opened", 1, golden_object(opened)), UnitEvent{hangar});
    EXPECT_EQ(UnitStream::decode("unit.changed", 1, golden_object(changed)),
              UnitEvent{UnitChanged{unit}});
    EXPECT_EQ(UnitStream::decode("unit.closed", 1, golden_object("{}")), UnitEvent{UnitClosed{}});
    for (const std::string_view member :
         {"site", "name", "for", "capacity", "blocked", "transitory"})
        EXPECT_FALSE(UnitStream::decode("unit.opened", 1, without(opened, member))) << member;
}

// Each fact says what is written here, and is read from it again.
template <class Stream, class Event>
void expect_frozen(const Event& event, std::string_view type, const std::string& text) {
    expect_encodes_to(Stream::encode(event), type, 1, text);
    EXPECT_EQ(Stream::decode(type, 1, golden_object(text)), typename Stream::Event{event}) << type;
}

TEST(ArrivalCodec, EachFactIsFrozen) {
    const std::string tally = R"("tally":"00000000000000050000000000000006")";
    const Instant at = std::chrono::sys_days{2023y / 1 / 16} + std::chrono::hours{3};
    expect_frozen<ArrivalStream>(
        ArrivalOpened{{3, 4}, 2023y / 1 / 16, "Point Zero"}, "arrival.opened",
        R"({"site":"00000000000000030000000000000004","day":"2023-01-16","place":"Point Zero"})");
    expect_frozen<ArrivalStream>(
        ArrivalCounted{.tally = {5, 6},
                       .counts = {.men = Persons{1},
                                  .women = Persons{2},
                                  .boys = Persons{3},
                                  .girls = Persons{4},
                                  .under_five = Persons{5},
                                  .injured = Persons{6}},
                       .how = CountedHow::estimated,
                       .at = at,
                       .row = 7},
        "arrival.counted",
        "{" + tally +
            R"(,"men":1,"women":2,"boys":3,"girls":4,"under_five":5,"injured":6,)"
            R"("how":"estimated","at":"2023-01-16T03:00:00.000Z","row":7})");
    expect_frozen<ArrivalStream>(
        ArrivalCounted{.tally = {5, 6}, .counts = {.men = Persons{-1}}, .at = at},
        "arrival.counted",
        "{" + tally + R"(,"men":-1,"how":"counted","at":"2023-01-16T03:00:00.000Z"})");
    expect_frozen<ArrivalStream>(TallySetAside{{5, 6}, "twice"}, "arrival.tally_set_aside",
                                 "{" + tally + R"(,"reason":"twice"})");
    expect_frozen<ArrivalStream>(TallyTakenUp{{5, 6}}, "arrival.tally_taken_up", "{" + tally + "}");
    expect_frozen<ArrivalStream>(
        OutcomesSaid{.left = Persons{1},
                     .went_back = Persons{2},
                     .hospital = Persons{3},
                     .died = Persons{4},
                     .bodies = Persons{5},
                     .missing = Persons{6}},
        "arrival.outcomes_said",
        R"({"left":1,"went_back":2,"hospital":3,"died":4,"bodies":5,"missing":6})");
    expect_frozen<ArrivalStream>(ArrivalClosed{"walked on"}, "arrival.closed",
                                 R"({"explanation":"walked on"})");
    expect_frozen<ArrivalStream>(ArrivalReopened{}, "arrival.reopened", "{}");
}

TEST(WristbandCodec, EachFactIsFrozen) {
    const std::string of_site = R"("site":"00000000000000030000000000000004")";
    const Instant at = std::chrono::sys_days{2023y / 1 / 16} + std::chrono::hours{3};
    expect_frozen<WristbandStream>(
        WristbandPutOn{.site = {3, 4},
                       .number = "A001",
                       .arrival = {5, 6},
                       .sex = SeenSex::female,
                       .age = SeenAge::under_five,
                       .alone = true,
                       .urgent = true,
                       .nationality = "MLI",
                       .at = at},
        "wristband.put_on",
        "{" + of_site +
            R"(,"number":"A001","arrival":"00000000000000050000000000000006","sex":"F",)"
            R"("age":"under_five","alone":true,"urgent":true,"nationality":"MLI",)"
            R"("at":"2023-01-16T03:00:00.000Z"})");
    expect_frozen<WristbandStream>(
        WristbandBound{{3, 4}, "A001", {7, 8}}, "wristband.bound",
        "{" + of_site + R"(,"number":"A001","person":"00000000000000070000000000000008"})");
    expect_frozen<WristbandStream>(WristbandUnbound{{3, 4}, "A001", "wrong"}, "wristband.unbound",
                                   "{" + of_site + R"(,"number":"A001","reason":"wrong"})");
    expect_frozen<WristbandStream>(WristbandVoided{{3, 4}, "A001", "torn"}, "wristband.voided",
                                   "{" + of_site + R"(,"number":"A001","reason":"torn"})");
    expect_frozen<PadStream>(PadIssued{{3, 4}, "A001", "A100"}, "pad.issued",
                             "{" + of_site + R"(,"first":"A001","last":"A100"})");
}

TEST(StayCodec, EveryReasonHasItsOwnWord) {
    const std::vector<std::pair<StayEnd, std::string_view>> words{
        {StayEnd::left_by_own_choice, "left_by_own_choice"},
        {StayEnd::returned, "returned"},
        {StayEnd::transferred, "transferred"},
        {StayEnd::hospital, "hospital"},
        {StayEnd::died, "died"}};
    for (const auto& [reason, word] : words) {
        EXPECT_EQ(enum_text(reason), word);
        EXPECT_EQ(parse_enum<StayEnd>(word), reason);
    }
    EXPECT_FALSE(parse_enum<StayEnd>("deported"));
    EXPECT_FALSE(parse_enum<StayEnd>(""));
}

TEST(StayCodec, AnUnknownVersionOrTypeIsNothing) {
    for (const std::int64_t version : {0, 2}) {
        EXPECT_FALSE(
            StayStream::decode("stay.checked_in", version, golden_object(checked_in_text)));
        EXPECT_FALSE(StayStream::decode("stay.ended", version, golden_object(ended_text)));
    }
    EXPECT_FALSE(StayStream::decode("stay.paused", 1, golden_object(ended_text)));
}

TEST(StayCodec, EveryMemberIsRequiredAndOfItsForm) {
    for (const std::string_view member : {"person", "site", "day"}) {
        EXPECT_FALSE(StayStream::decode("stay.checked_in", 1, without(checked_in_text, member)));
        EXPECT_FALSE(StayStream::decode("stay.checked_in", 1, with(checked_in_text, member, "x")));
    }
    for (const std::string_view member : {"reason", "day"}) {
        EXPECT_FALSE(StayStream::decode("stay.ended", 1, without(ended_text, member)));
        EXPECT_FALSE(StayStream::decode("stay.ended", 1, with(ended_text, member, "x")));
    }
}

}  // namespace
}  // namespace jatigi::sites
