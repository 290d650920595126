#include "people/registry/person_lookup_view.h"

#include <algorithm>

#include "people/registry/case_number.h"
#include "people/registry/person_codec.h"
#include "people/registry/scan.h"

namespace jatigi::registry {

namespace {

// What the tables say of a number or a card is what the person's own facts say: of two exchanged
// rows one person's act would be written for another, for good.
Result<void> check_by_facts(log::WriteTx& tx, const CardHolder& holder,
                            const std::optional<CardSerial>& shown) {
    TRY_ASSIGN(const Person state,
               tx.state<PersonStream>(log::stream_name(person_kind, holder.person.id)));
    const auto* registered = std::get_if<Registered>(&state);
    const bool is_theirs =
        registered != nullptr && registered->case_number == holder.person.case_number;
    // A void card was theirs once: it opens nothing.
    const bool is_card =
        !shown || holder.void_card || registered == nullptr || registered->card == shown;
    if (is_theirs && is_card) return {};
    tx.node().known->note_altered();
    return refuse(ErrorKind::unavailable, "log.altered", "a number or a card is another's");
}

// One reading of what was scanned or typed.
Result<CardHolder> holder_of(log::WriteTx& tx, std::string_view code) {
    if (looks_like_card_code(code)) {
        const vault::NodeSecrets& secrets = tx.node().secrets;
        TRY_ASSIGN(const CardSerial serial,
                   read_card(code, {.mac_key = secrets.mac_key(), .site_tag = secrets.site()}));
        TRY_ASSIGN(CardHolder holder, find_by_card(tx.db(), serial));
        holder.by_card = true;
        TRY(check_by_facts(tx, holder, serial));
        return holder;
    }
    const auto case_number = parse_case_number(code);
    if (!case_number) return refuse(ErrorKind::invalid, "card.unreadable");
    auto found = find_by_case_number(tx.db(), *case_number);
    // A well-formed number that nobody here has: for the person at the gate it is an unknown card.
    if (!found && found.error().code == "person.not_found")
        return refuse(ErrorKind::not_found, "card.unknown");
    if (!found) return std::unexpected(found.error());
    CardHolder holder{*std::move(found)};
    TRY(check_by_facts(tx, holder, std::nullopt));
    return holder;
}

// How far a reading came before it was refused: a card of ours tells more than a text.
int nearness(const Error& error) {
    if (error.kind == ErrorKind::unavailable || error.code.starts_with("store.")) return 4;
    if (error.code == "card.unknown" || error.code == "card.void") return 3;
    return error.code == "card.unreadable" ? 0 : 1;
}

}  // namespace

Result<CardHolder> find_holder(log::WriteTx& tx, std::string_view code) {
    std::optional<Error> nearest;
    for (const std::string& reading : scan_readings(code)) {
        auto holder = holder_of(tx, reading);
        if (holder) return holder;
        if (!nearest || nearness(holder.error()) > nearness(*nearest))
            nearest = std::move(holder.error());
    }
    if (nearest && nearest->code != "card.unreadable") return std::unexpected(*std::move(nearest));
    return refuse(ErrorKind::invalid,
                  looks_like_keyboard(code) ? "card.keyboard" : "card.unreadable");
}

bool may_be_a_number(std::string_view code) {
    bool is_card = false;
    for (const std::string& reading : scan_readings(code)) {
        if (looks_like_card_code(reading))
            is_card = true;
        else if (parse_case_number(reading))
            return true;
    }
    return !is_card;
}

Result<PersonRow> find_by_code(log::WriteTx& tx, std::string_view code) {
    TRY_ASSIGN(CardHolder holder, find_holder(tx, code));
    if (holder.void_card) return refuse(ErrorKind::conflict, "card.void");
    return std::move(holder.person);
}

}  // namespace jatigi::registry
