#include "platform/vault/recovery_key.h"

#include <fmt/format.h>
extern "C" {  // The header does not say so itself.
#include <libgfshare.h>
}

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <memory>

#include "platform/base/hash.h"
#include "platform/base/json.h"
#include "platform/base/random.h"
#include "platform/store/setting.h"

namespace jatigi::vault {
namespace {

constexpr std::string_view check_key = "jatigi share check, version 1";
constexpr std::string_view id_key = "jatigi recovery key, version 1";
constexpr std::string_view commitment_key = "jatigi share commitment, version 1";
constexpr std::size_t share_bytes = 32;

// Fills with what no one can guess; the library has no source of its own.
void fill_random(unsigned char* buffer, unsigned int size) {
    randombytes_buf(buffer, size);
}

struct FreeContext {
    void operator()(gfshare_ctx* context) const { gfshare_ctx_free(context); }
};
using Context = std::unique_ptr<gfshare_ctx, FreeContext>;

ByteArray<32> commitment_of(int number, ByteView share) {
    Bytes message{static_cast<std::uint8_t>(number)};
    append(message, share);
    const auto digest = keyed_digest<32>(as_bytes(commitment_key), message);
    sodium_memzero(message.data(), message.size());
    return digest;
}

struct Share {
    RecoveryPublic pub;
    int number = 0;
    Secret bytes;
    Bytes commitments;  // 32 for each share of the set.
};

RecoveryId id_of_set(ByteView public_key, ByteView commitments) {
    Bytes message(public_key.begin(), public_key.end());
    append(message, commitments);
    return keyed_digest<16>(as_bytes(id_key), message);
}

ByteArray<32> mark_of(const NodeSecrets& secrets, const RecoveryPublic& pub, ByteView fact) {
    Bytes message(pub.id.begin(), pub.id.end());
    append(message, pub.key);
    append(message, as_bytes("recovery key of this node"));
    append(message, fact);
    return keyed_digest<32>(secrets.mac_key(), message);
}

ByteArray<16> check_of(std::string_view lines) {
    return keyed_digest<16>(as_bytes(check_key), as_bytes(lines));
}

constexpr std::string_view words_fr =
    "# JATIGI - PART DE LA CLÉ DE SECOURS, {number} sur 5 ({node}, {made})\n"
    "# Si la machine du centre est perdue, trois de ces cinq parts ouvrent la sauvegarde des "
    "clés,\n"
    "# donc tous les dossiers. Une ou deux parts n'ouvrent rien.\n"
    "# Gardez-la imprimée ou sur une clé USB, dans une enveloppe fermée et signée, sous clé.\n"
    "# Cinq personnes différentes, cinq lieux différents ; jamais avec une sauvegarde.\n"
    "# Ne l'envoyez ni par courriel ni par messagerie. Si elle est perdue ou vue, dites-le : on "
    "en\n"
    "# fait de nouvelles.\n";
constexpr std::string_view words_en =
    "#\n# JATIGI - SHARE OF THE RECOVERY KEY, {number} of 5 ({node}, {made})\n"
    "# If the centre's machine is lost, three of these five shares open the backup of keys, and "
    "so\n"
    "# every file. One or two shares open nothing.\n"
    "# Keep it on paper or on a USB stick, in a closed and signed envelope, locked away.\n"
    "# Five different people, five different places; never beside a backup.\n"
    "# Never send it by mail or messenger. If it is lost or seen, say so: new ones are made.\n\n";

SecretBytes share_text(const Share& share, const std::string& node, const std::string& made) {
    const auto filled = [&](std::string_view words) {
        return fmt::format(fmt::runtime(words), fmt::arg("number", share.number),
                           fmt::arg("node", node), fmt::arg("made", made));
    };
    std::string digits = hex(share.bytes.view());
    std::string lines = fmt::format(
        "jatigi-share 1\nset {}\nnode {}\nmade {}\nnumber {}\npublic {}\ncommitments {}\nshare "
        "{}\n",
        hex(share.pub.id), node, made, share.number, hex(share.pub.key), hex(share.commitments),
        digits);
    std::string text = filled(words_fr) + filled(words_en);
    text.reserve(text.size() + lines.size() + 64);
    text += lines;
    text += "check " + hex(check_of(lines)) + "\n";
    sodium_memzero(digits.data(), digits.size());
    sodium_memzero(lines.data(), lines.size());
    return SecretBytes::of(std::move(text));
}

// Number 0: it could not be read.
std::unexpected<Error> bad_share(std::string_view code, int number, const std::string& file) {
    const std::string name = std::filesystem::path(file).filename().string();
    return refuse(ErrorKind::invalid, code, fmt::format("share {}: {}", number, file),
                  boost::json::serialize(json::object{{"number", number}, {"file", name}}));
}

// The value of a line "name value"; empty when it is missing.
std::string_view value_of(std::string_view lines, std::string_view name) {
    const std::string mark = "\n" + std::string(name) + " ";
    const std::size_t at = lines.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = lines.substr(at + mark.size());
    return rest.substr(0, rest.find('\n'));
}

template <std::size_t N>
std::optional<ByteArray<N>> bytes_of(std::string_view digits) {
    const auto bytes = from_hex(digits);
    if (!bytes || bytes->size() != N) return std::nullopt;
    return fixed_bytes<N>(*bytes);
}

// Line ends and blanks that a printer or a mail program added do no harm.
SecretBytes clean_lines(std::string_view text) {
    Bytes room;
    room.reserve(text.size() + 2);
    SecretBytes lines(std::move(room));
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        if (line.empty() || line.starts_with('#')) continue;
        append(lines.bytes(), as_bytes(line));
        lines.bytes().push_back('\n');
    }
    return lines;
}

Result<Share> read_share(const ShareFile& file) {
    const SecretBytes cleaned = clean_lines(file.text.text());
    const std::string_view all = cleaned.text();
    const std::string_view digits = value_of(all, "number");
    Share share;
    std::from_chars(digits.data(), digits.data() + digits.size(), share.number);
    if (share.number < 1 || share.number > shares_made) share.number = 0;
    const std::size_t at = all.rfind("\ncheck ");
    const auto check = bytes_of<16>(value_of(all, "check"));
    if (at == std::string_view::npos || !check || !all.starts_with("jatigi-share 1\n") ||
        *check != check_of(all.substr(0, at + 1)))
        return bad_share("vault.share_damaged", share.number, file.name);
    const auto id = bytes_of<16>(value_of(all, "set"));
    const auto pub = bytes_of<32>(value_of(all, "public"));
    const auto commitments = bytes_of<32UL * shares_made>(value_of(all, "commitments"));
    const auto secret = bytes_of<share_bytes>(value_of(all, "share"));
    if (share.number == 0 || !id || !pub || !commitments || !secret ||
        *id != id_of_set(*pub, *commitments))
        return bad_share("vault.share_damaged", share.number, file.name);
    share.pub = {*id, *pub};
    share.bytes = Secret(*secret);
    share.commitments.assign(commitments->begin(), commitments->end());
    const auto mine =
        ByteView(share.commitments).subspan(32 * static_cast<std::size_t>(share.number - 1), 32);
    if (!std::ranges::equal(commitment_of(share.number, share.bytes.view()), mine))
        return bad_share("vault.share_damaged", share.number, file.name);
    return share;
}

Secret recombine(const std::map<int, Share>& shares) {
    std::array<unsigned char, shares_made> numbers{};
    std::size_t count = 0;
    for (const auto& [number, share] : shares)
        numbers[count++] = static_cast<unsigned char>(number);
    const Context context(
        gfshare_ctx_init_dec(numbers.data(), static_cast<unsigned>(count), share_bytes));
    unsigned char index = 0;
    for (const auto& [number, share] : shares) {
        ByteArray<share_bytes> bytes = fixed_bytes<share_bytes>(share.bytes.view());
        gfshare_ctx_dec_giveshare(context.get(), index++, bytes.data());
        sodium_memzero(bytes.data(), bytes.size());
    }
    ByteArray<32> whole{};
    gfshare_ctx_dec_extract(context.get(), whole.data());
    Secret secret(whole);
    sodium_memzero(whole.data(), whole.size());
    return secret;
}

bool belongs_to(const Secret& secret, const RecoveryPublic& pub) {
    ByteArray<32> key{};
    crypto_scalarmult_base(key.data(), secret.data());
    return key == pub.key;
}

std::vector<Share> split(const RecoveryKey& key) {
    gfshare_fill_rand = fill_random;
    std::array<unsigned char, shares_made> numbers{1, 2, 3, 4, 5};
    const Context context(
        gfshare_ctx_init_enc(numbers.data(), shares_made, shares_needed, share_bytes));
    ByteArray<32> secret = fixed_bytes<32>(key.secret.view());
    gfshare_ctx_enc_setsecret(context.get(), secret.data());
    sodium_memzero(secret.data(), secret.size());
    std::vector<Share> shares;
    Bytes commitments;
    for (int i = 0; i < shares_made; ++i) {
        ByteArray<share_bytes> bytes{};
        gfshare_ctx_enc_getshare(context.get(), static_cast<unsigned char>(i), bytes.data());
        shares.push_back({key.pub, i + 1, Secret(bytes), {}});
        append(commitments, commitment_of(i + 1, bytes));
        sodium_memzero(bytes.data(), bytes.size());
    }
    for (Share& share : shares) {
        share.commitments = commitments;
        share.pub.id = id_of_set(key.pub.key, commitments);
    }
    return shares;
}

// What people will do one day: read three files.
Result<void> try_every_three(const std::vector<SecretBytes>& texts, const RecoveryId& id) {
    for (std::size_t a = 0; a < texts.size(); ++a)
        for (std::size_t b = a + 1; b < texts.size(); ++b)
            for (std::size_t c = b + 1; c < texts.size(); ++c) {
                std::vector<ShareFile> files;
                for (const std::size_t i : {a, b, c}) {
                    const ByteView text = texts[i].view();
                    files.push_back({"", SecretBytes(Bytes(text.begin(), text.end()))});
                }
                TRY(combine_shares(files, id));
            }
    return {};
}

}  // namespace

