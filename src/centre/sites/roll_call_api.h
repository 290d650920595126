// The roll-call: everybody who is present, by unit, on paper, to be ticked in the yard. Whoever is
// missing from it is left in the fire, so it holds restricted people, without a mark
// (docs/as-if-absent.md). No file of it is kept; each print is an opening.
#pragma once
#include "centre/sites/ids.h"
#include "platform/base/personal.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

// As somebody is called out.
struct CalledPerson {
    std::string case_number;
    Personal<std::string> family_name, given_names;
};
// Nothing for whom this node has no name: their row has a number alone.
using FindCalled = std::function<std::optional<CalledPerson>(log::LocalId person)>;

// POST /api/v1/sites/{code}/roll-call {command}: a PDF, a page or more for each unit.
std::vector<http::Route> roll_call_routes(const http::Services& services, const FindCalled& find);

}  // namespace jatigi::sites
