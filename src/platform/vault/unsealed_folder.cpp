#include "platform/vault/unsealed_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "platform/base/random.h"
#include "platform/vault/private_file.h"

namespace jatigi::vault {
namespace {

std::unexpected<Error> unwritable(const std::string& path) {
    return refuse(ErrorKind::unavailable, "file.unwritable", path);
}

int open_locked(const std::string& path) {
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && ::flock(folder, LOCK_EX | LOCK_NB) == 0) return folder;
    if (folder >= 0) ::close(folder);
    return -1;
}

void destroy_folder(const std::string& path) {
    std::error_code ignored;
    for (const auto& file : std::filesystem::directory_iterator(path, ignored))
        destroy_file(file.path().string());
    std::filesystem::remove(path, ignored);
    // The one around it goes with the last.
    std::filesystem::remove(std::filesystem::path(path).parent_path(), ignored);
}

}  // namespace

Result<UnsealedFolder> UnsealedFolder::make(const std::string& under) {
    std::error_code problem;
    const auto around = std::filesystem::path(under).parent_path();
    if (std::filesystem::create_directories(around, problem))
        std::filesystem::permissions(around, std::filesystem::perms::owner_all, problem);
    if (::mkdir(under.c_str(), 0700) != 0 && !std::filesystem::is_directory(under, problem))
        return unwritable(under);
    const std::string path = under + "/" + hex(random_bytes<8>());
    if (::mkdir(path.c_str(), 0700) != 0) return unwritable(path);
    const int lock = open_locked(path);
    if (lock < 0) return unwritable(path);
    return UnsealedFolder(path, lock);
}

UnsealedFolder::UnsealedFolder(UnsealedFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

UnsealedFolder::~UnsealedFolder() {
    if (lock_ < 0) return;
    destroy_folder(path_);
    ::close(lock_);
}

void destroy_unsealed(const std::string& under) {
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(under, none)) {
        const std::string path = entry.path().string();
        const int lock = open_locked(path);
        if (lock < 0) continue;  // A backup is under way there.
        destroy_folder(path);
        ::close(lock);
    }
}

}  // namespace jatigi::vault
