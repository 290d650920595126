#include "app/authority.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "platform/base/bytes.h"
#include "platform/base/random.h"
#include "platform/base/text.h"
#include "platform/vault/private_file.h"

namespace jatigi::app {
namespace {

template <auto free_it>
struct Freed {
    template <class T>
    void operator()(T* owned) const {
        free_it(owned);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

// A machine whose clock is a little behind takes the certificate, too.
constexpr std::chrono::hours before_now{24};
constexpr std::size_t file_bytes_max = 64UL * 1024;

Error broken(std::string_view what) {
    ERR_clear_error();
    return Error{ErrorKind::unavailable, "authority.failed", std::string(what), {}};
}

bool is_name(std::string_view text) {
    const auto stands = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
    return text.size() <= 64 &&
           std::ranges::all_of(split(text, '.'), [&](const std::string& label) {
               return !label.empty() && !label.starts_with('-') && !label.ends_with('-') &&
                      std::ranges::all_of(label, stands);
           });
}

bool is_address(const std::string& text, int family) {
    std::array<unsigned char, 16> bytes{};
    return ::inet_pton(family, text.c_str(), bytes.data()) == 1;
}

Result<void> check_names(const AuthorityRequest& request) {
    const auto invalid = [](const std::string& name) {
        return refuse(ErrorKind::invalid, "authority.name_invalid",
                      "expected a name in small letters (centre.lan), or an address: " + name);
    };
    if (!is_name(request.name) || is_address(request.name, AF_INET)) return invalid(request.name);
    for (const std::string& address : request.addresses)
        if (!is_address(address, AF_INET) && !is_address(address, AF_INET6))
            return invalid(address);
    return {};
}

// The names that it may speak for, as OpenSSL's configuration writes them. Without an address in it
// no address is limited, so all of them are ruled out by name.
std::string constraints_of(const AuthorityRequest& request) {
    std::string text = "critical,permitted;DNS:" + request.name;
    for (const std::string& address : request.addresses)
        text += ",permitted;IP:" + address + "/" +
                (is_address(address, AF_INET) ? "255.255.255.255"
                                              : "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    if (request.addresses.empty()) text += ",excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:::/::";
    return text;
}

std::string names_of(const AuthorityRequest& request) {
    std::string text = "DNS:" + request.name;
    for (const std::string& address : request.addresses) text += ",IP:" + address;
    return text;
}

bool add(X509* certificate, X509* issuer, int kind, const std::string& value) {
    X509V3_CTX context{};
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_times(X509* certificate, Instant now, std::chrono::days life) {
    const auto seconds = [](Instant at) {
        return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    };
    return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(now - before_now)) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(now - before_now + life)) !=
               nullptr;
}

// Sixteen random bytes, and positive.
bool set_serial(X509* certificate) {
    auto bytes = random_bytes<16>();
    bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x7FU) | 0x40U);
    const std::string text = hex(bytes);
    BIGNUM* read = nullptr;
    if (BN_hex2bn(&read, text.c_str()) == 0) return false;
    const Number number(read);
    return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_subject(X509* certificate, const std::string& name) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): so it is asked for.
    const auto* bytes = reinterpret_cast<const unsigned char*>(name.data());
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytes,
                                      static_cast<int>(name.size()), -1, 0) == 1;
}

struct Pair {
    Key key;
    Certificate certificate;
};

