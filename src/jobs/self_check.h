// What a running node looks for in its own data, at the start and once a day: a fact that was taken
// out lifts a restriction, a changed account reads. Seals and views are tried by `jatigi verify`
// alone, which takes much longer.
#pragma once
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "platform/base/enum_text.h"
#include "platform/log/chain_proof.h"
#include "platform/store/connection.h"

namespace jatigi::jobs {

// The log; the rows that watch over those who read (vault/watch.h); accounts.
enum class Checked : std::uint8_t { log, watched, accounts };
constexpr auto enum_texts(Checked) {
    return texts_in_order<Checked>("log", "watched", "accounts");
}
// By position and number, never by content; only of what was altered.
using Alterations = std::map<Checked, std::vector<std::string>>;

// Accounts and what watches over those who read: tables beside the log, which its facts and keys
// prove. `node` may be null: then only what no key proves is looked at.
Result<Alterations> check_tables(store::Connection& db, const log::Node* node);

// Whether the log's chain leads to the end that `proof` says, which was taken in the same reading: a
// break that somebody took is none. Refuses with server.stopping when `stopped`.
Result<std::vector<std::string>> check_log(store::Connection& db, const log::ChainProof& proof,
                                           const std::stop_token& stopped);

}  // namespace jatigi::jobs
