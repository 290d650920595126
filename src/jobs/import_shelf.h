// Lists on their way in: previews that live in memory, never on the disk.
#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "jobs/import_list.h"
#include "platform/access/account.h"

namespace jatigi::jobs {

constexpr std::chrono::minutes preview_life{60};
// Of one account: a list and its corrected form. One more takes the place of the account's oldest
// that is not being written, and never of somebody else's.
constexpr std::size_t previews_of_account_max = 2;
// Of all accounts together, with lists of this size together: four of the largest.
constexpr std::size_t previews_max = 8;
constexpr std::size_t preview_bytes_max = 256UL * 1024 * 1024;

class ImportShelf {
public:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;  // The shelf, and the worker that reads or writes.

    // Its name, random. Refuses with import.busy when there is no place: other accounts' previews
    // have them all, or the account's own are being written.
    Result<std::string> put(const JobPtr& job, Instant now);
    // Refuses with import.not_found: also another account's.
    Result<JobPtr> find(const std::string& name, std::int64_t account, Instant now);
    // Forgets what is older than preview_life: nobody has to ask.
    void forget_old(Instant now);
    std::size_t size();
    // Whoever brought it: for who approves. Refuses with import.not_found.
    Result<JobPtr> find_of_anybody(const std::string& name, Instant now);
    std::vector<JobPtr> all(Instant now);
    // Forgets all, for good. What is still being read is kept nowhere.
    void close();

private:
    void drop_old(Instant now);
    void drop_oldest_of(std::int64_t account);
    std::mutex mutex_;
    bool closed_ = false;
    std::map<std::string, JobPtr> jobs_;
};

// Written by one worker at a time, read by the network's thread: under its own lock.
struct ImportShelf::Job {
    enum class State { previewed, running, committed, failed };
    friend constexpr auto enum_texts(State) {
        return texts_in_order<State>("previewed", "running", "committed", "failed");
    }
    std::mutex mutex;
    std::string name;
    std::int64_t account = 0;
    access::Account owner;  // The same, as it was then.
    Instant made_at;
    State state = State::previewed;
    std::string problem;  // Code of what ended it.
    // To read the list again with answers; gone with the commit.
    std::shared_ptr<const std::string> bytes, households;
    std::size_t list_bytes = 0;  // As it was brought: what it counts for.
    lists::ListAnswers answers;
    ImportResult result;
    std::int64_t done = 0, of = 0;
};

}  // namespace jatigi::jobs
