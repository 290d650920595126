// Requests by authorities over HTTP.
//   POST /api/v1/authority-requests {command, authority, about, asked, legal_basis?, received_day,
//        site?} → 201 {number}. Without `site` it is the account's own, or the whole node.
//   GET  /api/v1/authority-requests → {requests}
//   POST /api/v1/authority-requests/{number}/answer {command, answer?, text?, nominal_list?}
//        → 200 {number}. Without `answer` it is "totals".
// An account of one site sees that site's requests and those that concern the whole node.
#pragma once
#include "platform/http/endpoint.h"

namespace jatigi::disclosure {

std::vector<http::Route> request_routes(const http::Services& services);

}  // namespace jatigi::disclosure
