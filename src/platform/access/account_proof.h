// Ties the rows of accounts, sessions and sign-in links to this node's keys and log. Whoever can
// write to the database and has no key can neither raise a role, put back an earlier row, nor plant
// a session or a link: such a row signs nobody in.
//
// Each change of an account is an open fact of the stream "actor:<derived id>". The row's seal is a
// keyed digest of all its columns, of its second factor (second_factor.h) and of the hash of that
// stream's last fact.
#pragma once
#include "platform/base/json.h"
#include "platform/log/write_tx.h"

namespace jatigi::access {

using RowSeal = ByteArray<16>;

// Refuses with account.altered (params: name): the row is not as it was left.
Result<void> check_unaltered(store::Connection& db, const log::Node& node, std::int64_t account);

// Writes the fact {"number":…, and `data`} and seals the row as it is now. Ask check_unaltered()
// before the row is changed: otherwise what somebody did by hand is sealed with it.
Result<void> seal_change(log::WriteTx& tx, std::int64_t account, std::string type,
                         json::object data, const log::Cause& cause);

// The accounts of a data of before there were seals, once: those whose role is the one that they
// were declared with. The others stay as they are, altered.
Result<void> adopt_accounts(log::WriteTx& tx, const log::Cause& cause);
Result<bool> needs_adoption(store::Connection& db, const log::Node& node);

// Numbers of the accounts that are not as they were left.
Result<std::vector<std::int64_t>> altered_accounts(store::Connection& db, const log::Node& node);

// The stream that holds the facts of an account. Its id says nothing to who has no key.
log::StreamName actor_stream(const log::Node& node, std::int64_t account);

// Of a row that belongs to an account: a session or a link, its token's digest and its time.
RowSeal token_seal(const log::Node& node, std::string_view kind, ByteView digest,
                   std::int64_t account, std::int64_t time_us);

}  // namespace jatigi::access
