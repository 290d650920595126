#include "platform/http/factor_routes.h"

#include <fmt/format.h>

#include "platform/access/account_proof.h"
#include "platform/access/may.h"
#include "platform/access/security_key.h"
#include "platform/access/web_authn.h"
#include "platform/base/random.h"
#include "platform/http/endpoint.h"

namespace jatigi::http {
namespace {

using access::Account;
using access::CodeSeen;

// Where everybody shows one, whoever came by a password alone gets none from elsewhere: it would be
// the thief's. They enrol in the centre.
Result<void> check_may_enrol(const Services& services, const Request& request) {
    const Account& account = *request.account;
    if (services.second_factor == access::SecondFactorRule::off)
        return refuse(ErrorKind::conflict, "account.factor_off");
    if (!access::has_use_for_factor(account.role))
        return refuse(ErrorKind::conflict, "account.factor_not_for_role");
    if (services.second_factor == access::SecondFactorRule::required && request.from_outside &&
        !account.has_factor)
        return refuse(ErrorKind::not_allowed, "account.factor_missing");
    return {};
}

json::object codes_json(const access::PrintedCodes& codes) {
    json::array list;
    for (const std::string& code : codes) list.push_back(json::value(code));
    return json::object{{"codes", std::move(list)}};
}

Error one_more_asked() {
    return {ErrorKind::conflict, "session.factor_one_more", {}, {}};
}
Error wrong_code(bool paper_only) {
    return {ErrorKind::invalid,
            "session.factor_wrong",
            {},
            fmt::format(R"({{"paper_only":{}}})", paper_only)};
}

// As an app shows a secret that is typed.
std::string in_fours(const std::string& secret) {
    std::string grouped;
    for (std::size_t i = 0; i < secret.size(); i += 4)
        grouped += (i > 0 ? " " : "") + secret.substr(i, 4);
    return grouped;
}

class FactorApi {
public:
    explicit FactorApi(const Services& services) : services_(services) {}

    // GET /api/v1/account/second-factor
    Result<Answer> get(const Read& read) const {
        TRY_ASSIGN(const auto factor, access::find_factor(read.db, read.account.id));
        json::object answer{{"rule", enum_text(services_.second_factor)},
                            {"for_role", access::has_use_for_factor(read.account.role)},
                            {"enrolled_at", nullptr},
                            {"codes_left", 0}};
        if (factor) {
            answer["enrolled_at"] = instant_text(factor->enrolled_at);
            answer["codes_left"] = factor->codes_left;
        }
        TRY_ASSIGN(const auto keys, access::security_keys(read.db, read.account.id));
        json::array list;
        for (const access::SecurityKey& key : keys)
            list.push_back(json::object{{"id", access::base64url(key.id)},
                                        {"host", key.host},
                                        {"added_at", instant_text(key.added_at)}});
        answer["keys"] = std::move(list);
        return answer;
    }

    // POST /api/v1/account/second-factor/proposal {}: nothing is kept but in this session.
    void propose(const RequestPtr& request, const Reply& reply) const {
        const auto proposed = proposal(*request);
        reply(proposed ? json_response(200, boost::json::serialize(*proposed))
                       : problem(proposed.error()));
    }

    // What gives codes away keeps no receipt, because they are secrets; asked again, new ones are
    // made and those before are void.
    using Secret = std::function<Result<access::PrintedCodes>(log::WriteTx&, const log::Cause&)>;
    // POST /api/v1/account/second-factor {command, code}
    void enrol(const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        auto code = checked_first_code(*request, *body);
        if (!code) return reply(problem(code.error()));
        give(request, *body, reply,
             [request, first = *code](log::WriteTx& tx, const log::Cause& cause) {
                 return access::enrol_factor(tx, request->account->id, first.secret, first.clock,
                                             cause);
             });
    }
    // POST /api/v1/account/second-factor/codes {command}
    void renew_codes(const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        const auto fresh = check_fresh(services_, *request);
        if (!body || !fresh) return reply(problem(body ? fresh.error() : body.error()));
        give(request, *body, reply, [request](log::WriteTx& tx, const log::Cause& cause) {
            return access::renew_printed_codes(tx, request->account->id, cause);
        });
    }

