// Which process serves these data on this machine.
#pragma once
#include <optional>

#include "node/place.h"

namespace jatigi::node {

// Says that a server runs for these data, and which process it is: a file whose lock is held as
// long as this lives, `serving` in the data directory, and for PostgreSQL beside the key file.
class ServingMark {
public:
    // Refuses with store.in_use, store.unavailable.
    static Result<ServingMark> make(const Place& place);
    ServingMark(ServingMark&& other) noexcept;
    ServingMark& operator=(ServingMark&&) = delete;
    ServingMark(const ServingMark&) = delete;
    ServingMark& operator=(const ServingMark&) = delete;
    ~ServingMark();

private:
    explicit ServingMark(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// The process that serves these data on this machine; nothing when none does.
std::optional<int> serving_process(const Place& place);

}  // namespace jatigi::node
