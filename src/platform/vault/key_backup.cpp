#include "platform/vault/key_backup.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/header_lines.h"
#include "platform/vault/private_file.h"
#include "platform/vault/sealed_stream.h"

namespace jatigi::vault {
namespace {

constexpr std::size_t file_bytes_max = 2UL << 30U;
constexpr std::size_t record_bytes = 66;
constexpr std::size_t records_per_chunk = 1'000;
constexpr std::size_t chunk_bytes = record_bytes * records_per_chunk;
constexpr std::uint8_t node_record = 1, person_record = 2, erasure_record = 3,
                       erased_key_record = 4, hold_record = 5;
constexpr std::size_t name_bytes = 33, erasure_reason_bytes = 25, hold_reason_bytes = 33;
constexpr std::int64_t version_now = 2;

std::unexpected<Error> damaged(const std::string& path, std::string_view what) {
    return refuse(ErrorKind::invalid, "vault.key_backup_damaged", path + ": " + std::string(what));
}

// A record in its parts.
void add_record(StreamSealer& sealer, const std::array<ByteView, 4>& parts) {
    for (const ByteView part : parts) sealer.add(part);
}

ByteArray<name_bytes> padded_name(std::string_view name) {
    return fixed_bytes<name_bytes>(as_bytes(name));
}

void add_node_secrets(StreamSealer& sealer, const NodeSecrets& secrets) {
    const NodeSecrets::Plain plain = secrets.plain();
    for (const auto& [name, secret] :
         {std::pair<std::string_view, const Secret*>{"sign", &plain.sign_seed},
          {"box", &plain.box},
          {"mac", &plain.mac}})
        add_record(sealer,
                   {ByteView(&node_record, 1), padded_name(name), secret->view(), ByteView{}});
}

Result<void> add_person_keys(StreamSealer& sealer, store::Connection& db, const Keyring& keyring,
                             KeyBackupHeader& header) {
    return keyring.for_each(
        db,
        [&](const KeyringEntry& entry) -> Result<void> {
            ++header.keys;
            Bytes who(entry.person.begin(), entry.person.end());
            who.push_back(static_cast<std::uint8_t>(entry.cls));
            add_record(sealer, {ByteView(&person_record, 1), entry.id, who, entry.key.view()});
            return {};
        },
        [&header](const BrokenKey&) { ++header.left_out; });
}

Bytes numbers(std::initializer_list<std::int64_t> values) {
    Bytes bytes;
    for (const std::int64_t value : values)
        put_big_endian(bytes, static_cast<std::uint64_t>(value), 8);
    return bytes;
}

Result<void> add_erasure_records(StreamSealer& sealer, store::Connection& db) {
    TRY_ASSIGN(const ErasureRecords records, read_erasure_records(db));
    for (const Erasure& erasure : records.erasures)
        add_record(sealer,
                   {ByteView(&erasure_record, 1), erasure.person,
                    fixed_bytes<erasure_reason_bytes>(as_bytes(erasure.reason)),
                    numbers({erasure.requested_by.value_or(0), erasure.approved_by.value_or(0),
                             erasure.at.time_since_epoch().count()})});
    for (const ErasedKey& key : records.keys) {
        Bytes who(key.person.begin(), key.person.end());
        who.push_back(static_cast<std::uint8_t>(key.cls));
        add_record(sealer, {ByteView(&erased_key_record, 1), key.id, who, key.commitment});
    }
    for (const PlacedHold& placed : records.holds)
        add_record(sealer, {ByteView(&hold_record, 1), placed.person,
                            fixed_bytes<hold_reason_bytes>(as_bytes(placed.hold.reason)),
                            numbers({day_number(placed.hold.until),
                                     placed.placed_at.time_since_epoch().count()})});
    return {};
}

std::string header_lines(const KeyBackupHeader& header) {
    return fmt::format(
        "jatigi-key-backup {}\nnode {}\nsite {}\ngeneration {}\nat {}\nrecovery {}\n", version_now,
        header.node, hex(header.site), header.generation, instant_text(header.at),
        hex(header.recovery));
}

// The file in parts.
struct Parsed {
    KeyBackupHeader header;
    std::string associated;  // The lines that every chunk is bound to.
    std::string signed_text;
    SealedKey sealed_key{};
    Bytes payload;
    ByteArray<64> signature{};
};

Result<Parsed> parse(const std::string& path) {
    TRY_ASSIGN(const SecretBytes content, read_private(path, file_bytes_max));
    const std::string_view text = content.text();
    HeaderLines lines(text);
    const auto version = header_integer(lines.next("jatigi-key-backup"));
    if (!version || *version < 1) return damaged(path, "not a backup of keys");
    if (*version > version_now) return damaged(path, "made by a later version of jatigi");
    Parsed parsed;
    const auto node = lines.next("node");
    const auto site = header_bytes<8>(lines.next("site"));
    const auto generation = header_integer(lines.next("generation"));
    const auto at_text = lines.next("at");
    const auto at = at_text ? parse_instant(*at_text) : std::nullopt;
    const auto recovery = header_bytes<16>(lines.next("recovery"));
    parsed.associated = text.substr(0, lines.position());
    const auto keys = header_integer(lines.next("keys"));
    const auto sealed_key = header_bytes<sealed_key_bytes>(lines.next("key"));
    const auto digest = header_bytes<32>(lines.next("digest"));
    parsed.signed_text = text.substr(0, lines.position());
    const auto signature = header_bytes<64>(lines.next("signature"));
    if (!node || !site || !generation || !at || !recovery || !keys || !sealed_key || !digest ||
        !signature)
        return damaged(path, "its header");
    const ByteView payload = as_bytes(text.substr(lines.position()));
    if (Sha256{}.add(payload).finish() != *digest) return damaged(path, "its digest");
    parsed.header = {std::string(*node), *site, *generation, *at, *recovery, *keys, 0};
    parsed.sealed_key = *sealed_key;
    parsed.payload.assign(payload.begin(), payload.end());
    parsed.signature = *signature;
    return parsed;
}

// One record at a time.
struct Unpacked {
    NodeSecrets::Plain node;
    std::size_t node_secrets = 0;
    std::int64_t keys = 0;
    ErasureRecords records;
};

std::string text_of(ByteView padded) {
    const auto end = std::ranges::find(padded, std::uint8_t{0});
    return {padded.begin(), end};
}
std::int64_t number_at(ByteView record, std::size_t at) {
    return static_cast<std::int64_t>(big_endian(record.subspan(at, 8)));
}
std::optional<std::int64_t> account_at(ByteView record, std::size_t at) {
    const std::int64_t account = number_at(record, at);
    return account == 0 ? std::nullopt : std::optional(account);
}
Instant instant_at(ByteView record, std::size_t at) {
    return Instant{std::chrono::microseconds{number_at(record, at)}};
}

// Gives false when the record is none of these.
bool unpack_erasure_record(ByteView record, ErasureRecords& into) {
    const auto id = fixed_bytes<16>(record.subspan(1, 16));
    switch (record[0]) {
        case erasure_record:
            into.erasures.push_back({id, text_of(record.subspan(17, erasure_reason_bytes)),
                                     account_at(record, 42), account_at(record, 50),
                                     instant_at(record, 58)});
            return true;
        case erased_key_record:
            if (record[33] == 0 || record[33] > fact_class_max) return false;
            into.keys.push_back({id, fixed_bytes<16>(record.subspan(17, 16)),
                                 static_cast<FactClass>(record[33]),
                                 fixed_bytes<32>(record.last(32))});
            return true;
        case hold_record:
            into.holds.push_back({id,
                                  {text_of(record.subspan(17, hold_reason_bytes)),
                                   day_of_number(number_at(record, 50))},
                                  instant_at(record, 58)});
            return true;
        default: return false;
    }
}

Result<void> unpack(ByteView record, Unpacked& into,
                    const std::function<Result<void>(const KeyringEntry&)>& visit,
                    const std::string& path) {
    if (unpack_erasure_record(record, into.records)) return {};
    const Secret secret(fixed_bytes<32>(record.last(32)));
    if (record[0] == node_record) {
        const auto name = fixed_bytes<name_bytes>(record.subspan(1, name_bytes));
        ++into.node_secrets;
        if (name == padded_name("sign"))
            into.node.sign_seed = secret.copy();
        else if (name == padded_name("box"))
            into.node.box = secret.copy();
        else if (name == padded_name("mac"))
            into.node.mac = secret.copy();
        else
            return damaged(path, "an unknown secret");
        return {};
    }
    if (record[0] != person_record || record[33] == 0 || record[33] > fact_class_max)
        return damaged(path, "an unknown record");
    ++into.keys;
    return visit({fixed_bytes<16>(record.subspan(1, 16)), fixed_bytes<16>(record.subspan(17, 16)),
                  static_cast<FactClass>(record[33]), secret.copy()});
}

Result<Unpacked> unseal_payload(const Parsed& parsed, const Secret& content_key,
                                const std::function<Result<void>(const KeyringEntry&)>& visit,
                                const std::string& path) {
    Unpacked into;
    into.node.site = parsed.header.site;
    ByteView rest = parsed.payload;
    const auto read = [&rest](std::span<std::uint8_t> bytes) {
        const std::size_t length = std::min(bytes.size(), rest.size());
        std::ranges::copy(rest.first(length), bytes.begin());
        rest = rest.subspan(length);
        return length;
    };
    const auto visit_chunk = [&](ByteView chunk, Chunk) -> Result<void> {
        if (chunk.size() % record_bytes != 0) return damaged(path, "the length of a chunk");
        for (std::size_t at = 0; at < chunk.size(); at += record_bytes)
            TRY(unpack(chunk.subspan(at, record_bytes), into, visit, path));
        return {};
    };
    TRY(open_stream({read, content_key, parsed.associated, chunk_bytes}, visit_chunk,
                    [&path](std::string_view what) { return damaged(path, what).error(); }));
    if (into.node_secrets != 3 || into.keys != parsed.header.keys)
        return damaged(path, "its number of keys");
    return into;
}

}  // namespace

Result<KeyBackupHeader> write_key_backup(store::Connection& db, const Keyring& keyring,
                                         const NodeSecrets& secrets,
                                         const KeyBackupRequest& request) {
    KeyBackupHeader header{
        request.node, secrets.site(), request.generation, request.at, request.recovery.id, 0, 0};
    const std::string associated = header_lines(header);
    const Secret content_key(random_bytes<32>());
    StreamSealer sealer(content_key, associated, chunk_bytes);
    add_node_secrets(sealer, secrets);
    TRY(add_person_keys(sealer, db, keyring, header));
    TRY(add_erasure_records(sealer, db));
    sealer.finish();
    const Bytes payload = sealer.take();

    const SealedKey sealed_key = seal_to(request.recovery, content_key);
    std::string text =
        associated + fmt::format("keys {}\nkey {}\ndigest {}\n", header.keys, hex(sealed_key),
                                 hex(Sha256{}.add(payload).finish()));
    text += "signature " + hex(secrets.sign(as_bytes(text))) + "\n";
    Bytes whole(text.begin(), text.end());
    append(whole, payload);

    if (const auto taken = read_private(request.path, 0);
        taken || taken.error().code != "file.not_found")
        return refuse(ErrorKind::conflict, "file.exists", request.path);
    const std::string temporary = request.path + ".part";
    destroy_file(temporary);
    TRY(create_private(temporary, whole));
    if (const auto read_back = check_key_backup(temporary, secrets.sign_public()); !read_back) {
        destroy_file(temporary);
        return read_back;
    }
    TRY(publish_file(temporary, request.path));
    return header;
}

Result<KeyBackupHeader> check_key_backup(const std::string& path,
                                         const std::optional<ByteArray<32>>& sign_public) {
    TRY_ASSIGN(const Parsed parsed, parse(path));
    if (sign_public &&
        !verify_signature(*sign_public, as_bytes(parsed.signed_text), parsed.signature))
        return damaged(path, "its signature is not this node's");
    return parsed.header;
}

Result<OpenedKeyBackup> open_key_backup(
    const std::string& path, const RecoveryKey& key, const ByteArray<32>& sign_public,
    const std::function<Result<void>(const KeyringEntry&)>& visit) {
    TRY_ASSIGN(const Parsed parsed, parse(path));
    if (!verify_signature(sign_public, as_bytes(parsed.signed_text), parsed.signature))
        return damaged(path, "its signature is not this node's");
    const auto content_key = open_sealed_key(key, parsed.sealed_key);
    if (!content_key) return damaged(path, "the recovery key does not open it");
    TRY_ASSIGN(Unpacked opened, unseal_payload(parsed, *content_key, visit, path));
    return OpenedKeyBackup{parsed.header, NodeSecrets::from(std::move(opened.node)),
                           std::move(opened.records)};
}

}  // namespace jatigi::vault
