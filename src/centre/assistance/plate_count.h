// Plates that are counted and not scanned: a dish that several share, heads that pass the pot. They
// are of nobody by name; whoever pays for them pays by who was there that day.
#pragma once
#include <optional>
#include <string>

#include "platform/base/bytes.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/quantity.h"

namespace jatigi::assistance {

// Whose plates: each is a line of its own.
enum class PlateLine {
    present,       // Who stays here.
    unregistered,  // Who came, and whose name nobody has typed: a wristband, or nothing at all.
    infant_diet,   // Of those who stay here.
    sick_diet,
    staff,
};
constexpr auto enum_texts(PlateLine) {
    return texts_in_order<PlateLine>("present", "unregistered", "infant_diet", "sick_diet",
                                     "staff");
}

// By whom they are for; a dish, and a cook who is in a hurry, does not say.
struct PlateHeads {
    Meals men, women, boys, girls, unsorted;

    Meals plates() const { return men + women + boys + girls + unsorted; }
    bool operator==(const PlateHeads&) const = default;
};

// One count holds no more: a meal of a large centre, typed from a sheet.
constexpr std::int64_t plates_at_once_max = 5'000;
// Nor one meal: a hundred times a large centre. Each is looked at when somebody asks who pays.
constexpr std::int64_t plates_of_a_round_max = 50'000;
// Of what is counted at a closing; more is a card that was scanned into the wrong field.
constexpr std::int64_t closing_count_max = 1'000'000;

struct PlatesCounted {
    std::string service;
    Day day;
    PlateLine line = PlateLine::present;
    PlateHeads heads;
    std::int64_t dishes = 0;              // Of which several ate; 0: plates, by the head.
    std::optional<Instant> counted_at{};  // It waited on its device: when it was made.
    std::int64_t sent_by = 0;             // The account that sent it, when another one counted.
    bool late = false;                    // Its round was closed when it came in.
    bool operator==(const PlatesCounted&) const = default;
};
// A slip; the count is named by the command that made it.
struct PlatesUncounted {
    ByteArray<16> count{};
    Meals plates;
    bool operator==(const PlatesUncounted&) const = default;
};

// What a round counted by number, line by line.
struct LineTotal {
    PlateLine line = PlateLine::present;
    Meals plates;
    std::int64_t dishes = 0;
};

}  // namespace jatigi::assistance
