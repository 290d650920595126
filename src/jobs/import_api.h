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
};

// POST /api/v1/imports?site=&list_date=&commit=, GET …/{id}, GET …/{id}/rows, GET
// …/{id}/rejected.csv, POST …/{id}/commit.
std::vector<http::Route> import_routes(const ImportContext& context);

}  // namespace jatigi::jobs
