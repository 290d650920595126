// The centre's own free number for complaints, printed on every card: `jatigi settings hotline`.
// Whoever has the database alone cannot send complaints to another number, nor to an earlier one.
#pragma once
#include "platform/log/sealed_setting.h"

namespace jatigi::registry {

constexpr std::size_t hotline_letters_max = 20;
// Rows of before have a seal of the number alone, in front of it.
std::optional<std::string> read_old_hotline(const log::Node& node, std::string_view stored);
inline constexpr log::SealedSetting hotline_setting{.name = "hotline",
                                                    .kind = "hotline",
                                                    .stream = "jatigi hotline",
                                                    .fact = "node.hotline_put",
                                                    .member = "number",
                                                    .read_old = read_old_hotline};

// Empty when there is none, and when what stands there is not what was put last with the node's
// key.
Result<std::string> find_hotline(store::Connection& db, const log::Node& node);
// Digits, blanks and a leading "+", or nothing, which takes it away. Refuses with hotline.invalid.
Result<void> put_hotline(log::WriteTx& tx, const log::Cause& cause, std::string_view number);

}  // namespace jatigi::registry
