// A numbered copy of a nominal list, on paper.
#pragma once
#include "people/disclosure/nominal_list_view.h"
#include "people/disclosure/nominal_row.h"
#include "platform/http/endpoint.h"

namespace jatigi::disclosure {

// What is printed, read inside the writer's transaction.
struct PrintedCopy {
    log::Receipt receipt;
    ListRow list;
    std::int64_t copy = 0;
    Instant made_at;
    std::string site, made_by;
    std::vector<NominalRow> rows;
};

// Everything that a copy shows, to know the same list again without keeping it. Keyed, because a
// digest of names could be guessed.
std::string digest_of(const std::vector<NominalRow>& rows, ByteView key);

// The paper, or why there is none; to be made on a worker.
http::Response paper_response(const PrintedCopy& copy, const DisclosureRules& rules);

}  // namespace jatigi::disclosure
