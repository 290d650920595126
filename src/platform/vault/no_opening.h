// A row of openings that stands for nobody's reading: who was refused a restricted file, as if
// there were nobody, leaves it beside the row of restricted hits, since whoever is shown a file
// leaves both. Nobody is shown it, and it counts for no account.
#pragma once
#include "platform/base/day.h"
#include "platform/store/connection.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::vault {

constexpr std::string_view no_opening_kind = "nobody";

Result<void> record_no_opening(store::Connection& tx, const NodeSecrets& secrets, Instant now);

}  // namespace jatigi::vault
