// TLS as the server speaks it: versions 1.2 and 1.3, forward secrecy and authenticated encryption
// alone.
#pragma once
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "platform/base/day.h"
#include "platform/base/result.h"

namespace jatigi::http {

// PEM: the certificate with those between it and its authority; its key, readable by its owner
// alone.
struct TlsFiles {
    std::string certificate, key;
};

struct Tls {
    std::shared_ptr<boost::asio::ssl::context> context;  // And each connection.
    Instant expires_at;                                  // The certificate.
};

// Refuses with tls.key_exposed, tls.file_unusable (missing, no PEM, a key with a passphrase) and
// tls.key_of_another (it does not belong to the certificate).
Result<Tls> load_tls(const TlsFiles& files);

}  // namespace jatigi::http