Result<Pair> begin(const std::string& name, Instant now, std::chrono::days life) {
    Pair made{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
    X509* certificate = made.certificate.get();
    if (!made.key || certificate == nullptr || X509_set_version(certificate, X509_VERSION_3) != 1 ||
        !set_serial(certificate) || !set_times(certificate, now, life) ||
        !set_subject(certificate, name) || X509_set_pubkey(certificate, made.key.get()) != 1)
        return std::unexpected(broken("a key or a certificate"));
    return made;
}

Result<Pair> new_authority(const AuthorityRequest& request, Instant now) {
    TRY_ASSIGN(Pair made, begin("Jatigi " + request.name, now, authority_life));
    X509* certificate = made.certificate.get();
    const bool done =
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate)) == 1 &&
        add(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
        add(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign") &&
        add(certificate, certificate, NID_ext_key_usage, "serverAuth") &&
        add(certificate, certificate, NID_name_constraints, constraints_of(request)) &&
        add(certificate, certificate, NID_subject_key_identifier, "hash") &&
        X509_sign(certificate, made.key.get(), EVP_sha256()) > 0;
    if (!done) return std::unexpected(broken("the authority's certificate"));
    return made;
}

Result<Pair> new_certificate(const AuthorityRequest& request, Instant now, const Pair& authority) {
    TRY_ASSIGN(Pair made, begin(request.name, now, server_certificate_life));
    X509* certificate = made.certificate.get();
    X509* issuer = authority.certificate.get();
    const bool done = X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
                      add(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                      add(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
                      add(certificate, issuer, NID_ext_key_usage, "serverAuth") &&
                      add(certificate, issuer, NID_subject_alt_name, names_of(request)) &&
                      add(certificate, issuer, NID_subject_key_identifier, "hash") &&
                      add(certificate, issuer, NID_authority_key_identifier, "keyid:always") &&
                      X509_sign(certificate, authority.key.get(), EVP_sha256()) > 0;
    if (!done) return std::unexpected(broken("the server's certificate"));
    return made;
}

Memory memory_of(std::string_view text) {
    return Memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

vault::SecretBytes text_in(BIO* memory) {
    char* start = nullptr;
    const auto size = static_cast<std::size_t>(BIO_get_mem_data(memory, &start));
    return vault::SecretBytes(Bytes(start, start + size));
}

Result<Pair> read_authority(const AuthorityFiles& files, Instant now) {
    TRY_ASSIGN(const auto certificate_text, vault::read_private(files.authority, file_bytes_max));
    TRY_ASSIGN(const auto key_text, vault::read_private(files.authority_key, file_bytes_max));
    const auto incomplete = refuse(ErrorKind::unavailable, "authority.incomplete", files.authority);
    Pair read{
        Key(PEM_read_bio_PrivateKey(memory_of(key_text.text()).get(), nullptr, nullptr, nullptr)),
        Certificate(PEM_read_bio_X509(memory_of(certificate_text.text()).get(), nullptr, nullptr,
                                      nullptr))};
    if (!read.key || !read.certificate ||
        X509_check_private_key(read.certificate.get(), read.key.get()) != 1) {
        ERR_clear_error();
        return incomplete;
    }
    // It says "earlier" of the same second, too.
    std::time_t end =
        std::chrono::floor<std::chrono::seconds>(now - before_now + server_certificate_life)
            .time_since_epoch()
            .count() -
        1;
    if (X509_cmp_time(X509_get0_notAfter(read.certificate.get()), &end) < 0)
        return refuse(ErrorKind::conflict, "authority.expired", files.authority);
    return read;
}

bool may_speak_for(const Pair& authority, X509* certificate) {
    const std::unique_ptr<NAME_CONSTRAINTS, Freed<NAME_CONSTRAINTS_free>> constraints(
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-static-cast-downcast): it gives void*.
        static_cast<NAME_CONSTRAINTS*>(
            X509_get_ext_d2i(authority.certificate.get(), NID_name_constraints, nullptr, nullptr)));
    X509_check_purpose(certificate, -1, 0);  // Or it would see none of the names.
    return constraints && NAME_CONSTRAINTS_check(certificate, constraints.get()) == X509_V_OK;
}

Result<void> write(const std::string& path, BIO* text) {
    const auto bytes = text_in(text);
    return std::filesystem::exists(path) ? vault::replace_private(path, bytes.view())
                                         : vault::create_private(path, bytes.view());
}

// The key first: a certificate without its key is of no use, and the other way round the next call
// makes both again.
Result<void> write(const Pair& made, const std::string& certificate, const std::string& key) {
    const Memory key_text(BIO_new(BIO_s_secmem())), certificate_text(BIO_new(BIO_s_mem()));
    if (PEM_write_bio_PKCS8PrivateKey(key_text.get(), made.key.get(), nullptr, nullptr, 0, nullptr,
                                      nullptr) != 1 ||
        PEM_write_bio_X509(certificate_text.get(), made.certificate.get()) != 1)
        return std::unexpected(broken("writing"));
    TRY(write(key, key_text.get()));
    return write(certificate, certificate_text.get());
}

std::string fingerprint_of(const Pair& authority) {
    std::array<unsigned char, 32> digest{};
    unsigned size = digest.size();
    if (X509_digest(authority.certificate.get(), EVP_sha256(), digest.data(), &size) != 1)
        return {};
    std::string text;
    for (const unsigned char byte : digest)
        text += fmt::format("{}{:02X}", text.empty() ? "" : ":", byte);
    return text;
}

}  // namespace

Result<AuthorityFiles> make_authority(const AuthorityRequest& request, Instant now) {
    TRY(check_names(request));
    const std::filesystem::path folder(request.folder);
    AuthorityFiles files{.authority = folder / "authority.crt",
                         .authority_key = folder / "authority.key",
                         .certificate = folder / "server.crt",
                         .key = folder / "server.key"};
    const bool has_key = std::filesystem::exists(files.authority_key);
    if (has_key != std::filesystem::exists(files.authority))
        return refuse(ErrorKind::unavailable, "authority.incomplete", files.authority);
    files.authority_made = !has_key;
    TRY_ASSIGN(const Pair authority,
               has_key ? read_authority(files, now) : new_authority(request, now));
    TRY_ASSIGN(const Pair made, new_certificate(request, now, authority));
    if (!may_speak_for(authority, made.certificate.get()))
        return refuse(ErrorKind::conflict, "authority.other_names", files.authority);
    if (files.authority_made) TRY(write(authority, files.authority, files.authority_key));
    TRY(write(made, files.certificate, files.key));
    files.fingerprint = fingerprint_of(authority);
    files.expires_on =
        std::chrono::floor<std::chrono::days>(now - before_now + server_certificate_life);
    return files;
}

}  // namespace jatigi::app
