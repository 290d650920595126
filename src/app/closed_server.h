// What answers where no node is open. A node that waits for its passphrase, after a power cut,
// serves the pages, counts by number (centre/assistance/closed_count.h) and takes the passphrase.
// One whose data were changed outside the program opens nothing and still counts.
// One that was locked says that it is, and no more: the people who hold the machine learn nothing
// from it.
#pragma once
#include <memory>
#include <optional>

#include "node/place.h"
#include "platform/http/server.h"

namespace jatigi::app {

class ClosedServer {
public:
    // `opened` is called, from any thread, once somebody gave the right passphrase. Refuses as
    // node::open_to_write() does, with vault.locked, server.address_unavailable.
    static Result<ClosedServer> waiting(const node::Place& place, const http::Listen& listen,
                                        const Clock& clock, const std::function<void()>& opened);
    // Counts as the one that waits does, and tells whoever gives a passphrase why nothing is
    // opened.
    static Result<ClosedServer> counting_only(const node::Place& place, const http::Listen& listen,
                                              const Clock& clock, Error why);
    static Result<ClosedServer> locked(const node::Place& place, const http::Listen& listen);
    ClosedServer(ClosedServer&&) noexcept;
    ClosedServer& operator=(ClosedServer&&) = delete;
    ClosedServer(const ClosedServer&) = delete;
    ClosedServer& operator=(const ClosedServer&) = delete;
    ~ClosedServer();

    std::uint16_t port() const;
    // Refuses as vault::KeyFile::open() does. From any thread.
    Result<void> try_passphrase(const vault::SecretBytes& passphrase);
    // The passphrase that opened the key file.
    std::optional<vault::SecretBytes> take_passphrase();
    // From here on this is a locked node.
    Result<void> lock(Instant now);

private:
    struct Parts;
    static Result<ClosedServer> counting(const node::Place& place, const http::Listen& listen,
                                         const Clock& clock, std::unique_ptr<Parts> made);
    explicit ClosedServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace jatigi::app
