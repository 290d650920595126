#include "node/serving_mark.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

namespace jatigi::node {
namespace {

std::string serving_path(const Place& place) {
    return location_of(place).is_postgres() ? key_path_of(place) + ".serving"
                                            : place.data + "/serving";
}

}  // namespace

Result<ServingMark> ServingMark::make(const Place& place) {
    const std::string path = serving_path(place);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return refuse(ErrorKind::unavailable, "store.unavailable",
                      path + " cannot be opened: errno " + std::to_string(errno));
    ServingMark mark(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return refuse(ErrorKind::unavailable, "store.in_use", "a server runs already");
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        return refuse(ErrorKind::unavailable, "store.unavailable", path + " cannot be written");
    return mark;
}

ServingMark::ServingMark(ServingMark&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

ServingMark::~ServingMark() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<int> serving_process(const Place& place) {
    const int descriptor = ::open(serving_path(place).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    std::array<char, 32> text{};
    // A number alone may be that of another process by now; a held lock is the server's own.
    const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    const ssize_t length = ::read(descriptor, text.data(), text.size());
    ::close(descriptor);
    int pid = 0;
    if (!held || length <= 0) return std::nullopt;
    std::from_chars(text.data(), text.data() + length, pid);
    return pid > 1 ? std::optional(pid) : std::nullopt;
}

}  // namespace jatigi::node
