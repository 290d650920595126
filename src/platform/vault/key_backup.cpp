#include "platform/vault/key_backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/private_file.h"

namespace jatigi::vault {
namespace {

constexpr std::size_t file_bytes_max = 2UL << 30U;
constexpr std::size_t record_bytes = 66;
constexpr std::size_t records_per_chunk = 1'000;
constexpr std::size_t chunk_bytes_max =
    record_bytes * records_per_chunk + crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::uint8_t node_record = 1, person_record = 2, erasure_record = 3,
                       erased_key_record = 4, hold_record = 5;
constexpr std::size_t name_bytes = 33, erasure_reason_bytes = 25, hold_reason_bytes = 33;
constexpr std::int64_t version_now = 2;

std::unexpected<Error> damaged(const std::string& path, std::string_view what) {
    return refuse(ErrorKind::invalid, "vault.key_backup_damaged", path + ": " + std::string(what));
}

// Chunks under one key, the same associated data for each.
class Sealer {
public:
    Sealer(const Secret& key, std::string_view associated) : associated_(associated) {
        payload_.resize(crypto_secretstream_xchacha20poly1305_HEADERBYTES);
        crypto_secretstream_xchacha20poly1305_init_push(&state_, payload_.data(), key.data());
        chunk_.bytes().reserve(record_bytes * records_per_chunk);
    }
    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;
    ~Sealer() { sodium_memzero(&state_, sizeof state_); }

