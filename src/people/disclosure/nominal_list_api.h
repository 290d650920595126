// Nominal lists over HTTP.
//   POST /api/v1/nominal-lists {command, site, columns, purpose, recipient, request?, people?,
//        households?} → 201 {number, state}
//   GET  /api/v1/nominal-lists → {lists}
//   POST /api/v1/nominal-lists/{number}/approval {command, approve, reason?} → 200 {number, state}
//   POST /api/v1/nominal-lists/{number}/copies {command} → 200, the copy as application/pdf
// A copy is one command: the fact with its number and how many names it shows, and the opening, are
// written before the paper is made. The same command again gives the same copy, or refuses when the
// list is no longer the same. Another site's list is as good as absent.
#pragma once
#include "people/disclosure/nominal_list.h"
#include "people/disclosure/nominal_row.h"
#include "platform/http/endpoint.h"
#include "platform/vault/opener.h"

namespace jatigi::disclosure {

// The people who are present at a site, in the order of the paper. Called in the writer. It must
// leave out restricted files, whoever asks: on paper that leaves the centre a protection officer's
// name beside the manager's changes nothing.
using NominalRows = std::function<Result<std::vector<NominalRow>>(
    store::Connection&, const vault::Opener&, log::LocalId site)>;

// A case number as people write it, compact; nothing where its check is wrong.
using ReadNumber = std::function<std::optional<std::string>(std::string_view typed)>;

struct NominalPeople {
    NominalRows rows;
    ReadNumber number;
};

constexpr std::size_t nominal_rows_max = 5'000;  // More than any site holds.

std::vector<http::Route> nominal_list_routes(const http::Services& services,
                                             const DisclosureRules& rules, NominalPeople people);

}  // namespace jatigi::disclosure
