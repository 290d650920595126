// Signed heads: the node vouches for how far its log goes, so a cut-off tail can be seen. Signed
// every 1,000 facts or 60 seconds, and at shutdown.
//   message = "jatigi-head-1" ‖ site 8 ‖ epoch u32 ‖ seq u64 ‖ hash 32, Ed25519
#pragma once
#include "platform/base/day.h"
#include "platform/log/fact_body.h"
#include "platform/log/node.h"
#include "platform/store/connection.h"

namespace jatigi::log {

Bytes head_message(const vault::SiteId& site, std::uint32_t epoch, std::uint64_t seq,
                   const Hash& hash);
Result<void> sign_head(store::Connection& tx, const Node& node, const Head& head, Instant now);

// The end of this node's chain; zeros when it holds no fact.
Result<Head> load_head(store::Connection& db);

// The latest time at which this node took in a fact, its own or another's, by its own clock of
// then; the beginning of 1970 when there is none. Not that of the last fact: one that was written
// with the clock behind would hide that it is behind.
Result<Instant> latest_fact_at(store::Connection& db);
// Whether one came in the time from `from` to before `to`, by halving: where clocks went back, it
// may miss one.
Result<bool> has_fact_between(store::Connection& db, Instant from, Instant to);

// The first fact of an epoch, with the site's public keys. Stream "node:<site 8><epoch u64>".
struct NodeOpened {
    std::string code;  // The node's short name, for people.
    ByteArray<32> sign_public{}, box_public{};
};
constexpr std::string_view node_opened_type = "node.opened";
std::optional<NodeOpened> decode_node_opened(const FactBody& body);
// From a body that decode_body() may refuse for the bytes of a name: the public keys in it decide
// whether anything else can be checked or restored. Text that is not UTF-8 comes back mended.
std::optional<NodeOpened> read_node_opened(ByteView body);

}  // namespace jatigi::log
