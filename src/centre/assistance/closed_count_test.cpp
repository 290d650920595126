#include "centre/assistance/closed_count.h"

#include <gtest/gtest.h>

#include "centre/assistance/closed_count_codec.h"

namespace jatigi::assistance {
namespace {

CountId id(std::uint64_t number) {
    return {0, number};
}
ClosedCount plate(std::uint64_t number, std::string card, std::string service = "BREAKFAST") {
    return {.id = id(number),
            .kind = CountedKind::plate,
            .number = Personal{std::move(card)},
            .service = std::move(service),
            .at = Instant{std::chrono::seconds{number}}};
}
ClosedCount arrivals(std::uint64_t number, std::int64_t count) {
    return {.id = id(number), .count = count, .at = Instant{std::chrono::seconds{number}}};
}
ClosedCount undone(std::uint64_t number, std::uint64_t slip) {
    return {.id = id(number),
            .kind = CountedKind::undone,
            .undone = id(slip),
            .at = Instant{std::chrono::seconds{number}}};
}

TEST(ClosedCountNumber, IsReadAsItIsWrittenOnCards) {
    EXPECT_EQ(read_number(" asm 0042-7 "), "ASM0042-7");
    EXPECT_EQ(read_number(std::string(number_letters_max, '7'))->size(), number_letters_max);
    for (const std::string& bad : {std::string(), std::string("  "), std::string("é1"),
                                   std::string(number_letters_max + 1, '7'), std::string("a;b")})
        EXPECT_EQ(read_number(bad).error().code, "closed_count.number_unreadable") << bad;
}

TEST(ClosedTally, AddsHeadsAndNumbers) {
    ClosedTally tally;
    EXPECT_FALSE(tally.add(arrivals(1, 30)));
    EXPECT_FALSE(tally.add(arrivals(2, 5)));
    EXPECT_FALSE(tally.add(plate(3, "A1")));
    EXPECT_EQ(tally.totals(), (ClosedTotals{35, 0, 1}));
}

TEST(ClosedTally, TellsOfANumberThatWasCountedBeforeAndCountsIt) {
    ClosedTally tally;
    EXPECT_FALSE(tally.add(plate(1, "A1")));
    EXPECT_TRUE(tally.add(plate(2, "A1")));
    EXPECT_FALSE(tally.add(plate(3, "A1", "LUNCH")));
    EXPECT_EQ(tally.totals().plates, 3);
}

// There are no accounts: whoever reaches the network would learn who ate.
TEST(ClosedTally, TellsOfANumberWhereItWasCountedAlone) {
    ClosedTally tally;
    EXPECT_FALSE(tally.add(plate(1, "A1"), "10.0.0.5"));
    EXPECT_FALSE(tally.add(plate(2, "A1"), "10.0.0.9"));
    EXPECT_TRUE(tally.add(plate(3, "A1"), "10.0.0.5"));
    EXPECT_EQ(tally.totals().plates, 3);
    tally.add(undone(4, 3));
    tally.add(undone(5, 1));
    EXPECT_FALSE(tally.add(plate(6, "A1"), "10.0.0.5"));
}

TEST(ClosedTally, WhatIsSentTwiceCountsOnce) {
    ClosedTally tally;
    tally.add(arrivals(1, 30));
    tally.add(arrivals(1, 30));
    EXPECT_EQ(tally.totals().arrivals, 30);
}

TEST(ClosedTally, ASlipIsTakenBackOnce) {
    ClosedTally tally;
    tally.add(plate(1, "A1"));
    tally.add(undone(2, 1));
    tally.add(undone(3, 1));
    tally.add(undone(2, 1));
    EXPECT_EQ(tally.totals(), ClosedTotals{});
    EXPECT_FALSE(tally.add(plate(4, "A1")));
    tally.add(undone(5, 99));  // Of before the last power cut: nobody here knows it.
    tally.add(arrivals(99, 7));  // Or it comes after its undoing.
    EXPECT_EQ(tally.totals(), (ClosedTotals{.plates = 1}));
}

TEST(ClosedCounts, WhatStandsIsInTheOrderInWhichItWasCounted) {
    const auto counts = standing({undone(4, 2), plate(3, "C"), plate(2, "B"), plate(1, "A")});
    ASSERT_EQ(counts.size(), 2U);
    EXPECT_EQ(counts[0].number.reveal(), "A");
    EXPECT_EQ(counts[1].number.reveal(), "C");
}

TEST(ClosedCountCodec, EachKindComesBackAsItWas) {
    ClosedCount band{
        .id = id(8), .kind = CountedKind::wristband, .number = Personal<std::string>{"W17"}};
    for (const ClosedCount& count : {plate(1, "A1"), arrivals(2, 40), undone(3, 1), band})
        EXPECT_EQ(decode_count(count.id, encode_count(count)), count);
}

TEST(ClosedCountCodec, WhatIsNotOfItsFormIsNothing) {
    for (const std::string_view text :
         {"", "{}", R"({"v":2,"kind":"plate","at":1})", R"({"v":1,"kind":"meal","at":1})",
          R"({"v":1,"kind":"plate"})", R"({"v":1,"kind":"undone","at":1,"undone":"x"})"})
        EXPECT_FALSE(decode_count(id(1), text)) << text;
}

}  // namespace
}  // namespace jatigi::assistance
