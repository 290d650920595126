// What may be done in the register; may.cpp says who.
#pragma once
#include <span>

#include "platform/access/account.h"
#include "platform/access/policy.h"

namespace jatigi::registry::may {

std::span<const access::Rule> rules();

inline constexpr access::Action import_list{.name = "import_list", .rules = rules};
// Letting somebody else see who of a long list is known.
inline constexpr access::Action approve_verdicts{.name = "approve_verdicts", .rules = rules};
inline constexpr access::Action register_person{.name = "register_person", .rules = rules};
// By any spelling; also the candidates while a name is typed.
inline constexpr access::Action search_persons{.name = "search_persons", .rules = rules};
// Of those present some, by age, sex, nationality or day. Not for who reads totals of them, which
// count those who may not be found: docs/as-if-absent.md.
inline constexpr access::Action list_present{.name = "list_present", .rules = rules};
inline constexpr access::Action open_person{.name = "open_person", .rules = rules};
inline constexpr access::Action correct_person{.name = "correct_person", .rules = rules};
inline constexpr access::Action confirm_nationality{.name = "confirm_nationality", .rules = rules};
// What protection alone may know of: a restricted person who was listed again.
inline constexpr access::Action review_restricted{.name = "review_restricted", .rules = rules};
// That two files are one person's, or are not.
inline constexpr access::Action say_same_person{.name = "say_same_person", .rules = rules};
// What an import marked in a row.
inline constexpr access::Action review_marked_rows{.name = "review_marked_rows", .rules = rules};
inline constexpr access::Action restrict_person{.name = "restrict_person", .rules = rules};
inline constexpr access::Action keep_photo{.name = "keep_photo", .rules = rules};
// One card again: lost, damaged, late.
inline constexpr access::Action issue_card{.name = "issue_card", .rules = rules};
// Sheets for a whole list.
inline constexpr access::Action print_cards{.name = "print_cards", .rules = rules};

// Such an account is answered by a typed number as if there were nobody where there is somebody restricted;
// others are not.
bool opens_files(const access::Account& account);

}  // namespace jatigi::registry::may
