#include "platform/http/session_routes.h"

#include <fmt/format.h>

#include "platform/access/account_proof.h"
#include "platform/access/confirmation.h"
#include "platform/access/device.h"
#include "platform/access/gatekeeper.h"
#include "platform/access/may.h"
#include "platform/access/password.h"
#include "platform/access/password_strength.h"
#include "platform/access/sign_in_link.h"
#include "platform/access/spoken_code.h"
#include "platform/base/random.h"
#include "platform/http/security_watch.h"

namespace jatigi::http {
namespace {

std::string set_cookie(std::string_view name, std::string_view token,
                       std::chrono::seconds max_age) {
    // __Host-: this host alone, secure, whole path. Browsers count 127.0.0.1 as secure.
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", name, token,
                       max_age.count());
}

// Only who signed in with the password, or has not shown otherwise who they are, is asked for it.
bool asks_old_password(const access::Account& account, access::Began began) {
    return account.has_password && began != access::Began::by_link;
}

// What the account has to do with a second factor, in one word.
std::string_view factor_word(const Services& services, const access::Account& account, bool shown) {
    using Rule = access::SecondFactorRule;
    if (services.second_factor == Rule::off || !access::has_use_for_factor(account.role))
        return "none";
    if (account.has_factor) return shown ? "shown" : "asked";
    return services.second_factor == Rule::required && !account.is_emergency() ? "required"
                                                                               : "offered";
}

struct SessionTold {
    const access::Account& account;
    access::Began began;
    bool factor_shown = false;
    std::string_view token{};  // Of the session that asks; empty for one that only begins.
};

// What a page seals a half-filled form with, so that it outlives being loaded again and nothing of
// it can be read once the session is over.
std::string draft_key(const Services& services, std::string_view token) {
    Bytes about(as_bytes("jatigi draft key ").begin(), as_bytes("jatigi draft key ").end());
    append(about, as_bytes(token));
    return hex(keyed_digest<16>(services.node.secrets.mac_key(), about));
}

Result<std::string> account_json(const Services& services, store::Connection& db,
                                 const SessionTold& told) {
    const access::Account& account = told.account;
    json::value site(nullptr);
    if (account.site) {
        TRY_ASSIGN(site, services.sites.code_of(db, *account.site));
    }
    json::array rights;
    const bool by_pin = told.began == access::Began::by_pin;
    for (const std::string_view right : access::rights_of(
             account.role, services.rules, by_pin ? access::Rights::by_pin : access::Rights::all))
        rights.push_back(json::value(right));
    json::object out{
        {"account",
         json::object{{"name", account.name},
                      {"role", enum_text(account.role)},
                      {"site", site},
                      {"rights", std::move(rights)},
                      {"must_set_password", !by_pin && !account.has_password},
                      {"by_pin", by_pin},
                      {"asks_old_password", asks_old_password(account, told.began)},
                      {"second_factor",
                       by_pin ? "none" : factor_word(services, account, told.factor_shown)}}},
        {"node",
         json::object{{"name", services.node_name}, {"demonstration", services.demonstration}}},
        {"now", instant_text(services.clock())},
        {"clock_behind", services.clock_is_behind()}};
    if (!told.token.empty() && !by_pin) out["draft_key"] = draft_key(services, told.token);
    return boost::json::serialize(out);
}

class SessionApi {
public:
    explicit SessionApi(const Services& services) : services_(services) {}

    void get(const RequestPtr& request, const Reply& reply) const {
        if (!request->account)
            return reply(problem({ErrorKind::unauthenticated, "session.required", {}, {}}));
        answer_read(services_, request, reply, [this](store::Connection& db, const Request& asked) {
            return account_json(
                services_, db,
                {*asked.account, began(asked), asked.factor_shown, asked.session_token});
        });
    }

    // POST /api/v1/session {name, password}: argon2id on a worker.
    void sign_in(const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        if (!body) return reply(problem(body.error()));
        const auto name = required_text(*body, "name");
        const auto password = required_text(*body, "password");
        if (!name || !password) return reply(problem(name ? password.error() : name.error()));
        on_worker(*name, *request, reply,
                  [this, request, reply, password = *password](const Guess& guess) {
                      check_password(request, reply, guess, password);
                  });
    }

