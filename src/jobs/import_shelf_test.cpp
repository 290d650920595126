#include "jobs/import_shelf.h"

#include <gtest/gtest.h>

namespace jatigi::jobs {
namespace {

using namespace std::chrono_literals;
using Job = ImportShelf::Job;

class Shelf : public ::testing::Test {
protected:
    std::shared_ptr<Job> job_of(std::int64_t account, std::size_t bytes = 1'000) {
        auto job = std::make_shared<Job>();
        job->account = account;
        job->list_bytes = bytes;
        return job;
    }
    // Its name, or the code of the refusal.
    std::string put(const std::shared_ptr<Job>& job) {
        now_ += 1s;
        const auto name = shelf_.put(job, now_);
        return name ? *name : std::string(name.error().code);
    }
    bool has(const std::shared_ptr<Job>& job) {
        return shelf_.find(job->name, job->account, now_).has_value();
    }

    Instant now_ = Day{std::chrono::year{2023} / 1 / 16} + 6h;
    ImportShelf shelf_;
};

TEST_F(Shelf, OneMoreTakesThePlaceOfTheAccountsOwnOldest) {
    const auto others = job_of(2), first = job_of(1), second = job_of(1), third = job_of(1);
    for (const auto& job : {others, first, second, third}) put(job);
    EXPECT_FALSE(has(first));
    for (const auto& job : {others, second, third}) EXPECT_TRUE(has(job));
}

TEST_F(Shelf, WhatIsBeingWrittenStays) {
    const auto first = job_of(1), second = job_of(1), third = job_of(1);
    first->state = Job::State::running;
    for (const auto& job : {first, second, third}) put(job);
    EXPECT_TRUE(has(first));
    EXPECT_FALSE(has(second));
    third->state = Job::State::running;
    EXPECT_EQ(put(job_of(1)), "import.busy");
    EXPECT_EQ(put(job_of(2)).size(), 32U);
}

TEST_F(Shelf, WhenAllPlacesAreTakenTheNewOneIsRefusedAndNobodyElseGoes) {
    std::vector<std::shared_ptr<Job>> jobs;
    for (std::size_t i = 0; i < previews_max; ++i) {
        jobs.push_back(job_of(static_cast<std::int64_t>(i / previews_of_account_max)));
        put(jobs.back());
    }
    EXPECT_EQ(put(job_of(100)), "import.busy");
    for (const auto& job : jobs) EXPECT_TRUE(has(job));
    EXPECT_EQ(put(job_of(0)).size(), 32U);  // In the place of its own.
}

TEST_F(Shelf, TheListsTogetherHaveALimit) {
    EXPECT_EQ(put(job_of(1, preview_bytes_max - 10)).size(), 32U);
    EXPECT_EQ(put(job_of(2, 11)), "import.busy");
    EXPECT_EQ(put(job_of(2, 10)).size(), 32U);
}

TEST_F(Shelf, WhatIsOldLeavesMemoryThoughNobodyAsks) {
    auto job = job_of(1);
    put(job);
    const std::weak_ptr<Job> seen = job;
    job.reset();
    shelf_.forget_old(now_ + preview_life);
    EXPECT_FALSE(seen.expired());
    shelf_.forget_old(now_ + preview_life + 1us);
    EXPECT_TRUE(seen.expired());
    EXPECT_EQ(shelf_.size(), 0U);
}

}  // namespace
}  // namespace jatigi::jobs