Result<NewRecoveryKey> make_recovery_key(const std::string& node, Day made) {
    RecoveryKey key{{}, Secret(random_bytes<32>())};
    crypto_scalarmult_base(key.pub.key.data(), key.secret.data());
    const std::vector<Share> shares = split(key);
    NewRecoveryKey result{shares.front().pub, {}};
    for (const Share& share : shares)
        result.shares.push_back(share_text(share, node, day_text(made)));
    TRY(try_every_three(result.shares, result.pub.id));
    return result;
}

SealedKey seal_to(const RecoveryPublic& recovery, const Secret& content_key) {
    SealedKey sealed{};
    crypto_box_seal(sealed.data(), content_key.data(), 32, recovery.key.data());
    return sealed;
}

std::optional<Secret> open_sealed_key(const RecoveryKey& recovery, const SealedKey& sealed) {
    ByteArray<32> opened{};
    if (crypto_box_seal_open(opened.data(), sealed.data(), sealed.size(), recovery.pub.key.data(),
                             recovery.secret.data()) != 0)
        return std::nullopt;
    Secret key(opened);
    sodium_memzero(opened.data(), opened.size());
    return key;
}

std::optional<RecoveryId> set_of_share(const SecretBytes& text) {
    return bytes_of<16>(value_of(clean_lines(text.text()).text(), "set"));
}

