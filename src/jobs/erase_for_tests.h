// A node with invented people, and a scanner that looks for bytes in every file below some folders:
// for the tests of keys, backups and erasure.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "jobs/backup_restore.h"
#include "jobs/erase.h"
#include "jobs/lock.h"
#include "jobs/recovery_key.h"
#include "node/views.h"
#include "people/registry/registration_api.h"
#include "platform/access/password.h"
#include "platform/base/random.h"
#include "platform/log/read.h"
#include "platform/log/verify.h"
#include "platform/log/write_alone.h"
#include "platform/store/setting.h"
#include "platform/vault/data_copy.h"
#include "platform/vault/private_file.h"
#include "testing/databases.h"

namespace jatigi::jobs {

inline std::string file_content(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// What must not be found, each under a name that a failure can print.
using Needles = std::map<std::string, std::string>;

inline void add_secret(Needles& needles, const std::string& name, ByteView bytes) {
    std::string upper = hex(bytes);
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    needles[name] = std::string(as_text(bytes));
    needles[name + " in hex"] = hex(bytes);
    needles[name + " in upper hex"] = upper;
}

inline std::vector<std::string> found_in(const std::vector<std::string>& places,
                                         const Needles& needles) {
    std::vector<std::string> found;
    const auto look = [&](const std::filesystem::path& path) {
        const std::string content = file_content(path);
        for (const auto& [name, needle] : needles)
            if (content.find(needle) != std::string::npos)
                found.push_back(path.filename().string() + " holds " + name);
    };
    for (const std::string& place : places) {
        std::error_code vanished;  // A server removes files of its own while we look.
        if (std::filesystem::is_regular_file(place, vanished)) look(place);
        if (!std::filesystem::is_directory(place, vanished)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place, vanished))
            if (entry.is_regular_file(vanished)) look(entry.path());
    }
    return found;
}

constexpr Instant test_now = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{6};
inline const std::string surname = "Zzinventedsurname";

// Of every account that a test makes.
inline const std::string password = "sable-lampe-31";
inline const std::string& password_hash() {
    static const std::string hash = access::hash_password(password).value_or("");
    return hash;
}

class Centre {
public:
    explicit Centre(store::Dialect dialect) : database_(dialect) {
        place.data = database_.location().text();
        place.keys = folder_ / "state/node.keys";
        std::filesystem::create_directories(folder_ / "tmp");
        // NOLINTNEXTLINE(concurrency-mt-unsafe) -- before anything runs
        ::setenv("TMPDIR", (folder_ / "tmp").c_str(), 1);
        const auto made = node::initialise(place, {"assamaka", false}, [] { return test_now; });
        EXPECT_TRUE(made) << made.error().code;
        add_account("zz.officer", access::Role::protection_officer);
        add_account("zz.registrar", access::Role::registrar);
    }

    // As one that is made at the machine, or over the API by an account. Its number.
    std::int64_t add_account(const std::string& name, access::Role role,
                             std::optional<std::int64_t> made_by = {}) {
        auto node = open();
        const auto made =
            node.writer->run<std::int64_t>([&](log::WriteTx& tx) -> Result<std::int64_t> {
                const log::Cause cause{.command = id_v4<log::CommandEntity>(random_bytes<16>())};
                TRY_ASSIGN(const auto account,
                           access::create_account(tx, {name, role, {}, made_by}, cause));
                TRY(access::set_password(tx, account.id, password_hash(), cause));
                return account.id;
            });
        EXPECT_TRUE(made) << made.error().code;
        return made.value_or(0);
    }

    // Their case numbers; the family name of the n-th is surname + n.
    std::vector<std::string> enrol(int people) {
        std::vector<std::string> numbers;
        auto node = open();
        for (int i = 0; i < people; ++i) {
            registry::Registration person;
            person.identity.family_name =
                Personal<std::string>{surname + std::to_string(enrolled_++)};
            const auto made =
                node.writer->run<std::string>([&](log::WriteTx& tx) -> Result<std::string> {
                    const log::Cause cause{.command =
                                               id_v4<log::CommandEntity>(random_bytes<16>())};
                    TRY_ASSIGN(const auto added,
                               registry::register_person(tx, cause, "ASM", person));
                    return added.person.case_number;
                });
            EXPECT_TRUE(made) << made.error().code;
            numbers.push_back(made.value_or(""));
        }
        return numbers;
    }

    node::OpenNode open() const { return open_at(place); }
    static node::OpenNode open_at(const node::Place& where) {
        auto node = node::open_node(where, [] { return test_now; }, {});
        EXPECT_TRUE(node) << node.error().code << node.error().detail;
        return *std::move(node);
    }

