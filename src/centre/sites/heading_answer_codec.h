// Frozen facts of the stream "heading_answer:<id>".
#pragma once
#include "centre/sites/heading_answer.h"
#include "platform/base/fact_shape.h"

namespace jatigi::sites {

struct HeadingAnswerStream
    : ShapedStream<HeadingAnswerStream, HeadingAnswerEntity, HeadingAnswer, HeadingAnswerEvent> {
    static constexpr std::string_view kind = heading_answer_kind;

    static constexpr std::tuple shapes{
        fact_shape<HeadingAnswered>("heading.answered", 1, field("site", &HeadingAnswered::site),
                                    field("heading", &HeadingAnswered::heading),
                                    field("field", &HeadingAnswered::field)),
    };
};

}  // namespace jatigi::sites
