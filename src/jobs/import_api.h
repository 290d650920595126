// Lists over HTTP: a preview that lives in memory (never on the disk), then its commit.
#pragma once
#include "jobs/import_shelf.h"
#include "people/registry/registration_api.h"

namespace jatigi::jobs {

struct ImportContext {
    const http::Services& services;
    registry::RegisterIndex& index;
    ImportShelf& shelf;
    const registry::Arrivals& arrivals;
    // Who of a list is known counts like a search; beyond list_names_max in an hour a second person
    // says yes first.
    access::NamesShown& names_shown;
    const vault::OpeningLimits& limits;
    std::int64_t list_names_max = 0;
    mutable access::NamesShown names_told{};  // By lists alone.
};

// POST /api/v1/imports?site=&list_date=&commit=, GET …/{id}, GET …/{id}/rows, GET
// …/{id}/rejected.csv, POST …/{id}/commit; GET /api/v1/imports and POST …/{id}/approval for who
// approves.
std::vector<http::Route> import_routes(const ImportContext& context);

}  // namespace jatigi::jobs
