// A device with one key, as a browser lets a page use it.
#pragma once
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "platform/access/web_authn.h"
#include "platform/base/hash.h"
#include "platform/base/random.h"

namespace jatigi::access {

class Authenticator {
public:
    enum class Kind { p256, p384, rsa_2048, rsa_1024 };
    explicit Authenticator(std::string host, Kind kind = Kind::p256)
        : host_(std::move(host)),
          origin_("https://" + host_),
          key_(make_key(kind), EVP_PKEY_free) {}

    const Bytes& id() const { return id_; }
    Bytes public_key() const {
        unsigned char* der = nullptr;
        const int length = i2d_PUBKEY(key_.get(), &der);
        Bytes spki(der, der + length);
        OPENSSL_free(der);
        return spki;
    }
    std::string client_data(std::string_view type, ByteView challenge) const {
        return R"({"type":"webauthn.)" + std::string(type) + R"(","challenge":")" +
               base64url(challenge) + R"(","origin":")" + origin_ + R"(","crossOrigin":)" +
               (framed ? "true" : "false") + "}";
    }
    // `with_id`: of a new credential.
    Bytes data(bool with_id) const {
        Bytes data;
        append(data, Sha256{}.add(as_bytes(host_)).finish());
        put_big_endian(data, static_cast<std::uint64_t>((touched ? 1 : 0) | (with_id ? 0x40 : 0)),
                       1);
        put_big_endian(data, 0, 4);
        if (!with_id) return data;
        append(data, ByteArray<16>{});
        put_big_endian(data, id_.size(), 2);
        append(data, id_);
        append(data, as_bytes("the same key, in COSE"));
        return data;
    }
    Bytes signature(std::string_view client_data) const {
        Bytes message = data(false);
        append(message, Sha256{}.add(as_bytes(client_data)).finish());
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(EVP_MD_CTX_new(),
                                                                             EVP_MD_CTX_free);
        std::size_t length = 0;
        EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get());
        EVP_DigestSign(digest.get(), nullptr, &length, message.data(), message.size());
        Bytes signature(length);
        EVP_DigestSign(digest.get(), signature.data(), &length, message.data(), message.size());
        signature.resize(length);
        return signature;
    }

    void set_origin(std::string origin) { origin_ = std::move(origin); }
    bool touched = true;
    bool framed = false;

private:
    static EVP_PKEY* make_key(Kind kind) {
        switch (kind) {
            case Kind::p256:
                return EVP_EC_gen("P-256");
            case Kind::p384:
                return EVP_EC_gen("P-384");
            case Kind::rsa_2048:
                return EVP_RSA_gen(2048);
            case Kind::rsa_1024:
                return EVP_RSA_gen(1024);
        }
        return nullptr;
    }

    std::string host_, origin_;
    Bytes id_ = [] {
        const auto random = random_bytes<20>();
        return Bytes(random.begin(), random.end());
    }();
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace jatigi::access
