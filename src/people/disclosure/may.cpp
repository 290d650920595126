#include "people/disclosure/may.h"

#include <array>

namespace jatigi::disclosure::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 12> table{{
    {centre_manager, read_disclosures, FactClass::open},
    {protection_officer, read_disclosures, FactClass::open},
    {data_protection_officer, read_disclosures, FactClass::open},

    {centre_manager, record_authority_request, FactClass::open},
    {protection_officer, record_authority_request, FactClass::open},

    {centre_manager, answer_authority_request, FactClass::open},
    {protection_officer, answer_authority_request, FactClass::open},

    {centre_manager, propose_nominal_list, FactClass::identity},
    {protection_officer, propose_nominal_list, FactClass::identity},

    {centre_manager, approve_nominal_list, FactClass::identity},
    {protection_officer, approve_nominal_list, FactClass::identity},

    // It holds everybody present but the restricted. Beside the number of those present it would tell how
    // many they are, so the paper goes from protection to whom it is for.
    {protection_officer, print_nominal_list, FactClass::identity},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::disclosure::may
