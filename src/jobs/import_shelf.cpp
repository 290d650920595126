#include "jobs/import_shelf.h"

#include "platform/base/random.h"

namespace jatigi::jobs {
namespace {

constexpr std::chrono::minutes preview_life{60};
constexpr std::size_t jobs_max = 4;

}  // namespace

void ImportShelf::tidy(Instant now) {
    const auto is_busy = [](const JobPtr& job) {
        const std::lock_guard lock(job->mutex);
        return job->state == Job::State::running;
    };
    std::erase_if(jobs_, [&](const auto& item) {
        return now - item.second->made_at > preview_life && !is_busy(item.second);
    });
    while (jobs_.size() >= jobs_max) {
        auto oldest = jobs_.end();
        for (auto at = jobs_.begin(); at != jobs_.end(); ++at)
            if (!is_busy(at->second) &&
                (oldest == jobs_.end() || at->second->made_at < oldest->second->made_at))
                oldest = at;
        if (oldest == jobs_.end()) return;
        jobs_.erase(oldest);
    }
}

Result<std::string> ImportShelf::put(const JobPtr& job, Instant now) {
    const std::lock_guard lock(mutex_);
    if (closed_) return refuse(ErrorKind::unavailable, "vault.locked");
    tidy(now);
    if (jobs_.size() >= jobs_max) return refuse(ErrorKind::throttled, "import.busy");
    job->name = hex(random_bytes<16>());
    job->made_at = now;
    jobs_[job->name] = job;
    return job->name;
}

Result<ImportShelf::JobPtr> ImportShelf::find(const std::string& name, std::int64_t account,
                                              Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = jobs_.find(name);
    if (found == jobs_.end() || found->second->account != account ||
        now - found->second->made_at > preview_life)
        return refuse(ErrorKind::not_found, "import.not_found");
    return found->second;
}

Result<ImportShelf::JobPtr> ImportShelf::find_of_anybody(const std::string& name, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = jobs_.find(name);
    if (found == jobs_.end() || now - found->second->made_at > preview_life)
        return refuse(ErrorKind::not_found, "import.not_found");
    return found->second;
}

std::vector<ImportShelf::JobPtr> ImportShelf::all(Instant now) {
    const std::lock_guard lock(mutex_);
    std::vector<JobPtr> jobs;
    for (const auto& [name, job] : jobs_)
        if (now - job->made_at <= preview_life) jobs.push_back(job);
    return jobs;
}

void ImportShelf::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    jobs_.clear();
}

}  // namespace jatigi::jobs
