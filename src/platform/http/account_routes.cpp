#include "platform/http/account_routes.h"

#include "platform/access/confirmation.h"
#include "platform/access/emergency_account.h"
#include "platform/access/gatekeeper.h"
#include "platform/access/may.h"
#include "platform/access/sign_in_link.h"
#include "platform/access/spoken_code.h"
#include "platform/http/endpoint.h"

namespace jatigi::http {
namespace {

using access::Account;
using access::Gatekeeper;

constexpr std::chrono::hours new_link_life{24};

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}
json::value instant_or_null(const std::optional<Instant>& instant) {
    return instant ? json::value(instant_text(*instant)) : json::value(nullptr);
}

json::object session_json(const access::Sessions::Shown& session) {
    return {{"id", session.id},
            {"began_at", instant_text(session.began_at)},
            {"seen_at", instant_text(session.seen_at)},
            {"by", enum_text(session.began)},
            {"this", session.asking}};
}

class AccountApi {
public:
    explicit AccountApi(const Services& services) : services_(services) {}

    // GET /api/v1/accounts
    Result<Answer> list(const Read& read) const {
        TRY_ASSIGN(const auto shown,
                   access::show_accounts(read.db, services_.node, read.account.site));
        json::array accounts;
        for (const access::AccountShown& one : shown.accounts) {
            TRY_ASSIGN(json::value site, site_code(read.db, one.account));
            accounts.push_back(json::object{{"name", one.account.name},
                                            {"role", enum_text(one.account.role)},
                                            {"site", std::move(site)},
                                            {"made_by", text_or_null(one.made_by)},
                                            {"made_at", instant_text(one.made_at)},
                                            {"confirmed", one.confirmed_at.has_value()},
                                            {"confirmed_by", text_or_null(one.confirmed_by)},
                                            {"confirmed_at", instant_or_null(one.confirmed_at)},
                                            {"confirmed_how", text_or_null(one.confirmed_how)},
                                            {"has_password", one.account.has_password},
                                            {"last_used_at", instant_or_null(one.used_at)},
                                            {"emergency", one.account.is_emergency()},
                                            {"ends_at", instant_or_null(one.account.ends_at)},
                                            {"closed_at", instant_or_null(one.closed_at)},
                                            {"closed_by", text_or_null(one.closed_by)},
                                            {"altered", one.altered}});
        }
        return json::object{{"accounts", std::move(accounts)}, {"more", shown.more}};
    }

    // What gives a link or codes away keeps no receipt, because they are secrets: the same name
    // twice is refused, and a second link or sheet voids the first.
    using Secret = Result<json::object> (AccountApi::*)(log::WriteTx&, const log::Cause&,
                                                        const Request&, const json::object&) const;
    void give(Secret work, const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        const auto cause = cause_of(services_, *request, *body);
        if (!cause) return reply(problem(cause.error()));
        services_.writer.submit<std::string>(
            [this, work, request, body = *body,
             cause = *cause](log::WriteTx& tx) -> Result<std::string> {
                TRY_ASSIGN(const json::object given, (this->*work)(tx, cause, *request, body));
                return boost::json::serialize(given);
            },
            [reply](const Result<std::string>& given) {
                reply(given ? json_response(201, *given) : problem(given.error()));
            });
    }

    // POST /api/v1/accounts {command, name, role, site?}: answers with a one-time link.
    Result<json::object> create(log::WriteTx& tx, const log::Cause& cause, const Request& request,
                                const json::object& body) const {
        TRY_ASSIGN(auto wanted, wanted_in(tx, body));
        wanted.made_by = cause.account;
        TRY(Gatekeeper::allow(*request.account, access::may::manage_accounts, FactClass::open,
                              access::about_site_or_all(wanted.site)));
        TRY_ASSIGN(const Account account, access::create_account(tx, wanted, cause));
        return link_json(tx, account, cause);
    }

    // POST /api/v1/accounts/emergency {command, name, role, site?, reason}
    Result<json::object> create_emergency(log::WriteTx& tx, const log::Cause& cause,
                                          const Request& request, const json::object& body) const {
        const Account& vouches = *request.account;
        TRY(check_fresh(services_, request));
        TRY_ASSIGN(auto wanted, wanted_in(tx, body));
        TRY_ASSIGN(wanted.reason, required_text(body, "reason"));
        TRY(Gatekeeper::allow(vouches, access::may::vouch_for_emergency, FactClass::open,
                              access::about_site_or_all(wanted.site)));
        TRY_ASSIGN(const Account account,
                   access::create_emergency_account(tx, std::move(wanted), vouches, cause));
        if (services_.emergency_made) TRY(services_.emergency_made(tx, cause, account));
        return link_json(tx, account, cause);
    }

