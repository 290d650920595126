#include "app/closed_server.h"

#include <chrono>
#include <set>
#include <thread>

#include "centre/assistance/closed_count_api.h"
#include "centre/assistance/closed_count_view.h"
#include "jobs/lock.h"
#include "node/open_node.h"
#include "node/pages.h"
#include "node/reference.h"
#include "node/serving_mark.h"
#include "platform/log/open_epoch.h"
#include "platform/store/transaction.h"

namespace jatigi::app {
namespace {

constexpr std::string_view awaited = "vault.passphrase_awaited";  // error code

// A wrong one from the network costs its worker so long, so that two are tried at a time. A pause
// for everybody would let whoever asks most often keep the node closed.
constexpr std::chrono::milliseconds wrong_takes{500};

http::Route answering(std::string_view method, std::string_view path, http::Response response) {
    return {std::string(method), std::string(path), http::Needs::nothing,
            [response = std::move(response)](const http::RequestPtr&, const http::Reply& reply) {
                reply(response);
            }};
}

}  // namespace

struct ClosedServer::Parts {
    Parts() = default;
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        if (server) server->stop_taking();
        workers.stop();
        if (server) server->stop();
    }

    void post_opening(const http::RequestPtr& request, const http::Reply& reply);
    Result<void> try_passphrase(const vault::SecretBytes& given);
    // One try at a time of each address: whoever asks without end waits for itself.
    bool begin_try(const std::string& client);
    void end_try(const std::string& client);

    node::Place place;
    Clock clock;
    std::function<void()> opened;
    std::optional<Error> never;  // Why no passphrase opens it.
    std::optional<node::ServingMark> mark;
    std::optional<store::WritableDatabase> database;
    std::optional<assistance::ClosedCounting> counting;
    vault::LockSwitch lock;
    std::mutex mutex;
    std::optional<vault::SecretBytes> passphrase;
    std::set<std::string> trying;
    http::Workers workers;
    std::unique_ptr<http::Server> server;
};

Result<void> ClosedServer::Parts::try_passphrase(const vault::SecretBytes& given) {
    auto with = place;
    with.passphrase = [&given](vault::PassphraseUse) -> Result<vault::SecretBytes> {
        return given.copy();
    };
    const auto file = node::open_key_file(with);
    if (!file) return std::unexpected(file.error());
    {
        const std::lock_guard guard(mutex);
        passphrase = given.copy();
    }
    opened();
    return {};
}

bool ClosedServer::Parts::begin_try(const std::string& client) {
    const std::lock_guard guard(mutex);
    return trying.insert(client).second;
}
void ClosedServer::Parts::end_try(const std::string& client) {
    const std::lock_guard guard(mutex);
    trying.erase(client);
}

// POST /api/v1/opening {passphrase}: argon2id on a worker.
void ClosedServer::Parts::post_opening(const http::RequestPtr& request, const http::Reply& reply) {
    const auto refused = [&reply](ErrorKind kind, std::string_view code) {
        reply(http::problem({kind, code, {}, {}}));
    };
    if (never) return reply(http::problem(*never));
    if (request->in_clear) return refused(ErrorKind::not_allowed, "vault.passphrase_in_clear");
    if (request->from_outside)
        return refused(ErrorKind::not_allowed, "vault.passphrase_from_outside");
    const auto body = http::body_object(*request);
    const auto text =
        body ? http::required_text(*body, "passphrase") : std::unexpected(body.error());
    if (!text) return reply(http::problem(text.error()));
    if (!begin_try(request->client)) return refused(ErrorKind::unavailable, "store.overloaded");
    const bool queued = workers.submit(
        [this, reply, client = request->client,
         given = std::make_shared<vault::SecretBytes>(vault::SecretBytes::of(std::string(*text)))] {
            const auto tried = try_passphrase(*given);
            if (!tried) std::this_thread::sleep_for(wrong_takes);
            end_try(client);
            reply(tried ? http::json_response(200, R"({"opening":true})")
                        : http::problem(tried.error()));
        },
        http::Work::password);
    if (queued) return;
    end_try(request->client);
    refused(ErrorKind::unavailable, "store.overloaded");
}

