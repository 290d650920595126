// Who holds this card, or this number: the one way from what is scanned or typed to a person.
#pragma once
#include "people/registry/person_view.h"
#include "platform/log/write_tx.h"

namespace jatigi::registry {

// `code`: a card code as scanned, or a case number as typed, by a scanner on any keyboard (scan.h).
// The person's own facts say so, too; else it refuses with log.altered.
// Refuses with card.unreadable, card.keyboard (it can be read on none), card.other_centre,
// card.forged, card.unknown, card.void, person.not_found.
Result<PersonRow> find_by_code(log::WriteTx& tx, std::string_view code);
// The same, but who holds a void card is told: for callers that ask the policy before they answer.
Result<CardHolder> find_holder(log::WriteTx& tx, std::string_view code);
// Whether it reads as a number in any way, or as nothing that a card gives: find_holder() takes the
// reading that finds somebody.
bool may_be_a_number(std::string_view code);

}  // namespace jatigi::registry
