// Which cards are on paper, and by which command. A table, not facts: facts of one pile would tell
// who was left out of it. Its rows are keyed digests, so that the database alone says how many
// there are, and not whose.
#pragma once
#include "people/registry/card.h"
#include "platform/log/receipt.h"

namespace jatigi::registry {

enum class Paper : std::uint8_t {
    none,
    of_this,  // The answer to this command was lost, and is asked for again.
    of_another,
};
Result<Paper> paper_of(store::Connection& db, const vault::NodeSecrets& secrets,
                       const CardSerial& serial, const log::Cause& cause);
// What is on paper already stays as it is.
Result<void> put_on_paper(store::Connection& tx, const vault::NodeSecrets& secrets,
                          const CardSerial& serial, const log::Cause& cause);

}  // namespace jatigi::registry
