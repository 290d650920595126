// An answer about a heading: what a column of a site's registration lists is, said by whoever
// brought one. Open class: it holds a heading that somebody read and answered, and nothing from the
// rows.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "platform/base/result.h"

namespace jatigi::sites {

struct HeadingAnswered {
    SiteId site;
    std::string heading;  // lists::heading_key() of it.
    std::string field;    // Text of a lists::ListField; "unknown": kept beside the person.
    bool operator==(const HeadingAnswered&) const = default;
};
using HeadingAnswerEvent = std::variant<HeadingAnswered>;

struct AnswerHeading {
    HeadingAnswered answer;
};

struct NoAnswer {};
struct GivenAnswer {};
using HeadingAnswer = std::variant<NoAnswer, GivenAnswer>;

constexpr std::size_t heading_bytes_max = 400;

HeadingAnswer evolve(const HeadingAnswer& state, const HeadingAnswerEvent& event);
// Refuses with heading.already_answered (this very stream), heading.invalid (empty or longer).
Result<std::vector<HeadingAnswerEvent>> decide(const HeadingAnswer& state,
                                               const AnswerHeading& command);

}  // namespace jatigi::sites
