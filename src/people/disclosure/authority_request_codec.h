// Facts of the stream "authority_request:<id>".
//   disclosure.request_recorded 1  {"year","number","site"?,"authority",
//                                   "about": "one_person|group|statistics","asked",
//                                   "legal_basis"?,"received"}
//   disclosure.request_answered 1  {"answer": "totals|refused|nominal_list|other","text"?,"list"?}
#pragma once
#include "people/disclosure/authority_request.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::disclosure {

EncodedFact encode_request(const RequestEvent& event);
std::optional<RequestEvent> decode_request(std::string_view type, std::int64_t version,
                                           const json::object& data);

std::string_view about_text(RequestAbout about);
std::optional<RequestAbout> parse_about(std::string_view text);
std::string_view answer_text(RequestAnswer answer);
std::optional<RequestAnswer> parse_answer(std::string_view text);

struct RequestStream {
    using Entity = AuthorityRequestEntity;
    using State = AuthorityRequest;
    using Event = RequestEvent;
    static constexpr std::string_view kind = request_kind;
    static EncodedFact encode(const Event& event) { return encode_request(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_request(body.type, body.version, body.data);
    }
};

}  // namespace jatigi::disclosure
