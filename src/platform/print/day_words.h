// A day as people write it, for papers in two languages: 2023-01-16 is a form of computers.
#pragma once
#include <string>

#include "platform/base/day.h"

namespace jatigi::print {

std::string day_in_french(Day day);   // "1er février 2023"
std::string day_in_english(Day day);  // "1 February 2023"

}  // namespace jatigi::print
