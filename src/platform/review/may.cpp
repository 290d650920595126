#include "platform/review/may.h"

#include <array>

namespace jatigi::review::may {
namespace {

using enum access::Role;

constexpr std::array<access::Rule, 6> table{{
    {centre_manager, review_tasks, FactClass::open},
    {registrar, review_tasks, FactClass::open},
    {finance_officer, review_tasks, FactClass::open},
    {protection_officer, review_tasks, FactClass::open},
    {return_counsellor, review_tasks, FactClass::open},
    {data_protection_officer, review_tasks, FactClass::open},
}};

}  // namespace

std::span<const access::Rule> rules() {
    return table;
}

}  // namespace jatigi::review::may
