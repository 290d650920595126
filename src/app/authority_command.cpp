#include "app/authority_command.h"

#include <iostream>

#include "app/authority.h"
#include "app/terminal.h"
#include "node/open_node.h"

namespace jatigi::app {
namespace {

struct MakeAuthorityCommand {
    AuthorityRequest request{};

    Command described() {
        return {.name = "make-authority",
                .help =
                    "Make a site's own authority and the certificate of its server; again: renew "
                    "the certificate",
                .arguments = {
                    {"DIR", "Folder of the four files", &request.folder, true},
                    {"--name", "Name that tablets open: centre.lan", &request.name, true, true},
                    {"--address", "Address of the server, too; may be given again",
                     &request.addresses}}};
    }
    int run() const {
        const auto made = make_authority(request, node::system_clock()());
        if (!made) return report(made.error());
        std::cout << (made->authority_made ? "authority (new): " : "authority: ") << made->authority
                  << "\ncertificate, until " << day_text(made->expires_on) << ": "
                  << made->certificate << "\n\nServe with it:\n  jatigi serve --listen "
                  << "0.0.0.0:8443 --tls " << made->certificate << " " << made->key
                  << "\n\nOn each tablet, once, from a USB stick and not over the network:\n"
                     "  Android: Settings, Security, Encryption and credentials, Install a "
                     "certificate, CA certificate\n"
                     "  Chromium on Linux: Settings, Privacy and security, Security, Manage "
                     "certificates, Authorities\n"
                     "  Windows: certutil -addstore -user Root authority.crt\n"
                     "and compare its SHA-256 there:\n  "
                  << made->fingerprint << "\n\nKeep " << made->authority_key
                  << " apart from the server: whoever has it can be this site to its tablets. The\n"
                     "server needs it when its certificate is renewed, with this same command.\n";
        return 0;
    }
};

}  // namespace

Command authority_command() {
    return command_of<MakeAuthorityCommand>();
}

}  // namespace jatigi::app
