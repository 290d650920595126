#include "platform/store/postgres.h"

#include <charconv>
#include <pqxx/pqxx>

#include "platform/base/string_map.h"
#include "platform/store/postgres_address.h"
#include "platform/store/text_check.h"

namespace jatigi::store {
namespace {

// Any number that no other program on this server uses: "jatigi" in ASCII, and one more.
constexpr const char* take_session_lock = "SELECT pg_try_advisory_lock(116884494672745)";
constexpr const char* take_append_lock = "SELECT pg_advisory_xact_lock(116884494672746)";

// Object ids of PostgreSQL's built-in types (pg_type.dat): fixed since the 1990s.
constexpr pqxx::oid oid_bool = 16, oid_bytea = 17, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23,
                    oid_numeric = 1700;

// Only the SQLSTATE: PostgreSQL's text quotes values.
Error error_of(const std::string& sqlstate) {
    const std::string detail = "postgresql " + sqlstate;
    if (sqlstate.starts_with("53")) return {ErrorKind::unavailable, "store.full", detail, {}};
    if (sqlstate.starts_with("23")) return {ErrorKind::conflict, "store.constraint", detail, {}};
    if (sqlstate.starts_with("40") || sqlstate.starts_with("55"))
        return {ErrorKind::unavailable, "store.busy", detail, {}};
    if (sqlstate == "42P01")  // A table is missing: nobody ran `init` here.
        return {ErrorKind::unavailable, "store.not_initialised", detail, {}};
    if (sqlstate.starts_with("XX")) return {ErrorKind::unavailable, "store.corrupt", detail, {}};
    return {ErrorKind::unavailable, "store.unavailable", detail, {}};
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
    } catch (const pqxx::sql_error& problem) {
        return std::unexpected(error_of(problem.sqlstate()));
    } catch (const pqxx::broken_connection&) {
        return std::unexpected(error_of("connection lost"));
    } catch (const std::exception&) {
        return std::unexpected(error_of("library error"));
    }
}

// `?` to `$1`, `$2` …; none of our SQL has a question mark inside a literal.
std::string numbered(std::string_view sql) {
    std::string text;
    int number = 0;
    for (const char c : sql) {
        if (c == '?') {
            text += '$';
            text += std::to_string(++number);
        } else {
            text += c;
        }
    }
    return text;
}

std::int64_t integer_of(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Value value_of(const pqxx::field& field) {
    if (field.is_null()) return std::monostate{};
    const std::string_view text{field.c_str(), field.size()};
    switch (field.type()) {
        case oid_int2:
        case oid_int4:
        case oid_int8:
        case oid_numeric:  // The sum of a BIGINT; our sums fit 64 bits.
            return integer_of(text);
        case oid_bool:
            return std::int64_t{text == "t"};
        case oid_bytea:
            return from_hex(text.substr(2)).value_or(Bytes{});
        default:
            return std::string(text);
    }
}

// Parameters in text form; bytes as "\x…".
class TextParams {
public:
    explicit TextParams(std::span<const Param> params) {
        texts_.reserve(params.size());
        for (const Param& value : params) {
            if (const auto* integer = std::get_if<std::int64_t>(&value))
                texts_.push_back(std::to_string(*integer));
            else if (const auto* text = std::get_if<std::string_view>(&value))
                texts_.emplace_back(*text);
            else if (const auto* bytes = std::get_if<ByteView>(&value))
                texts_.push_back("\\x" + hex(*bytes));
            else if (const auto* id = std::get_if<ByteArray<16>>(&value))
                texts_.push_back("\\x" + hex(*id));
            else
                texts_.emplace_back();
            pointers_.push_back(std::holds_alternative<std::monostate>(value)
                                    ? nullptr
                                    : texts_.back().c_str());
        }
    }
    const std::vector<const char*>& pointers() const { return pointers_; }

private:
    std::vector<std::string> texts_;
    std::vector<const char*> pointers_;
};

class PostgresConnection final : public Connection {
public:
    explicit PostgresConnection(const std::string& address)
        : connection_(address), session_(connection_) {
        stay_closed();
        session_.exec("SET client_min_messages = error");
    }

    // The server frees the session's lock only when it notices that we are gone, which may be after
    // our own next connection asks for it.
    ~PostgresConnection() override {
        static_cast<void>(caught([&] { session_.exec("SELECT pg_advisory_unlock_all()"); }));
    }

    pqxx::nontransaction& session() { return session_; }

    Result<Rows> query(std::string_view sql, std::span<const Param> params) override {
        TRY_ASSIGN(const pqxx::result found, send(sql, params));
        Rows rows;
        rows.reserve(static_cast<std::size_t>(found.size()));
        for (const auto& line : found) {
            std::vector<Value> values;
            for (const auto& field : line) values.push_back(value_of(field));
            rows.emplace_back(std::move(values));
        }
        return rows;
    }

    Result<std::int64_t> execute(std::string_view sql, std::span<const Param> params) override {
        TRY_ASSIGN(const pqxx::result done, send(sql, params));
        return static_cast<std::int64_t>(done.affected_rows());
    }

    Result<void> script(std::string_view sql) override {
        return simple(fill_dialect(sql, Dialect::postgres));
    }

    Result<void> begin() override {
        note_begin();
        TRY(open_with("BEGIN"));
        return simple(take_append_lock);
    }
    Result<void> begin_read() override {
        note_begin();
        return open_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    // To COMMIT after a statement failed, PostgreSQL answers without an error that it rolled back
    // (with the command tag, which libpqxx 6 does not show).
    Result<void> commit() override {
        if (!open_ || spoiled_) {
            rollback();
            return refuse(ErrorKind::unavailable, "store.aborted");
        }
        open_ = false;
        return simple("COMMIT");
    }
    void rollback() override {
        if (open_) static_cast<void>(simple("ROLLBACK"));
        open_ = false;
    }
    bool in_transaction() const override { return open_ && connection_.is_open(); }
    Result<void> savepoint() override { return simple("SAVEPOINT command"); }
    Result<void> release_savepoint() override { return simple("RELEASE command"); }
    Result<void> rollback_to_savepoint() override {
        TRY(simple("ROLLBACK TO command"));
        spoiled_ = false;
        return simple("RELEASE command");
    }
    Dialect dialect() const override { return Dialect::postgres; }

private:
    // libpqxx 6 connects again by itself at the next statement but one, without the session's lock,
    // its settings and the open transaction. Whoever holds this object opens another one instead.
    void stay_closed() {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // libpqxx 7 never connects again.
        connection_.inhibit_reactivation(true);
#pragma GCC diagnostic pop
    }

    Result<void> open_with(const std::string& sql) {
        TRY(simple(sql));
        open_ = true;
        spoiled_ = false;
        return {};
    }

    Result<void> simple(const std::string& sql) {
        return noted(caught([&] { session_.exec(sql); }));
    }

    Result<pqxx::result> send(std::string_view sql, std::span<const Param> params) {
        TRY(check_texts(params));
        return noted(caught([&] {
            const TextParams texts(params);
            return session_.exec_prepared(prepared(sql),
                                          pqxx::prepare::make_dynamic_params(texts.pointers()));
        }));
    }

    template <class T>
    Result<T> noted(Result<T> result) {
        spoiled_ = spoiled_ || !result;
        return result;
    }

    const std::string& prepared(std::string_view sql) {
        const auto known = names_.find(sql);
        if (known != names_.end()) return known->second;
        const std::string name = "s" + std::to_string(names_.size());
        connection_.prepare(name, numbered(sql));
        return names_.emplace(std::string(sql), name).first->second;
    }

    pqxx::connection connection_;
    pqxx::nontransaction session_;
    StringMap<std::string> names_;
    bool open_ = false;
    bool spoiled_ = false;  // A statement of the open transaction failed.
};

}  // namespace

Result<std::unique_ptr<Connection>> open_postgres(const std::string& address,
                                                  PostgresAccess access) {
    const PostgresAddress demanded = demand_tls(address);
    auto opened = caught([&] { return std::make_unique<PostgresConnection>(demanded.text); });
    if (!opened && demanded.tls_demanded)
        opened.error().detail +=
            "; asked for with TLS and a verified certificate, since the address has no sslmode";
    TRY_ASSIGN(auto connection, std::move(opened));
    if (access == PostgresAccess::write) {
        TRY_ASSIGN(const Rows locked, connection->query(take_session_lock, {}));
        if (locked.at(0).integer(0) == 0)
            return refuse(ErrorKind::unavailable, "store.in_use",
                          "another jatigi writes to this database");
        TRY_ASSIGN(const auto durable,
                   connection->first("SELECT (current_setting('fsync') = 'on' AND "
                                     "current_setting('synchronous_commit') <> 'off')"));
        if (!durable || durable->integer(0) == 0)
            return refuse(ErrorKind::unavailable, "store.not_durable",
                          "fsync or synchronous_commit is off");
    }
    if (access == PostgresAccess::read)
        TRY(connection->execute("SET default_transaction_read_only = on", {}));
    return connection;
}

}  // namespace jatigi::store
