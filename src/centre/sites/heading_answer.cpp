#include "centre/sites/heading_answer.h"

namespace jatigi::sites {

HeadingAnswer evolve(const HeadingAnswer&, const HeadingAnswerEvent&) {
    return GivenAnswer{};
}

Result<std::vector<HeadingAnswerEvent>> decide(const HeadingAnswer& state,
                                               const AnswerHeading& command) {
    if (std::holds_alternative<GivenAnswer>(state))
        return refuse(ErrorKind::conflict, "heading.already_answered");
    const std::string& heading = command.answer.heading;
    if (heading.empty() || heading.size() > heading_bytes_max)
        return refuse(ErrorKind::invalid, "heading.invalid");
    return std::vector<HeadingAnswerEvent>{command.answer};
}

}  // namespace jatigi::sites
