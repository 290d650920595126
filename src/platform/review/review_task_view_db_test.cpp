#include <gtest/gtest.h>

#include <array>

#include "platform/review/raise.h"
#include "platform/review/review_task_codec.h"
#include "platform/review/review_task_view.h"
#include "testing/put_fact.h"

namespace jatigi::review {
namespace {

const TaskId first{1, 1}, second{1, 2};
const TaskSubject awa{"person", {7}}, round{"round", {8}};

log::Views task_views() {
    static const std::array<const log::View*, 1> views{&task_view};
    return views;
}
const auto everybody = [](const TaskRow&) -> Result<bool> { return true; };

class ReviewTaskView : public ::testing::TestWithParam<store::Dialect> {
protected:
    void raise(TaskId id, const TaskSubject& subject, std::string reason = "marked_row") {
        put_fact<TaskStream>(node_, id, TaskRaised{std::move(reason), subject, {"A", "B"}});
    }
    std::vector<TaskRow> listed(Which which, std::string_view reason = "marked_row",
                                std::size_t limit = 10) {
        return list_tasks(db(), reason, which, everybody, limit).value();
    }
    store::Connection& db() { return node_.db(); }
    using Write = std::function<Result<void>(log::WriteTx&, const log::Cause&)>;
    void written(const Write& work) {
        const log::Cause cause = node_.cause();
        const auto done = node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(work(tx, cause));
            return true;
        });
        EXPECT_TRUE(done) << done.error().code;
    }

    testing::TestNode node_{GetParam(), task_views()};
};

TEST_P(ReviewTaskView, AnOpenTaskSaysWhatToLookAt) {
    raise(first, awa);
    const auto tasks = listed(Which::open);
    ASSERT_EQ(tasks.size(), 1U);
    EXPECT_EQ(tasks[0].id, first);
    EXPECT_EQ(tasks[0].reason, "marked_row");
    EXPECT_EQ(tasks[0].subject, awa);
    EXPECT_EQ(tasks[0].marks, (std::vector<std::string>{"A", "B"}));
    EXPECT_FALSE(tasks[0].closed_at);
    ASSERT_EQ(open_tasks(db(), "marked_row", awa).value().size(), 1U);
    EXPECT_EQ(open_tasks(db(), "marked_row", awa).value()[0].id, first);
    EXPECT_TRUE(open_tasks(db(), "marked_row", round).value().empty());
    EXPECT_TRUE(open_tasks(db(), "late_servings", awa).value().empty());
    EXPECT_EQ(task_by_id(db(), first).value().reason, "marked_row");
    EXPECT_EQ(task_by_id(db(), second).error().code, "review.task_not_found");
    testing::expect_rebuilt_alike(node_);
}

TEST_P(ReviewTaskView, AClosedTaskSaysByWhomWithWhichWords) {
    raise(first, awa);
    raise(second, round, "late_servings");
    put_fact<TaskStream>(node_, first, TaskClosed{"heard again"});
    put_fact<TaskStream>(node_, first, TaskClosed{"too late"});
    EXPECT_TRUE(listed(Which::open).empty());
    EXPECT_EQ(listed(Which::open, "late_servings").size(), 1U);
    const auto closed = listed(Which::closed);
    ASSERT_EQ(closed.size(), 1U);
    EXPECT_EQ(closed[0].words, "heard again");
    EXPECT_EQ(closed[0].closed_by, node_.cause().account);
    EXPECT_TRUE(closed[0].closed_at);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(ReviewTaskView, ListsEndAtTheirLimitAndHoldWhatIsShownAlone) {
    raise(first, awa);
    raise(second, round);
    EXPECT_EQ(listed(Which::open, "marked_row", 1).size(), 1U);
    const auto of_rounds = [](const TaskRow& task) -> Result<bool> {
        return task.subject.kind == "round";
    };
    const auto tasks = list_tasks(db(), "marked_row", Which::open, of_rounds, 1).value();
    ASSERT_EQ(tasks.size(), 1U);
    EXPECT_EQ(tasks[0].id, second);
}

TEST_P(ReviewTaskView, WhatIsOpenIsNotRaisedAgainAndWhatIsSettledCloses) {
    const auto raise_it = [](log::WriteTx& tx, const log::Cause& cause) {
        return raise_task(tx, cause, {.reason = "late_servings", .subject = round});
    };
    written(raise_it);
    written(raise_it);
    EXPECT_EQ(listed(Which::open, "late_servings").size(), 1U);
    written([](log::WriteTx& tx, const log::Cause& cause) {
        return close_tasks(tx, cause, "late_servings", round, "counted by hand");
    });
    EXPECT_TRUE(listed(Which::open, "late_servings").empty());
    EXPECT_EQ(listed(Which::closed, "late_servings").at(0).words, "counted by hand");
    written(raise_it);
    EXPECT_EQ(listed(Which::open, "late_servings").size(), 1U);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(ReviewTaskView, MarksThatTheOpenTaskDoesNotTellAreATaskOfTheirOwn) {
    raise(first, awa);
    const auto raise_with = [this](std::vector<std::string> marks) {
        written([&](log::WriteTx& tx, const log::Cause& cause) {
            return raise_task(tx, cause, {"marked_row", awa, marks});
        });
    };
    raise_with({"B"});
    EXPECT_EQ(listed(Which::open).size(), 1U);
    raise_with({"B", "C"});
    ASSERT_EQ(listed(Which::open).size(), 2U);
    EXPECT_EQ(listed(Which::open)[1].marks, (std::vector<std::string>{"B", "C"}));
}

INSTANTIATE_TEST_SUITE_P(Each, ReviewTaskView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::review
