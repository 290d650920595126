// Devices that signed in before. After a sign-in the device keeps a random token, in a cookie, for
// 90 days; the table keeps its digest and the accounts that signed in there. It signs nobody in: it
// only tells the tablet of every morning from a stranger who guesses (throttle.h).
#pragma once
#include <string>

#include "platform/log/write_tx.h"

namespace jatigi::access {

constexpr std::chrono::days device_known_max{90};

// Whether this name signed in on the device with this token within 90 days. An empty token is of no
// device.
Result<bool> knows_device(store::Connection& db, std::string_view token, std::string_view name,
                          Instant now);

// In the writer, after a sign-in: gives the token that the device is to keep, 32 hex digits. One
// that this node gave is kept; any other is replaced, so that nobody can choose one for a victim.
Result<std::string> remember_device(log::WriteTx& tx, std::string_view token,
                                    std::int64_t account);

}  // namespace jatigi::access
