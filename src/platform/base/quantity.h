// Numbers that remember what they count. Mixing two kinds does not compile.
#pragma once
#include <compare>
#include <cstdint>

namespace jatigi {

template <class Unit>
class Quantity {
public:
    constexpr Quantity() = default;
    explicit constexpr Quantity(std::int64_t count) : count_(count) {}
    constexpr std::int64_t count() const { return count_; }

    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        return Quantity(a.count_ + b.count_);
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) {
        return Quantity(a.count_ - b.count_);
    }
    friend constexpr auto operator<=>(Quantity, Quantity) = default;

private:
    std::int64_t count_ = 0;
};

using Persons = Quantity<struct PersonsUnit>;
using Meals = Quantity<struct MealsUnit>;
using PersonNights = Quantity<struct PersonNightsUnit>;

}  // namespace jatigi
