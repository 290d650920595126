// Personal<T>: data about a person. It cannot be streamed, formatted or put in a fact of the open
// class; reading it is explicit and easy to find in review.
#pragma once
#include <utility>

namespace jatigi {

template <class T>
class Personal {
public:
    Personal() = default;
    explicit Personal(T value) : value_(std::move(value)) {}
    const T& reveal() const { return value_; }
    friend bool operator==(const Personal&, const Personal&) = default;

private:
    T value_{};
};

}  // namespace jatigi