    // POST /api/v1/accounts/{name}/link {command}
    Result<json::object> renew(log::WriteTx& tx, const log::Cause& cause, const Request& request,
                               const json::object&) const {
        TRY_ASSIGN(const Account account, managed(tx, request));
        TRY(access::renew_account(tx, account, cause.account, cause));
        services_.sessions.forget_account(account.id);
        return link_json(tx, account, cause);
    }

    // POST /api/v1/account/codes {command}
    Result<json::object> make_codes(log::WriteTx& tx, const log::Cause& cause,
                                    const Request& request, const json::object&) const {
        TRY(check_fresh(services_, request));
        if (request.account->is_emergency())
            return refuse(ErrorKind::not_allowed, "account.emergency_may_not");
        TRY_ASSIGN(const auto sheet, access::make_sheet(tx, *request.account, cause));
        json::array codes;
        for (const access::SpokenCode& one : sheet)
            codes.push_back(json::object{{"number", one.number}, {"code", one.code}});
        return json::object{{"codes", std::move(codes)}};
    }

    // POST /api/v1/accounts/{name}/closing {command}
    Result<Answer> close(const Command& command) const {
        TRY_ASSIGN(const Account account, managed(command.tx, command.request));
        TRY(access::close_account(command.tx, account, command.cause));
        services_.sessions.forget_account(account.id);
        return json::object{{"name", account.name}, {"closed", true}};
    }

    // GET /api/v1/accounts/unconfirmed
    Result<Answer> list_unconfirmed(const Read& read) const {
        TRY_ASSIGN(const auto waiting, access::list_unconfirmed(read.db, read.account.site));
        json::array accounts;
        for (const access::UnconfirmedAccount& one : waiting.accounts) {
            TRY_ASSIGN(json::value site, site_code(read.db, one.account));
            accounts.push_back(json::object{{"name", one.account.name},
                                            {"role", enum_text(one.account.role)},
                                            {"site", std::move(site)},
                                            {"made_by", one.made_by},
                                            {"made_at", instant_text(one.made_at)}});
        }
        return json::object{{"accounts", std::move(accounts)}, {"more", waiting.more}};
    }

    // POST /api/v1/accounts/{name}/confirmation {command}
    // Whoever has a session is confirmed: none begins without, and a new link ends them all.
    Result<Answer> confirm(const Command& command) const {
        access::Confirmation wanted{command.arg(0), command.account};
        // The password was typed for this account, not before somebody made it.
        TRY_ASSIGN(const auto origin, access::origin_of(command.tx.db(), wanted.name));
        TRY(check_fresh(services_, command.request, origin.made_at));
        if (origin.made_by) {
            TRY_ASSIGN(wanted.same_device,
                       same_device_as(command.tx, command.request, *origin.made_by));
        }
        TRY_ASSIGN(const auto account, access::confirm_account(command.tx, wanted, command.cause));
        return json::object{
            {"name", account.name}, {"role", enum_text(account.role)}, {"confirmed", true}};
    }

    // GET /api/v1/accounts/{name}/sessions
    Result<Answer> sessions_of(const Read& read) const {
        TRY_ASSIGN(const Account account, access::account_named(read.db, read.request.args.at(0)));
        TRY(about_account(*read.request.account, account));
        return sessions_json(account.id, read.request);
    }
    // GET /api/v1/account/sessions
    Result<Answer> own_sessions(const Read& read) const {
        return sessions_json(read.account.id, read.request);
    }
    // POST /api/v1/accounts/{name}/sessions/ending {command, id?}
    Result<Answer> end_sessions_of(const Command& command) const {
        TRY_ASSIGN(const Account account, managed(command.tx, command.request));
        return end_sessions(command, account.id, {});
    }
    // POST /api/v1/account/sessions/ending {command, id?}: without one, every other session.
    Result<Answer> end_own_sessions(const Command& command) const {
        return end_sessions(command, command.account.id, command.request.session_token);
    }

private:
    static Result<void> about_account(const Account& asks, const Account& about) {
        // Of another site: unknown, as it is not listed either.
        if (asks.site && about.site && asks.site != about.site)
            return refuse(ErrorKind::not_found, "account.not_found");
        return Gatekeeper::allow(asks, access::may::manage_accounts, FactClass::open,
                                 access::about_site_or_all(about.site));
    }
    static Result<Account> managed(log::WriteTx& tx, const Request& request) {
        TRY_ASSIGN(Account account, access::account_named(tx.db(), request.args.at(0)));
        TRY(about_account(*request.account, account));
        return account;
    }

