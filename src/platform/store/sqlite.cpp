#include "platform/store/sqlite.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>


#include "platform/base/string_map.h"
#include "platform/store/text_check.h"

namespace jatigi::store {
namespace {

// Debian 12's SQLite has no fix for the WAL-reset bug, which needs two connections that write or
// checkpoint at once. Readers therefore never checkpoint.
constexpr const char* writer_settings =
    "PRAGMA journal_mode=WAL; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
    "PRAGMA cache_size=-32000;";
constexpr const char* reader_settings =
    "PRAGMA temp_store=MEMORY; PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA cache_size=-16000;";
constexpr int busy_timeout_ms = 5'000;

// Only the numeric code: SQLite's text can quote values.
Error error_of(int code) {
    const std::string detail = "sqlite " + std::to_string(code);
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return {ErrorKind::unavailable, "store.full", detail, {}};
        case SQLITE_CONSTRAINT:
            return {ErrorKind::conflict, "store.constraint", detail, {}};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::unavailable, "store.busy", detail, {}};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorKind::unavailable, "store.corrupt", detail, {}};
        default:
            return {ErrorKind::unavailable, "store.unavailable", detail, {}};
    }
}

template <class Work>
auto caught(Work&& work) -> Result<decltype(work())> {
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            return {};
        } else {
            return work();
        }
    } catch (const SQLite::Exception& problem) {
        return std::unexpected(error_of(problem.getExtendedErrorCode() != -1
                                            ? problem.getExtendedErrorCode()
                                            : problem.getErrorCode()));
    }
}

void bind(SQLite::Statement& statement, int index, const Param& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        statement.bind(index, *integer);
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
        statement.bind(index, std::string(*text));
    } else if (const auto* bytes = std::get_if<ByteView>(&value)) {
        // A null pointer would bind NULL, so an empty string of bytes needs an address.
        const void* data = bytes->empty() ? static_cast<const void*>("") : bytes->data();
        statement.bindNoCopy(index, data, static_cast<int>(bytes->size()));
    } else if (const auto* id = std::get_if<ByteArray<16>>(&value)) {
        statement.bindNoCopy(index, id->data(), static_cast<int>(id->size()));
    } else {
        statement.bind(index);
    }
}

Value value_of(const SQLite::Column& column) {
    switch (column.getType()) {
        case SQLITE_INTEGER:
            return column.getInt64();
        case SQLITE_TEXT:
            return column.getString();
        case SQLITE_BLOB: {
            const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
            return Bytes(data, data + column.getBytes());
        }
        default:
            return std::monostate{};
    }
}

// Leaves the statement reset whatever happens: an open read would pin the WAL.
class Execution {
public:
    Execution(SQLite::Statement& statement, std::span<const Param> params) : statement_(statement) {
        int index = 0;
        for (const Param& value : params) bind(statement_, ++index, value);
    }
    Execution(const Execution&) = delete;
    Execution& operator=(const Execution&) = delete;
    ~Execution() {
        statement_.tryReset();
        try {
            statement_.clearBindings();
        } catch (const SQLite::Exception&) {  // NOLINT(bugprone-empty-catch) Nothing is left bound
                                              // that could be read.
        }
    }

private:
    SQLite::Statement& statement_;
};

