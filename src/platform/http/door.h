// What the server asks of the rest of the program. One that waits for its passphrase has neither
// accounts nor sessions, and no writer to tell.
#pragma once
#include <functional>

#include "platform/http/route.h"
#include "platform/http/services.h"

namespace jatigi::http {

struct Door {
    vault::LockSwitch* lock = nullptr;  // Nothing: never locked.
    // Is it the token of a live session?
    std::function<bool(std::string_view token)> is_session;
    // Who asks; refuses whom the route is not for.
    std::function<Result<void>(const Route&, Request&)> admit;
    // The same answer, noted where it is a sign of something.
    std::function<Reply(const Route&, const RequestPtr&, Reply)> watched;
    // A write came from another site's page.
    std::function<void()> other_origin;
    // Not empty: the code that whatever is not served below /api/ is answered with, 503. It will be
    // served later, so a device keeps what it sends.
    std::string_view closed{};
};

// `services` outlive it.
Door door_of(const Services& services);

// Nobody has a session here: routes that need one refuse with session.required.
Door door_without_sessions(vault::LockSwitch* lock, std::string_view closed);

}  // namespace jatigi::http
