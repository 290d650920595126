// A request for data by an authority: who asked, for what, on what legal basis, what was answered,
// who decided. Whatever is asked, the default answer is totals. Open class: the texts hold no names
// (disclosure_text.h). Nothing here reads or searches the register, for any authority.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "people/disclosure/ids.h"
#include "people/disclosure/running_number.h"
#include "platform/base/bytes.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/result.h"

namespace jatigi::disclosure {

enum class RequestAbout { one_person, group, statistics };
constexpr auto enum_texts(RequestAbout) {
    return texts_in_order<RequestAbout>("one_person", "group", "statistics");
}

enum class RequestAnswer { totals, refused, nominal_list, other };
constexpr auto enum_texts(RequestAnswer) {
    return texts_in_order<RequestAnswer>("totals", "refused", "nominal_list", "other");
}

struct RequestRecorded {
    RunningNumber number;
    // Id of the site's stream, a module to the right of this one; nothing when it concerns the
    // whole node.
    std::optional<ByteArray<16>> site{};
    std::string authority;  // An office, not an officer: "Gendarmerie, brigade d'Arlit".
    RequestAbout about = RequestAbout::statistics;
    std::string asked;
    std::string legal_basis;  // Empty: none was given, which is worth knowing.
    Day received;
    bool operator==(const RequestRecorded&) const = default;
};
struct RequestAnswered {
    RequestAnswer answer = RequestAnswer::totals;
    std::string text;
    std::optional<ListId> list{};  // With `nominal_list` alone.
    bool operator==(const RequestAnswered&) const = default;
};
using RequestEvent = std::variant<RequestRecorded, RequestAnswered>;

struct RecordRequest {
    RequestRecorded request;
    Day today;
};
// The list that the answer names, as its table says.
struct AnsweringList {
    ListId id;
    bool approved = false;
};
struct AnswerRequest {
    RequestAnswer answer = RequestAnswer::totals;
    std::string text;
    std::optional<AnsweringList> list{};
};

struct NoRequest {};
struct OpenRequest {
    RequestRecorded request;
};
struct AnsweredRequest {};
using AuthorityRequest = std::variant<NoRequest, OpenRequest, AnsweredRequest>;

AuthorityRequest evolve(const AuthorityRequest& state, const RequestEvent& event);

// Refuses with disclosure.already_recorded, disclosure.authority_missing, disclosure.asked_missing,
// disclosure.day_in_future, and as check_text() does.
Result<std::vector<RequestEvent>> decide(const AuthorityRequest& state,
                                         const RecordRequest& command);
// Refuses with disclosure.request_not_found, disclosure.already_answered,
// disclosure.answer_text_missing ("refused" and "other" are explained), disclosure.list_missing,
// disclosure.list_not_expected, disclosure.not_approved, and as check_text() does.
Result<std::vector<RequestEvent>> decide(const AuthorityRequest& state,
                                         const AnswerRequest& command);

}  // namespace jatigi::disclosure
