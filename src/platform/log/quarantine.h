// Streams of which an open fact cannot be read: its body is torn, or its header, or nothing proves it. The fact stays, the
// log goes on, and whoever decides by such a stream takes the value that protects (docs/log-format.md).
// Which stream it is, only the local column of the fact says.
//
// Table `quarantine` is made again with the views, at each rebuild. Sealed facts are not in it: whether
// one opens shows when it is opened.
#pragma once
#include "platform/log/view.h"

namespace jatigi::log {

// Its table and no more: no fact is applied to it.
extern const View quarantine_view;

Result<void> quarantine(store::Connection& tx, std::int64_t pos, std::optional<LocalId> stream);

struct Quarantine {
    std::int64_t facts = 0;
    std::vector<StreamName> streams;  // Those that are known.
};
// Empty in data that no program with this table has rebuilt yet.
Result<Quarantine> read_quarantine(store::Connection& db);

// Any stream of this id, of whatever kind: a person's have one id.
Result<bool> is_quarantined(store::Connection& db, const ByteArray<16>& id);

// What is stored cannot be read, whoever tries: not a store that fails, nor a right or a key that is
// missing.
bool is_unreadable(const Error& error);

}  // namespace jatigi::log
