#include "platform/vault/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/base/hash.h"
#include "platform/base/random.h"

namespace jatigi::vault {
namespace {

// Not a secret: it only makes a torn file differ from a whole one.
constexpr std::string_view check_key = "jatigi key file check, version 1";

std::string check_of(std::string_view lines) {
    return hex(keyed_digest<16>(as_bytes(check_key), as_bytes(lines))).substr(0, 16);
}

// Compares real paths, so a link does not lead back in.
Result<void> outside(const std::string& path, const std::string& data_directory) {
    if (data_directory.empty()) return {};
    std::error_code problem;
    const auto key = std::filesystem::weakly_canonical(path, problem);
    const auto data = std::filesystem::weakly_canonical(data_directory, problem);
    const auto relative = key.lexically_relative(data);
    if (!relative.empty() && *relative.begin() != "..")
        return refuse(ErrorKind::invalid, "vault.keys_inside_data",
                      "the key file must lie outside the data directory");
    return {};
}

Result<void> write_synced(const std::string& path, std::string_view text) {
    const auto failed = [&](std::string_view what) {
        return refuse(errno == EEXIST ? ErrorKind::conflict : ErrorKind::unavailable,
                      errno == EEXIST ? "vault.key_file_exists" : "vault.key_file_unwritable",
                      fmt::format("{}: {}: errno {}", path, what, errno));
    };
    std::error_code ignored;
    const auto folder = std::filesystem::absolute(path).parent_path();
    std::filesystem::create_directories(folder, ignored);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return failed("open");
    const bool written = ::write(file, text.data(), text.size()) ==
                             static_cast<ssize_t>(text.size()) &&
                         ::fsync(file) == 0;
    ::close(file);
    if (!written) return failed("write");
    // The name must survive a power cut, too: without it every sealed fact is lost.
    const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return failed("open folder");
    const bool synced = ::fsync(directory) == 0;
    ::close(directory);
    if (!synced) return failed("sync folder");
    return {};
}

Error damaged(const std::string& path) {
    return {ErrorKind::unavailable, "vault.key_file_damaged", path, {}};
}

}  // namespace

Result<Kek> create_key_file(const std::string& path, const std::string& data_directory) {
    TRY(outside(path, data_directory));
    const ByteArray<32> key = random_bytes<32>();
    const std::string lines = fmt::format("jatigi-keys 1\ngeneration 1\nkek {}\n", hex(key));
    TRY(write_synced(path, lines + "check " + check_of(lines) + "\n"));
    return Kek{1, Secret(key)};
}

Result<Kek> read_key_file(const std::string& path, const std::string& data_directory) {
    TRY(outside(path, data_directory));
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return refuse(ErrorKind::unavailable, "vault.key_file_missing", path);
    if ((status.st_mode & 0077U) != 0)
        return refuse(ErrorKind::unavailable, "vault.key_file_exposed",
                      path + " must be readable by its owner alone (chmod 600)");
    std::ifstream file(path);
    std::string heading, generation_word, kek_word, kek_hex, check_word, check;
    std::int64_t version = 0, generation = 0;
    file >> heading >> version >> generation_word >> generation >> kek_word >> kek_hex >>
        check_word >> check;
    const auto bytes = from_hex(kek_hex);
    const std::string lines =
        fmt::format("jatigi-keys {}\ngeneration {}\nkek {}\n", version, generation, kek_hex);
    if (!file || heading != "jatigi-keys" || version != 1 || !bytes || bytes->size() != 32 ||
        check != check_of(lines))
        return std::unexpected(damaged(path));
    return Kek{generation, Secret(fixed_bytes<32>(*bytes))};
}

}  // namespace jatigi::vault
