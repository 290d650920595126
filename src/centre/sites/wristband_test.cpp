#include "centre/sites/wristband.h"

#include <gtest/gtest.h>

#include "testing/given.h"

namespace jatigi::sites {
namespace {

using namespace std::chrono_literals;
using GivenBand = testing::Given<Wristband, WristbandEvent>;
using GivenPad = testing::Given<Pad, PadEvent>;

const SiteId assamaka{2, 1};
const Instant three = std::chrono::sys_days{2023y / 1 / 16} + 3h;
const WristbandPutOn on{
    .site = assamaka, .number = "A0001", .arrival = {3, 1}, .sex = SeenSex::female, .at = three};
const WristbandBound bound{assamaka, "A0001", {1, 1}};
const WristbandVoided torn{assamaka, "A0001", "torn"};

GivenBand given(const std::vector<WristbandEvent>& history) {
    return GivenBand(history);
}
PutWristbandOn put(WristbandPutOn band) {
    return {std::move(band), three + 1h};
}

TEST(Wristband, IsPutOnOnceAndTheSameAgainIsOne) {
    given({}).when(put(on)).records({on});
    WristbandPutOn later = on;
    later.at = three + 30min;
    given({on}).when(put(later)).records({});
    WristbandPutOn other = on;
    other.sex = SeenSex::male;
    given({on}).when(put(other)).refuses("wristband.already_on");
    other = on;
    other.arrival = {3, 2};
    given({on}).when(put(other)).refuses("wristband.already_on");
    later.at = three + 1h + 1us;
    given({}).when(put(later)).refuses("wristband.time_invalid");
    given({torn}).when(put(on)).refuses("wristband.void");
    given({}).when(PutWristbandOn{on, three, three}).records({on});
    given({}).when(PutWristbandOn{on, three, three + 1us}).refuses("wristband.time_invalid");
}

TEST(Wristband, IsOnePersonsAlsoBeforeTheSheetIsTyped) {
    given({on}).when(BindWristband{bound}).records({bound});
    given({}).when(BindWristband{bound}).records({bound});
    given({bound}).when(put(on)).records({on});
    given({on, bound}).when(BindWristband{bound}).records({});
    given({on, bound})
        .when(BindWristband{{assamaka, "A0001", {1, 2}}})
        .refuses("wristband.already_bound");
    given({on, torn}).when(BindWristband{bound}).refuses("wristband.void");
}

TEST(Wristband, IsTakenFromAPersonWithAReasonAndGoesToAnother) {
    const WristbandUnbound unbound{assamaka, "A0001", "the wrong file"};
    const WristbandBound other{assamaka, "A0001", {1, 2}};
    given({on, bound}).when(UnbindWristband{unbound}).records({unbound});
    given({on, bound})
        .when(UnbindWristband{{assamaka, "A0001", ""}})
        .refuses("wristband.reason_missing");
    given({on}).when(UnbindWristband{unbound}).refuses("wristband.not_bound");
    given({on, bound, unbound}).when(BindWristband{other}).records({other});
}

TEST(Wristband, IsVoidWithAReasonUnlessItIsSomebodys) {
    given({}).when(VoidWristband{torn}).records({torn});
    given({on}).when(VoidWristband{torn}).records({torn});
    given({torn}).when(VoidWristband{torn}).records({});
    given({}).when(VoidWristband{{assamaka, "A0001", " "}}).refuses("wristband.reason_missing");
    given({bound}).when(VoidWristband{torn}).refuses("wristband.already_bound");
}

TEST(WristbandNumber, IsReadAsItIsPrinted) {
    const auto text = [](std::string_view typed) -> std::string {
        const auto number = read_wristband_number(typed);
        return number ? number->text() : std::string(number.error().code);
    };
    EXPECT_EQ(text("A0001"), "A0001");
    EXPECT_EQ(text(" a-0001 "), "A0001");
    EXPECT_EQ(text("7"), "7");
    EXPECT_EQ(text("0007"), "0007");
    EXPECT_EQ(text("ABC1234567"), "ABC1234567");
    for (const std::string_view typed :
         {"", "A", "ABCD1", "12345678", "1A", "A1B2", "ASM288430801B", "<b>", "A\u00e91", "-1.5"})
        EXPECT_EQ(text(typed), "wristband.number_unreadable") << typed;
}

TEST(Pad, IsIssuedWithNumbersOfOneForm) {
    const auto pad = [](std::string first, std::string last, bool overlaps = false) {
        return IssuePad{{assamaka, std::move(first), std::move(last)}, overlaps};
    };
    const PadIssued issued{assamaka, "A0001", "A0100"};
    const GivenPad nothing({});
    nothing.when(pad("a0001", "A0100")).records({issued});
    nothing.when(pad("A0001", "A0001")).records({PadIssued{assamaka, "A0001", "A0001"}});
    nothing.when(pad("A0001", "A5000")).records({PadIssued{assamaka, "A0001", "A5000"}});
    nothing.when(pad("A0001", "A5001")).refuses("pad.numbers_invalid");
    nothing.when(pad("A0002", "A0001")).refuses("pad.numbers_invalid");
    nothing.when(pad("A0001", "B0100")).refuses("pad.numbers_invalid");
    nothing.when(pad("A001", "A0100")).refuses("pad.numbers_invalid");
    nothing.when(pad("A", "A0100")).refuses("wristband.number_unreadable");
    nothing.when(pad("A0001", "A0100", true)).refuses("pad.overlaps");
    GivenPad({issued}).when(pad("A0001", "A0100")).refuses("pad.already_issued");
}

TEST(Pad, HasTheBandsOfItsOwnForm) {
    EXPECT_EQ(bands_of("A001", "A100").value(), 100);
    EXPECT_TRUE(is_of_pad("A001", "A100", "A001"));
    EXPECT_TRUE(is_of_pad("A001", "A100", "A100"));
    for (const std::string_view number : {"A000", "A101", "A0001", "B001", "A1"})
        EXPECT_FALSE(is_of_pad("A001", "A100", number)) << number;
}

}  // namespace
}  // namespace jatigi::sites
