#include "testing/databases.h"

#include <array>

#include "node/open_node.h"
#include "platform/log/open_epoch.h"
#include "platform/log/rebuild.h"
#include "platform/store/migration.h"
#include "platform/store/sqlite.h"
#include "testing/postgres_server.h"

namespace jatigi::testing {
namespace {

// throws: GoogleTest turns it into a failure of the test that wanted the database.
[[noreturn]] void fail(const Error& error) {
    throw std::runtime_error(std::string(error.code) + ": " + error.detail);  // throws: as above
}
template <class T>
T taken(Result<T> result) {
    if (!result) fail(result.error());
    return std::move(*result);
}

vault::Kek test_kek() {
    ByteArray<32> key;
    key.fill(0x5A);
    return {1, vault::Secret(key)};
}

}  // namespace

void change_beside(const store::Location& location,
                   const std::function<void(store::Connection&)>& change) {
    if (!location.is_postgres()) {
        const auto db = store::open_sqlite(
            {.path = location.sqlite_path(), .access = store::SqliteAccess::write});
        ASSERT_TRUE(db) << db.error().code;
        change(**db);
        return;
    }
    const auto db = store::open_reader(location);
    ASSERT_TRUE(db && (*db)->run("SET default_transaction_read_only = off") && (*db)->begin());
    change(**db);
    ASSERT_TRUE((*db)->commit());
}

TestDatabase::TestDatabase(store::Dialect dialect)
    : dialect_(dialect),
      name_(dialect == store::Dialect::postgres ? postgres_server().create_database()
                                                : std::string{}),
      location_(dialect == store::Dialect::postgres ? postgres_server().address_of(name_)
                                                    : folder_ / "data") {}

TestDatabase::~TestDatabase() {
    close();
    if (!name_.empty()) postgres_server().drop_database(name_);
}

store::Connection& TestDatabase::writer() {
    if (!writable_) writable_.emplace(taken(open_writer(location_, store::IfMissing::create)));
    if (!writable_->connection)
        writable_->connection = taken(store::open_writer_again(location_, writable_->turn));
    return *writable_->connection;
}

store::Connection& TestDatabase::reader() {
    if (!reader_) reader_ = taken(store::open_reader(location_));
    return *reader_;
}

std::unique_ptr<store::Connection> TestDatabase::take_writer() {
    writer();
    return std::move(writable_->connection);
}

Result<std::unique_ptr<store::Connection>> TestDatabase::open_writer_again() {
    return store::open_writer_again(location_, writable_->turn);
}

void TestDatabase::close() {
    reader_.reset();
    writable_.reset();
}

std::string TestDatabase::files() const {
    return dialect_ == store::Dialect::postgres ? postgres_server().data_directory()
                                                : location_.text();
}

TestNode::TestNode(store::Dialect dialect, log::Views views) : database_(dialect), views_(views) {
    if (const auto filled = fill(); !filled) fail(filled.error());
}

Result<void> TestNode::fill() {
    TRY(store::migrate(db(), node::migrations(), now));
    TRY(log::ensure_views(db(), views_, {}));
    TRY(db().begin());
    TRY_ASSIGN(auto secrets, vault::NodeSecrets::create(db(), test_kek()));
    node_ = std::make_unique<log::Node>(log::Node{vault::Keyring(test_kek()), std::move(secrets)});
    TRY(log::open_epoch(db(), *node_, views_, "test", now));
    return db().commit();
}

log::Cause TestNode::cause() {
    ++commands_;
    log::Cause made{.account = 1, .actor = 1, .device = 2, .command = {0xC0FFEE, commands_}};
    made.digest[15] = static_cast<std::uint8_t>(commands_);
    return made;
}

std::unique_ptr<log::Writer> TestNode::start_writer(log::Writer::Hooks hooks) {
    const auto reconnect = [this] {
        ++reconnections_;
        return database_.open_writer_again();
    };
    return taken(log::Writer::start(
        database_.take_writer(), reconnect, *node_, views_, [this] { return now; },
        std::move(hooks)));
}

void TestNode::sign() {
    const auto head = taken(log::load_head(db()));
    if (const auto done = log::sign_head(db(), *node_, head, now); !done) fail(done.error());
}

std::string store_name(const ::testing::TestParamInfo<store::Dialect>& tested) {
    return tested.param == store::Dialect::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace jatigi::testing
