// Files for their owner alone (mode 0600) that must be whole or not there: key files, shares,
// backups. Refusals: file.not_found, file.too_large, file.unreadable, file.unwritable, file.exists,
// with the path as detail.
#pragma once
#include <string>

#include "platform/base/result.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

Result<SecretBytes> read_private(const std::string& path, std::size_t bytes_max);

// A new file, synced to the disk with its name. Makes missing folders.
Result<void> create_private(const std::string& path, ByteView bytes);

// A new file that is written piece by piece. Makes missing folders.
class PrivateWriter {
public:
    static Result<PrivateWriter> create(const std::string& path);
    PrivateWriter(PrivateWriter&& other) noexcept;
    PrivateWriter& operator=(PrivateWriter&&) = delete;
    PrivateWriter(const PrivateWriter&) = delete;
    PrivateWriter& operator=(const PrivateWriter&) = delete;
    ~PrivateWriter();

    Result<void> write(ByteView bytes);
    // On the disk, with its name.
    Result<void> finish();

private:
    PrivateWriter(std::string path, int file) : path_(std::move(path)), file_(file) {}
    std::string path_;
    int file_;
};

// Puts another file in the place of an existing one in one step: a power cut leaves the old or the
// new. Then the old bytes are overwritten, as far as the file system lets us: flash memory and
// copying file systems may keep them, which is why the disk should be encrypted as well.
Result<void> replace_private(const std::string& path, ByteView bytes);

// Overwrites and removes; nothing when there is no such file.
void destroy_file(const std::string& path);

// Gives a finished temporary file its name. Refuses with file.exists.
Result<void> publish_file(const std::string& temporary, const std::string& path);

// After a new name or a removed one: the folder must survive a power cut, too.
Result<void> sync_folder_of(const std::string& path);

// Adds one line and syncs it.
Result<void> append_line(const std::string& path, std::string_view line);

}  // namespace jatigi::vault
