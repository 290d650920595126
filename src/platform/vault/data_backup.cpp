#include "platform/vault/data_backup.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/header_lines.h"
#include "platform/vault/private_file.h"
#include "platform/vault/seal.h"
#include "platform/vault/sealed_stream.h"

namespace jatigi::vault {
namespace {

constexpr std::string_view first_word = "jatigi-backup";
constexpr std::int64_t version_now = 1;
constexpr std::size_t header_bytes_max = 2'048, chunk_bytes = 64UL * 1024;

Error damage(const std::string& path, std::string_view what) {
    return {ErrorKind::invalid, "backup.file_damaged", path + ": " + std::string(what), {}};
}

std::unexpected<Error> damaged(const std::string& path, std::string_view what) {
    return std::unexpected(damage(path, what));
}

// Reads on; gives how many bytes there were.
std::size_t read_some(std::ifstream& file, std::span<std::uint8_t> into) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast) -- a stream reads characters
    file.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    return static_cast<std::size_t>(file.gcount());
}

std::string header_lines(const DataBackupHeader& header) {
    return fmt::format("{} {}\nnode {}\nsite {}\ngeneration {}\nat {}\nrecovery {}\n", first_word,
                       version_now, header.node, hex(header.site), header.generation,
                       instant_text(header.at), header.recovery ? hex(*header.recovery) : "none");
}

// What the site signs. Small, whatever the size of the database.
class Message {
public:
    explicit Message(std::string_view associated) { digest_.add(as_bytes(associated)); }
    void add(ByteView bytes) { digest_.add(bytes); }
    Bytes finish() {
        constexpr std::string_view mark = "jatigi-backup-1";
        Bytes message(mark.begin(), mark.end());
        append(message, digest_.finish());
        return message;
    }

private:
    Sha256 digest_;
};

Result<void> seal_database(PrivateWriter& file, StreamSealer& sealer, Message& message,
                           const std::string& database) {
    std::ifstream plain(database, std::ios::binary);
    SecretBytes piece{Bytes(chunk_bytes)};
    std::size_t length = 0;
    while (plain && (length = read_some(plain, piece.bytes())) > 0) {
        const ByteView bytes = piece.view().first(length);
        message.add(bytes);
        sealer.add(bytes);
        TRY(file.write(sealer.take()));
    }
    if (!plain.eof()) return refuse(ErrorKind::unavailable, "file.unreadable", database);
    return {};
}

std::string lines_with_keys(const std::string& associated, const Kek& kek,
                            const std::optional<RecoveryPublic>& recovery,
                            const Secret& content_key) {
    const Nonce nonce = random_bytes<24>();
    const Bytes wrapped = wrap(kek.key, nonce, as_bytes(associated), content_key.view());
    return fmt::format("{}kek-key {} {}\nrecovery-key {}\n", associated, hex(nonce), hex(wrapped),
                       recovery ? hex(seal_to(*recovery, content_key)) : "none");
}

using KeepBytes = std::function<Result<void>(ByteView)>;

struct Payload {
    const std::string& path;
    std::size_t at;
    std::string_view associated;
};
Result<DataBackup::Signed> unseal_payload(const Payload& payload, const Secret& content_key,
                                          const KeepBytes& keep) {
    std::ifstream file(payload.path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(payload.at));
    Message message(payload.associated);
    DataBackup::Signed found;
    const auto visit = [&](ByteView chunk, Chunk which) -> Result<void> {
        if (which == Chunk::within) {
            message.add(chunk);
            return keep(chunk);
        }
        if (chunk.size() != found.signature.size())
            return damaged(payload.path, "its signature is missing");
        found.signature = fixed_bytes<64>(chunk);
        return {};
    };
    TRY(open_stream({[&file](std::span<std::uint8_t> into) { return read_some(file, into); },
                     content_key, payload.associated, chunk_bytes},
                    visit,
                    [&payload](std::string_view what) { return damage(payload.path, what); }));
    found.message = message.finish();
    return found;
}

Result<void> write_part(const std::string& path, const Kek& kek, const NodeSecrets& secrets,
                        const DataBackupRequest& request, const std::string& associated) {
    const Secret content_key(random_bytes<32>());
    TRY_ASSIGN(PrivateWriter file, PrivateWriter::create(path));
    const std::string lines = lines_with_keys(associated, kek, request.recovery, content_key);
    TRY(file.write(as_bytes(lines)));
    StreamSealer sealer(content_key, associated, chunk_bytes);
    Message message(associated);
    TRY(seal_database(file, sealer, message, request.database));
    const Bytes signed_bytes = message.finish();
    sealer.finish(secrets.sign(signed_bytes));
    TRY(file.write(sealer.take()));
    TRY(file.finish());
    TRY_ASSIGN(const auto read_back, unseal_payload({path, lines.size(), associated}, content_key,
                                                    [](ByteView) { return Result<void>{}; }));
    if (read_back.message != signed_bytes) return damaged(path, "it was read back otherwise");
    return {};
}

}  // namespace

