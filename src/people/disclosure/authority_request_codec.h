// Facts of the stream "authority_request:<id>".
//   disclosure.request_recorded 1  {"year","number","site"?,"authority",
//                                   "about": "one_person|group|statistics","asked",
//                                   "legal_basis"?,"received"}
//   disclosure.request_answered 1  {"answer": "totals|refused|nominal_list|other","text"?,"list"?}
#pragma once
#include "people/disclosure/authority_request.h"
#include "platform/base/fact_stream.h"

namespace jatigi::disclosure {

EncodedFact encode_request(const RequestEvent& event);
std::optional<RequestEvent> decode_request(std::string_view type, std::int64_t version,
                                           const json::object& data);

struct RequestStream : FactStream<AuthorityRequestEntity, AuthorityRequest, RequestEvent,
                                  encode_request, decode_request> {
    static constexpr std::string_view kind = request_kind;
};

}  // namespace jatigi::disclosure
