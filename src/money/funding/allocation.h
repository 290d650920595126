// Which agreement pays which serving. Each serving is charged to one agreement or to nobody, never
// twice, whatever the agreements overlap: tightest earmark first, then the one that ends first, then
// by code. The engine proposes; a finance officer approves (a later module).
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "money/funding/agreement.h"
#include "money/funding/unit_cost.h"
#include "people/registry/ids.h"

namespace jatigi::funding {

// A serving that is to be paid for. Persons and sites by whatever number the caller uses for them.
struct ChargeableServing {
    std::int64_t person = 0;
    sites::SiteId site;
    std::string service;
    std::optional<std::string> nationality{};
    Day day;
};

struct Charge {
    std::optional<std::size_t> agreement{};  // Index into the agreements; nothing: nobody paid.
    Money cost = Money::of_minor_units(0, Currency::XOF);
    bool costed = false;  // A unit cost was valid that day.
};

// One charge per serving, in the order given, which must be by day. An agreement takes whole
// servings in its own currency while its amount and its cap of persons last.
std::vector<Charge> allocate(std::span<const AgreementSigned> agreements,
                             std::span<const UnitCostSet> costs,
                             std::span<const ChargeableServing> servings);

// True when the earmark covers a person of this nationality at this site.
bool covers_person(const Earmark& earmark, const std::optional<std::string>& nationality,
                   sites::SiteId site);

}  // namespace jatigi::funding
