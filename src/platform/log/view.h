// A view: tables derived from facts, and the one function that turns a fact into rows. Views run
// inside the append transaction, so a screen sees its own write; they can be dropped and made again
// at any time. An effect (a message, a print) is never a view's work.
#pragma once
#include <span>
#include <string_view>

#include "platform/log/fact.h"
#include "platform/log/fact_body.h"
#include "platform/log/stream.h"
#include "platform/store/connection.h"

namespace jatigi::log {

// One fact as this node sees it.
struct FactRecord {
    std::int64_t pos = 0;  // Local order.
    FactHeader header;
    Hash hash{};
    LocalId stream = 0;
    FactBody body;
};

// What a view may touch.
class ViewTx {
public:
    ViewTx(store::Connection& db, StreamTable& streams) : db_(&db), streams_(&streams) {}
    store::Connection& db() { return *db_; }
    // The local number of a thing that a fact names, made when it is first heard of.
    Result<LocalId> local(std::string_view kind, const ByteArray<16>& id) {
        return streams_->find_or_add(*db_, {std::string(kind), id});
    }

private:
    store::Connection* db_;
    StreamTable* streams_;
};

struct View {
    std::string_view name;
    std::string_view schema;  // CREATE statements; another text at start rebuilds the view.
    std::span<const std::string_view> tables;
    std::span<const std::string_view> kinds;  // Streams whose facts it wants.
    // Total: a fact of a type or version it does not know changes nothing.
    Result<void> (*apply)(ViewTx& tx, const FactRecord& fact);
    // Every row, by 128-bit ids instead of local numbers, so that two stores can be compared.
    std::span<const std::string_view> dumps;
};
using Views = std::span<const View* const>;

Result<void> apply_to_views(Views views, ViewTx& tx, const FactRecord& fact);

}  // namespace jatigi::log
