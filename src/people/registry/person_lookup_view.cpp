#include "people/registry/person_lookup_view.h"

#include "people/registry/case_number.h"

namespace jatigi::registry {

Result<CardHolder> find_holder(log::WriteTx& tx, std::string_view code) {
    if (looks_like_card_code(code)) {
        const vault::NodeSecrets& secrets = tx.node().secrets;
        TRY_ASSIGN(const CardSerial serial,
                   read_card(code, {.mac_key = secrets.mac_key(), .site_tag = secrets.site()}));
        return find_by_card(tx.db(), serial);
    }
    const auto case_number = parse_case_number(code);
    if (!case_number) return refuse(ErrorKind::invalid, "card.unreadable");
    auto found = find_by_case_number(tx.db(), *case_number);
    // A well-formed number that nobody here has: for the person at the gate it is an unknown card.
    if (!found && found.error().code == "person.not_found")
        return refuse(ErrorKind::not_found, "card.unknown");
    if (!found) return std::unexpected(found.error());
    return CardHolder{*std::move(found)};
}

Result<PersonRow> find_by_code(log::WriteTx& tx, std::string_view code) {
    TRY_ASSIGN(CardHolder holder, find_holder(tx, code));
    if (holder.void_card) return refuse(ErrorKind::conflict, "card.void");
    return std::move(holder.person);
}

}  // namespace jatigi::registry
