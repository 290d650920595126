// A view: tables derived from facts, and the one function that turns a fact into rows. Views run
// inside the append transaction, so a screen sees its own write; they can be dropped and made again
// at any time. An effect (a message, a print) is never a view's work.
#pragma once
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

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
    // When it was recorded, as its clock says.
    Instant at() const {
        return Instant{Instant::duration{static_cast<Instant::rep>(header.hlc_us)}};
    }
};

// What a view may touch.
class ViewTx {
public:
    ViewTx(store::Connection& db, StreamTable& streams) : db_(&db), streams_(&streams) {}
    store::Connection& db() { return *db_; }
    // What a fact does to the tables.
    template <class... Args>
    Result<void> run(std::string_view sql, const Args&... args) {
        TRY(db_->run(sql, args...));
        return {};
    }
    // The local number of a thing that a fact names, made when it is first heard of.
    Result<LocalId> local(std::string_view kind, const ByteArray<16>& id) {
        return streams_->find_or_add(*db_, {std::string(kind), id});
    }
    template <class Entity>
    Result<LocalId> local(std::string_view kind, const Id<Entity>& id) {
        return streams_->find_or_add(*db_, stream_name(kind, id));
    }

private:
    store::Connection* db_;
    StreamTable* streams_;
};

struct View {
    std::string_view name;
    std::string_view schema;  // CREATE statements; another text at start rebuilds the view.
    std::vector<std::string_view> tables;
    std::vector<std::string_view> kinds;  // Streams whose facts it wants.
    // Total: a fact of a type or version it does not know changes nothing.
    Result<void> (*apply)(ViewTx& tx, const FactRecord& fact);
    // Every row, by 128-bit ids instead of local numbers, so that two stores can be compared.
    std::vector<std::string_view> dumps;
};

// For View::apply: the event of a fact of this stream goes to the one of `Adders` that takes it,
// Result<void>(ViewTx&, const FactRecord&, const Event&).
template <class Stream, auto... Adders>
Result<void> apply_events(ViewTx& tx, const FactRecord& fact) {
    const auto event = Stream::decode(fact.body);
    if (!event) return {};
    return std::visit(
        [&]<class Event>(const Event& one) {
            constexpr auto takes = []<class Adder>(Adder*) {
                return std::is_invocable_v<Adder*, ViewTx&, const FactRecord&, const Event&>;
            };
            static_assert((int{takes(Adders)} + ...) == 1, "one function for each event");
            Result<void> done;
            const auto attempt = [&]<class Adder>(Adder* adder) {
                if constexpr (takes(static_cast<Adder*>(nullptr))) done = adder(tx, fact, one);
            };
            (attempt(Adders), ...);
            return done;
        },
        *event);
}
using Views = std::span<const View* const>;

Result<void> apply_to_views(Views views, ViewTx& tx, const FactRecord& fact);

}  // namespace jatigi::log
