// Secret bytes, wiped when they go. Copies are deliberate: copy() is easy to find.
#pragma once
#include <sodium.h>

#include <utility>

#include "platform/base/bytes.h"

namespace jatigi::vault {

// A key of 32 bytes.
class Secret {
public:
    Secret() = default;
    explicit Secret(const ByteArray<32>& bytes) : bytes_(bytes) {}
    Secret(Secret&& other) noexcept : bytes_(other.bytes_) { other.wipe(); }
    Secret& operator=(Secret&& other) noexcept {
        bytes_ = other.bytes_;
        other.wipe();
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { wipe(); }

    Secret copy() const { return Secret(bytes_); }
    ByteView view() const { return bytes_; }
    const std::uint8_t* data() const { return bytes_.data(); }
    void wipe() { sodium_memzero(bytes_.data(), bytes_.size()); }

private:
    ByteArray<32> bytes_{};
};

// Any number of bytes: a passphrase, a key file's text. Its room is reserved once, because a vector
// that grows leaves its old bytes behind.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(Bytes bytes) : bytes_(std::move(bytes)) {}
    SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) {}
    SecretBytes& operator=(SecretBytes&& other) noexcept {
        wipe();
        bytes_ = std::move(other.bytes_);
        return *this;
    }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes() { wipe(); }

    // Takes the text over and wipes where it was.
    static SecretBytes of(std::string&& text) {
        SecretBytes taken(Bytes(text.begin(), text.end()));
        sodium_memzero(text.data(), text.size());
        return taken;
    }

    SecretBytes copy() const { return SecretBytes(bytes_); }
    ByteView view() const { return bytes_; }
    std::string_view text() const { return as_text(bytes_); }
    Bytes& bytes() { return bytes_; }

private:
    void wipe() { sodium_memzero(bytes_.data(), bytes_.size()); }
    Bytes bytes_;
};

}  // namespace jatigi::vault
