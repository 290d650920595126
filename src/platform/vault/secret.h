// 32 secret bytes, wiped when they go. Copies are deliberate: copy() is easy to find.
#pragma once
#include <sodium.h>

#include "platform/base/bytes.h"

namespace jatigi::vault {

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

private:
    void wipe() { sodium_memzero(bytes_.data(), bytes_.size()); }
    ByteArray<32> bytes_{};
};

}  // namespace jatigi::vault
