// One-time links. The table keeps a digest and a seal, so that a copy of it signs nobody in, and
// neither does a row that somebody planted.
#pragma once
#include "platform/access/account.h"

namespace jatigi::access {

// A token that signs its bearer in, once: 32 hex digits. The account's earlier links are void. A
// fact says that a link was made. Refuses with account.altered.
Result<std::string> make_link(log::WriteTx& tx, std::int64_t account, Instant expires_at,
                              const log::Cause& cause);
// Whether find_link() would find it now: asked first, so that guesses do not come to the writer.
Result<bool> link_is_open(store::Connection& db, std::string_view token, Instant now);
// Whose link it is; it can still be used. Refuses with session.link_invalid (unknown, used, too
// old: not told apart).
Result<Account> find_link(log::WriteTx& tx, std::string_view token);
// Takes the link away. Refuses as find_link() does.
Result<Account> use_link(log::WriteTx& tx, std::string_view token);

}  // namespace jatigi::access
