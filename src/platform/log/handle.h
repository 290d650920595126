// The write path of a command: seen before? else do the work, and keep the receipt. The work loads
// streams, lets `decide` speak, and appends.
#pragma once
#include "platform/log/write_tx.h"

namespace jatigi::log {

// A refusal that `decide` gave for this command, as opposed to a request we could not take up.
constexpr bool is_decision(ErrorKind kind) {
    return kind == ErrorKind::invalid || kind == ErrorKind::conflict;
}

// And no failure of the store or of a fact, which says nothing of what was asked for.
constexpr bool is_refusal(const Error& error) {
    return is_decision(error.kind) && !error.code.starts_with("store.") &&
           !error.code.starts_with("fact.");
}

// What an earlier refusal of the same command means: it stands, or the world has moved on, and what was
// asked for has been done meanwhile.
enum class Refused { stands, decided_again };

// `work(tx)` gives the parameters of the answer, a JSON object without personal data. An error
// after the first append undoes the command and leaves no receipt.
template <class Work>
Result<Receipt> once(WriteTx& tx, const Cause& cause, Work&& work,
                     Refused refused = Refused::stands) {
    TRY_ASSIGN(const auto earlier, find_receipt(tx.db(), tx.node().secrets, cause));
    if (earlier && (earlier->accepted() || refused == Refused::stands)) return *earlier;
    Result<std::string> outcome = work(tx);
    Receipt receipt;
    if (outcome) {
        receipt.params = *std::move(outcome);
    } else {
        const Error& error = outcome.error();
        if (!is_refusal(error) || tx.appended() > 0) return std::unexpected(error);
        receipt = {error.kind, std::string(error.code), error.params};
    }
    TRY(keep_receipt(tx.db(), tx.node().secrets, cause, receipt, tx.now()));
    return receipt;
}

// As the concept says; by number when it says nothing.
template <class Concept>
constexpr FactAuthor author_of() {
    if constexpr (requires { Concept::author; })
        return Concept::author;
    else
        return FactAuthor::named;
}

// Loads the stream, decides, appends. Concept: State, Event, kind, encode(Event) → {type, version,
// data}, decode(FactBody) → optional<Event>.
template <class Concept, class Command>
Result<std::vector<typename Concept::Event>> execute(WriteTx& tx, const Cause& cause,
                                                     const Id<typename Concept::Entity>& id,
                                                     const Command& command) {
    const StreamName name = stream_name(Concept::kind, id);
    TRY_ASSIGN(const auto state, tx.template state<Concept>(name));
    TRY_ASSIGN(auto events, decide(state, command));
    for (const auto& event : events) {
        auto encoded = Concept::encode(event);
        TRY(tx.append({.stream = name,
                       .author = author_of<Concept>(),
                       .type = std::move(encoded.type),
                       .version = encoded.version,
                       .data = std::move(encoded.data),
                       .readable = [](const FactBody& body) {
                           return Concept::decode(body).has_value();
                       }},
                      cause));
        tx.template fold_in<Concept>(name, event);
    }
    return events;
}

}  // namespace jatigi::log