Result<RecoveryKey> combine_shares(std::span<const ShareFile> files, const RecoveryId& wanted) {
    gfshare_fill_rand = fill_random;  // It wipes with this what it frees.
    std::map<int, Share> shares;
    for (const ShareFile& file : files) {
        TRY_ASSIGN(Share share, read_share(file));
        if (share.pub.id != wanted)
            return bad_share("vault.share_foreign", share.number, file.name);
        const int number = share.number;
        if (shares.size() < shares_needed) shares.emplace(number, std::move(share));
    }
    if (shares.size() < shares_needed)
        return refuse(
            ErrorKind::invalid, "vault.shares_too_few",
            fmt::format("{} different shares; {} are needed", shares.size(), shares_needed));
    const RecoveryPublic pub = shares.begin()->second.pub;
    Secret secret = recombine(shares);
    if (!belongs_to(secret, pub))
        return bad_share("vault.share_damaged", 0, "the shares do not make their key");
    return RecoveryKey{pub, std::move(secret)};
}

Result<std::optional<RecoveryPublic>> find_recovery_key(store::Connection& db,
                                                        const NodeSecrets& secrets, ByteView fact) {
    TRY_ASSIGN(const auto settings, store::read_settings(db));
    const auto id = settings.find("recovery_key_id"), key = settings.find("recovery_public"),
               mark = settings.find("recovery_mark");
    if (id == settings.end() && key == settings.end() && fact.empty())
        return std::optional<RecoveryPublic>{};
    const auto id_bytes = bytes_of<16>(id == settings.end() ? "" : id->second);
    const auto key_bytes = bytes_of<32>(key == settings.end() ? "" : key->second);
    if (id_bytes && key_bytes && mark != settings.end()) {
        const RecoveryPublic pub{*id_bytes, *key_bytes};
        if (hex(mark_of(secrets, pub, fact)) == mark->second) return pub;
    }
    return refuse(ErrorKind::unavailable, "vault.recovery_key_forged",
                  "make a new one with `jatigi keys recovery DIR --replace`");
}

Result<void> keep_recovery_key(store::Connection& tx, const NodeSecrets& secrets,
                               const RecoveryPublic& pub, ByteView fact) {
    TRY(store::put_setting(tx, "recovery_key_id", hex(pub.id)));
    TRY(store::put_setting(tx, "recovery_public", hex(pub.key)));
    return store::put_setting(tx, "recovery_mark", hex(mark_of(secrets, pub, fact)));
}

}  // namespace jatigi::vault
