// Who asks: the session of a request; signing in and out, passwords.
#pragma once
#include "platform/http/command.h"

namespace jatigi::http {

constexpr std::string_view session_cookie = "__Host-jatigi";
constexpr std::string_view device_cookie = "__Host-jatigi-device";  // access/device.h

// Of a request that nobody asked for, "1": a page that refreshes itself prolongs no session.
constexpr std::string_view background_header = "X-Jatigi-Background";
// Of every answer to somebody with a session: seconds until it ends when nobody touches it.
constexpr std::string_view session_left_header = "X-Jatigi-Session-Seconds";

// Puts the account of `request.session_token` into the request. Refuses with session.required when
// the route needs one and there is none, session.factor_asked and account.factor_missing when the
// route is for whoever showed a second factor.
Result<void> admit(const Services& services, const Route& route, Request& request);

// A session by PIN of that round for whom `whose` finds in the writer, answered as a sign-in;
// nobody found is refused with pin.refused, and what was written stays.
using PinOwner = std::function<Result<std::optional<access::Account>>(log::WriteTx&)>;
void begin_by_pin(const Services& services, const RequestPtr& request, const Reply& reply,
                  const access::RoundBytes& round, PinOwner whose);

std::vector<Route> session_routes(const Services& services);

}  // namespace jatigi::http
