#include "people/disclosure/authority_request.h"

#include "people/disclosure/disclosure_text.h"
#include "platform/base/overloaded.h"
#include "platform/base/text.h"

namespace jatigi::disclosure {
namespace {

Result<void> check_list(const AnswerRequest& command) {
    if (command.answer != RequestAnswer::nominal_list) {
        if (command.list) return refuse(ErrorKind::invalid, "disclosure.list_not_expected");
        return {};
    }
    if (!command.list) return refuse(ErrorKind::invalid, "disclosure.list_missing");
    if (!command.list->approved) return refuse(ErrorKind::conflict, "disclosure.not_approved");
    return {};
}

bool needs_words(RequestAnswer answer) {
    return answer == RequestAnswer::refused || answer == RequestAnswer::other;
}

}  // namespace

AuthorityRequest evolve(const AuthorityRequest& state, const RequestEvent& event) {
    return std::visit(
        Overloaded{
            [&](const RequestRecorded& e) -> AuthorityRequest {
                if (!std::holds_alternative<NoRequest>(state)) return state;
                return OpenRequest{e};
            },
            [](const RequestAnswered&) -> AuthorityRequest { return AnsweredRequest{}; },
        },
        event);
}

Result<std::vector<RequestEvent>> decide(const AuthorityRequest& state,
                                         const RecordRequest& command) {
    if (!std::holds_alternative<NoRequest>(state))
        return refuse(ErrorKind::conflict, "disclosure.already_recorded");
    const RequestRecorded& request = command.request;
    if (trim(request.authority).empty())
        return refuse(ErrorKind::invalid, "disclosure.authority_missing");
    if (trim(request.asked).empty()) return refuse(ErrorKind::invalid, "disclosure.asked_missing");
    TRY(check_text("authority", request.authority));
    TRY(check_text("asked", request.asked));
    TRY(check_text("legal_basis", request.legal_basis));
    if (request.received > command.today)
        return refuse(ErrorKind::invalid, "disclosure.day_in_future");
    return std::vector<RequestEvent>{request};
}

Result<std::vector<RequestEvent>> decide(const AuthorityRequest& state,
                                         const AnswerRequest& command) {
    if (std::holds_alternative<NoRequest>(state))
        return refuse(ErrorKind::not_found, "disclosure.request_not_found");
    if (std::holds_alternative<AnsweredRequest>(state))
        return refuse(ErrorKind::conflict, "disclosure.already_answered");
    TRY(check_text("text", command.text));
    if (needs_words(command.answer) && trim(command.text).empty())
        return refuse(ErrorKind::invalid, "disclosure.answer_text_missing");
    TRY(check_list(command));
    RequestAnswered answered{command.answer, command.text, std::nullopt};
    if (command.list) answered.list = command.list->id;
    return std::vector<RequestEvent>{std::move(answered)};
}

}  // namespace jatigi::disclosure
