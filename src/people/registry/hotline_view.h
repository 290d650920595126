// The centre's own free number for complaints, printed on every card: `jatigi settings hotline`.
// Whoever has the database alone cannot send complaints to another number.
#pragma once
#include "platform/log/node.h"
#include "platform/store/connection.h"

namespace jatigi::registry {

constexpr std::size_t hotline_letters_max = 20;

// Empty when there is none, and when what stands there was not put with the node's key.
Result<std::string> find_hotline(store::Connection& db, const log::Node& node);
// Digits, blanks and a leading "+", or nothing, which takes it away. Refuses with hotline.invalid.
Result<void> put_hotline(store::Connection& tx, const log::Node& node, std::string_view number);

}  // namespace jatigi::registry
