#include "platform/http/security_key_routes.h"

#include <fmt/format.h>

#include <map>

#include "platform/access/account_proof.h"
#include "platform/access/may.h"
#include "platform/access/second_factor.h"
#include "platform/access/security_key.h"
#include "platform/access/web_authn.h"
#include "platform/base/random.h"
#include "platform/http/endpoint.h"

namespace jatigi::http {
namespace {

using access::SecurityKey;

constexpr std::chrono::minutes challenge_life{5};
constexpr std::size_t challenges_max = 500;  // Sessions that ask at one time.

// What a session is to sign, each once. On any thread.
class Challenges {
public:
    ByteArray<32> make(const std::string& session, Instant now) {
        const std::lock_guard lock(mutex_);
        std::erase_if(open_,
                      [now](const auto& one) { return now - one.second.at > challenge_life; });
        if (open_.size() >= challenges_max) open_.clear();  // Whoever waited asks again.
        const Challenge made{random_bytes<32>(), now};
        open_[session] = made;
        return made.bytes;
    }
    // Stays open: the writer may run a command twice before it is done.
    Result<ByteArray<32>> find(const std::string& session, Instant now) {
        const std::lock_guard lock(mutex_);
        const auto found = open_.find(session);
        if (found == open_.end() || now - found->second.at > challenge_life)
            return refuse(ErrorKind::conflict, "security_key.no_proposal");
        return found->second.bytes;
    }
    Result<ByteArray<32>> take(const std::string& session, Instant now) {
        const std::lock_guard lock(mutex_);
        const auto found = open_.extract(session);
        if (found.empty() || now - found.mapped().at > challenge_life)
            return refuse(ErrorKind::conflict, "security_key.no_proposal");
        return found.mapped().bytes;
    }

private:
    struct Challenge {
        ByteArray<32> bytes{};
        Instant at{};
    };
    std::mutex mutex_;
    std::map<std::string, Challenge> open_;
};

Error refused_key() {
    return {ErrorKind::invalid, "security_key.refused", {}, {}};
}

Result<Bytes> required_bytes(const json::object& body, std::string_view name) {
    TRY_ASSIGN(const auto text, http::optional_text(body, name, body_bytes_usual));
    auto bytes = access::from_base64url(text);
    if (text.empty() || !bytes) return member_missing(name);
    return *std::move(bytes);
}

class SecurityKeyApi {
public:
    explicit SecurityKeyApi(const Services& services) : services_(services) {}

    // POST /api/v1/account/security-keys/proposal {}
    void propose_new(const RequestPtr& request, const Reply& reply) const {
        if (const auto fresh = check_fresh(services_, *request); !fresh)
            return reply(problem(fresh.error()));
        answer_read(
            services_, request, reply,
            [this](store::Connection& db, const Request& asked) -> Result<std::string> {
                const access::Account& account = *asked.account;
                TRY_ASSIGN(const auto factor, access::find_factor(db, account.id));
                if (!factor) return refuse(ErrorKind::conflict, "account.factor_none");
                TRY_ASSIGN(const auto keys, access::security_keys(db, account.id));
                json::array exclude;
                for (const SecurityKey& key : keys)
                    exclude.push_back(json::value(access::base64url(key.id)));
                return boost::json::serialize(json::object{
                    {"challenge", challenge_for(asked, new_keys_)},
                    {"user", json::object{{"id", user_id(account.id)}, {"name", account.name}}},
                    {"node", services_.node_name},
                    {"exclude", std::move(exclude)}});
            });
    }

    // POST /api/v1/account/security-keys {command, id, host, public_key, client_data,
    // authenticator_data}
    Result<Answer> add(const Command& command) const {
        TRY(check_fresh(services_, command.request));
        TRY_ASSIGN(const auto challenge,
                   new_keys_.find(command.request.session_token, services_.clock()));
        SecurityKey key;
        TRY_ASSIGN(key.id, required_bytes(command.body, "id"));
        TRY_ASSIGN(key.host, required_text(command.body, "host"));
        TRY_ASSIGN(key.public_key, required_bytes(command.body, "public_key"));
        TRY_ASSIGN(const Bytes client_data, required_bytes(command.body, "client_data"));
        TRY_ASSIGN(const Bytes data, required_bytes(command.body, "authenticator_data"));
        if (key.id.size() > access::credential_bytes_max || !access::is_key_host(key.host) ||
            !access::is_public_key(key.public_key) ||
            !access::is_new_key({challenge, key.host}, {client_data, data}, key.id))
            return std::unexpected(refused_key());
        TRY(access::add_security_key(command.tx, command.account.id, key, command.cause));
        return json::object{{"id", access::base64url(key.id)}};
    }

