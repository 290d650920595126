#include "centre/assistance/round_codec.h"

#include <gtest/gtest.h>

#include "testing/golden.h"

namespace jatigi::assistance {
namespace {

using namespace std::chrono_literals;
using testing::expect_encodes_to;
using testing::golden_object;
using testing::with;
using testing::without;

constexpr std::string_view opened_text =
    R"({"site":"00000000000000030000000000000004","service":"BREAKFAST","kind":"food",)"
    R"("day":"2023-01-16","count_mode":"scan","expected":622})";
constexpr std::string_view item_text =
    R"({"site":"00000000000000030000000000000004","service":"BLANKET","kind":"item",)"
    R"("day":"2023-01-16","count_mode":"scan","expected":0})";
constexpr std::string_view served_text =
    R"({"person":"00000000000000010000000000000002","service":"BREAKFAST","day":"2023-01-16"})";
constexpr std::string_view extra_text =
    R"({"person":"00000000000000010000000000000002","service":"BREAKFAST","day":"2023-01-16",)"
    R"("reason":"wrong_scan"})";
constexpr std::string_view undone_text =
    R"({"person":"00000000000000010000000000000002","service":"BREAKFAST","day":"2023-01-16",)"
    R"("serving":"000102030405060708090a0b0c0d0e0f"})";
constexpr std::string_view closed_text =
    R"({"cooked":600,"left_over":5,"thrown_away":1,"head_count":594,"explanation":"invented"})";

const RoundOpened opened{{3, 4}, "BREAKFAST", ServiceKind::food, 2023y / 1 / 16,
                         CountMode::scan, Persons{622}};
const RoundOpened item{{3, 4}, "BLANKET", ServiceKind::item, 2023y / 1 / 16,
                       CountMode::scan, Persons{0}};
const PersonServed served{{1, 2}, "BREAKFAST", 2023y / 1 / 16};
const PersonServed extra{{1, 2}, "BREAKFAST", 2023y / 1 / 16, ServingReason::wrong_scan};
const ServingUndone undone{{1, 2}, "BREAKFAST", 2023y / 1 / 16,
                           {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}};
const RoundReopened reopened{"invented"};
const RoundClosed closed{Meals{600}, Meals{5}, Meals{1}, Persons{594}, "invented"};

void expect_frozen(const RoundEvent& event, std::string_view type, std::string_view text) {
    expect_encodes_to(RoundStream::encode(event), type, 1, text);
    EXPECT_EQ(RoundStream::decode(type, 1, golden_object(text)), event);
}

TEST(RoundCodec, AnOpenedRoundIsFrozen) {
    expect_frozen(opened, "round.opened", opened_text);
    expect_frozen(item, "round.opened", item_text);
}

TEST(RoundCodec, AServingIsFrozen) {
    expect_frozen(served, "round.person_served", served_text);
    expect_frozen(extra, "round.person_served", extra_text);
}

// Version 2 says how it came; what came at once stays version 1.
TEST(RoundCodec, AServingThatWaitedIsFrozen) {
    PersonServed waited{{1, 2}, "BLANKET", 2023y / 1 / 16, ServingReason::theft};
    waited.scanned_at = Day{2023y / 1 / 16} + std::chrono::hours{7};
    waited.sent_by = 5;
    waited.late = waited.second = true;
    constexpr std::string_view text =
        R"({"person":"00000000000000010000000000000002","service":"BLANKET","day":"2023-01-16",)"
        R"("reason":"theft","scanned_at":"2023-01-16T07:00:00.000Z","sent_by":5,"late":true,)"
        R"("second":true})";
    expect_encodes_to(RoundStream::encode(waited), "round.person_served", 2, text);
    EXPECT_EQ(RoundStream::decode("round.person_served", 2, golden_object(text)),
              RoundEvent{waited});
}

TEST(RoundCodec, AnExceptionIsFrozen) {
    expect_frozen(ExceptionAllowed{{1, 2}, "BLANKET", 2023y / 1 / 16, ServingReason::newborn},
                  "round.exception_allowed",
                  R"({"person":"00000000000000010000000000000002","service":"BLANKET",)"
                  R"("day":"2023-01-16","reason":"newborn"})");
}

TEST(RoundCodec, AnUndoIsFrozen) { expect_frozen(undone, "round.serving_undone", undone_text); }

TEST(RoundCodec, AClosingIsFrozen) {
    expect_frozen(closed, "round.closed", closed_text);
    expect_frozen(reopened, "round.reopened", R"({"reason":"invented"})");
    expect_frozen(RoundClosed{}, "round.closed", "{}");
}

void expect_frozen_anew(const RoundEvent& event, std::string_view type, std::string_view text) {
    expect_encodes_to(RoundStream::encode(event), type, 2, text);
    EXPECT_EQ(RoundStream::decode(type, 2, golden_object(text)), event);
}

TEST(RoundCodec, WhatWasTypedFromPaperAndWhatWentBackAreFrozen) {
    RoundOpened on_paper{{3, 4}, "BREAKFAST", ServiceKind::food, 2023y / 1 / 16,
                         CountMode::head_count, Persons{622}, "no power"};
    expect_frozen_anew(
        on_paper, "round.opened",
        R"({"site":"00000000000000030000000000000004","service":"BREAKFAST","kind":"food",)"
        R"("day":"2023-01-16","count_mode":"head_count","expected":622,"reason":"no power"})");
    on_paper.reason.clear();
    on_paper.count_mode = CountMode::dish;
    expect_frozen_anew(
        on_paper, "round.opened",
        R"({"site":"00000000000000030000000000000004","service":"BREAKFAST","kind":"food",)"
        R"("day":"2023-01-16","count_mode":"dish","expected":622})");
    expect_frozen_anew(RoundClosed{.cooked = Meals{600}, .refused = Meals{12}}, "round.closed",
                       R"({"cooked":600,"refused":12})");
}

TEST(RoundCodec, ACountIsFrozen) {
    PlatesCounted counted{.service = "BREAKFAST",
                          .day = 2023y / 1 / 16,
                          .line = PlateLine::present,
                          .heads = {Meals{4}, Meals{3}, Meals{2}, Meals{1}, Meals{}}};
    expect_frozen(counted, "round.plates_counted",
                  R"({"service":"BREAKFAST","day":"2023-01-16","line":"present","men":4,"women":3,)"
                  R"("boys":2,"girls":1})");
    counted = {.service = "BREAKFAST",
               .day = 2023y / 1 / 16,
               .line = PlateLine::infant_diet,
               .heads = {.unsorted = Meals{8}},
               .dishes = 1,
               .counted_at = Day{2023y / 1 / 16} + std::chrono::hours{7},
               .sent_by = 5,
               .late = true};
    expect_frozen(counted, "round.plates_counted",
                  R"({"service":"BREAKFAST","day":"2023-01-16","line":"infant_diet","unsorted":8,)"
                  R"("dishes":1,"counted_at":"2023-01-16T07:00:00.000Z","sent_by":5,"late":true})");
    expect_frozen(PlatesUncounted{undone.serving, Meals{8}}, "round.plates_uncounted",
                  R"({"count":"000102030405060708090a0b0c0d0e0f","plates":8})");
}

TEST(RoundCodec, AnUnknownVersionOrTypeIsNothing) {
    const std::vector<std::pair<std::string_view, std::string_view>> known{
        {"round.opened", opened_text},
        {"round.person_served", served_text},
        {"round.serving_undone", undone_text},
        {"round.closed", closed_text}};
    for (const auto& [type, text] : known) {
        EXPECT_FALSE(RoundStream::decode(type, 0, golden_object(text))) << type;
        EXPECT_FALSE(RoundStream::decode(type, 3, golden_object(text))) << type;
        EXPECT_TRUE(RoundStream::decode(type, 1, golden_object(text))) << type;
    }
    EXPECT_FALSE(RoundStream::decode("round.renamed", 1, golden_object(closed_text)));
}

TEST(RoundCodec, EveryMemberOfAnOpeningIsRequired) {
    for (const std::string_view member :
         {"site", "service", "kind", "day", "count_mode", "expected"})
        EXPECT_FALSE(RoundStream::decode("round.opened", 1, without(opened_text, member)))
            << member;
    for (const std::string_view member : {"site", "kind", "day", "count_mode", "expected"})
        EXPECT_FALSE(RoundStream::decode("round.opened", 1, with(opened_text, member, "x")))
            << member;
}

TEST(RoundCodec, AServingAndAnUndoNamePersonServiceAndDay) {
    for (const std::string_view member : {"person", "service", "day"})
        EXPECT_FALSE(RoundStream::decode("round.person_served", 1, without(served_text, member)));
    for (const std::string_view member : {"person", "service", "day", "serving"})
        EXPECT_FALSE(RoundStream::decode("round.serving_undone", 1, without(undone_text, member)));
    EXPECT_FALSE(
        RoundStream::decode("round.serving_undone", 1, with(undone_text, "serving", "0001")));
}

TEST(RoundCodec, WordsComeBack) {
    for (const ServingReason reason :
         {ServingReason::child, ServingReason::spilled, ServingReason::wrong_scan})
        EXPECT_EQ(parse_enum<ServingReason>(enum_text(reason)), reason);
    for (const ServiceKind kind : {ServiceKind::food, ServiceKind::item})
        EXPECT_EQ(parse_enum<ServiceKind>(enum_text(kind)), kind);
    EXPECT_FALSE(parse_enum<ServingReason>(""));
    EXPECT_FALSE(parse_enum<ServiceKind>("Food"));
}

}  // namespace
}  // namespace jatigi::assistance
