#include "platform/vault/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace jatigi::vault {
namespace {

class Descriptor {
public:
    Descriptor(const std::string& path, int flags) : value_(::open(path.c_str(), flags, 0600)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    int value() const { return value_; }
    bool is_open() const { return value_ >= 0; }

private:
    int value_;
};

std::unexpected<Error> failed(const std::string& path, std::string_view what) {
    const int problem = errno;
    const std::string detail =
        path + ": " + std::string(what) + ": errno " + std::to_string(problem);
    if (problem == EEXIST) return refuse(ErrorKind::conflict, "file.exists", detail);
    if (problem == ENOENT) return refuse(ErrorKind::not_found, "file.not_found", detail);
    return refuse(ErrorKind::unavailable, "file.unwritable", detail);
}

bool write_all(int file, ByteView bytes) {
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t n = ::write(file, bytes.data() + done, bytes.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += static_cast<std::size_t>(n);
    }
    return true;
}

Result<void> write_new(const std::string& path, ByteView bytes) {
    const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
    if (!file.is_open()) return failed(path, "open");
    if (!write_all(file.value(), bytes) || ::fsync(file.value()) != 0) return failed(path, "write");
    return {};
}

// The bytes behind an open descriptor, which may have lost its name already.
void overwrite(int file) {
    struct stat status{};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return;
    const Bytes zeros(64UL * 1024);
    ::lseek(file, 0, SEEK_SET);
    for (off_t left = status.st_size; left > 0;) {
        const auto part = std::min<std::size_t>(zeros.size(), static_cast<std::size_t>(left));
        if (!write_all(file, ByteView(zeros).first(part))) break;
        left -= static_cast<off_t>(part);
    }
    ::fsync(file);
}

}  // namespace

Result<SecretBytes> read_private(const std::string& path, std::size_t bytes_max) {
    // What is no file, a pipe for instance, is not waited for.
    const Descriptor file(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR)
            return refuse(ErrorKind::not_found, "file.not_found", path);
        return refuse(ErrorKind::unavailable, "file.unreadable", path);
    }
    struct stat status{};
    if (::fstat(file.value(), &status) != 0 || !S_ISREG(status.st_mode))
        return refuse(ErrorKind::unavailable, "file.unreadable", path);
    if (static_cast<std::size_t>(status.st_size) > bytes_max)
        return refuse(ErrorKind::too_large, "file.too_large", path);
    SecretBytes content(Bytes(static_cast<std::size_t>(status.st_size)));
    std::size_t done = 0;
    while (done < content.bytes().size()) {
        const ssize_t n =
            ::read(file.value(), content.bytes().data() + done, content.bytes().size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return refuse(ErrorKind::unavailable, "file.unreadable", path);
        done += static_cast<std::size_t>(n);
    }
    return content;
}

Result<void> sync_folder_of(const std::string& path) {
    const auto folder = std::filesystem::absolute(path).parent_path().string();
    const Descriptor directory(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (!directory.is_open() || ::fsync(directory.value()) != 0) return failed(folder, "sync");
    return {};
}

Result<void> create_private(const std::string& path, ByteView bytes) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::absolute(path).parent_path(), ignored);
    TRY(write_new(path, bytes));
    return sync_folder_of(path);
}

Result<PrivateWriter> PrivateWriter::create(const std::string& path) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::absolute(path).parent_path(), ignored);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return failed(path, "open");
    return PrivateWriter(path, file);
}

PrivateWriter::PrivateWriter(PrivateWriter&& other) noexcept
    : path_(std::move(other.path_)), file_(std::exchange(other.file_, -1)) {}

PrivateWriter::~PrivateWriter() {
    if (file_ >= 0) ::close(file_);
}

Result<void> PrivateWriter::write(ByteView bytes) {
    if (!write_all(file_, bytes)) return failed(path_, "write");
    return {};
}

Result<void> PrivateWriter::finish() {
    if (::fsync(file_) != 0) return failed(path_, "sync");
    return sync_folder_of(path_);
}

Result<void> replace_private(const std::string& path, ByteView bytes) {
    // A link keeps its name; what it leads to is replaced.
    std::error_code problem;
    const std::string real = std::filesystem::canonical(path, problem).string();
    if (problem) return refuse(ErrorKind::not_found, "file.not_found", path);
    const std::string temporary = real + ".new";
    destroy_file(temporary);  // Left by a power cut; it may hold keys that are gone since.
    TRY(write_new(temporary, bytes));
    const Descriptor old(real, O_WRONLY | O_CLOEXEC);
    if (std::rename(temporary.c_str(), real.c_str()) != 0) return failed(real, "rename");
    TRY(sync_folder_of(real));
    if (old.is_open()) overwrite(old.value());  // Not before the new name is on the disk.
    return {};
}

void destroy_file(const std::string& path) {
    {
        const Descriptor file(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
        if (file.is_open()) overwrite(file.value());
    }
    ::unlink(path.c_str());
}

Result<void> publish_file(const std::string& temporary, const std::string& path) {
    if (std::filesystem::exists(path)) return refuse(ErrorKind::conflict, "file.exists", path);
    if (std::rename(temporary.c_str(), path.c_str()) != 0) return failed(path, "rename");
    return sync_folder_of(path);
}

Result<void> append_line(const std::string& path, std::string_view line) {
    const Descriptor file(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC);
    const std::string whole = std::string(line) + "\n";
    if (!file.is_open() || !write_all(file.value(), as_bytes(whole)) || ::fsync(file.value()) != 0)
        return failed(path, "write");
    return sync_folder_of(path);
}

}  // namespace jatigi::vault
