// The running server of a node.
#pragma once
#include <ostream>

#include "node/open_node.h"
#include "platform/http/tls.h"

namespace jatigi::app {

struct ServeOptions {
    std::string listen = "127.0.0.1:8080";
    std::optional<http::TlsFiles> tls{};  // Nothing: plain HTTP.
    std::optional<Instant> now{};  // Demonstration data only.
    bool sign_in_links = false;    // Likewise.
    bool locked = false;           // Says that the node is locked, and no more (closed_server.h).
};

// Serves until SIGINT or SIGTERM; answers what is under way, signs the head, and returns. A second
// one ends the program at once. Where the key file has a passphrase that nobody has typed yet, people
// are counted meanwhile (closed_server.h). When the node is locked, the program starts itself again
// with --locked: of what was in memory nothing is left. Stops likewise, and refuses with store.taken_over, when somebody
// else wrote to a PostgreSQL database whose lock was lost with the connection. Refuses as
// http::load_tls() does. Prints "listening on http://…" and the links to `out`.
Result<void> serve(const node::Place& place, const ServeOptions& options, std::ostream& out);

}  // namespace jatigi::app
