// A folder for a copy of the data in clear, while a backup is sealed or opened: beside the data,
// which lie there in clear themselves, and never on the medium that takes the backup. It is
// destroyed with this; what a power cut left is destroyed at the next start or backup.
#pragma once
#include <string>

#include "platform/base/result.h"

namespace jatigi::vault {

class UnsealedFolder {
public:
    // A new one in `under`, for its owner alone, whose lock is held as long as this lives. Refuses
    // with file.unwritable.
    static Result<UnsealedFolder> make(const std::string& under);
    UnsealedFolder(UnsealedFolder&& other) noexcept;
    UnsealedFolder& operator=(UnsealedFolder&&) = delete;
    UnsealedFolder(const UnsealedFolder&) = delete;
    UnsealedFolder& operator=(const UnsealedFolder&) = delete;
    ~UnsealedFolder();

    std::string path(const std::string& name) const { return path_ + "/" + name; }

private:
    UnsealedFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
    std::string path_;
    int lock_;
};

// Destroys the folders in `under` that nobody holds any more.
void destroy_unsealed(const std::string& under);

}  // namespace jatigi::vault