ClosedServer::ClosedServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ClosedServer::ClosedServer(ClosedServer&&) noexcept = default;
ClosedServer::~ClosedServer() = default;

Result<ClosedServer> ClosedServer::waiting(const node::Place& place, const http::Listen& listen,
                                           const Clock& clock,
                                           const std::function<void()>& opened) {
    auto made = std::make_unique<Parts>();
    made->opened = opened;
    return counting(place, listen, clock, std::move(made));
}

Result<ClosedServer> ClosedServer::counting_only(const node::Place& place,
                                                 const http::Listen& listen, const Clock& clock,
                                                 Error why) {
    auto made = std::make_unique<Parts>();
    made->never = std::move(why);
    return counting(place, listen, clock, std::move(made));
}

Result<ClosedServer> ClosedServer::counting(const node::Place& place, const http::Listen& listen,
                                            const Clock& clock, std::unique_ptr<Parts> made) {
    Parts& parts = *made;
    parts.place = place;
    parts.clock = clock;
    TRY_ASSIGN(node::ServingMark mark, node::ServingMark::make(place));
    parts.mark.emplace(std::move(mark));
    TRY_ASSIGN(auto database, node::open_to_write(place, store::IfMissing::refuse));
    parts.database.emplace(std::move(database));
    store::Connection& db = *parts.database->connection;
    TRY(vault::refuse_if_locked(db));
    TRY(store::migrate(db, node::migrations(), clock()));
    TRY_ASSIGN(const auto whose, log::node_of_log(db));
    if (!whose) return refuse(ErrorKind::unavailable, "store.not_initialised", place.data);
    parts.counting.emplace(db, whose->opened.box_public, node::reference().services, clock);

    auto routes = assistance::closed_counting_routes(*parts.counting, parts.workers);
    routes.push_back({"POST", "/api/v1/opening", http::Needs::nothing,
                      [&parts](const http::RequestPtr& request, const http::Reply& reply) {
                          parts.post_opening(request, reply);
                      }});
    routes.push_back(
        answering("GET", "/healthz", http::json_response(200, R"({"status":"closed"})")));
    for (auto& page : node::page_routes()) routes.push_back(std::move(page));
    TRY_ASSIGN(parts.server,
               http::Server::start(listen, http::door_without_sessions(&parts.lock, awaited),
                                   std::move(routes)));
    return ClosedServer(std::move(made));
}

Result<ClosedServer> ClosedServer::locked(const node::Place& place, const http::Listen& listen) {
    auto made = std::make_unique<Parts>();
    Parts& parts = *made;
    parts.place = place;
    TRY_ASSIGN(node::ServingMark mark, node::ServingMark::make(place));
    parts.mark.emplace(std::move(mark));
    parts.lock.shut();
    auto routes = node::page_routes();
    routes.push_back(answering("GET", "/healthz", http::json_response(200, R"({"status":"ok"})")));
    TRY_ASSIGN(parts.server,
               http::Server::start(listen, http::door_without_sessions(&parts.lock, awaited),
                                   std::move(routes)));
    return ClosedServer(std::move(made));
}

std::uint16_t ClosedServer::port() const {
    return parts_->server->port();
}
Result<void> ClosedServer::try_passphrase(const vault::SecretBytes& passphrase) {
    return parts_->try_passphrase(passphrase);
}
std::optional<vault::SecretBytes> ClosedServer::take_passphrase() {
    const std::lock_guard guard(parts_->mutex);
    return std::exchange(parts_->passphrase, std::nullopt);
}
Result<void> ClosedServer::lock(Instant now) {
    parts_->lock.shut();
    if (!parts_->database) return {};
    store::Connection& db = *parts_->database->connection;
    return parts_->counting->alone([&db, now] {
        return store::in_transaction(db, [&] { return jobs::close_the_doors(db, now); });
    });
}

}  // namespace jatigi::app
