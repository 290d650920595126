// Who opened what, and lifting the pause of an account that opened too many files: for the data
// protection officer.
#pragma once
#include "platform/http/command.h"

namespace jatigi::http {

// The case number of a person, a module to the right of this one. Nothing when nobody has it.
using CaseNumberOf =
    std::function<Result<std::optional<std::string>>(store::Connection&, log::LocalId person)>;

std::vector<Route> opening_routes(const Services& services, CaseNumberOf case_number_of);

}  // namespace jatigi::http
