// Sites over HTTP, and opening one from inside the program.
#pragma once
#include "centre/sites/site_codec.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

// Opens a site. Refuses as decide() does.
Result<SiteId> open_site(log::WriteTx& tx, const log::Cause& cause, const SiteOpened& site);

std::vector<http::Route> site_routes(const http::Services& services);

}  // namespace jatigi::sites