class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(const SqliteOptions& options)
        : database_(options.path,
                    SQLite::OPEN_NOMUTEX | (options.access == SqliteAccess::write
                                                ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                                : SQLite::OPEN_READONLY),
                    busy_timeout_ms, options.vfs) {}

    SQLite::Database& database() { return database_; }

    Result<Rows> query(std::string_view sql, std::span<const Param> params) override {
        TRY(check_texts(params));
        return caught([&] {
            SQLite::Statement& statement = prepared(sql);
            const Execution execution(statement, params);
            Rows rows;
            while (statement.executeStep()) {
                std::vector<Value> values;
                values.reserve(static_cast<std::size_t>(statement.getColumnCount()));
                for (int i = 0; i < statement.getColumnCount(); ++i)
                    values.push_back(value_of(statement.getColumn(i)));
                rows.emplace_back(std::move(values));
            }
            return rows;
        });
    }

    Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) override {
        TRY(check_texts(params));
        return caught([&] {
            SQLite::Statement& statement = prepared(sql);
            const Execution execution(statement, params);
            return static_cast<std::int64_t>(statement.exec());
        });
    }

    Result<void> script(std::string_view sql) override {
        return caught([&] { database_.exec(fill_dialect(sql, Dialect::sqlite)); });
    }

    Result<bool> others_wrote() override {
        TRY_ASSIGN(const auto version, value<std::int64_t>("PRAGMA data_version"));
        return std::exchange(data_version_, version.value_or(0)) != version.value_or(0);
    }

    Result<void> begin() override {
        note_begin();
        return simple("BEGIN IMMEDIATE");
    }
    Result<void> begin_read() override {
        note_begin();
        return simple("BEGIN");
    }
    // A full disk ends the transaction by itself.
    Result<void> commit() override {
        if (!in_transaction()) return refuse(ErrorKind::unavailable, "store.aborted");
        return simple("COMMIT");
    }
    void rollback() override {
        if (in_transaction()) static_cast<void>(simple("ROLLBACK"));
    }
    bool in_transaction() const override {
        return sqlite3_get_autocommit(database_.getHandle()) == 0;
    }
    Result<void> savepoint() override { return simple("SAVEPOINT command"); }
    Result<void> release_savepoint() override { return simple("RELEASE command"); }
    Result<void> rollback_to_savepoint() override {
        TRY(simple("ROLLBACK TO command"));
        return simple("RELEASE command");
    }
    Dialect dialect() const override { return Dialect::sqlite; }

private:
    Result<void> simple(std::string_view sql) {
        TRY(execute(sql, {}));
        return {};
    }

    SQLite::Statement& prepared(std::string_view sql) {
        const auto known = statements_.find(sql);
        if (known != statements_.end()) return *known->second;
        std::string text(sql);
        auto statement = std::make_unique<SQLite::Statement>(database_, text);
        return *statements_.emplace(std::move(text), std::move(statement)).first->second;
    }

    SQLite::Database database_;  // Declared first: statements must go before it does.
    StringMap<std::unique_ptr<SQLite::Statement>> statements_;
    std::int64_t data_version_ = 0;
};

Result<void> configure_writer(SQLite::Database& database, const SqliteOptions& options) {
    const int wanted = options.synchronous == Synchronous::full ? 2 : 1;
    TRY_ASSIGN(const auto settings, caught([&] {
                   database.exec(writer_settings);
                   database.exec(wanted == 2 ? "PRAGMA synchronous=FULL"
                                             : "PRAGMA synchronous=NORMAL");
                   database.exec("PRAGMA wal_autocheckpoint=" +
                                 std::to_string(options.checkpoint_pages));
                   return std::pair(database.execAndGet("PRAGMA synchronous").getInt(),
                                    database.execAndGet("PRAGMA journal_mode").getString());
               }));
    // An in-memory database has no WAL and nothing to lose.
    if (settings.first != wanted || (settings.second != "wal" && settings.second != "memory"))
        return refuse(ErrorKind::unavailable, "store.not_durable",
                      "WAL with synchronous=FULL could not be set");
    return {};
}

}  // namespace

Result<std::unique_ptr<Connection>> open_sqlite(const SqliteOptions& options) {
    // SQLite's memory statistics take a global lock at each allocation, and nobody reads them. Only
    // possible before its first use; later calls change nothing.
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(configured);
    TRY_ASSIGN(auto connection,
               caught([&] { return std::make_unique<SqliteConnection>(options); }));
    if (options.access == SqliteAccess::write)
        TRY(configure_writer(connection->database(), options));
    else
        TRY(caught([&] { connection->database().exec(reader_settings); }));
    TRY(connection->others_wrote());  // From now on.
    return connection;
}

}  // namespace jatigi::store
