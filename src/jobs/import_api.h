// Lists over HTTP: a preview that lives in memory (never on the disk), then its commit.
#pragma once
#include <memory>
#include <mutex>

#include "jobs/import_list.h"
#include "people/registry/registration_api.h"

namespace jatigi::jobs {

// The previews of the last hour, at most four: the oldest that is not being written goes.
class ImportShelf {
public:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;  // The shelf, and the worker that reads or writes.

    // Its name, random. Refuses with import.busy when four lists are being written.
    Result<std::string> put(const JobPtr& job, Instant now);
    // Refuses with import.not_found: also another account's.
    Result<JobPtr> find(const std::string& name, std::int64_t account, Instant now);
    // Forgets all, for good. What is still being read is kept nowhere.
    void close();

private:
    void tidy(Instant now);
    std::mutex mutex_;
    bool closed_ = false;
    std::map<std::string, JobPtr> jobs_;
};

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
