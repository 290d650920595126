#include "platform/http/tls.h"

#include <openssl/ssl.h>
#include <sys/stat.h>

namespace jatigi::http {
namespace {

namespace ssl = boost::asio::ssl;

// Of TLS 1.2; all of 1.3 are such.
constexpr const char* suites =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";
constexpr const char* groups = "X25519:P-256:P-384";

Error unusable(const std::string& path) {
    return Error{ErrorKind::unavailable, "tls.file_unusable", path, {}};
}

Result<void> check_owner(const std::string& path) {
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return std::unexpected(unusable(path));
    if ((status.st_mode & 0077U) != 0)
        return refuse(ErrorKind::unavailable, "tls.key_exposed",
                      path + " must be readable by its owner alone (chmod 600)");
    return {};
}

// Not as a question on the terminal of a service.
int no_passphrase(char*, int, int, void*) {
    return 0;
}

Instant end_of(const SSL_CTX* context) {
    std::tm end{};
    const X509* certificate = SSL_CTX_get0_certificate(context);
    if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1)
        return {};
    return Day{std::chrono::year{end.tm_year + 1900} /
               std::chrono::month{static_cast<unsigned>(end.tm_mon) + 1} /
               std::chrono::day{static_cast<unsigned>(end.tm_mday)}} +
           std::chrono::hours{end.tm_hour} + std::chrono::minutes{end.tm_min} +
           std::chrono::seconds{end.tm_sec};
}

}  // namespace

Result<Tls> load_tls(const TlsFiles& files) {
    TRY(check_owner(files.key));
    const auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    SSL_CTX* native = context->native_handle();
    SSL_CTX_set_options(
        native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_default_passwd_cb(native, &no_passphrase);
    if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(native, suites) != 1 ||
        SSL_CTX_set1_groups_list(native, groups) != 1)
        return std::unexpected(unusable("OpenSSL has not what is asked of it"));
    if (SSL_CTX_use_certificate_chain_file(native, files.certificate.c_str()) != 1)
        return std::unexpected(unusable(files.certificate));
    // It looks whether the key is the certificate's, too, and does not say which it was.
    if (SSL_CTX_use_PrivateKey_file(native, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
        const bool another = ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_VALUES_MISMATCH ||
                             ERR_GET_REASON(ERR_peek_last_error()) == X509_R_KEY_TYPE_MISMATCH;
        ERR_clear_error();
        if (!another) return std::unexpected(unusable(files.key));
        return refuse(ErrorKind::unavailable, "tls.key_of_another", files.key);
    }
    return Tls{context, end_of(native)};
}

}  // namespace jatigi::http
