// A site's own certificate authority, for a network without a name that the Internet knows. Tablets
// import its certificate once; it speaks for the names and addresses of this site alone.
#pragma once
#include <string>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/result.h"

namespace jatigi::app {

constexpr std::chrono::days authority_life{3'652};
// Browsers take no longer one (CA/Browser Forum, Baseline Requirements, 6.3.2: 398).
constexpr std::chrono::days server_certificate_life{397};

struct AuthorityRequest {
    std::string folder;
    std::string name;                    // "centre.lan"
    std::vector<std::string> addresses;  // IPv4 or IPv6.
};

struct AuthorityFiles {
    std::string authority, authority_key, certificate, key;
    std::string fingerprint;  // SHA-256 of the authority, to compare on the tablet.
    Day expires_on;           // The server's certificate.
    bool authority_made =
        false;  // Otherwise it was there, and the server's certificate alone is new.
};

// Makes the authority when the folder has none, and a new key and certificate for the server. All
// files are readable by their owner alone. Refuses with authority.name_invalid (params: name),
// authority.incomplete (one of its two files is missing, or they do not belong together),
// authority.other_names (it may not speak for these), authority.expired, file.* .
Result<AuthorityFiles> make_authority(const AuthorityRequest& request, Instant now);

}  // namespace jatigi::app
