#include "centre/assistance/may.h"

#include <array>

namespace jatigi::assistance::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 15> table{{
    {centre_manager, read_rounds, FactClass::open},
    {food_distributor, read_rounds, FactClass::open},
    {finance_officer, read_rounds, FactClass::open},

    {centre_manager, open_round, FactClass::open},
    {food_distributor, open_round, FactClass::open},

    {centre_manager, serve, FactClass::open},
    {food_distributor, serve, FactClass::open},

    {centre_manager, choose_round_pin, FactClass::open},
    {food_distributor, choose_round_pin, FactClass::open},

    {centre_manager, review_late_servings, FactClass::open},
    {finance_officer, review_late_servings, FactClass::open},

    {food_distributor, bring_in_counts, FactClass::open},

    {centre_manager, close_round, FactClass::open},
    {food_distributor, close_round, FactClass::open},

    {centre_manager, reopen_round, FactClass::open},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::assistance::may
