#include "money/funding/may.h"

#include <array>

namespace jatigi::funding::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 4> table{{
    {finance_officer, sign_agreement, FactClass::open},

    {finance_officer, set_unit_cost, FactClass::open},

    {centre_manager, read_statement, FactClass::open},
    {finance_officer, read_statement, FactClass::open},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::funding::may
