// Distribution rounds over HTTP, and opening one from inside the program.
#pragma once
#include "centre/assistance/round.h"
#include "centre/sites/site_view.h"
#include "people/registry/person_view.h"
#include "platform/http/endpoint.h"

namespace jatigi::assistance {

struct RoundRequest {
    sites::SiteRow site;
    Service service;
    Day day;
    CountMode count_mode = CountMode::scan;
    std::string reason{};  // Of an earlier day than yesterday.
};
// As every answer names a service; by its code alone when the reference has lost it.
json::object service_json(std::string_view code, std::string_view kind,
                          std::span<const Service> reference);

// Refuses as decide() does.
Result<RoundId> open_round(log::WriteTx& tx, const log::Cause& cause, const RoundRequest& request);

// Whom an account meets by a card or a typed number; refuses with card.unknown, too, whom it may
// not know of by a number.
using MeetHolder = std::function<Result<registry::CardHolder>(log::WriteTx&, const access::Account&,
                                                              std::string_view code)>;

// Served by the person's card or number.
struct ServingRequest {
    RoundId round;
    std::string code;
    std::optional<ServingReason> reason{};
    // How long the scan waited on its device; the plate was handed out meanwhile.
    std::optional<std::chrono::milliseconds> waited{};
};
// Who serves: `account` sends it; the cause's account scanned.
struct Server {
    const access::Account& account;
    std::span<const Service> services;
    MeetHolder meet{};  // Nothing: the program itself, which meets everybody.
};
// The answer's parameters: outcome, serving, case_number, state, late (when it is), served,
// expected.
Result<std::string> serve(log::WriteTx& tx, const log::Cause& cause, const Server& server,
                          const ServingRequest& request);

// Refuses as decide() does.
Result<void> close_round(log::WriteTx& tx, const log::Cause& cause, RoundId id,
                         const RoundClosed& closing);

std::vector<http::Route> round_routes(const http::Services& services,
                                      std::span<const Service> reference, const MeetHolder& meet);

}  // namespace jatigi::assistance