    // POST /api/v1/session/link {token, code?}: the code that a colleague read out, for an account
    // that waits to be confirmed.
    void use_link(const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        const auto token = body ? required_text(*body, "token") : std::unexpected(body.error());
        if (!token) return reply(problem(token.error()));
        const auto code = optional_text(*body, "code");
        if (!code) return reply(problem(code.error()));
        const bool queued =
            services_.workers.submit([this, request, reply, token = *token,
                                      code = *code] { use_open_link(request, reply, token, code); },
                                     Work::open);
        if (!queued) reply(overloaded());
    }

    void sign_out(const RequestPtr& request, const Reply& reply) const {
        services_.writer.submit<bool>(
            [request](log::WriteTx& tx) -> Result<bool> {
                TRY(access::Sessions::end(tx, request->session_token));
                return true;
            },
            [this, request, reply](const Result<bool>& ended) {
                if (!ended) return reply(problem(ended.error()));
                services_.sessions.forget(request->session_token);
                Response response{204, {}, {}, {}};
                response.headers.emplace_back("Set-Cookie", set_cookie(session_cookie, {}, {}));
                // Not "storage": meals that wait to be sent stand there, without names.
                response.headers.emplace_back("Clear-Site-Data", "\"cache\"");
                reply(std::move(response));
            });
    }

    // PUT /api/v1/account/password {password, old_password?}
    void set_password(const RequestPtr& request, const Reply& reply) const {
        const auto body = body_object(*request);
        const auto password =
            body ? required_text(*body, "password") : std::unexpected(body.error());
        if (!password) return reply(problem(password.error()));
        std::optional<std::string> old;
        if (asks_old_password(*request->account, began(*request))) {
            auto given = required_text(*body, "old_password");
            if (!given) return reply(problem(given.error()));
            old = *std::move(given);
        }
        const bool queued = services_.workers.submit(
            [this, request, reply, passwords = Passwords{std::move(old), *password}] {
                change_password(request, reply, passwords);
            },
            Work::open);
        if (!queued) reply(overloaded());
    }

    void begin_by_pin(const RequestPtr& request, const Reply& reply,
                      const access::RoundBytes& round, PinOwner owner) const {
        begin_with({[owner = std::move(owner)](log::WriteTx& tx) -> Result<Whose> {
                        TRY_ASSIGN(auto account, owner(tx));
                        if (!account)
                            return Whose{.waits = Error{ErrorKind::unauthenticated, "pin.refused"}};
                        return Whose{*std::move(account), "pin"};
                    },
                    access::Began::by_pin, round},
                   request, reply);
    }

private:
    // Whose session begins; or why none does, where what was written stays written.
    struct Whose {
        access::Account account;
        std::string by{};  // "password", "link", "code", "pin".
        std::optional<Error> waits{};
    };
    struct Beginning {
        std::function<Result<Whose>(log::WriteTx&)> whose;
        access::Began by;
        access::RoundBytes round{};  // By PIN.
    };
    struct Begun {
        access::Account account;
        access::Sessions::Ticket ticket;
        std::string device, json;
        std::optional<Error> waits{};
        std::optional<Instant> factor_at{};
    };
    // A link that waits for a confirmation is not used up: it is opened again when there is one.
    Result<Whose> account_of_link(log::WriteTx& tx, const std::string& token,
                                  const std::string& code) const {
        TRY_ASSIGN(access::Account account, access::find_link(tx, token));
        if (access::check_confirmed(tx.db(), account.id)) {
            TRY(access::use_link(tx, token));
            return Whose{std::move(account), "link"};
        }
        if (!code.empty()) {
            TRY_ASSIGN(const access::CodeSaid said,
                       access::say_code(tx, account, code, own_cause(account)));
            if (said.right) {
                TRY(access::use_link(tx, token));
                return Whose{std::move(account), "code"};
            }
            note_security(services_, {access::SecurityKind::sign_in_failed, account.id, "code"});
            if (said.tries_left > 0)
                return Whose{std::move(account),
                             {},
                             Error{ErrorKind::not_allowed,
                                   "account.code_wrong",
                                   {},
                                   fmt::format(R"({{"tries_left":{}}})", said.tries_left)}};
        }
        TRY_ASSIGN(const auto asked, access::ask_code(tx, account, may_confirm));
        json::object params{{"name", account.name},
                            {"role", enum_text(account.role)},
                            {"confirmer", nullptr},
                            {"number", nullptr},
                            {"until", nullptr}};
        if (asked) {
            params["confirmer"] = asked->owner;
            params["number"] = asked->number;
            params["until"] = instant_text(asked->until);
        }
        return Whose{
            std::move(account),
            {},
            Error{
                ErrorKind::not_allowed, "account.unconfirmed", {}, boost::json::serialize(params)}};
    }

