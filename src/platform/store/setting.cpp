#include "platform/store/setting.h"

namespace jatigi::store {

Result<void> put_setting(Connection& tx, std::string_view name, std::string_view value) {
    TRY(tx.run("insert into setting(name, value) values (?, ?) "
               "on conflict (name) do update set value = excluded.value",
               name, value));
    return {};
}

Result<std::map<std::string, std::string>> read_settings(Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select name, value from setting"));
    std::map<std::string, std::string> settings;
    for (const Row& row : rows) settings.emplace(row.text(0), row.text(1));
    return settings;
}

Result<std::optional<std::string>> find_setting(Connection& db, std::string_view name) {
    TRY_ASSIGN(const auto row, db.first("select value from setting where name = ?", name));
    return row ? row->text_or_null(0) : std::nullopt;
}

}  // namespace jatigi::store
