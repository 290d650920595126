// Search before create: by any spelling, and "who is this probably?" while a form is filled in.
#pragma once
#include "people/registry/registration_api.h"

namespace jatigi::registry {

// POST /api/v1/persons/search, POST /api/v1/persons/present, POST /api/v1/persons/candidates, GET /api/v1/restricted-hits.
// What is searched for stands in the body: addresses of requests are logged on their way.
std::vector<http::Route> search_routes(const RegisterContext& context);

}  // namespace jatigi::registry
