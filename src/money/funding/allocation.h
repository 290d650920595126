// Which agreement pays which serving. Each serving is charged to one agreement or to nobody, never
// twice, whatever the agreements overlap: tightest earmark first, then the one that ends first, then
// by code. The engine proposes; a finance officer approves (a later module).
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "money/funding/agreement.h"
#include "money/funding/unit_cost.h"
#include "people/registry/ids.h"
#include "platform/base/enum_text.h"

namespace jatigi::funding {

// As its distribution has it: one that counts, a further one for a reason, or one for somebody who
// had been served already.
enum class Plate { counted, extra, second };

// Of whom a plate is known to be.
enum class Whose {
    person,        // By card or tick.
    present,       // Counted by number: of the nationality that it was shared out to.
    unregistered,  // Counted by number, of whom nobody knows more.
    staff,         // Who work there: no agreement on people pays it.
};

// A serving that is to be paid for. Persons and sites by whatever number the caller uses for them.
struct ChargeableServing {
    std::int64_t person = 0;
    sites::SiteId site;
    std::string service;
    std::optional<std::string> nationality{};
    Day day;
    bool late = false;    // Recorded after its distribution was closed.
    bool second = false;  // Handed out though somebody else had served the person: nobody pays it.
    Plate plate = Plate::counted;
    bool several_files = false;  // The person has more than one, and plates under each.
    bool ticked = false;         // On a printed sheet, not scanned.
    Whose whose = Whose::person;
};

// Of the plates of one person, day and service one is to be paid: the first that counts, or the
// first of all where none does. The others are `second`. Two files that are one person's were
// counted under each; a second plate may be all that is left, when the files were parted or a plate
// was undone.
void mark_second_plates(std::span<ChargeableServing> servings);

// What became of a serving under one agreement, and why it was not charged there. Of several
// reasons the first one in this order.
enum class Fate {
    charged,
    other_people,    // The earmark names another nationality.
    other_site,
    other_service,
    outside_period,  // Of the agreement, not of a statement.
    staff,
    second_plate,    // Somebody else had served the person, and nobody could say so in time.
    no_cost,         // No unit cost was valid that day.
    other_currency,  // The unit cost's and the agreement's.
    persons_max,     // The cap of persons was reached.
    amount_used_up,
    charged_elsewhere,
};
constexpr auto enum_texts(Fate) {
    return texts_in_order<Fate>("charged", "other_people", "other_site", "other_service",
                                "outside_period", "staff", "double", "no_cost", "other_currency",
                                "persons_max", "amount_used_up", "charged_elsewhere");
}

struct Charge {
    std::optional<std::size_t> agreement{};  // Index into the agreements; nothing: nobody paid.
    Money cost = Money::of_minor_units(0, Currency::XOF);
    Fate fate = Fate::no_cost;  // Under the agreement that was asked about.
};

// One charge per serving, in the order given, which must be by day, and of a day by name first. An
// agreement takes whole servings in its own currency while its amount and its cap of persons last.
// Of plates without a name a cap of persons takes as many at one meal as it covers persons, those
// served there by name included, and none of the unregistered. `asked`: an index into the
// agreements.
std::vector<Charge> allocate(std::span<const AgreementSigned> agreements,
                             std::span<const UnitCostSet> costs,
                             std::span<const ChargeableServing> servings, std::size_t asked);

// True when the earmark covers a person of this nationality at this site.
bool covers_person(const Earmark& earmark, const std::optional<std::string>& nationality,
                   sites::SiteId site);

}  // namespace jatigi::funding
