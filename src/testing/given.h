// given({facts}).when(command) then .records({facts}) or .refuses("code").
#pragma once
#include <gtest/gtest.h>

#include <vector>

#include "platform/base/result.h"

namespace jatigi::testing {

template <class Event>
class Outcome {
public:
    explicit Outcome(Result<std::vector<Event>> result) : result_(std::move(result)) {}
    void records(const std::vector<Event>& expected) const {
        ASSERT_TRUE(result_) << result_.error().code;
        EXPECT_TRUE(*result_ == expected);
    }
    void refuses(std::string_view code) const {
        ASSERT_FALSE(result_) << "expected a refusal: " << code;
        EXPECT_EQ(result_.error().code, code);
    }

private:
    Result<std::vector<Event>> result_;
};

template <class State, class Event>
class Given {
public:
    explicit Given(const std::vector<Event>& history) {
        for (const Event& event : history) state_ = evolve(state_, event);
    }
    template <class Command>
    Outcome<Event> when(const Command& command) const {
        return Outcome<Event>(decide(state_, command));
    }

private:
    State state_{};
};

}  // namespace jatigi::testing