    // POST /api/v1/session/second-factor {code}
    void show(const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        const auto code = required_text(*body, "code");
        if (!code) return reply(problem(code.error()));
        // One counter for an account, whatever the device: whoever guesses here has the password.
        const access::Attempt attempt{.name = request->account->name};
        const Instant now = services_.clock();
        if (const auto wait = throttle_.wait_seconds(attempt, now); wait > 0)
            return reply(problem({ErrorKind::throttled,
                                  "session.throttled",
                                  {},
                                  fmt::format(R"({{"retry_after_s":{}}})", wait)}));
        throttle_.begun(attempt, now);
        services_.writer.submit<access::FactorShown>(
            [request, code = *code](log::WriteTx& tx) {
                const std::int64_t account = request->account->id;
                return access::show_code(
                    tx, account, code,
                    {account, account, 0, id_v4<log::CommandEntity>(random_bytes<16>())});
            },
            [this, request, attempt, reply](const Result<access::FactorShown>& shown) {
                if (!shown) {
                    throttle_.abandoned(attempt);  // Nobody looked at it.
                    return reply(problem(shown.error()));
                }
                if (shown->seen == CodeSeen::wrong)
                    return reply(problem(wrong_code(shown->paper_only)));
                if (shown->seen == CodeSeen::one_more) {
                    throttle_.abandoned(attempt);
                    return reply(problem(one_more_asked()));
                }
                throttle_.succeeded(attempt);
                services_.sessions.factor_shown(request->session_token, services_.clock());
                reply(json_response(
                    200, boost::json::serialize(json::object{{"second_factor", "shown"},
                                                             {"printed", shown->printed}})));
            });
    }

private:
    Result<json::object> proposal(const Request& request) const {
        TRY(check_may_enrol(services_, request));
        TRY(check_fresh(services_, request));
        const auto secret = random_bytes<access::factor_secret_bytes>();
        const std::string uri =
            access::otpauth_uri("Jatigi " + services_.node_name, request.account->name, secret);
        json::array rows;
        if (services_.qr_rows) {
            TRY_ASSIGN(const auto drawn, services_.qr_rows(uri));
            for (const std::string& row : drawn) rows.push_back(json::value(row));
        }
        services_.sessions.propose_factor(request.session_token,
                                          {.secret = secret, .at = services_.clock()});
        return json::object{
            {"secret", in_fours(access::base32(secret))}, {"uri", uri}, {"qr", std::move(rows)}};
    }

    // The proposal, its clock as this code left it.
    Result<access::Sessions::Proposal> checked_first_code(const Request& request,
                                                          const json::object& body) const {
        TRY(check_may_enrol(services_, request));
        TRY(check_fresh(services_, request));
        TRY_ASSIGN(std::string code, required_text(body, "code"));
        std::erase_if(code, [](char c) { return c == ' '; });
        const Instant now = services_.clock();
        auto proposed = services_.sessions.proposed_factor(request.session_token, now);
        if (!proposed) return refuse(ErrorKind::conflict, "account.factor_no_proposal");
        const auto looked = access::look_at_code(proposed->secret, code, now, proposed->clock);
        proposed->clock = looked.clock;
        if (looked.seen == CodeSeen::right) return *proposed;
        services_.sessions.propose_factor(request.session_token, *proposed);
        return std::unexpected(looked.seen == CodeSeen::one_more ? one_more_asked()
                                                                 : wrong_code(false));
    }

    void give(const RequestPtr& request, const json::object& body, const Reply& reply,
              Secret work) const {
        const auto cause = cause_of(services_, *request, body);
        if (!cause) return reply(problem(cause.error()));
        services_.writer.submit<access::PrintedCodes>(
            [work = std::move(work), cause = *cause](log::WriteTx& tx) { return work(tx, cause); },
            [this, request, reply](const Result<access::PrintedCodes>& codes) {
                if (!codes) return reply(problem(codes.error()));
                services_.sessions.factor_enrolled(request->account->id, request->session_token,
                                                   services_.clock());
                reply(json_response(201, boost::json::serialize(codes_json(*codes))));
            });
    }

    const Services& services_;
    mutable access::Throttle
        throttle_;  // Apart from that of passwords: names there may be anything.
};

using SharedApi = std::shared_ptr<const FactorApi>;

Route factor_route(const SharedApi& api, std::string_view route, access::AsksFactor asks,
                   void (FactorApi::*work)(const RequestPtr&, const Reply&) const) {
    Route made = gated_route(route, {access::may::own_account},
                             [api, work](const RequestPtr& request, const Reply& reply) {
                                 ((*api).*work)(request, reply);
                             });
    made.asks_factor = asks;
    return made;
}

}  // namespace

std::vector<Route> factor_routes(const Services& services) {
    using enum access::AsksFactor;
    const auto api = std::make_shared<const FactorApi>(services);
    std::vector<Route> routes{
        read_route(services, "GET /api/v1/account/second-factor", {access::may::own_account},
                   [api](const Read& read) { return api->get(read); }),
        factor_route(api, "POST /api/v1/account/second-factor/proposal", when_enrolled,
                     &FactorApi::propose),
        factor_route(api, "POST /api/v1/account/second-factor", when_enrolled, &FactorApi::enrol),
        factor_route(api, "POST /api/v1/account/second-factor/codes", when_enrolled,
                     &FactorApi::renew_codes),
        factor_route(api, "POST /api/v1/session/second-factor", never, &FactorApi::show),
    };
    return routes;
}

}  // namespace jatigi::http