    static bool may_confirm(const access::Account& account) {
        return access::Gatekeeper::allow_role(account, access::may::confirm_account,
                                              FactClass::open)
            .has_value();
    }
    static log::Cause own_cause(const access::Account& account) {
        return {account.id, account.id, 0, id_v4<log::CommandEntity>(random_bytes<16>())};
    }

    // A password that somebody typed, to be compared on a worker.
    struct Guess {
        access::Attempt attempt;
        Instant now;
    };
    struct Passwords {
        std::optional<std::string> old;  // Where it is asked for.
        std::string wanted;
    };

    access::Began began(const Request& request) const {
        if (request.by_pin) return access::Began::by_pin;
        return services_.sessions.began_by_link(request.session_token) ? access::Began::by_link
                                                                       : access::Began::by_password;
    }

    // Calls work(guess) on a worker, unless the name has to wait.
    void on_worker(const std::string& name, const Request& request, const Reply& reply,
                   std::function<void(const Guess&)> work) const {
        if (request.device_token.empty()) return guess({.name = name}, reply, std::move(work));
        // The database tells whether the device is known: not on the network's thread.
        const bool queued = services_.workers.submit(
            [this, name, device = request.device_token, reply, work = std::move(work)] {
                const auto attempt = attempt_of(name, device, services_.clock());
                if (!attempt) return reply(problem(attempt.error()));
                guess(*attempt, reply, work);
            },
            Work::open);
        if (!queued) reply(overloaded());
    }
    void guess(const access::Attempt& attempt, const Reply& reply,
               std::function<void(const Guess&)> work) const {
        const Instant now = services_.clock();
        if (const auto wait = services_.throttle.wait_seconds(attempt, now); wait > 0) {
            note_security(services_, {access::SecurityKind::sign_in_paused, 0,
                                      attempt.device ? "known device" : "unknown device"});
            return reply(problem({ErrorKind::throttled,
                                  "session.throttled",
                                  {},
                                  fmt::format(R"({{"retry_after_s":{}}})", wait)}));
        }
        services_.throttle.begun(attempt, now);
        const bool queued = services_.workers.submit(
            [work = std::move(work), guess = Guess{attempt, now}] { work(guess); },
            Work::password);  // A crowd that signs in delays nobody but itself.
        if (queued) return;
        services_.throttle.abandoned(attempt);
        reply(overloaded());
    }
    Response overloaded() const {
        if (services_.workers.is_stopping()) return stopping_response();
        return problem({ErrorKind::unavailable, "store.overloaded", "workers", {}});
    }
    // On a worker. A link that nobody made does not come to the writer.
    void use_open_link(const RequestPtr& request, const Reply& reply, const std::string& token,
                       const std::string& code) const {
        const auto open = services_.readers.read<bool>([&](store::Connection& db) {
            return access::link_is_open(db, token, services_.clock());
        });
        if (!open) return reply(problem(open.error()));
        if (!*open) {
            note_security(services_, {access::SecurityKind::sign_in_failed, 0, "link"});
            return reply(problem({ErrorKind::unauthenticated, "session.link_invalid", {}, {}}));
        }
        begin_with(
            {[this, token, code](log::WriteTx& tx) { return account_of_link(tx, token, code); },
             access::Began::by_link},
            request, reply);
    }

    // The account whose password it is, or nothing. Counts for the throttle.
    Result<std::optional<access::PasswordCheck>> matching(const Guess& guess,
                                                          const std::string& password) const {
        auto check = services_.readers.read<access::PasswordCheck>(
            [&](store::Connection& db) { return access::password_check(db, guess.attempt.name); });
        if (!check) return std::unexpected(check.error());
        if (!access::password_matches(check->stored, password) || !check->account) {
            services_.throttle.failed(guess.attempt, guess.now);
            note_security(services_, {access::SecurityKind::sign_in_failed,
                                      check->account ? check->account->id : 0, "password"});
            return std::optional<access::PasswordCheck>{};
        }
        services_.throttle.succeeded(guess.attempt);
        return std::optional{*std::move(check)};
    }

    // The names of this place are no passwords, nor are those that everybody tries.
    Result<void> check_strength(const std::string& password, const access::Account& account) const {
        access::PasswordRules rules{.common = services_.common_passwords};
        if (services_.sites.all_names) {
            TRY_ASSIGN(rules.names,
                       services_.readers.read<std::vector<std::string>>(services_.sites.all_names));
        }
        rules.names.push_back(services_.node_name);
        return access::check_password_strength(password, account.name, rules);
    }

