// Overloaded{lambdas…} for std::visit without a catch-all: a new alternative breaks the build.
#pragma once
namespace jatigi {
template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;
}  // namespace jatigi
