// The front end and the description of the API, as the binary carries them.
#pragma once
#include <vector>

#include "platform/http/route.h"

namespace jatigi::node {

std::vector<http::Route> page_routes();

}  // namespace jatigi::node
