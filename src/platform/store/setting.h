// Settings of this node: a name and a value each.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "platform/store/connection.h"

namespace jatigi::store {

Result<void> put_setting(Connection& tx, std::string_view name, std::string_view value);
Result<std::map<std::string, std::string>> read_settings(Connection& db);
// Nothing when it was never put.
Result<std::optional<std::string>> find_setting(Connection& db, std::string_view name);

}  // namespace jatigi::store
