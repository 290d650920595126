// Who comes at night: counted, given wristbands, named days later, and a balance that always adds
// up.
#pragma once
#include <functional>

#include "centre/sites/arrival_view.h"
#include "platform/http/endpoint.h"

namespace jatigi::sites {

// GET and POST /api/v1/arrivals, GET …/{id}, POST …/{id}/counts, …/tally-sheet, …/tally-aside,
// …/tally-up, …/outcomes, …/close, …/reopen.
std::vector<http::Route> arrival_routes(const http::Services& services);
// What wristbands ask, too. Another site's arrival is as good as absent: arrival.not_found.
Result<ArrivalRow> arrival_for(store::Connection& db, const access::Account& account,
                               const access::Action& action, std::string_view id);

// When it was seen: as the body says ("at"), or else now, less what it waited on its device.
// Refuses with request.member_missing.
Result<Instant> seen_at(const http::Command& command);

// Types the rows of a sheet, each by itself: one that is refused stops no other. `type` gives
// whether it was new. Refuses with request.member_missing, sheet.too_long (params: max).
constexpr std::size_t sheet_rows_max = 200;
using TypeRow = std::function<Result<bool>(const json::object& row, std::int64_t number)>;
Result<json::object> type_sheet(const json::object& body, const TypeRow& type);

}  // namespace jatigi::sites