    void add(const std::array<ByteView, 4>& parts) {
        for (const ByteView part : parts) append(chunk_.bytes(), part);
        if (chunk_.bytes().size() == record_bytes * records_per_chunk)
            push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    }
    Bytes finish() {
        if (!chunk_.bytes().empty()) push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
        push(crypto_secretstream_xchacha20poly1305_TAG_FINAL);
        return std::move(payload_);
    }

private:
    void push(std::uint8_t tag) {
        const std::size_t length =
            chunk_.bytes().size() + crypto_secretstream_xchacha20poly1305_ABYTES;
        put_big_endian(payload_, length, 4);
        const std::size_t at = payload_.size();
        payload_.resize(at + length);
        crypto_secretstream_xchacha20poly1305_push(
            &state_, payload_.data() + at, nullptr, chunk_.bytes().data(), chunk_.bytes().size(),
            as_bytes(associated_).data(), associated_.size(), tag);
        sodium_memzero(chunk_.bytes().data(), chunk_.bytes().size());
        chunk_.bytes().clear();
    }
    crypto_secretstream_xchacha20poly1305_state state_{};
    std::string associated_;
    Bytes payload_;
    SecretBytes chunk_;
};

ByteArray<name_bytes> padded_name(std::string_view name) {
    return fixed_bytes<name_bytes>(as_bytes(name));
}

void add_node_secrets(Sealer& sealer, const NodeSecrets& secrets) {
    const NodeSecrets::Plain plain = secrets.plain();
    for (const auto& [name, secret] :
         {std::pair<std::string_view, const Secret*>{"sign", &plain.sign_seed},
          {"box", &plain.box},
          {"mac", &plain.mac}})
        sealer.add({ByteView(&node_record, 1), padded_name(name), secret->view(), ByteView{}});
}

Result<void> add_person_keys(Sealer& sealer, store::Connection& db, const Keyring& keyring,
                             KeyBackupHeader& header) {
    return keyring.for_each(
        db,
        [&](const KeyringEntry& entry) -> Result<void> {
            ++header.keys;
            Bytes who(entry.person.begin(), entry.person.end());
            who.push_back(static_cast<std::uint8_t>(entry.cls));
            sealer.add({ByteView(&person_record, 1), entry.id, who, entry.key.view()});
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

Result<void> add_erasure_records(Sealer& sealer, store::Connection& db) {
    TRY_ASSIGN(const ErasureRecords records, read_erasure_records(db));
    for (const Erasure& erasure : records.erasures)
        sealer.add({ByteView(&erasure_record, 1), erasure.person,
                    fixed_bytes<erasure_reason_bytes>(as_bytes(erasure.reason)),
                    numbers({erasure.requested_by.value_or(0), erasure.approved_by.value_or(0),
                             erasure.at.time_since_epoch().count()})});
    for (const ErasedKey& key : records.keys) {
        Bytes who(key.person.begin(), key.person.end());
        who.push_back(static_cast<std::uint8_t>(key.cls));
        sealer.add({ByteView(&erased_key_record, 1), key.id, who, key.commitment});
    }
    for (const PlacedHold& placed : records.holds)
        sealer.add({ByteView(&hold_record, 1), placed.person,
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
    Bytes sealed_key, payload;
    ByteArray<64> signature{};
};

class Lines {
public:
    explicit Lines(std::string_view text) : text_(text) {}
    // The value of the next line, which must begin with `name`.
    std::optional<std::string_view> next(std::string_view name) {
        const std::size_t end = text_.find('\n', at_);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view line = text_.substr(at_, end - at_);
        if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ')
            return std::nullopt;
        at_ = end + 1;
        return line.substr(name.size() + 1);
    }
    std::size_t position() const { return at_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

std::optional<std::int64_t> integer(std::optional<std::string_view> text) {
    std::int64_t value = 0;
    if (!text) return std::nullopt;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (problem != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return value;
}

template <std::size_t N>
std::optional<ByteArray<N>> bytes_of(std::optional<std::string_view> digits) {
    const auto bytes = digits ? from_hex(*digits) : std::nullopt;
    if (!bytes || bytes->size() != N) return std::nullopt;
    return fixed_bytes<N>(*bytes);
}

Result<Parsed> parse(const std::string& path) {
    TRY_ASSIGN(const SecretBytes content, read_private(path, file_bytes_max));
    const std::string_view text = content.text();
    Lines lines(text);
    const auto version = integer(lines.next("jatigi-key-backup"));
    if (!version || *version < 1) return damaged(path, "not a backup of keys");
    if (*version > version_now) return damaged(path, "made by a later version of jatigi");
    Parsed parsed;
    const auto node = lines.next("node");
    const auto site = bytes_of<8>(lines.next("site"));
    const auto generation = integer(lines.next("generation"));
    const auto at_text = lines.next("at");
    const auto at = at_text ? parse_instant(*at_text) : std::nullopt;
    const auto recovery = bytes_of<16>(lines.next("recovery"));
    parsed.associated = text.substr(0, lines.position());
    const auto keys = integer(lines.next("keys"));
    const auto sealed_key = bytes_of<32 + crypto_box_SEALBYTES>(lines.next("key"));
    const auto digest = bytes_of<32>(lines.next("digest"));
    parsed.signed_text = text.substr(0, lines.position());
    const auto signature = bytes_of<64>(lines.next("signature"));
    if (!node || !site || !generation || !at || !recovery || !keys || !sealed_key || !digest ||
        !signature)
        return damaged(path, "its header");
    const ByteView payload = as_bytes(text.substr(lines.position()));
    if (Sha256{}.add(payload).finish() != *digest) return damaged(path, "its digest");
    parsed.header = {std::string(*node), *site, *generation, *at, *recovery, *keys, 0};
    parsed.sealed_key.assign(sealed_key->begin(), sealed_key->end());
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
    constexpr std::size_t start = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
    crypto_secretstream_xchacha20poly1305_state state;
    if (parsed.payload.size() < start ||
        crypto_secretstream_xchacha20poly1305_init_pull(&state, parsed.payload.data(),
                                                        content_key.data()) != 0)
        return damaged(path, "its payload");
    ByteView rest = ByteView(parsed.payload).subspan(start);
    SecretBytes chunk(Bytes(record_bytes * records_per_chunk));
    for (;;) {
        const std::size_t length = rest.size() < 4 ? 0 : big_endian(rest.first(4));
        if (length < crypto_secretstream_xchacha20poly1305_ABYTES || length > chunk_bytes_max ||
            length + 4 > rest.size())
            return damaged(path, "it was cut off");
        unsigned long long opened = 0;
        std::uint8_t tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(
                &state, chunk.bytes().data(), &opened, &tag, rest.data() + 4, length,
                as_bytes(parsed.associated).data(), parsed.associated.size()) != 0 ||
            opened % record_bytes != 0)
            return damaged(path, "a chunk does not open");
        for (std::size_t at = 0; at < opened; at += record_bytes)
            TRY(unpack(chunk.view().subspan(at, record_bytes), into, visit, path));
        rest = rest.subspan(4 + length);
        if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) break;
    }
    sodium_memzero(&state, sizeof state);
    if (!rest.empty() || into.node_secrets != 3 || into.keys != parsed.header.keys)
        return damaged(path, "its number of keys");
    return into;
}

}  // namespace

Result<KeyBackupHeader> write_key_backup(store::Connection& db, const Keyring& keyring,
                                         const NodeSecrets& secrets,
                                         const KeyBackupRequest& request) {
    KeyBackupHeader header{request.node, secrets.site(),      request.generation,
                           request.at,   request.recovery.id, 0, 0};
    const std::string associated = header_lines(header);
    ByteArray<32> content_bytes = random_bytes<32>();
    const Secret content_key(content_bytes);
    sodium_memzero(content_bytes.data(), content_bytes.size());
    Sealer sealer(content_key, associated);
    add_node_secrets(sealer, secrets);
    TRY(add_person_keys(sealer, db, keyring, header));
    TRY(add_erasure_records(sealer, db));
    const Bytes payload = sealer.finish();

    ByteArray<32 + crypto_box_SEALBYTES> sealed_key{};
    crypto_box_seal(sealed_key.data(), content_key.data(), 32, request.recovery.key.data());
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
    ByteArray<32> content_bytes{};
    if (crypto_box_seal_open(content_bytes.data(), parsed.sealed_key.data(),
                             parsed.sealed_key.size(), key.pub.key.data(), key.secret.data()) != 0)
        return damaged(path, "the recovery key does not open it");
    const Secret content_key(content_bytes);
    sodium_memzero(content_bytes.data(), content_bytes.size());
    TRY_ASSIGN(Unpacked opened, unseal_payload(parsed, content_key, visit, path));
    return OpenedKeyBackup{parsed.header, NodeSecrets::from(std::move(opened.node)),
                           std::move(opened.records)};
}

}  // namespace jatigi::vault