Result<DataBackupHeader> write_data_backup(const Kek& kek, const NodeSecrets& secrets,
                                           const DataBackupRequest& request) {
    DataBackupHeader header{request.node, secrets.site(), kek.generation, request.at, {}};
    if (request.recovery) header.recovery = request.recovery->id;
    const std::string part = request.path + ".part";
    destroy_file(part);  // A power cut, and perhaps an earlier version, left it.
    auto written = write_part(part, kek, secrets, request, header_lines(header));
    if (written) written = publish_file(part, request.path);
    if (!written) {
        destroy_file(part);
        return std::unexpected(written.error());
    }
    return header;
}

Result<std::optional<DataBackup>> DataBackup::find(const std::string& path) {
    std::error_code problem;
    if (!std::filesystem::is_regular_file(path, problem))
        return refuse(ErrorKind::not_found, "file.not_found", path);
    std::ifstream file(path, std::ios::binary);
    if (!file) return refuse(ErrorKind::unavailable, "file.unreadable", path);
    Bytes start(header_bytes_max);
    start.resize(read_some(file, start));
    const std::string_view text = as_text(start);
    if (!text.starts_with(first_word)) return std::optional<DataBackup>{};
    HeaderLines lines(text);
    const auto version = header_integer(lines.next(first_word));
    if (!version || *version < 1) return damaged(path, "its header");
    if (*version > version_now) return damaged(path, "made by a later version of jatigi");
    const auto node = lines.next("node");
    const auto site = header_bytes<8>(lines.next("site"));
    const auto generation = header_integer(lines.next("generation"));
    const auto at_text = lines.next("at");
    const auto at = at_text ? parse_instant(*at_text) : std::nullopt;
    const auto recovery = lines.next("recovery");
    DataBackup found(path);
    found.associated_ = text.substr(0, lines.position());
    const auto kek_key = lines.next("kek-key");
    const auto sealed = lines.next("recovery-key");
    constexpr std::size_t nonce_digits = 48;
    if (!node || !site || !generation || !at || !recovery || !kek_key || !sealed ||
        kek_key->size() < nonce_digits + 1)
        return damaged(path, "its header");
    const auto nonce = header_bytes<24>(kek_key->substr(0, nonce_digits));
    const auto wrapped = header_bytes<48>(kek_key->substr(nonce_digits + 1));
    const auto recovery_id = header_bytes<16>(*recovery);
    found.sealed_key_ = header_bytes<sealed_key_bytes>(*sealed);
    if (!nonce || !wrapped || (!recovery_id && *recovery != "none") ||
        recovery_id.has_value() != found.sealed_key_.has_value())
        return damaged(path, "its header");
    found.header_ = {std::string(*node), *site, *generation, *at, recovery_id};
    found.payload_at_ = lines.position();
    found.nonce_ = *nonce;
    found.wrapped_ = *wrapped;
    return std::optional(std::move(found));
}

std::optional<Secret> DataBackup::content_key(const Keks& keks) const {
    const Kek* kek = keks.find(header_.generation);
    if (kek == nullptr) return std::nullopt;
    auto opened = unwrap(kek->key, nonce_, as_bytes(associated_), wrapped_);
    if (!opened || opened->size() != 32) return std::nullopt;
    const SecretBytes bytes(*std::move(opened));
    return Secret(fixed_bytes<32>(bytes.view()));
}

std::optional<Secret> DataBackup::content_key(const RecoveryKey& recovery) const {
    return sealed_key_ ? open_sealed_key(recovery, *sealed_key_) : std::nullopt;
}

Result<DataBackup::Signed> DataBackup::open(const Secret& content_key,
                                            const std::string& database) const {
    TRY_ASSIGN(PrivateWriter file, PrivateWriter::create(database));
    TRY_ASSIGN(auto found, unseal_payload({path_, payload_at_, associated_}, content_key,
                                          [&file](ByteView bytes) { return file.write(bytes); }));
    TRY(file.finish());
    return found;
}

}  // namespace jatigi::vault
