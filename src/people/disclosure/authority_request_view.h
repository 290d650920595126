// The requests by authorities that this node knows.
#pragma once
#include <functional>

#include "people/disclosure/authority_request.h"
#include "platform/log/view.h"

namespace jatigi::disclosure {

extern const log::View request_view;

struct AnswerRow {
    RequestAnswer answer = RequestAnswer::totals;
    std::string text;
    std::optional<RunningNumber> list{};
    std::int64_t by = 0;  // Account.
    Instant at;
};
struct RequestRow {
    log::LocalId request = 0;
    RequestId id;
    RunningNumber number;
    std::optional<log::LocalId> site{};
    std::string authority, asked, legal_basis;
    RequestAbout about = RequestAbout::statistics;
    Day received;
    std::int64_t by = 0;  // Account.
    Instant at;
    std::optional<AnswerRow> answer{};
};

constexpr std::int64_t requests_max = 500;
// The latest that `shown` lets through, newest first; one more than requests_max when there are more.
Result<std::vector<RequestRow>> list_requests(store::Connection& db,
                                              const std::function<bool(const RequestRow&)>& shown);
// Refuses with disclosure.request_not_found.
Result<RequestRow> request_by_number(store::Connection& db, RunningNumber number);
// Inside the writer's transaction, so that no number is given twice.
Result<RunningNumber> next_request_number(store::Connection& tx, std::int64_t year);

// The 128-bit id of a site of this node. Refuses with site.unknown.
Result<ByteArray<16>> site_stream_id(store::Connection& db, log::LocalId site);

}  // namespace jatigi::disclosure
