#include "node/open_node.h"

#include <unistd.h>

#include <filesystem>

#include "centre/sites/site_api.h"
#include "node/embedded.h"
#include "node/reference.h"
#include "node/run_mark.h"
#include "node/schema_check.h"
#include "node/serving_mark.h"
#include "node/views.h"
#include "people/registry/case_counter_view.h"
#include "platform/access/account_proof.h"
#include "platform/access/security_record.h"
#include "platform/access/sign_in_link.h"
#include "platform/base/characters.h"
#include "platform/base/random.h"
#include "platform/base/text.h"
#include "platform/base/text_limit.h"
#include "platform/log/chain_proof.h"
#include "platform/log/head.h"
#include "platform/log/open_epoch.h"
#include "platform/log/watch_head.h"
#include "platform/log/write_alone.h"
#include "platform/store/setting.h"
#include "platform/store/transaction.h"
#include "platform/vault/rotation.h"
#include "platform/vault/unsealed_folder.h"

namespace jatigi::node {
namespace {

constexpr std::chrono::hours first_link_life{24};
constexpr std::size_t node_name_letters_max = 40;

log::Cause program_cause() {
    return {.command = id_v4<log::CommandEntity>(random_bytes<16>())};
}

Result<std::string> first_account(log::WriteTx& tx, std::string_view name, access::Role role) {
    TRY_ASSIGN(const auto account,
               access::create_account(tx, {std::string(name), role, {}}, program_cause()));
    return access::make_link(tx, account.id, tx.now() + first_link_life, program_cause());
}

// The sites of the reference table; the first administrator, and whoever confirms what an
// administrator makes.
Result<FirstLinks> first_facts(log::WriteTx& tx) {
    for (const sites::SiteOpened& site : reference().sites)
        TRY(sites::open_site(tx, program_cause(), site));
    FirstLinks links;
    TRY_ASSIGN(links.administrator,
               first_account(tx, first_administrator, access::Role::administrator));
    TRY_ASSIGN(links.data_protection,
               first_account(tx, first_data_protection, access::Role::data_protection_officer));
    return links;
}

// Inside one transaction: a power cut leaves all of a new node or nothing.
Result<FirstLinks> write_first_facts(store::Connection& db, const vault::Kek& kek,
                                     const Settings& settings, Instant now) {
    TRY_ASSIGN(auto secrets, vault::NodeSecrets::create(db, kek));
    TRY(store::put_setting(db, "node_name", settings.node_name));
    TRY(store::put_setting(db, "demonstration", settings.demonstration ? "yes" : "no"));
    TRY(registry::ensure_case_epoch(db));
    const log::Node node{vault::Keyring({kek.generation, kek.key.copy()}), std::move(secrets)};
    TRY(log::open_epoch(db, node, all_views(), settings.node_name, now));
    FirstLinks links;
    TRY(log::write_alone(db, node, all_views(), now, [&links](log::WriteTx& tx) -> Result<void> {
        TRY_ASSIGN(links, first_facts(tx));
        return {};
    }));
    TRY(log::take_as_it_is(db, node));
    return links;
}

// Data of before there were proofs and seals, once and in one transaction: whoever takes a proof
// away later shall not get it made anew.
Result<void> prove_and_seal(store::Connection& db, const log::Node& node, Instant now,
                            const log::Progress& progress) {
    TRY_ASSIGN(const bool moved, store::in_transaction(db, [&]() -> Result<bool> {
                   TRY_ASSIGN(const bool unproved, access::needs_adoption(db, node));
                   if (unproved) {
                       TRY(log::write_alone(db, node, all_views(), now, [](log::WriteTx& tx) {
                           return access::adopt_accounts(tx, program_cause());
                       }));
                       TRY_ASSIGN(const bool unwatched, vault::needs_watch(db));
                       if (unwatched) TRY(vault::begin_watch(db));
                   }
                   return log::take_as_it_is(db, node);
               }));
    if (moved) TRY(log::rebuild_views(db, all_views(), progress));
    return {};
}

// Data that were moved, copied or put back from a copy give numbers of another epoch from here on.
Result<void> ensure_case_epoch(store::Connection& db, const log::Node& node, const Place& place) {
    TRY_ASSIGN(const bool as_left, is_as_it_was_left(db, place));
    TRY(store::in_transaction(db, [&]() -> Result<void> {
        TRY_ASSIGN(const Settings settings, node::read_settings(db));
        if (as_left || settings.demonstration) return registry::ensure_case_epoch(db);
        return registry::begin_case_epoch(db);
    }));
    return mark_run(db, node, place);
}

Result<void> check_tables(store::Connection& db) {
    return check_schema(db, SchemaOf::everything);
}

// What the data protection officer reads.
Result<void> note_others(log::WriteTx& tx) {
    return access::SecurityRecord::write(
        tx, {{tx.now(), {access::SecurityKind::altered, 0, "beside"}}});
}

}  // namespace

std::span<const store::Migration> migrations() {
    static const std::array<store::Migration, 17> all{{
        {1, embedded_text("migrations/0001-ground-floor.sql")},
        {2, embedded_text("migrations/0002-keys.sql")},
        {3, embedded_text("migrations/0003-access.sql")},
        {4, embedded_text("migrations/0004-registry.sql")},
        {5, embedded_text("migrations/0005-accounts.sql")},
        {6, embedded_text("migrations/0006-openings.sql")},
        {7, embedded_text("migrations/0007-case-numbers.sql")},
        {8, embedded_text("migrations/0008-account-proof.sql")},
        {9, embedded_text("migrations/0009-watch.sql")},
        {10, embedded_text("migrations/0010-second-factor.sql")},
        {11, embedded_text("migrations/0011-closed-node.sql")},
        {12, embedded_text("migrations/0012-security-key.sql")},
        {13, embedded_text("migrations/0013-cards-on-paper.sql")},
        {14, embedded_text("migrations/0014-log-end.sql")},
        {15, embedded_text("migrations/0015-log-breaks.sql")},
        {16, embedded_text("migrations/0016-spoken-code-turn.sql")},
        {17, embedded_text("migrations/0017-watch-end.sql")},
    }};
    return all;
}

Result<store::WritableDatabase> open_to_write(const Place& place, store::IfMissing if_missing) {
    const auto server = serving_process(place);
    if (server && *server != ::getpid())
        return refuse(ErrorKind::unavailable, "store.in_use",
                      "process " + std::to_string(*server) + " serves these data");
    return store::open_writer(location_of(place), if_missing);
}

Result<FirstLinks> fill_new_store(store::Connection& db, const vault::Kek& kek,
                                  const Settings& settings, Instant now) {
    TRY(store::migrate(db, migrations(), now));
    TRY(log::ensure_views(db, all_views(), {}));
    return store::in_transaction(db, [&] { return write_first_facts(db, kek, settings, now); });
}

Result<FirstLinks> initialise(const Place& place, const Settings& settings, const Clock& clock,
                              const vault::SecretBytes* passphrase) {
    TRY(check_letters("name", settings.node_name, node_name_letters_max));
    if (!is_plain(settings.node_name, LineBreaks::refused))
        return refuse(ErrorKind::invalid, "request.text_invalid", "--name");
    TRY_ASSIGN(auto database, open_to_write(place, store::IfMissing::create));
    store::Connection& db = *database.connection;
    TRY(store::migrate(db, migrations(), clock()));
    TRY_ASSIGN(const bool done, vault::NodeSecrets::exist(db));
    if (done) return refuse(ErrorKind::conflict, "store.already_initialised", place.data);
    // An `init` that was cut short may have left its key file; nothing is sealed with it yet.
    const std::string key_path = key_path_of(place);
    if (std::filesystem::exists(key_path)) {
        TRY_ASSIGN(auto file, open_key_file(place));
        if (passphrase != nullptr && !file.has_passphrase()) TRY(file.set_passphrase(*passphrase));
        return fill_new_store(db, file.keks().current, settings, clock());
    }
    TRY_ASSIGN(const auto file,
               vault::KeyFile::create(key_path, data_directory_of(place), 1, passphrase));
    return fill_new_store(db, file.keks().current, settings, clock());
}

Result<log::Node> load_node(store::Connection& db, const vault::KeyFile& file) {
    TRY_ASSIGN(auto secrets, vault::NodeSecrets::load(db, file.keks()));
    return log::Node{vault::Keyring(file.keks().copy()), std::move(secrets)};
}

Result<log::Node> load_node(store::Connection& db, const Place& place) {
    TRY_ASSIGN(const auto file, open_key_file(place));
    return load_node(db, file);
}

Result<OpenNode> open_node(const Place& place, Clock clock, const log::Progress& progress,
                           const std::function<void()>& taken_over, IfAltered if_altered,
                           Knows knows) {
    TRY_ASSIGN(auto database, open_to_write(place, store::IfMissing::refuse));
    vault::destroy_unsealed(unsealed_path_of(place));
    TRY(store::migrate(*database.connection, migrations(), clock()));
    TRY_ASSIGN(auto file, open_key_file(place));
    TRY(vault::finish_rotation(*database.connection, file));
    TRY_ASSIGN(auto loaded, load_node(*database.connection, file));
    TRY_ASSIGN(auto trust,
               check_log_end(*database.connection, loaded, place, if_altered, progress));
    TRY(log::ensure_views(*database.connection, all_views(), progress));
    TRY(check_schema(*database.connection, SchemaOf::everything));
    if (trust.never_sealed) TRY(prove_and_seal(*database.connection, loaded, clock(), progress));
    TRY(ensure_case_epoch(*database.connection, loaded, place));
    if (knows == Knows::now)
        TRY(store::in_transaction(*database.connection, [&]() -> Result<void> {
            return know_own_facts(*database.connection, loaded);
        }));
    OpenNode open{std::move(database), std::make_unique<log::Node>(std::move(loaded)), nullptr,
                  std::move(trust.told)};
    const auto reconnect = [location = location_of(place), turn = open.database.turn, taken_over] {
        auto again = store::open_writer_again(location, turn);
        if (!again && again.error().code == "store.taken_over" && taken_over) taken_over();
        return again;
    };
    TRY_ASSIGN(open.writer, log::Writer::start(std::move(open.database.connection), reconnect,
                                               *open.node, all_views(), std::move(clock),
                                               {log::note_watch_head, check_tables, note_others}));
    return open;
}

Result<void> know_own_facts(store::Connection& db, const log::Node& node) {
    // Whose facts say what an account, a key, a setting or the word of two is; and where somebody
    // stays, which says whose staff may open their file.
    return log::know_proven(db, node,
                            {{"actor"},
                             {"recovery_key"},
                             {"second_factor_rule"},
                             {"hotline"},
                             {"nominal_list"},
                             {"same_person"},
                             {std::string(sites::stay_kind), "person"}});
}

Result<Settings> read_settings(store::Connection& db) {
    TRY_ASSIGN(auto stored, store::read_settings(db));
    // An earlier version took a name in other bytes; what is written from it must be readable.
    return Settings{mended_utf8(stored["node_name"]), stored["demonstration"] == "yes"};
}

}  // namespace jatigi::node
