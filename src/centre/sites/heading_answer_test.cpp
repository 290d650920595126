#include "centre/sites/heading_answer.h"

#include <gtest/gtest.h>

#include "centre/sites/heading_answer_codec.h"
#include "testing/given.h"
#include "testing/golden.h"

namespace jatigi::sites {
namespace {

using GivenAnswers = testing::Given<HeadingAnswer, HeadingAnswerEvent>;
using testing::expect_encodes_to;
using testing::golden_object;
using testing::without;

GivenAnswers given(const std::vector<HeadingAnswerEvent>& history) {
    return GivenAnswers(history);
}

const HeadingAnswered kari{{3, 4}, "kari", "given_names"};
constexpr std::string_view kari_text =
    R"({"site":"00000000000000030000000000000004","heading":"kari","field":"given_names"})";

TEST(HeadingAnswer, AnswerIsAFact) {
    given({}).when(AnswerHeading{kari}).records({kari});
}

TEST(HeadingAnswer, TheSameStreamIsAnsweredOnce) {
    given({kari}).when(AnswerHeading{kari}).refuses("heading.already_answered");
}

TEST(HeadingAnswer, AHeadingHasOneToFourHundredBytes) {
    HeadingAnswered answer = kari;
    answer.heading = "";
    given({}).when(AnswerHeading{answer}).refuses("heading.invalid");
    answer.heading = std::string(heading_bytes_max + 1, 'a');
    given({}).when(AnswerHeading{answer}).refuses("heading.invalid");
    answer.heading = std::string(heading_bytes_max, 'a');
    given({}).when(AnswerHeading{answer}).records({answer});
}

TEST(HeadingAnswerCodec, AnAnswerIsFrozen) {
    expect_encodes_to(HeadingAnswerStream::encode(kari), "heading.answered", 1, kari_text);
    EXPECT_EQ(HeadingAnswerStream::decode("heading.answered", 1, golden_object(kari_text)),
              HeadingAnswerEvent{kari});
    for (const std::string_view member : {"site", "heading", "field"})
        EXPECT_FALSE(HeadingAnswerStream::decode("heading.answered", 1, without(kari_text, member)))
            << member;
}

}  // namespace
}  // namespace jatigi::sites
