// Distribution rounds over HTTP, and opening one from inside the program.
#pragma once
#include "centre/assistance/round.h"
#include "centre/sites/site_view.h"
#include "platform/http/command.h"

namespace jatigi::assistance {

struct RoundRequest {
    sites::SiteRow site;
    Service service;
    Day day;
};
// Refuses as decide() does.
Result<RoundId> open_round(log::WriteTx& tx, const log::Cause& cause, const RoundRequest& request);

// Served by the person's card or number. The answer's parameters: outcome, serving, case_number,
// state, served, expected.
struct ServingRequest {
    RoundId round;
    std::string code;
    std::optional<ServingReason> reason{};
};
Result<std::string> serve(log::WriteTx& tx, const log::Cause& cause, const access::Account& account,
                          const ServingRequest& request);

// Refuses as decide() does.
Result<void> close_round(log::WriteTx& tx, const log::Cause& cause, RoundId id,
                         const RoundClosed& closing);

std::vector<http::Route> round_routes(const http::Services& services,
                                      std::span<const Service> reference);

}  // namespace jatigi::assistance
