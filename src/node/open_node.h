// A node: made, opened for writing, its keys loaded, its settings read.
#pragma once
#include <memory>
#include <string>

#include "node/log_trust.h"
#include "node/place.h"
#include "platform/base/clock.h"
#include "platform/log/rebuild.h"
#include "platform/log/writer.h"
#include "platform/store/database.h"
#include "platform/store/migration.h"

namespace jatigi::node {

// Every schema script, in order.
std::span<const store::Migration> migrations();

struct Settings {
    std::string node_name;
    bool demonstration = false;
};

// As store::open_writer(). The lock of a PostgreSQL session is lost with the session, so a server
// on this machine that is between two of them is asked for, too.
Result<store::WritableDatabase> open_to_write(const Place& place, store::IfMissing if_missing);

// The first two accounts belong to two people: neither can read the register by making accounts
// alone.
constexpr std::string_view first_administrator = "admin", first_data_protection = "data.protection";
struct FirstLinks {
    std::string administrator, data_protection;  // Tokens of one-time links.
};

// What `initialise` does on an open connection: schema, secrets, first epoch, sites, the two
// accounts. For tests on a disk of their own, too.
Result<FirstLinks> fill_new_store(store::Connection& db, const vault::Kek& kek,
                                  const Settings& settings, Instant now);

// An open node that writes.
struct OpenNode {
    store::WritableDatabase database;  // Its connection moves into the writer.
    std::unique_ptr<log::Node> node;
    std::unique_ptr<log::Writer> writer;  // Goes first: it needs both others.
    std::vector<std::string> altered{};   // What check_log_end() told.
};

// Makes data and key file: schema, secrets, first epoch, sites of the reference table, the first
// two accounts. Refuses with store.already_initialised, and request.text_invalid for the node's
// name.
// With a passphrase, the key file never lies on the disk without it.
Result<FirstLinks> initialise(const Place& place, const Settings& settings, const Clock& clock,
                              const vault::SecretBytes* passphrase = nullptr);

// When the facts that a running node does not forget are learned.
enum class Knows : std::uint8_t {
    now,
    later,  // With know_own_facts(), in the reading in which all else is learned.
};

// Opens for writing: migrates, rebuilds views whose schema changed, starts the writer. `taken_over`
// is called, on the writer's thread, when somebody else wrote while the lock was lost: from then on
// all commands are refused with store.taken_over.
// Refuses with log.altered as check_log_end() does, and store.has_triggers.
Result<OpenNode> open_node(const Place& place, Clock clock, const log::Progress& progress,
                           const std::function<void()>& taken_over = {},
                           IfAltered if_altered = IfAltered::refuse, Knows knows = Knows::now);

// Inside a transaction: what is read beside it is of the log that was checked. Refuses with
// log.altered.
Result<void> know_own_facts(store::Connection& db, const log::Node& node);

Result<Settings> read_settings(store::Connection& db);
Result<log::Node> load_node(store::Connection& db, const Place& place);
Result<log::Node> load_node(store::Connection& db, const vault::KeyFile& file);

}  // namespace jatigi::node
