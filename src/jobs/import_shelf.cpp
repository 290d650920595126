#include "jobs/import_shelf.h"

#include "platform/base/random.h"

namespace jatigi::jobs {
namespace {

bool is_busy(const ImportShelf::JobPtr& job) {
    const std::lock_guard lock(job->mutex);
    return job->state == ImportShelf::Job::State::running;
}

}  // namespace

void ImportShelf::drop_old(Instant now) {
    std::erase_if(jobs_, [&](const auto& item) {
        return now - item.second->made_at > preview_life && !is_busy(item.second);
    });
}

void ImportShelf::drop_oldest_of(std::int64_t account) {
    std::size_t own = 0;
    auto oldest = jobs_.end();
    for (auto at = jobs_.begin(); at != jobs_.end(); ++at) {
        if (at->second->account != account) continue;
        ++own;
        if (!is_busy(at->second) &&
            (oldest == jobs_.end() || at->second->made_at < oldest->second->made_at))
            oldest = at;
    }
    if (own >= previews_of_account_max && oldest != jobs_.end()) jobs_.erase(oldest);
}

Result<std::string> ImportShelf::put(const JobPtr& job, Instant now) {
    const std::lock_guard lock(mutex_);
    if (closed_) return refuse(ErrorKind::unavailable, "vault.locked");
    drop_old(now);
    drop_oldest_of(job->account);
    std::size_t own = 0, bytes = job->list_bytes;
    for (const auto& [name, other] : jobs_) {
        bytes += other->list_bytes;
        if (other->account == job->account) ++own;
    }
    if (own >= previews_of_account_max || jobs_.size() >= previews_max || bytes > preview_bytes_max)
        return refuse(ErrorKind::throttled, "import.busy");
    job->name = hex(random_bytes<16>());
    job->made_at = now;
    jobs_[job->name] = job;
    return job->name;
}

void ImportShelf::forget_old(Instant now) {
    const std::lock_guard lock(mutex_);
    drop_old(now);
}

std::size_t ImportShelf::size() {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
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
