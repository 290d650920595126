#include "platform/vault/node_secrets.h"

#include <mutex>

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
    TRY(
        tx.run("insert into node_secret(name, site, generation, nonce, wrap) "
               "values (?, ?, ?, ?, ?) on conflict (name) do update set site = excluded.site, "
               "generation = excluded.generation, nonce = excluded.nonce, wrap = excluded.wrap",
               name, site, kek.generation, nonce, wrapped));
    return {};
}

Result<std::pair<SiteId, Secret>> load_secret(store::Connection& db, const Keks& keks,
                                              std::string_view name) {
    TRY_ASSIGN(
        const auto row,
        db.first("select site, generation, nonce, wrap from node_secret where name = ?", name));
    if (!row) return refuse(ErrorKind::unavailable, "store.not_initialised", "run `jatigi init`");
    const SiteId site = fixed_bytes<8>(row->bytes(0));
    const Nonce nonce = fixed_bytes<24>(row->bytes(2));
    const Kek* const kek = keks.find(row->integer(1));
    Result<Bytes> opened;
    if (kek != nullptr)
        opened = unwrap(kek->key, nonce, associated(name, site, row->integer(1)), row->bytes(3));
    if (kek == nullptr || !opened || opened->size() != 32)
        return refuse(ErrorKind::unavailable, "vault.wrong_key_file",
                      "this key file does not belong to these data");
    Secret secret(fixed_bytes<32>(*opened));
    sodium_memzero(opened->data(), opened->size());
    return std::pair(site, std::move(secret));
}

}  // namespace

NodeSecrets::NodeSecrets(Plain plain) : site_(plain.site), inner_(std::make_unique<Inner>()) {
    inner_->sign_seed = std::move(plain.sign_seed);
    inner_->box = std::move(plain.box);
    inner_->mac = std::move(plain.mac);
    ByteArray<64> expanded;
    crypto_sign_seed_keypair(sign_public_.data(), expanded.data(), inner_->sign_seed.data());
    sodium_memzero(expanded.data(), expanded.size());
    crypto_scalarmult_base(box_public_.data(), inner_->box.data());
}

NodeSecrets NodeSecrets::from(Plain plain) {
    return NodeSecrets(std::move(plain));
}

NodeSecrets::Plain NodeSecrets::plain() const {
    const std::shared_lock lock(inner_->mutex);
    return {site_, inner_->sign_seed.copy(), inner_->box.copy(), inner_->mac.copy()};
}

Result<NodeSecrets> NodeSecrets::create(store::Connection& tx, const Kek& kek) {
    NodeSecrets made({random_bytes<8>(), Secret(random_bytes<32>()), Secret(random_bytes<32>()),
                      Secret(random_bytes<32>())});
    TRY(made.store(tx, kek));
    return made;
}

Result<void> NodeSecrets::store(store::Connection& tx, const Kek& kek) const {
    const Plain secrets = plain();
    TRY(store_secret(tx, kek, site_, "sign", secrets.sign_seed));
    TRY(store_secret(tx, kek, site_, "box", secrets.box));
    return store_secret(tx, kek, site_, "mac", secrets.mac);
}

Result<NodeSecrets> NodeSecrets::load(store::Connection& db, const Keks& keks) {
    TRY_ASSIGN(auto sign, load_secret(db, keks, "sign"));
    TRY_ASSIGN(auto box, load_secret(db, keks, "box"));
    TRY_ASSIGN(auto mac, load_secret(db, keks, "mac"));
    return NodeSecrets(
        {sign.first, std::move(sign.second), std::move(box.second), std::move(mac.second)});
}

Result<bool> NodeSecrets::exist(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select count(*) from node_secret"));
    return row->integer(0) > 0;
}

Result<void> NodeSecrets::rewrap(store::Connection& tx, const Keks& keks) {
    TRY_ASSIGN(const NodeSecrets secrets, load(tx, keks));
    return secrets.store(tx, keks.current);
}

Signature NodeSecrets::sign(ByteView message) const {
    const std::shared_lock lock(inner_->mutex);
    ByteArray<32> public_key;
    ByteArray<64> expanded;
    crypto_sign_seed_keypair(public_key.data(), expanded.data(), inner_->sign_seed.data());
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                         expanded.data());
    sodium_memzero(expanded.data(), expanded.size());
    return signature;
}

void NodeSecrets::forget() {
    const std::unique_lock lock(inner_->mutex);
    inner_->sign_seed.wipe();
    inner_->box.wipe();
    inner_->mac.wipe();
    inner_->forgotten = true;
}

bool verify_signature(ByteView public_key, ByteView message, ByteView signature) {
    return public_key.size() == 32 && signature.size() == 64 &&
           crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                       public_key.data()) == 0;
}

}  // namespace jatigi::vault
