#include "platform/access/one_time_code.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cassert>

namespace jatigi::access {
namespace {

ByteArray<20> hmac_sha1(ByteView key, ByteView message) {
    ByteArray<20> digest{};
    unsigned int length = 0;
    const auto* done = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), message.data(),
                            message.size(), digest.data(), &length);
    assert(done != nullptr && length == digest.size());
    static_cast<void>(done);
    return digest;
}

// RFC 3986, 2.3.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (plain.find(c) != std::string_view::npos)
            encoded += c;
        else
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

class Steps {
public:
    Steps(ByteView secret, std::string_view code, const FactorClock& clock)
        : secret_(secret), code_(code), used_(clock.used) {}
    bool fits(std::int64_t step) const {
        return step >= 0 && (!used_ || step > *used_) &&
               hotp(secret_, static_cast<std::uint64_t>(step)) == code_;
    }

private:
    ByteView secret_;
    std::string_view code_;
    std::optional<std::int64_t> used_;
};

// The nearest one, and of two as near the earlier.
std::optional<std::int64_t> nearest(const Steps& steps, std::int64_t around, std::int64_t from,
                                    std::int64_t to) {
    for (std::int64_t away = from; away <= to; ++away)
        for (const std::int64_t step : {around - away, around + away})
            if (steps.fits(step)) return step;
    return std::nullopt;
}

}  // namespace

std::string hotp(ByteView secret, std::uint64_t counter, int digits) {
    Bytes message;
    put_big_endian(message, counter, 8);
    const auto digest = hmac_sha1(secret, message);
    const std::size_t offset = digest.back() & 0x0FU;
    const std::uint64_t number = big_endian(ByteView(digest).subspan(offset, 4)) & 0x7FFFFFFFU;
    std::uint64_t bound = 1;
    for (int i = 0; i < digits; ++i) bound *= 10;
    return fmt::format("{:0{}}", number % bound, digits);
}

std::int64_t step_at(Instant now) {
    return std::chrono::floor<std::chrono::seconds>(now).time_since_epoch() / code_step;
}

std::string base32(ByteView bytes) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8U | byte) & 0xFFFU;
        bits += 8;
        for (; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 0x1FU];
    }
    if (bits > 0) text += alphabet[(held << (5 - bits)) & 0x1FU];
    return text;
}

std::string otpauth_uri(std::string_view issuer, std::string_view account, ByteView secret) {
    const std::string named = percent_encoded(issuer);
    return fmt::format(
        "otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}", named,
        percent_encoded(account), base32(secret), named, code_digits, code_step.count());
}

Looked look_at_code(ByteView secret, std::string_view code, Instant now, const FactorClock& clock) {
    const Steps steps(secret, code, clock);
    const std::int64_t here = step_at(now), expected = here + clock.drift;
    const auto right = [&](std::int64_t step) {
        return Looked{CodeSeen::right, {.drift = step - here, .used = step}};
    };
    if (const auto near = nearest(steps, expected, 0, near_steps)) return right(*near);
    const auto& far = clock.far;
    if (far && now >= far->at && now - far->at <= next_code_max && steps.fits(far->step + 1))
        return right(far->step + 1);
    Looked looked{CodeSeen::wrong, clock};
    if (const auto found = nearest(steps, expected, near_steps + 1, far_steps)) {
        looked.seen = CodeSeen::one_more;
        looked.clock.far = FactorClock::Far{*found, now};
    }
    return looked;
}

}  // namespace jatigi::access
