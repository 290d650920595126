#include "platform/http/workers.h"

#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <memory>

namespace jatigi::http {
namespace {

// Keeps both threads of a kind until it is let go.
class Busy {
public:
    Busy(Workers& workers, Work kind) {
        for (int i = 0; i < 2; ++i)
            EXPECT_TRUE(workers.submit(
                [this] {
                    begun_.count_down();
                    go_on_.wait();
                },
                kind));
        begun_.wait();
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
    ~Busy() { let_go(); }
    void let_go() {
        if (!go_on_.try_wait()) go_on_.count_down();
    }

private:
    std::latch begun_{2}, go_on_{1};
};

TEST(SlowWorkers, ACrowdOfOneKindDelaysNoOther) {
    Workers workers;
    Busy busy(workers, Work::password);
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(workers.submit([] {}, Work::password));
    for (const Work kind : {Work::read, Work::search, Work::document, Work::list}) {
        std::promise<void> done;
        EXPECT_TRUE(workers.submit([&done] { done.set_value(); }, kind));
        done.get_future().wait();
    }
    busy.let_go();
    workers.stop();
}

TEST(SlowWorkers, MoreThanMayWaitAreRefused) {
    Workers workers;
    Busy busy(workers, Work::password);
    for (int i = 0; i < 64; ++i) EXPECT_TRUE(workers.submit([] {}, Work::password));
    EXPECT_FALSE(workers.submit([] {}, Work::password));
    EXPECT_TRUE(workers.submit([] {}, Work::list));
    busy.let_go();
    workers.stop();
}

TEST(SlowWorkers, WhenTheyStopWhatRunsGoesOnAndWhatWaitsIsLetGo) {
    Workers workers;
    Busy busy(workers, Work::document);
    // Whoever holds a copy of the reply still waits for an answer.
    const auto reply = std::make_shared<int>();
    EXPECT_TRUE(workers.submit([reply] { ADD_FAILURE(); }, Work::document));
    EXPECT_EQ(reply.use_count(), 2);
    EXPECT_FALSE(workers.is_stopping());
    workers.stop_taking();
    EXPECT_EQ(reply.use_count(), 1);
    EXPECT_TRUE(workers.is_stopping());
    EXPECT_FALSE(workers.submit([] { ADD_FAILURE(); }, Work::document));
    busy.let_go();
    workers.stop();
}

}  // namespace
}  // namespace jatigi::http