    Result<json::value> site_code(store::Connection& db, const Account& account) const {
        if (!account.site) return json::value(nullptr);
        TRY_ASSIGN(const std::string code, services_.sites.code_of(db, *account.site));
        return json::value(code);
    }

    Result<access::NewAccount> wanted_in(log::WriteTx& tx, const json::object& body) const {
        TRY_ASSIGN(const auto name, required_text(body, "name"));
        TRY_ASSIGN(const auto role, required_enum<access::Role>(body, "role"));
        access::NewAccount wanted{.name = name, .role = role};
        if (const auto site = json::text_at(body, "site")) {
            TRY_ASSIGN(wanted.site, services_.sites.find(tx.db(), *site));
        }
        return wanted;
    }

    static Result<json::object> link_json(log::WriteTx& tx, const Account& account,
                                          const log::Cause& cause) {
        Instant expires_at = tx.now() + new_link_life;
        if (account.ends_at) expires_at = std::min(expires_at, *account.ends_at);
        TRY_ASSIGN(const auto token, access::make_link(tx, account.id, expires_at, cause));
        const bool confirmed = access::check_confirmed(tx.db(), account.id).has_value();
        json::object given{{"name", account.name},
                           {"role", enum_text(account.role)},
                           {"confirmed", confirmed},
                           {"link", "/#/link/" + token},
                           {"expires_at", instant_text(expires_at)}};
        if (account.ends_at) given["ends_at"] = instant_text(*account.ends_at);
        return given;
    }

    Result<Answer> sessions_json(std::int64_t account, const Request& request) const {
        json::array sessions;
        for (const auto& one :
             services_.sessions.shown(account, request.session_token, services_.clock()))
            sessions.push_back(session_json(one));
        return json::object{{"sessions", std::move(sessions)}};
    }

    Result<Answer> end_sessions(const Command& command, std::int64_t account,
                                std::string_view but) const {
        const auto id = json::text_at(command.body, "id");
        TRY_ASSIGN(const std::int64_t ended,
                   services_.sessions.end_some(command.tx, account, but,
                                               [&](const access::Sessions::Shown& one) {
                                                   return id ? one.id == *id : !one.asking;
                                               }));
        return json::object{{"ended", ended}};
    }

    const Services& services_;
};

using SharedApi = std::shared_ptr<const AccountApi>;

Route secret_route(const SharedApi& api, std::string_view route, const access::Action& action,
                   AccountApi::Secret work) {
    return gated_route(route, {action}, [api, work](const RequestPtr& request, const Reply& reply) {
        api->give(work, request, reply);
    });
}

}  // namespace

std::vector<Route> account_routes(const Services& services) {
    using namespace access::may;  // NOLINT(google-build-using-namespace)
    const auto api = std::make_shared<const AccountApi>(services);
    return {
        read_route(services, "GET /api/v1/accounts", {read_accounts},
                   [api](const Read& read) { return api->list(read); }),
        secret_route(api, "POST /api/v1/accounts", manage_accounts, &AccountApi::create),
        secret_route(api, "POST /api/v1/accounts/emergency", vouch_for_emergency,
                     &AccountApi::create_emergency),
        read_route(services, "GET /api/v1/accounts/unconfirmed", {confirm_account},
                   [api](const Read& read) { return api->list_unconfirmed(read); }),
        command_route(services, "POST /api/v1/accounts/{name}/confirmation", {confirm_account}, 200,
                      [api](const Command& command) { return api->confirm(command); }),
        command_route(services, "POST /api/v1/accounts/{name}/closing", {manage_accounts}, 200,
                      [api](const Command& command) { return api->close(command); }),
        secret_route(api, "POST /api/v1/accounts/{name}/link", manage_accounts, &AccountApi::renew),
        read_route(services, "GET /api/v1/accounts/{name}/sessions", {manage_accounts},
                   [api](const Read& read) { return api->sessions_of(read); }),
        command_route(services, "POST /api/v1/accounts/{name}/sessions/ending", {manage_accounts},
                      200, [api](const Command& command) { return api->end_sessions_of(command); }),
        secret_route(api, "POST /api/v1/account/codes", confirm_account, &AccountApi::make_codes),
        read_route(services, "GET /api/v1/account/sessions", {own_account},
                   [api](const Read& read) { return api->own_sessions(read); }),
        command_route(services, "POST /api/v1/account/sessions/ending", {own_account}, 200,
                      [api](const Command& command) { return api->end_own_sessions(command); }),
    };
}

}  // namespace jatigi::http
