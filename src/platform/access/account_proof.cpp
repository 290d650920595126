#include "platform/access/account_proof.h"

#include <map>

#include "platform/access/second_factor.h"
#include "platform/log/read.h"

namespace jatigi::access {
namespace {

constexpr std::string_view actor_kind = "actor";

// Every column that says who may sign in as what, in the order of the table.
constexpr std::string_view sealed_columns =
    "id, name, role, site, password, active, made_at, made_by, confirmed_by, confirmed_at, "
    "confirmed_how, vouched_by, ends_at, closed_at, closed_by";
constexpr std::array<std::size_t, 4> text_columns{1, 2, 4, 10};
constexpr std::size_t columns = 15;

void add_part(Bytes& all, std::optional<std::string_view> part) {
    put_big_endian(all, part ? part->size() + 1 : 0, 4);
    if (part) append(all, as_bytes(*part));
}

struct SealedRow {
    std::string name;
    RowSeal should_be{};
    Bytes is;
};

// Nothing when there is no such account.
Result<std::optional<SealedRow>> read_row(store::Connection& db, const log::Node& node,
                                          std::int64_t account) {
    TRY_ASSIGN(const auto row, db.first("select " + std::string(sealed_columns) +
                                            ", seal from account where id = ?",
                                        account));
    if (!row) return std::optional<SealedRow>{};
    Bytes all;
    add_part(all, "jatigi account");
    for (std::size_t i = 0; i < columns; ++i) {
        if (row->is_null(i))
            add_part(all, std::nullopt);
        else if (std::ranges::find(text_columns, i) != text_columns.end())
            add_part(all, row->text(i));
        else
            add_part(all, std::to_string(row->integer(i)));
    }
    // An account without one has the digest that it had before there were any.
    TRY_ASSIGN(const Bytes factor, factor_proof(db, account));
    if (!factor.empty()) {
        add_part(all, "second factor");
        add_part(all, as_text(factor));
    }
    TRY_ASSIGN(const Bytes hash, log::last_own_hash(db, node, actor_stream(node, account)));
    add_part(all, as_text(hash));
    return std::optional{SealedRow{row->text(1), keyed_digest<16>(node.secrets.mac_key(), all),
                                   row->is_null(columns) ? Bytes{} : row->bytes(columns)}};
}

Result<bool> has_actor_stream(store::Connection& db, const log::Node& node, std::int64_t account) {
    const log::StreamName stream = actor_stream(node, account);
    TRY_ASSIGN(const auto row, db.first("select local from stream where id = ? and kind = ?",
                                        stream.id, stream.kind));
    return row.has_value();
}

// What the log says of accounts of before there were seals, by number.
Result<std::map<std::int64_t, std::string>> declared_roles(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select f.body from fact f join stream s on s.local = f.stream "
                       "where s.kind = ? and f.site is null order by f.pos",
                       actor_kind));
    std::map<std::int64_t, std::string> roles;
    for (const store::Row& row : rows) {
        const auto body = log::decode_body(row.bytes(0));
        if (!body || body->type != "actor.declared") continue;
        const auto number = json::integer_at(body->data, "number");
        const auto role = json::text_at(body->data, "role");
        if (number && role) roles.emplace(*number, *role);
    }
    return roles;
}

Result<void> store_seal(store::Connection& db, const log::Node& node, std::int64_t account) {
    TRY_ASSIGN(const auto row, read_row(db, node, account));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    TRY(db.run("update account set seal = ? where id = ?", row->should_be, account));
    return {};
}

}  // namespace

log::StreamName actor_stream(const log::Node& node, std::int64_t account) {
    return {std::string(actor_kind),
            keyed_digest<16>(node.secrets.mac_key(),
                             as_bytes("jatigi actor " + std::to_string(account)))};
}

RowSeal token_seal(const log::Node& node, std::string_view kind, ByteView digest,
                   std::int64_t account, std::int64_t time_us) {
    Bytes all;
    add_part(all, kind);
    add_part(all, as_text(digest));
    add_part(all, std::to_string(account));
    add_part(all, std::to_string(time_us));
    return keyed_digest<16>(node.secrets.mac_key(), all);
}

Result<void> check_unaltered(store::Connection& db, const log::Node& node, std::int64_t account) {
    TRY_ASSIGN(const auto row, read_row(db, node, account));
    if (!row) return refuse(ErrorKind::not_found, "account.not_found");
    if (std::ranges::equal(row->is, row->should_be)) return {};
    return refuse(ErrorKind::not_allowed, "account.altered", {},
                  boost::json::serialize(json::object{{"name", row->name}}));
}

Result<void> seal_change(log::WriteTx& tx, std::int64_t account, std::string type,
                         json::object data, const log::Cause& cause) {
    data["number"] = account;
    TRY(tx.append({.stream = actor_stream(tx.node(), account),
                   .type = std::move(type),
                   .data = std::move(data)},
                  cause));
    return store_seal(tx.db(), tx.node(), account);
}

Result<bool> needs_adoption(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const auto first, db.first("select id from account order by id limit 1"));
    if (!first) return false;
    // The first account is made with the node, so it has its stream in every data made or adopted
    // since.
    TRY_ASSIGN(const bool proved, has_actor_stream(db, node, 1));
    return !proved;
}

Result<void> adopt_accounts(log::WriteTx& tx, const log::Cause& cause) {
    TRY_ASSIGN(const auto roles, declared_roles(tx.db()));
    TRY_ASSIGN(const auto rows, tx.db().rows("select id, role from account order by id"));
    TRY(tx.append({.stream = actor_stream(tx.node(), 1),
                   .type = "actor.adopted",
                   .data = {{"accounts", rows.size()}}},
                  cause));
    for (const store::Row& row : rows) {
        const auto declared = roles.find(row.integer(0));
        if (declared == roles.end() || declared->second != row.text(1)) continue;
        TRY(seal_change(tx, row.integer(0), "actor.adopted", {{"role", row.text(1)}}, cause));
    }
    return {};
}

Result<std::vector<std::int64_t>> altered_accounts(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const auto rows, db.rows("select id from account order by id"));
    std::vector<std::int64_t> altered;
    for (const store::Row& row : rows) {
        const auto checked = check_unaltered(db, node, row.integer(0));
        if (checked) continue;
        // A fact of theirs is not where it was: what the account is nobody knows.
        if (checked.error().code != "account.altered" && checked.error().code != "log.altered")
            return std::unexpected(checked.error());
        altered.push_back(row.integer(0));
    }
    return altered;
}

}  // namespace jatigi::access
