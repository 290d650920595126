#include "platform/vault/node_secrets.h"

#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::vault {
namespace {

Bytes associated(std::string_view name, ByteView site, std::int64_t generation) {
    Bytes data(name.begin(), name.end());
    append(data, site);
    put_big_endian(data, static_cast<std::uint64_t>(generation), 8);
    return data;
}

Result<void> store_secret(store::Connection& tx, const Kek& kek, const SiteId& site,
                          std::string_view name, const Secret& secret) {
    const Nonce nonce = random_bytes<24>();
    const Bytes wrapped =
        wrap(kek.key, nonce, associated(name, site, kek.generation), secret.view());
    TRY(tx.run("insert into node_secret(name, site, generation, nonce, wrap) "
               "values (?, ?, ?, ?, ?)",
               name, site, kek.generation, nonce, wrapped));
    return {};
}

Result<std::pair<SiteId, Secret>> load_secret(store::Connection& db, const Kek& kek,
                                              std::string_view name) {
    TRY_ASSIGN(const auto row,
               db.first("select site, generation, nonce, wrap from node_secret where name = ?",
                        name));
    if (!row) return refuse(ErrorKind::unavailable, "store.not_initialised", "run `jatigi init`");
    const SiteId site = fixed_bytes<8>(row->bytes(0));
    const Nonce nonce = fixed_bytes<24>(row->bytes(2));
    const auto opened = unwrap(kek.key, nonce, associated(name, site, row->integer(1)),
                               row->bytes(3));
    if (!opened || opened->size() != 32)
        return refuse(ErrorKind::unavailable, "vault.wrong_key_file",
                      "this key file does not belong to these data");
    return std::pair(site, Secret(fixed_bytes<32>(*opened)));
}

}  // namespace

NodeSecrets::NodeSecrets(SiteId site, Secret sign_seed, Secret box, Secret mac)
    : site_(site), sign_seed_(std::move(sign_seed)), box_(std::move(box)), mac_(std::move(mac)) {
    ByteArray<64> expanded;
    crypto_sign_seed_keypair(sign_public_.data(), expanded.data(), sign_seed_.data());
    sodium_memzero(expanded.data(), expanded.size());
    crypto_scalarmult_base(box_public_.data(), box_.data());
}

Result<NodeSecrets> NodeSecrets::create(store::Connection& tx, const Kek& kek) {
    NodeSecrets made(random_bytes<8>(), Secret(random_bytes<32>()), Secret(random_bytes<32>()),
                     Secret(random_bytes<32>()));
    TRY(store_secret(tx, kek, made.site_, "sign", made.sign_seed_));
    TRY(store_secret(tx, kek, made.site_, "box", made.box_));
    TRY(store_secret(tx, kek, made.site_, "mac", made.mac_));
    return made;
}

Result<NodeSecrets> NodeSecrets::load(store::Connection& db, const Kek& kek) {
    TRY_ASSIGN(auto sign, load_secret(db, kek, "sign"));
    TRY_ASSIGN(auto box, load_secret(db, kek, "box"));
    TRY_ASSIGN(auto mac, load_secret(db, kek, "mac"));
    return NodeSecrets(sign.first, std::move(sign.second), std::move(box.second),
                       std::move(mac.second));
}

Result<bool> NodeSecrets::exist(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select count(*) from node_secret"));
    return row->integer(0) > 0;
}

Signature NodeSecrets::sign(ByteView message) const {
    ByteArray<32> public_key;
    ByteArray<64> expanded;
    crypto_sign_seed_keypair(public_key.data(), expanded.data(), sign_seed_.data());
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                         expanded.data());
    sodium_memzero(expanded.data(), expanded.size());
    return signature;
}

bool verify_signature(ByteView public_key, ByteView message, ByteView signature) {
    return public_key.size() == 32 && signature.size() == 64 &&
           crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       public_key.data()) == 0;
}

}  // namespace jatigi::vault
