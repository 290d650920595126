#include "platform/http/account_routes.h"

#include "platform/access/gatekeeper.h"
#include "platform/access/may.h"
#include "platform/http/endpoint.h"

namespace jatigi::http {
namespace {

using access::Gatekeeper;

constexpr std::chrono::hours new_account_link_life{24};

class AccountApi {
public:
    explicit AccountApi(const Services& services) : services_(services) {}

    // POST /api/v1/accounts {command, name, role, site?}: answers with a one-time link's token.
    // The token is a secret, so this command keeps no receipt: the same name twice is refused.
    void create(const RequestPtr& request, const Reply& reply) const {
        const auto allowed = Gatekeeper::allow_role(*request->account, access::may::manage_accounts,
                                                    FactClass::open);
        if (!allowed) return reply(problem(allowed.error()));
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        const auto cause = cause_of(services_, *request, *body);
        if (!cause) return reply(problem(cause.error()));
        services_.writer.submit<std::string>(
            [this, request, body = *body, cause = *cause](log::WriteTx& tx) {
                return create_in(tx, cause, *request->account, body);
            },
            [reply](const Result<std::string>& made) {
                reply(made ? json_response(201, *made) : problem(made.error()));
            });
    }

    // GET /api/v1/accounts/unconfirmed
    Result<Answer> list_unconfirmed(const Read& read) const {
        TRY_ASSIGN(const auto waiting, access::list_unconfirmed(read.db, read.account.site));
        json::array accounts;
        for (const access::UnconfirmedAccount& one : waiting.accounts) {
            json::value site(nullptr);
            if (one.account.site) {
                TRY_ASSIGN(site, services_.sites.code_of(read.db, *one.account.site));
            }
            accounts.push_back(json::object{{"name", one.account.name},
                                            {"role", enum_text(one.account.role)},
                                            {"site", site},
                                            {"made_by", one.made_by},
                                            {"made_at", instant_text(one.made_at)}});
        }
        return json::object{{"accounts", std::move(accounts)}, {"more", waiting.more}};
    }

    // POST /api/v1/accounts/{name}/confirmation {command}
    // Whoever has a session is confirmed: none begins without, and no confirmation is undone.
    static Result<Answer> confirm(const Command& command) {
        TRY_ASSIGN(
            const auto account,
            access::confirm_account(command.tx, {command.arg(0), command.account}, command.cause));
        return json::object{
            {"name", account.name}, {"role", enum_text(account.role)}, {"confirmed", true}};
    }

private:
    Result<std::string> create_in(log::WriteTx& tx, const log::Cause& cause,
                                  const access::Account& maker, const json::object& body) const {
        TRY_ASSIGN(const auto name, required_text(body, "name"));
        const auto role = parse_enum<access::Role>(json::text_at(body, "role").value_or(""));
        if (!role) return member_missing("role");
        access::NewAccount wanted{.name = name, .role = *role, .made_by = cause.account};
        if (const auto site = json::text_at(body, "site")) {
            TRY_ASSIGN(wanted.site, services_.sites.find(tx.db(), *site));
        }
        TRY(Gatekeeper::allow(maker, access::may::manage_accounts, FactClass::open,
                              access::about_site_or_all(wanted.site)));
        TRY_ASSIGN(const auto account, access::create_account(tx, wanted, cause));
        TRY_ASSIGN(const auto token, access::make_link(tx.db(), account.id,
                                                       tx.now() + new_account_link_life));
        return boost::json::serialize(
            json::object{{"name", account.name},
                         {"role", enum_text(account.role)},
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
        read_route(services, "GET /api/v1/accounts/unconfirmed", {access::may::confirm_account},
                   [api](const Read& read) { return api->list_unconfirmed(read); }),
        command_route(services, "POST /api/v1/accounts/{name}/confirmation",
                      {access::may::confirm_account}, 200,
                      [](const Command& command) { return AccountApi::confirm(command); }),
    };
}

}  // namespace jatigi::http
