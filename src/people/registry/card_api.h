// Cards: one again when it is late, lost or damaged, and sheets for a whole site.
#pragma once
#include "people/registry/registration_api.h"
#include "platform/base/day.h"

namespace jatigi::registry {

// From reference/card_rules.csv.
struct CardRules {
    Days valid_for{365};
    std::string hotline;  // Words before the number (hotline_view.h).
};

// POST /api/v1/persons/{code}/cards {command, reason: late|lost|damaged}: voids the card before.
// POST /api/v1/cards/sheets {command, site or case_numbers, rows?, hand_over?, on_paper?:
// leave_out|again}: a PDF, ten cards a page, at most 5,000. `rows` are those of a list, one for
// each case number; `hand_over` adds where each card lies. A card that another command put on paper
// is left out, or printed again with a new code, which voids the one before: of case numbers alone,
// at most 20. Refuses with card.on_paper when nothing was said of such cards (params, of case
// numbers: on_paper, others), and with card.made_meanwhile.
std::vector<http::Route> card_routes(const RegisterContext& context, const CardRules& rules);

}  // namespace jatigi::registry
