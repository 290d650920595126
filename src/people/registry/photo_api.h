// A person's photo over HTTP.
#pragma once
#include "people/registry/registration_api.h"

namespace jatigi::registry {

// PUT /api/v1/persons/{code}/photo?command=&purpose=registration|travel_document (a JPEG, at most
// 1 MiB), GET (an opening), DELETE ?command=. A photo is never needed for food or care.
std::vector<http::Route> photo_routes(const RegisterContext& context);

}  // namespace jatigi::registry