    // POST /api/v1/account/security-keys/{id}/removal {command}
    static Result<Answer> remove(const Command& command) {
        const auto id = access::from_base64url(command.arg(0));
        if (!id) return refuse(ErrorKind::conflict, "security_key.unknown");
        TRY(access::remove_security_key(command.tx, command.account.id, *id, command.cause));
        return json::object{};
    }

    // POST /api/v1/session/security-key/proposal {}
    void propose_showing(const RequestPtr& request, const Reply& reply) const {
        answer_read(
            services_, request, reply,
            [this](store::Connection& db, const Request& asked) -> Result<std::string> {
                TRY_ASSIGN(const auto keys, access::security_keys(db, asked.account->id));
                json::array list;
                for (const SecurityKey& key : keys)
                    list.push_back(
                        json::object{{"id", access::base64url(key.id)}, {"host", key.host}});
                return boost::json::serialize(json::object{
                    {"challenge", challenge_for(asked, shown_keys_)}, {"keys", std::move(list)}});
            });
    }

    // POST /api/v1/session/security-key {id, client_data, authenticator_data, signature}
    void show(const RequestPtr& request, const Reply& reply) const {
        const access::Attempt attempt{.name = request->account->name};
        const Instant now = services_.clock();
        if (const auto wait = throttle_.wait_seconds(attempt, now); wait > 0)
            return reply(problem({ErrorKind::throttled,
                                  "session.throttled",
                                  {},
                                  fmt::format(R"({{"retry_after_s":{}}})", wait)}));
        throttle_.begun(attempt, now);
        answer_read(
            services_, request,
            [this, request, reply, attempt](Response response) {
                if (response.status == 200) {
                    throttle_.succeeded(attempt);
                    services_.sessions.factor_shown(request->session_token, services_.clock());
                }
                reply(std::move(response));
            },
            [this](store::Connection& db, const Request& asked) -> Result<std::string> {
                TRY(check_shown(db, asked));
                return boost::json::serialize(json::object{{"second_factor", "shown"}});
            });
    }

private:
    std::string challenge_for(const Request& asked, Challenges& challenges) const {
        return access::base64url(challenges.make(asked.session_token, services_.clock()));
    }
    // Tells a device that it has a key for this account already, and nobody else anything.
    std::string user_id(std::int64_t account) const {
        Bytes about;
        put_big_endian(about, static_cast<std::uint64_t>(account), 8);
        append(about, as_bytes("jatigi security key user"));
        return access::base64url(keyed_digest<16>(services_.node.secrets.mac_key(), about));
    }
    Result<void> check_shown(store::Connection& db, const Request& asked) const {
        TRY_ASSIGN(const auto challenge, shown_keys_.take(asked.session_token, services_.clock()));
        TRY_ASSIGN(const auto body, body_object(asked));
        TRY_ASSIGN(const Bytes id, required_bytes(body, "id"));
        TRY_ASSIGN(const Bytes client_data, required_bytes(body, "client_data"));
        TRY_ASSIGN(const Bytes data, required_bytes(body, "authenticator_data"));
        TRY_ASSIGN(const Bytes signature, required_bytes(body, "signature"));
        TRY(access::check_unaltered(db, services_.node, asked.account->id));
        TRY_ASSIGN(const auto keys, access::security_keys(db, asked.account->id));
        for (const SecurityKey& key : keys)
            if (key.id == id && access::is_signed({challenge, key.host}, {client_data, data},
                                                  key.public_key, signature))
                return {};
        return std::unexpected(refused_key());
    }

    const Services& services_;
    mutable access::Throttle throttle_;
    mutable Challenges new_keys_, shown_keys_;
};

}  // namespace

std::vector<Route> security_key_routes(const Services& services) {
    using enum access::AsksFactor;
    const auto api = std::make_shared<const SecurityKeyApi>(services);
    const auto own = [](Route made, access::AsksFactor asks) {
        made.asks_factor = asks;
        return made;
    };
    const MayAsk may{access::may::own_account};
    return {own(gated_route("POST /api/v1/account/security-keys/proposal", may,
                            [api](const RequestPtr& request, const Reply& reply) {
                                api->propose_new(request, reply);
                            }),
                when_enrolled),
            own(command_route(services, "POST /api/v1/account/security-keys", may, 201,
                              [api](const Command& command) { return api->add(command); }),
                when_enrolled),
            own(command_route(services, "POST /api/v1/account/security-keys/{id}/removal", may, 200,
                              SecurityKeyApi::remove),
                when_enrolled),
            own(gated_route("POST /api/v1/session/security-key/proposal", may,
                            [api](const RequestPtr& request, const Reply& reply) {
                                api->propose_showing(request, reply);
                            }),
                never),
            own(gated_route("POST /api/v1/session/security-key", may,
                            [api](const RequestPtr& request, const Reply& reply) {
                                api->show(request, reply);
                            }),
                never)};
}

}  // namespace jatigi::http
