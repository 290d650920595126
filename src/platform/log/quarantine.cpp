#include "platform/log/quarantine.h"

#include <algorithm>
#include <array>

namespace jatigi::log {
namespace {

constexpr std::string_view schema = "CREATE TABLE quarantine(pos {KEY}, stream {INT});";

Result<void> apply_nothing(ViewTx&, const FactRecord&) { return {}; }

}  // namespace

const View quarantine_view{.name = "quarantine",
                           .schema = schema,
                           .tables = {"quarantine"},
                           .kinds = {},
                           .apply = apply_nothing,
                           .dumps = {}};

Result<void> quarantine(store::Connection& tx, std::int64_t pos, std::optional<LocalId> stream) {
    TRY(tx.run("insert into quarantine(pos, stream) values (?, ?)", pos, stream));
    return {};
}

Result<Quarantine> read_quarantine(store::Connection& db) {
    Quarantine found;
    TRY_ASSIGN(const auto made,
               db.first("select hash from view_schema where name = ?", quarantine_view.name));
    if (!made) return found;
    TRY_ASSIGN(const auto count, db.first("select count(*) from quarantine"));
    found.facts = count->integer(0);
    TRY_ASSIGN(const auto rows, db.rows("select distinct s.kind, s.id from quarantine q "
                                        "join stream s on s.local = q.stream"));
    for (const store::Row& row : rows)
        found.streams.push_back({row.text(0), fixed_bytes<16>(row.bytes(1))});
    return found;
}

Result<bool> is_quarantined(store::Connection& db, const ByteArray<16>& id) {
    TRY_ASSIGN(const auto row, db.first("select q.pos from quarantine q join stream s "
                                        "on s.local = q.stream where s.id = ? limit 1",
                                        id));
    return row.has_value();
}

bool is_unreadable(const Error& error) {
    constexpr std::array<std::string_view, 6> codes{"fact.malformed", "fact.body_unreadable",
                                                    "fact.misfiled", "fact.unproven", "vault.seal_broken",
                                                    "vault.wrong_generation"};
    return std::ranges::find(codes, error.code) != codes.end();
}

}  // namespace jatigi::log
