#include "platform/vault/key_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <vector>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/private_file.h"
#include "platform/vault/seal.h"

namespace jatigi::vault {
namespace {

// Not a secret: it only makes a torn file differ from a whole one.
constexpr std::string_view check_key = "jatigi key file check, version 1";
constexpr std::size_t file_bytes_max = 4'096;
// As for passwords (t=3, 64 MiB: about 0.2 s); what a file asks for is bounded, too.
constexpr std::uint64_t passes = 3, passes_max = 16;
constexpr std::uint64_t memory_bytes = 64UL << 20U, memory_bytes_max = 1UL << 30U;

std::string check_of(std::string_view lines) {
    return hex(keyed_digest<16>(as_bytes(check_key), as_bytes(lines))).substr(0, 16);
}

// Compares real paths, so a link does not lead back in.
// NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
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

std::unexpected<Error> damaged(const std::string& path) {
    return refuse(ErrorKind::unavailable, "vault.key_file_damaged", path);
}

std::unexpected<Error> unwritable(const Error& error) {
    if (error.code == "file.exists")
        return refuse(ErrorKind::conflict, "vault.key_file_exists", error.detail);
    return refuse(ErrorKind::unavailable, "vault.key_file_unwritable", error.detail);
}

std::vector<std::string_view> split_at(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

template <class Integer>
std::optional<Integer> number(std::string_view text) {
    Integer value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The words after the line's first one; nothing when the line is another.
std::optional<std::vector<std::string_view>> words(std::string_view line, std::string_view name) {
    auto all = split_at(line, ' ');
    if (all.empty() || all.front() != name) return std::nullopt;
    all.erase(all.begin());
    return all;
}

// The lines that the check covers, or nothing when it does not fit.
std::optional<std::string_view> checked_lines(std::string_view text) {
    constexpr std::string_view mark = "\ncheck ";
    const std::size_t at = text.rfind(mark);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view check = text.substr(at + mark.size());
    if (check.ends_with('\n')) check.remove_suffix(1);
    const std::string_view lines = text.substr(0, at + 1);
    if (check != check_of(lines)) return std::nullopt;
    return lines;
}

std::optional<Keks> keks_of(const std::vector<std::string_view>& generations, ByteView keys) {
    if (generations.empty() || generations.size() > 2 || keys.size() != 32 * generations.size())
        return std::nullopt;
    std::vector<Kek> found;
    for (std::size_t i = 0; i < generations.size(); ++i) {
        const auto generation = number<std::int64_t>(generations[i]);
        if (!generation || *generation < 1) return std::nullopt;
        found.push_back({*generation, Secret(fixed_bytes<32>(keys.subspan(32 * i, 32)))});
    }
    if (found.size() == 1) return Keks(std::move(found[0]));
    if (found[1].generation >= found[0].generation) return std::nullopt;
    return Keks(std::move(found[0]), std::move(found[1]));
}

void append_hex(Bytes& out, ByteView secret) {
    std::string digits = hex(secret);
    append(out, as_bytes(digits));
    sodium_memzero(digits.data(), digits.size());
}

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::absolute(path).parent_path();
    return folder.empty() ? "/" : folder.string();
}

Result<void> check_not_exposed(const std::string& path, const struct stat& file) {
    const auto exposed = [&path](std::string_view why) {
        return refuse(ErrorKind::unavailable, "vault.key_file_exposed",
                      path + " " + std::string(why));
    };
    if ((file.st_mode & 0077U) != 0)
        return exposed("must be readable by its owner alone (chmod 600)");
    const uid_t self = ::geteuid();
    if (self != 0 && file.st_uid != self) return exposed("must belong to who runs this program");
    // Whoever may rename in the folder can put another file there. In /tmp, the sticky bit forbids
    // it.
    struct stat folder{};
    if (::stat(folder_of(path).c_str(), &folder) != 0) return exposed("lies in no folder");
    if ((folder.st_mode & 0022U) != 0 && (folder.st_mode & S_ISVTX) == 0)
        return exposed("must lie in a folder that only its owner writes to (chmod 700)");
    return {};
}

}  // namespace

Keks Keks::copy() const {
    if (!older) return Keks(current.copy());
    return {current.copy(), older->copy()};
}

const Kek* Keks::find(std::int64_t generation) const {
    if (current.generation == generation) return &current;
    if (older && older->generation == generation) return &*older;
    return nullptr;
}

void Keks::wipe() {
    current.key.wipe();
    current.generation = 0;
    if (older) older->key.wipe();
    older.reset();
}

Result<Secret> KeyFile::stretch(const SecretBytes& passphrase, const Lock& lock) {
    ByteArray<32> made;
    if (crypto_pwhash(made.data(), made.size(), passphrase.text().data(), passphrase.text().size(),
                      lock.salt.data(), lock.passes, lock.memory_bytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return refuse(ErrorKind::unavailable, "vault.passphrase_needed",
                      "not enough memory to try the passphrase");
    Secret key(made);
    sodium_memzero(made.data(), made.size());
    return key;
}

SecretBytes KeyFile::text() const {
    std::string generations = std::to_string(keks_.current.generation);
    if (keks_.older) generations += " " + std::to_string(keks_.older->generation);
    std::string head = fmt::format("jatigi-keys 2\ngenerations {}\n", generations);
    const Nonce nonce = random_bytes<24>();
    if (lock_)
        head += fmt::format("passphrase argon2id {} {} {}\nnonce {}\n", lock_->passes,
                            lock_->memory_bytes, hex(lock_->salt), hex(nonce));
    else
        head += "passphrase none\n";
    Bytes room;
    room.reserve(64);
    SecretBytes keys(std::move(room));
    append(keys.bytes(), keks_.current.key.view());
    if (keks_.older) append(keys.bytes(), keks_.older->key.view());

    Bytes text_room;
    text_room.reserve(file_bytes_max);
    SecretBytes text(std::move(text_room));
    append(text.bytes(), as_bytes(head + "keys "));
    append_hex(text.bytes(), lock_ ? ByteView(wrap(lock_->key, nonce, as_bytes(head), keys.view()))
                                   : keys.view());
    append(text.bytes(), as_bytes("\n"));
    append(text.bytes(), as_bytes("check " + check_of(text.text()) + "\n"));
    return text;
}

Result<void> KeyFile::replace() const {
    if (const auto done = replace_private(path_, text().view()); !done)
        return unwritable(done.error());
    return {};
}

Result<KeyFile> KeyFile::create(const std::string& path, const std::string& data_directory,
                                std::int64_t generation, const SecretBytes* passphrase) {
    TRY(outside(path, data_directory));
    KeyFile made(path, Keks(Kek{generation, Secret(random_bytes<32>())}), std::nullopt);
    if (passphrase != nullptr) TRY(made.choose_lock(*passphrase));
    if (const auto done = create_private(path, made.text().view()); !done)
        return unwritable(done.error());
    return made;
}

Result<KeyFile> KeyFile::open(const std::string& path, const std::string& data_directory,
                              const PassphraseSource& source) {
    TRY(outside(path, data_directory));
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0)
        return refuse(ErrorKind::unavailable, "vault.key_file_missing", path);
    TRY(check_not_exposed(path, status));
    const auto content = read_private(path, file_bytes_max);
    if (!content) return damaged(path);
    const auto lines = checked_lines(content->text());
    if (!lines) return damaged(path);
    if (lines->starts_with("jatigi-keys 1\n")) return read_version_1(path, *lines);
    if (lines->starts_with("jatigi-keys 2\n")) return read_version_2(path, *lines, source);
    return damaged(path);
}

Result<KeyFile> KeyFile::read_version_1(const std::string& path, std::string_view lines) {
    const auto rows = split_at(lines, '\n');
    if (rows.size() != 3) return damaged(path);
    const auto generation = words(rows[1], "generation");
    const auto kek = words(rows[2], "kek");
    if (!generation || !kek || kek->size() != 1) return damaged(path);
    const SecretBytes key(from_hex(kek->front()).value_or(Bytes{}));
    auto keks = keks_of(*generation, key.view());
    if (!keks || keks->older) return damaged(path);
    return KeyFile(path, *std::move(keks), std::nullopt);
}

Result<KeyFile> KeyFile::read_version_2(const std::string& path, std::string_view lines,
                                        const PassphraseSource& source) {
    const auto rows = split_at(lines, '\n');
    if (rows.size() < 4 || rows.size() > 5) return damaged(path);
    const auto generations = words(rows[1], "generations");
    const auto passphrase = words(rows[2], "passphrase");
    const auto keys = words(rows.back(), "keys");
    if (!generations || !passphrase || !keys || keys->size() != 1) return damaged(path);
    SecretBytes content(from_hex(keys->front()).value_or(Bytes{}));
    std::optional<Lock> lock;
    if (rows.size() == 5) {
        const auto nonce = words(rows[3], "nonce");
        const auto& form = *passphrase;
        if (!nonce || nonce->size() != 1 || form.size() != 4 || form[0] != "argon2id")
            return damaged(path);
        const auto salt = from_hex(form[3]), nonce_bytes = from_hex(nonce->front());
        lock.emplace(number<std::uint64_t>(form[1]).value_or(0),
                     number<std::uint64_t>(form[2]).value_or(0));
        if (!salt || salt->size() != 16 || !nonce_bytes || nonce_bytes->size() != 24 ||
            lock->passes < 1 || lock->passes > passes_max ||
            lock->memory_bytes < crypto_pwhash_MEMLIMIT_MIN ||
            lock->memory_bytes > memory_bytes_max)
            return damaged(path);
        lock->salt = fixed_bytes<16>(*salt);
        if (!source)
            return refuse(ErrorKind::unavailable, "vault.passphrase_needed",
                          path + " has a passphrase");
        TRY_ASSIGN(const SecretBytes typed, source(PassphraseUse::open));
        TRY_ASSIGN(lock->key, stretch(typed, *lock));
        const std::string_view head =
            lines.substr(0, static_cast<std::size_t>(rows.back().data() - lines.data()));
        auto opened =
            unwrap(lock->key, fixed_bytes<24>(*nonce_bytes), as_bytes(head), content.view());
        if (!opened)
            return refuse(ErrorKind::not_allowed, "vault.passphrase_wrong",
                          "the passphrase does not open " + path);
        content = SecretBytes(*std::move(opened));
    } else if (passphrase->size() != 1 || passphrase->front() != "none") {
        return damaged(path);
    }
    auto keks = keks_of(*generations, content.view());
    if (!keks) return damaged(path);
    return KeyFile(path, *std::move(keks), std::move(lock));
}

Result<void> KeyFile::begin_rotation() {
    if (keks_.older) return {};
    const Keks before = keks_.copy();
    Kek newest{keks_.current.generation + 1, Secret(random_bytes<32>())};
    keks_ = Keks(std::move(newest), std::move(keks_.current));
    if (auto written = replace(); !written) {
        keks_ = before.copy();
        return written;
    }
    return {};
}

Result<void> KeyFile::end_rotation() {
    if (!keks_.older) return {};
    keks_.older.reset();
    return replace();
}

Result<void> KeyFile::set_passphrase(const SecretBytes& passphrase) {
    TRY(choose_lock(passphrase));
    return replace();
}

Result<void> KeyFile::choose_lock(const SecretBytes& passphrase) {
    std::size_t characters = 0;
    for (const char c : passphrase.text())
        characters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (characters < passphrase_characters_min)
        return refuse(ErrorKind::invalid, "vault.passphrase_weak",
                      "a passphrase has at least 12 characters; take five words at random");
    Lock lock{passes, memory_bytes, random_bytes<16>(), {}};
    TRY_ASSIGN(lock.key, stretch(passphrase, lock));
    lock_ = std::move(lock);
    return {};
}

Result<void> KeyFile::remove_passphrase() {
    lock_.reset();
    return replace();
}

Result<Kek> create_key_file(const std::string& path, const std::string& data_directory) {
    TRY_ASSIGN(const KeyFile made, KeyFile::create(path, data_directory));
    return made.keks().current.copy();
}

bool is_on_removable_medium(const std::string& path) {
    struct stat status{};
    const std::string folder = folder_of(path);
    if (::stat(folder.c_str(), &status) != 0) return false;
    // Of a partition, the disk that it is a part of says so.
    const std::string device =
        fmt::format("/sys/dev/block/{}:{}", major(status.st_dev), minor(status.st_dev));
    for (const std::string_view which : {"/removable", "/../removable"}) {
        std::ifstream file(device + std::string(which));
        int removable = 0;
        if (file >> removable) return removable == 1;
    }
    return false;
}

}  // namespace jatigi::vault
