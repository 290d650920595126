#include "platform/http/account_routes.h"

#include "platform/access/gatekeeper.h"

namespace jatigi::http {
namespace {

using access::Action;
using access::Gatekeeper;

constexpr std::chrono::hours new_account_link_life{24};

class AccountApi {
public:
    explicit AccountApi(const Services& services) : services_(services) {}

    // POST /api/v1/accounts {command, name, role, site?}: answers with a one-time link's token.
    // The token is a secret, so this command keeps no receipt: the same name twice is refused.
    void create(const RequestPtr& request, const Reply& reply) const {
        const auto allowed = allow(*request, Action::manage_accounts);
        if (!allowed) return reply(problem(allowed.error()));
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        const auto cause = cause_of(services_, *request, *body);
        if (!cause) return reply(problem(cause.error()));
        services_.writer.submit<std::string>(
            [this, body = *body, cause = *cause](log::WriteTx& tx) {
                return create_in(tx, cause, body);
            },
            [reply](const Result<std::string>& made) {
                reply(made ? json_response(201, *made) : problem(made.error()));
            });
    }

    // GET /api/v1/accounts/unconfirmed
    void list_unconfirmed(const RequestPtr& request, const Reply& reply) const {
        const auto allowed = allow(*request, Action::confirm_account);
        if (!allowed) return reply(problem(allowed.error()));
        answer_read(services_, request, reply,
                    [this](store::Connection& db, const Request& asked) {
                        return unconfirmed_json(db, asked.account->site);
                    });
    }

    // POST /api/v1/accounts/{name}/confirmation {command}
    void confirm(const RequestPtr& request, const Reply& reply) const {
        const auto allowed = allow(*request, Action::confirm_account);
        if (!allowed) return reply(problem(allowed.error()));
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        // Whoever has a session is confirmed: none begins without, and no confirmation is undone.
        answer_command(services_, *request, reply, 200, *body,
                       [request](log::WriteTx& tx, const log::Cause& cause) -> Result<std::string> {
                           TRY_ASSIGN(const auto account,
                                      access::confirm_account(
                                          tx, {request->args[0], request->account}, cause));
                           return boost::json::serialize(
                               json::object{{"name", account.name},
                                            {"role", access::role_name(account.role)},
                                            {"confirmed", true}});
                       });
    }

private:
    Result<std::string> unconfirmed_json(store::Connection& db,
                                         std::optional<std::int64_t> asking_site) const {
        TRY_ASSIGN(const auto waiting, access::list_unconfirmed(db, asking_site));
        json::array accounts;
        for (const access::UnconfirmedAccount& one : waiting.accounts) {
            json::value site(nullptr);
            if (one.account.site) {
                TRY_ASSIGN(site, services_.sites.code_of(db, *one.account.site));
            }
            accounts.push_back(json::object{{"name", one.account.name},
                                            {"role", access::role_name(one.account.role)},
                                            {"site", site},
                                            {"made_by", one.made_by},
                                            {"made_at", instant_text(one.made_at)}});
        }
        return boost::json::serialize(
            json::object{{"accounts", std::move(accounts)}, {"more", waiting.more}});
    }

    static Result<void> allow(const Request& request, Action action) {
        return Gatekeeper::allow(*request.account, action, FactClass::open);
    }

    Result<std::string> create_in(log::WriteTx& tx, const log::Cause& cause,
                                  const json::object& body) const {
        TRY_ASSIGN(const auto name, required_text(body, "name"));
        const auto role = access::parse_role(json::text_at(body, "role").value_or(""));
        if (!role) return member_missing("role");
        access::NewAccount wanted{.name = name, .role = *role, .made_by = cause.account};
        if (const auto site = json::text_at(body, "site")) {
            TRY_ASSIGN(wanted.site, services_.sites.find(tx.db(), *site));
        }
        TRY_ASSIGN(const auto account, access::create_account(tx, wanted, cause));
        TRY_ASSIGN(const auto token, access::make_link(tx.db(), account.id,
                                                       tx.now() + new_account_link_life));
        return boost::json::serialize(
            json::object{{"name", account.name},
                         {"role", access::role_name(account.role)},
                         {"confirmed", !access::needs_confirmation(account.role)},
                         {"link", "/#/link/" + token},
                         {"expires_at", instant_text(tx.now() + new_account_link_life)}});
    }

    const Services& services_;
};

}  // namespace

std::vector<Route> account_routes(const Services& services) {
    const auto api = std::make_shared<const AccountApi>(services);
    return {
        {"POST", "/api/v1/accounts", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->create(request, reply); }},
        {"GET", "/api/v1/accounts/unconfirmed", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) {
             api->list_unconfirmed(request, reply);
         }},
        {"POST", "/api/v1/accounts/{name}/confirmation", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->confirm(request, reply); }},
    };
}

}  // namespace jatigi::http
