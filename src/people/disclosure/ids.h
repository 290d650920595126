// What other modules may know of requests by authorities and of nominal lists.
#pragma once
#include <string_view>

#include "platform/base/id.h"

namespace jatigi::disclosure {

using RequestId = Id<struct AuthorityRequestEntity>;
using ListId = Id<struct NominalListEntity>;
constexpr std::string_view request_kind = "authority_request";
constexpr std::string_view list_kind = "nominal_list";
// The streams of centre/sites, which is a wing to the right and cannot be included here.
constexpr std::string_view site_stream_kind = "site";

}  // namespace jatigi::disclosure
