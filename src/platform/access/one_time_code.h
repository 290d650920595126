// The codes of an authenticator app: HOTP (RFC 4226) over the time (TOTP, RFC 6238), with
// HMAC-SHA-1, 30 seconds and six digits, because that is what every such app takes. Pure.
//
// The clocks of a laptop without network and of a telephone drift apart. How far they were apart
// last time is kept, and one step more or less is taken at once. Up to ten minutes further are
// looked at as well, but there one code is not enough: the one after it must follow.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "platform/base/bytes.h"
#include "platform/base/day.h"

namespace jatigi::access {

constexpr std::chrono::seconds code_step{30};
constexpr int code_digits = 6;
constexpr std::size_t factor_secret_bytes = 20;  // RFC 4226, R6: 160 bits.
constexpr std::int64_t near_steps = 1;
constexpr std::int64_t far_steps = 20;  // Ten minutes.
// How long the second of two codes is waited for.
constexpr std::chrono::minutes next_code_max{3};

// `digits` of RFC 4226, 5.3.
std::string hotp(ByteView secret, std::uint64_t counter, int digits = code_digits);
std::int64_t step_at(Instant now);

// RFC 4648 without padding: how apps take a secret that is typed.
std::string base32(ByteView bytes);
// What an app reads from a QR code. Both texts may hold anything.
std::string otpauth_uri(std::string_view issuer, std::string_view account, ByteView secret);

struct FactorClock {
    std::int64_t drift = 0;  // Steps by which the telephone was ahead last time.
    std::optional<std::int64_t>
        used{};  // The last step that was taken: it and all before are gone.
    struct Far {
        std::int64_t step = 0;
        Instant at;
    };
    std::optional<Far> far{};  // The first of two codes.
};
enum class CodeSeen { right, one_more, wrong };
struct Looked {
    CodeSeen seen = CodeSeen::wrong;
    FactorClock clock;  // As it is to be kept, whatever was seen.
};
// Whether `code`, six digits, is one that the app shows now.
Looked look_at_code(ByteView secret, std::string_view code, Instant now, const FactorClock& clock);

}  // namespace jatigi::access
