// Result<T>: either a value or the one Error type every module shares.
#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace jatigi {

// What the caller can do about it. One kind maps to one HTTP status, in http/problem.cpp.
enum class ErrorKind {
    invalid,
    unauthenticated,
    not_allowed,
    not_found,
    conflict,
    too_large,
    throttled,
    unavailable,
};

struct Error {
    ErrorKind kind;
    std::string_view code;  // Stable, e.g. "serving.already_served"; listed in docs/errors.md.
    std::string detail;     // For the operator's log. Never holds personal data.
    std::string params;     // JSON object the screen needs (an hour, a limit), or empty. Never
                            // holds personal data either: it is kept in receipts.
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> refuse(ErrorKind kind, std::string_view code, std::string detail = {},
                                     std::string params = {}) {
    return std::unexpected(Error{kind, code, std::move(detail), std::move(params)});
}

}  // namespace jatigi

// Binds the value, or returns the error to our own caller: the one control-flow macro we allow.
// __COUNTER__ and not __LINE__: an expression may be a lambda that tries something itself.
// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot be wrapped in parentheses.
#define TRY_ASSIGN(declaration, expression) TRY_ASSIGN_AT(__COUNTER__, declaration, expression)
#define TRY_ASSIGN_AT(number, declaration, expression) \
    TRY_ASSIGN_IN(number, declaration, expression)
#define TRY_ASSIGN_IN(number, declaration, expression) \
    TRY_ASSIGN_NAMED(try_result_##number, declaration, expression)
#define TRY_ASSIGN_NAMED(result, declaration, expression)           \
    auto result = (expression);                                     \
    if (!result) return std::unexpected(std::move(result).error()); \
    declaration = *std::move(result)
// The same for a Result<void>, or when the value is not needed.
#define TRY(expression) TRY_AT(__COUNTER__, expression)
#define TRY_AT(number, expression) TRY_IN(number, expression)
#define TRY_IN(number, expression) TRY_NAMED(try_result_##number, expression)
#define TRY_NAMED(result, expression)                                                       \
    do {                                                                                    \
        if (auto result = (expression); !result)                                            \
            return std::unexpected(std::move(result).error());                              \
    } while (false)
// NOLINTEND(bugprone-macro-parentheses)
