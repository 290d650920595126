// The personal PIN of a round (one distribution): a few digits by which somebody who serves goes on
// where they signed in with their password before, on that one device and while that round is open.
// So colleagues share a tablet and no account. What it begins is a session for the gate and for
// meals alone (Began::by_pin). Its digest is keyed: the database alone tells no PIN.
#pragma once
#include <optional>
#include <string_view>

#include "platform/access/account.h"

namespace jatigi::access {

constexpr std::size_t pin_digits_min = 4, pin_digits_max = 8;
// Wrong ones in the life of a PIN: a right one in between gives no new tries to whoever guesses.
constexpr std::int64_t pin_tries_max = 8;
// A shift. The round may be closed before, and then it is over, too: for the caller to ask.
constexpr std::chrono::hours pin_life{12};

struct PinPlace {
    std::string_view device_token;  // As the browser keeps it (device.h).
    ByteArray<16> round{};
};
// Replaces the account's PIN of another round on this device; gives until when it is good. Refuses
// with pin.malformed (params: digits_min, digits_max), pin.too_easy (1111, 1234, 4321),
// pin.device_unknown (the account did not sign in there).
Result<Instant> choose_pin(log::WriteTx& tx, const Account& account, const PinPlace& place,
                           std::string_view pin);

// Whether anybody has one on this device: asked before the writer is.
Result<bool> has_pins(store::Connection& db, std::string_view device_token);

// Whose it is; nothing when it is wrong, over, tried pin_tries_max times, or of nobody. Counts the
// try, so the transaction is to be committed either way.
Result<std::optional<Account>> say_pin(log::WriteTx& tx, const PinPlace& place,
                                       std::string_view name, std::string_view pin);

// A new password, a new link, an account that is closed.
Result<void> void_pins(store::Connection& tx, std::int64_t account);

}  // namespace jatigi::access
