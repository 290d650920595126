// Where a request comes from, as far as addresses tell: this machine and private networks are near
// (RFC 1918, RFC 3927, RFC 4193, RFC 4291).
#pragma once
#include <string>
#include <string_view>

namespace jatigi::http {

// Behind a proxy on this machine every peer is this machine, so the last address that the proxy
// forwarded counts. Anybody else's word about an address does not.
std::string client_of(std::string_view peer, std::string_view forwarded_for);

// What is no address is far.
bool is_near(std::string_view address);

}  // namespace jatigi::http