    // A device counts as known for the name that it signed in as before, and for no other.
    Result<access::Attempt> attempt_of(const std::string& name, const std::string& device,
                                       Instant now) const {
        access::Attempt attempt{.name = name};
        if (device.empty()) return attempt;
        TRY_ASSIGN(const bool known, services_.readers.read<bool>([&](store::Connection& db) {
            return access::knows_device(db, device, name, now);
        }));
        if (known) attempt.device = device;
        return attempt;
    }

    void check_password(const RequestPtr& request, const Reply& reply, const Guess& guess,
                        const std::string& password) const {
        const auto check = matching(guess, password);
        if (!check) return reply(problem(check.error()));
        if (!*check)
            return reply(
                problem({ErrorKind::unauthenticated, "session.wrong_credentials", {}, {}}));
        // Somebody may have set another one since it was compared.
        begin_with({[compared = **check](log::WriteTx& tx) -> Result<Whose> {
                        TRY_ASSIGN(
                            const bool still,
                            access::password_is_still(tx, compared.account->id, compared.stored));
                        if (!still)
                            return refuse(ErrorKind::unauthenticated, "session.wrong_credentials");
                        TRY(access::check_confirmed(tx.db(), compared.account->id));
                        return Whose{*compared.account, "password"};
                    },
                    access::Began::by_password},
                   request, reply);
    }

    // On a worker.
    void change_password(const RequestPtr& request, const Reply& reply,
                         const Passwords& passwords) const {
        const auto strong = check_strength(passwords.wanted, *request->account);
        if (!strong) return reply(problem(strong.error()));
        if (passwords.old)
            return on_worker(request->account->name, *request, reply,
                             [this, request, reply, passwords](const Guess& guess) {
                                 replace_password(request, reply, guess, passwords);
                             });
        const bool queued = services_.workers.submit(
            [this, request, reply, wanted = passwords.wanted] {
                store_password(request, wanted, std::nullopt, reply);
            },
            Work::password);
        if (!queued) reply(overloaded());
    }

    void replace_password(const RequestPtr& request, const Reply& reply, const Guess& guess,
                          const Passwords& passwords) const {
        const auto check = matching(guess, *passwords.old);
        if (!check) return reply(problem(check.error()));
        if (!*check) return reply(problem(wrong_old_password()));
        store_password(request, passwords.wanted, (*check)->stored, reply);
    }

    // Not 401: the session goes on.
    static Error wrong_old_password() {
        return {ErrorKind::not_allowed, "account.wrong_old_password", {}, {}};
    }

    void begin_with(const Beginning& beginning, const RequestPtr& request,
                    const Reply& reply) const {
        services_.writer.submit<Begun>(
            [this, beginning, request](log::WriteTx& tx) -> Result<Begun> {
                // A sign-in that was under way when the node was locked ends with all the others.
                if (services_.lock != nullptr && services_.lock->is_locked())
                    return refuse(ErrorKind::unavailable, "vault.locked");
                TRY_ASSIGN(Whose whose, beginning.whose(tx));
                if (whose.account.id == 0)
                    return Begun{.waits = std::move(whose.waits)};  // Nobody's.
                access::Account& account = whose.account;
                // Perhaps since the password was compared.
                TRY_ASSIGN(const auto factor, access::find_factor(tx.db(), account.id));
                account.has_factor = factor.has_value();
                TRY(access::check_unaltered(tx.db(), tx.node(), account.id));
                if (account.ends_at && *account.ends_at <= tx.now())
                    return refuse(ErrorKind::not_allowed, "account.ended");
                Begun begun{.account = account, .waits = std::move(whose.waits)};
                if (begun.waits) return begun;
                begun.factor_at = services_.sessions.factor_of(request->session_token, account.id,
                                                               services_.clock());
                // One browser, one session: what was open there ends.
                TRY(access::Sessions::end(tx, request->session_token));
                if (beginning.by == access::Began::by_pin) {
                    begun.ticket = services_.sessions.begin_by_pin(account.id, beginning.round);
                    begun.factor_at.reset();
                } else {
                    TRY_ASSIGN(begun.ticket, services_.sessions.begin(tx, account));
                }
                TRY_ASSIGN(begun.device,
                           access::remember_device(tx, request->device_token, account.id));
                TRY(access::SecurityRecord::write(
                    tx, {{tx.now(), {access::SecurityKind::signed_in, account.id, whose.by}}}));
                TRY_ASSIGN(begun.json,
                           account_json(services_, tx.db(),
                                        {account, beginning.by, begun.factor_at.has_value()}));
                return begun;
            },
            [this, reply, request, by = beginning.by](const Result<Begun>& begun) {
                if (!begun) return reply(problem(begun.error()));
                if (begun->waits) return reply(problem(*begun->waits));
                services_.sessions.forget(request->session_token);
                services_.sessions.remember(begun->ticket, begun->account, services_.clock(), by,
                                            begun->factor_at);
                Response response = json_response(200, begun->json);
                response.headers.emplace_back(
                    "Set-Cookie",
                    set_cookie(session_cookie, begun->ticket.token, access::session_length_max));
                response.headers.emplace_back("Set-Cookie", set_cookie(device_cookie, begun->device,
                                                                       access::device_known_max));
                reply(std::move(response));
            });
    }