    void keep_recovery(const vault::RecoveryPublic& pub) const {
        const auto database =
            store::open_writer(node::location_of(place), store::IfMissing::refuse);
        const auto node = node::load_node(*database->connection, place);
        EXPECT_TRUE(node) << node.error().code;
        EXPECT_TRUE(database->connection->begin());
        EXPECT_TRUE(
            log::write_alone(*database->connection, *node, node::all_views(), test_now,
                             [&pub](log::WriteTx& tx) { return keep_recovery_key(tx, pub); }));
        EXPECT_TRUE(database->connection->commit());
    }
    // Makes the recovery key; the paths of its five shares.
    std::vector<std::string> make_recovery() {
        const auto made = vault::make_recovery_key("assamaka", Day{});
        EXPECT_TRUE(made);
        std::vector<std::string> paths;
        for (std::size_t i = 0; i < made->shares.size(); ++i) {
            paths.push_back(folder_ / ("shares/" + std::to_string(i + 1) + ".txt"));
            EXPECT_TRUE(vault::create_private(paths.back(), made->shares[i].view()));
        }
        keep_recovery(made->pub);
        return paths;
    }

    std::string path(const std::string& name) const { return folder_ / name; }
    // Where the database's bytes, the key file, backups and temporary files lie.
    std::vector<std::string> all_places() const { return {database_.files(), folder_.path()}; }
    std::vector<std::string> all_but_the_key_file() const {
        return {database_.files(), folder_ / "tmp", folder_ / "backups", folder_ / "shares"};
    }

    node::Place place;

private:
    testing::TemporaryFolder folder_;
    testing::TestDatabase database_;
    int enrolled_ = 0;
};

// Every person key in clear, by key id.
inline std::map<std::string, std::string> keys_of(const node::Place& place) {
    std::map<std::string, std::string> keys;
    const auto file = node::open_key_file(place);
    const auto db = store::open_reader(node::location_of(place));
    EXPECT_TRUE(file && db);
    const vault::Keyring keyring(file->keks().copy());
    const auto read = keyring.for_each(
        **db,
        [&](const vault::KeyringEntry& entry) -> Result<void> {
            keys[hex(entry.id)] = std::string(as_text(entry.key.view()));
            return {};
        },
        [](const vault::BrokenKey& broken) { ADD_FAILURE() << hex(broken.id); });
    EXPECT_TRUE(read) << read.error().code;
    return keys;
}

// The family names that the sealed facts give away to who has this place's keys.
inline std::vector<std::string> names_readable(const node::Place& place) {
    std::vector<std::string> names;
    const auto db = store::open_reader(node::location_of(place));
    EXPECT_TRUE(db && (*db)->begin_read());
    const auto node = node::load_node(**db, place);
    EXPECT_TRUE(node) << node.error().code;
    const auto read = log::for_each_fact(**db, [&](const log::StoredFact& fact) -> Result<void> {
        TRY_ASSIGN(const auto header, log::decode_header(fact.header));
        if (header.cls == FactClass::open) return {};
        TRY_ASSIGN(const auto key, node->keyring.find(**db, header.key_id));
        if (!key) return {};
        TRY_ASSIGN(const Bytes body, vault::unseal(*key, header.nonce, fact.header, fact.body));
        const std::string_view text = as_text(body);
        const std::size_t at = text.find(surname);
        if (at != std::string_view::npos)
            names.emplace_back(text.substr(at, text.find('"', at) - at));
        return {};
    });
    EXPECT_TRUE(read) << read.error().code;
    return names;
}

inline log::VerifyReport report_of(const node::Place& place) {
    const auto db = store::open_reader(node::location_of(place));
    EXPECT_TRUE(db && (*db)->begin_read());
    const auto node = node::load_node(**db, place);
    EXPECT_TRUE(node) << node.error().code;
    auto report = log::verify(**db, &node->keyring, node::all_views(), {});
    EXPECT_TRUE(report);
    return *std::move(report);
}

inline log::VerifyReport verified(const node::Place& place) {
    log::VerifyReport report = report_of(place);
    for (const std::string& problem : report.problems) ADD_FAILURE() << problem;
    return report;
}

inline EraseRequest erase_request(std::vector<std::string> cases) {
    return {.case_numbers = std::move(cases),
            .reason = "withdrawn_consent",
            .people = {.requested_by = "zz.registrar",
                       .approved_by = "zz.officer",
                       .approver_password = password}};
}

}  // namespace jatigi::jobs
