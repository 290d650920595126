#include "centre/sites/may.h"

#include <array>

namespace jatigi::sites::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 39> table{{
    {administrator, read_sites, FactClass::open},
    {centre_manager, read_sites, FactClass::open},
    {registrar, read_sites, FactClass::open},
    {gate_officer, read_sites, FactClass::open},
    {food_distributor, read_sites, FactClass::open},
    {finance_officer, read_sites, FactClass::open},
    {nurse, read_sites, FactClass::open},
    {protection_officer, read_sites, FactClass::open},
    {return_counsellor, read_sites, FactClass::open},
    {movement_officer, read_sites, FactClass::open},
    {stock_keeper, read_sites, FactClass::open},
    {data_protection_officer, read_sites, FactClass::open},

    {centre_manager, check_in, FactClass::open},
    {registrar, check_in, FactClass::open},
    {gate_officer, check_in, FactClass::open},

    {centre_manager, keep_units, FactClass::open},

    {centre_manager, house, FactClass::open},
    {registrar, house, FactClass::open},
    {gate_officer, house, FactClass::open},
    {protection_officer, house, FactClass::open},

    {centre_manager, read_occupancy, FactClass::open},
    {protection_officer, read_occupancy, FactClass::open},
    {gate_officer, read_occupancy, FactClass::open},
    {food_distributor, read_occupancy, FactClass::open},
    {stock_keeper, read_occupancy, FactClass::open},
    {movement_officer, read_occupancy, FactClass::open},
    {finance_officer, read_occupancy, FactClass::open},

    {centre_manager, count_arrivals, FactClass::open},
    {registrar, count_arrivals, FactClass::open},
    {gate_officer, count_arrivals, FactClass::open},
    {food_distributor, count_arrivals, FactClass::open},
    {nurse, count_arrivals, FactClass::open},
    {protection_officer, count_arrivals, FactClass::open},

    {centre_manager, run_arrivals, FactClass::open},

    {centre_manager, bind_wristband, FactClass::open},
    {registrar, bind_wristband, FactClass::open},
    {protection_officer, bind_wristband, FactClass::open},

    {centre_manager, print_roll_call, FactClass::identity},
    {protection_officer, print_roll_call, FactClass::identity},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::sites::may