    // `replaced`: the hash that the old password was compared with.
    void store_password(const RequestPtr& request, const std::string& password,
                        const std::optional<std::string>& replaced, const Reply& reply) const {
        const auto hash = access::hash_password(password);
        if (!hash) return reply(problem(hash.error()));
        access::Account account = *request->account;
        account.has_password = true;
        services_.writer.submit<bool>(
            [request, account, hash = *hash, replaced](log::WriteTx& tx) -> Result<bool> {
                if (replaced) {
                    TRY_ASSIGN(const bool still,
                               access::password_is_still(tx, account.id, *replaced));
                    if (!still) return std::unexpected(wrong_old_password());
                }
                TRY(access::set_password(tx, account.id, hash, own_cause(account)));
                TRY(access::Sessions::end_others(tx, account.id, request->session_token));
                return true;
            },
            [this, request, account, reply](const Result<bool>& stored) {
                if (!stored) return reply(problem(stored.error()));
                services_.sessions.forget_others(account, request->session_token,
                                                 services_.clock());
                reply(Response{204, {}, {}, {}});
            });
    }

    const Services& services_;
};

}  // namespace

Result<void> admit(const Services& services, const Route& route, Request& request) {
    auto found =
        services.sessions.find(request.session_token, services.clock(),
                               request.background ? access::Touch::no : access::Touch::yes);
    if (found) {
        request.session_left = found->left;
        if (found->save_touch)
            services.writer.submit<bool>(
                [token = request.session_token](log::WriteTx& tx) -> Result<bool> {
                    TRY(access::Sessions::save_touch(tx, token));
                    return true;
                },
                [](const Result<bool>&) {});  // It is as if nobody had touched it.
        request.account = std::move(found->account);
        request.factor_shown = found->factor_shown;
        request.by_pin = found->by_pin;
    }
    if (route.needs != Needs::session) return {};
    if (!request.account) return refuse(ErrorKind::unauthenticated, "session.required");
    if (request.by_pin && !route.by_pin)
        return refuse(ErrorKind::not_allowed, "session.by_pin_alone");
    return access::check_factor(*request.account, {.rule = services.second_factor,
                                                   .action = route.asks_factor,
                                                   .from_outside = request.from_outside,
                                                   .shown = request.factor_shown});
}

void begin_by_pin(const Services& services, const RequestPtr& request, const Reply& reply,
                  const access::RoundBytes& round, PinOwner whose) {
    const auto api = std::make_shared<const SessionApi>(services);
    const Reply answer = [api, reply](Response response) { reply(std::move(response)); };
    api->begin_by_pin(request, answer, round, std::move(whose));
}

std::vector<Route> session_routes(const Services& services) {
    const auto api = std::make_shared<const SessionApi>(services);
    return {
        {"GET", "/api/v1/session", Needs::nothing,
         [api](const RequestPtr& request, const Reply& reply) { api->get(request, reply); }},
        {"POST", "/api/v1/session", Needs::nothing,
         [api](const RequestPtr& request, const Reply& reply) { api->sign_in(request, reply); }},
        {"POST", "/api/v1/session/link", Needs::nothing,
         [api](const RequestPtr& request, const Reply& reply) { api->use_link(request, reply); }},
        {"DELETE", "/api/v1/session", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->sign_out(request, reply); },
         body_bytes_usual, access::AsksFactor::never, true},
        {"PUT", "/api/v1/account/password", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) {
             api->set_password(request, reply);
         },
         body_bytes_usual, access::AsksFactor::when_enrolled},
    };
}

}  // namespace jatigi::http
