// Cards on paper: ten of the size of a bank card on an A4 sheet, with marks to cut along. Black and
// white. A card shows a number, a QR code, until when it is valid, what it is not, and a hotline:
// nothing that endangers its bearer when it is lost or taken away.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/personal.h"
#include "platform/base/result.h"

namespace jatigi::print {

struct PrintedCard {
    std::string case_number;  // With its check character, as people read it aloud.
    std::string qr_payload;   // Capitals and digits make a smaller symbol.
    Day expires;
    std::optional<Personal<std::string>> name{};  // Off unless a site's setting wants it.
    std::optional<std::int64_t> row{};            // On the list its bearer came with.
};

struct CardSheetStyle {
    std::string centre_name;
    std::string hotline;         // "Appel gratuit / Free call"
    std::string hotline_number;  // Apart: beside Arabic words its groups would change places.
    std::vector<std::string> disclaimer{"N’est pas une pièce d’identité", "Not an identity document"};
    std::string valid_until = "Valable jusqu’au / Valid until";
    // A table after the cards: by row of the list, else by number, on which sheet and at which
    // place each lies, so that a hundred cards can be handed out. No name.
    bool hand_over = false;
};

constexpr std::size_t cards_per_page = 10;  // 2 × 5.

// A PDF; of more than one sheet each has its number above the cards. Refuses with print.no_cards,
// print.font_missing, print.failed.
Result<std::string> card_sheet(std::span<const PrintedCard> cards, const CardSheetStyle& style);

}  // namespace jatigi::print
