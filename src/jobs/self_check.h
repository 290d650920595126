// What a running node looks for in its own data, at the start and once a day: a fact that was taken
// out lifts a restriction, a changed account reads, a table shows somebody elsewhere. Seals are
// tried by `jatigi verify` alone, which takes much longer.
#pragma once
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "platform/base/enum_text.h"
#include "platform/log/chain_proof.h"
#include "platform/log/view.h"
#include "platform/store/connection.h"

namespace jatigi::jobs {

// The log; the rows that watch over those who read (vault/watch.h); accounts; the tables that are
// made from the facts.
enum class Checked : std::uint8_t { log, watched, accounts, views, recovery_key };
constexpr auto enum_texts(Checked) {
    return texts_in_order<Checked>("log", "watched", "accounts", "views", "recovery_key");
}
// By position and number, never by content; only of what was altered.
using Alterations = std::map<Checked, std::vector<std::string>>;

// Accounts and what watches over those who read: tables beside the log, which its facts and keys
// prove. `node` may be null: then only what no key proves is looked at.
Result<Alterations> check_tables(store::Connection& db, const log::Node* node);

// Whether the log's chain leads to the end that `proof` says, which was taken in the same reading:
// a break that somebody took is none. Refuses with server.stopping when `stopped`.
Result<std::vector<std::string>> check_log(store::Connection& db, const log::ChainProof& proof,
                                           const std::stop_token& stopped);

// Beyond it a comparison takes more memory than an old laptop has to spare: `jatigi verify` does
// it.
constexpr std::int64_t facts_compared_max = 500'000;
// Whether the tables that are made from the facts are what they say: somebody who is shown at
// another site is read there. Nothing is looked at in data of more facts than that. Refuses as
// check_log().
Result<std::vector<std::string>> check_views(store::Connection& db, log::Views views,
                                             const std::stop_token& stopped);

}  // namespace jatigi::jobs
