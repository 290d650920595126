#include "platform/review/review_task.h"

#include "platform/review/review_task_codec.h"
#include "testing/given.h"
#include "testing/golden.h"

namespace jatigi::review {
namespace {

using testing::expect_encodes_to;
using testing::golden_object;
using testing::without;

const TaskRaised raised{"marked_row", {"person", {1}}, {"BIRTH_UNREADABLE"}};
const TaskClosed closed{"heard again, corrected"};
constexpr std::string_view raised_v1 =
    R"({"reason":"marked_row","kind":"person","subject":"01000000000000000000000000000000","marks":["BIRTH_UNREADABLE"]})";
constexpr std::string_view closed_v1 = R"({"words":"heard again, corrected"})";

testing::Given<Task, TaskEvent> given(const std::vector<TaskEvent>& history) {
    return testing::Given<Task, TaskEvent>(history);
}

TEST(ReviewTask, IsRaisedOnceAndClosedOnce) {
    given({}).when(RaiseTask{raised}).records({raised});
    given({raised}).when(RaiseTask{raised}).refuses("review.already_raised");
    given({raised}).when(CloseTask{closed.words}).records({closed});
    given({raised, closed}).when(CloseTask{"again"}).refuses("review.already_closed");
    given({raised, closed}).when(RaiseTask{raised}).refuses("review.already_raised");
    given({}).when(CloseTask{"who"}).refuses("review.task_not_found");
}

TEST(ReviewTask, WhateverWasClosedStaysClosedInAnyOrder) {
    given({closed, raised}).when(CloseTask{"again"}).refuses("review.already_closed");
}

TEST(ReviewTask, IsClosedWithWords) {
    given({raised}).when(CloseTask{"  "}).refuses("review.words_missing");
    given({raised}).when(CloseTask{"\xff"}).refuses("review.words_invalid");
    given({raised}).when(CloseTask{" seen "}).records({TaskClosed{"seen"}});
    std::string longest, longer;
    for (std::size_t i = 0; i < words_letters_max; ++i) longest += "é";
    longer = longest + "é";
    given({raised}).when(CloseTask{longest}).records({TaskClosed{longest}});
    given({raised}).when(CloseTask{longer}).refuses("review.words_too_long");
}

TEST(ReviewTaskCodec, FactsStayAsTheyWereWritten) {
    const EncodedFact one = TaskStream::encode(raised), other = TaskStream::encode(closed);
    expect_encodes_to(one, "review.task_raised", 1, raised_v1);
    expect_encodes_to(other, "review.task_closed", 1, closed_v1);
    EXPECT_EQ(TaskStream::decode("review.task_raised", 1, golden_object(raised_v1)),
              TaskEvent{raised});
    EXPECT_EQ(TaskStream::decode("review.task_closed", 1, golden_object(closed_v1)),
              TaskEvent{closed});
    for (const std::string_view member : {"reason", "kind", "subject"})
        EXPECT_FALSE(TaskStream::decode("review.task_raised", 1, without(raised_v1, member)))
            << member;
    EXPECT_TRUE(TaskStream::decode("review.task_raised", 1, without(raised_v1, "marks")));
    EXPECT_FALSE(TaskStream::decode("review.task_closed", 1, without(closed_v1, "words")));
    EXPECT_FALSE(TaskStream::decode("review.task_closed", 2, golden_object(closed_v1)));
}

}  // namespace
}  // namespace jatigi::review
