#include "platform/http/endpoint.h"

#include "platform/access/gatekeeper.h"

namespace jatigi::http {
namespace {

enum class Kept { no, perhaps };

// NOLINTNEXTLINE(readability-function-size)
Route command(const Services& services, std::string_view route, const MayAsk& may, int status,
              CommandHandler handler, Kept kept) {
    return gated_route(
        route, may,
        [&services, status, handler = std::move(handler), kept, may](const RequestPtr& request,
                                                                     const Reply& reply) {
            auto body = body_object(*request);
            if (!body) return reply(problem(body.error()));
            auto sent = kept == Kept::perhaps ? sent_of(*request) : Result<Sent>{Sent{}};
            if (!sent) return reply(problem(sent.error()));
            // The work outlives this call, and is copied as it waits.
            const auto members = std::make_shared<const json::object>(*std::move(body));
            answer_command(
                services, *request, reply, status, *members,
                [request, handler, members, may, waited = sent->waited](
                    log::WriteTx& tx, const log::Cause& cause) -> Result<std::string> {
                    TRY_ASSIGN(Answer answer, handler({tx, cause, *request->account, *members,
                                                       *request, may, waited}));
                    return std::move(answer.text);
                },
                *sent);
        });
}

}  // namespace

Result<void> Command::allow(const access::Subject& subject) const {
    return access::Gatekeeper::allow(account, may.action, may.cls, subject);
}

Route gated_route(std::string_view route, const MayAsk& may, Handler handler) {
    const std::size_t space = route.find(' ');
    return {.method = std::string(route.substr(0, space)),
            .pattern = std::string(route.substr(space + 1)),
            .handler =
                [may, handler = std::move(handler)](const RequestPtr& request, const Reply& reply) {
                    const auto allowed =
                        access::Gatekeeper::allow_role(*request->account, may.action, may.cls);
                    if (!allowed) return reply(problem(allowed.error()));
                    handler(request, reply);
                },
            .asks_factor = may.action.asks_factor,
            .by_pin = may.action.by_pin};
}

Route command_route(const Services& services, std::string_view route, const MayAsk& may, int status,
                    CommandHandler handler) {
    return command(services, route, may, status, std::move(handler), Kept::no);
}

Route kept_command_route(const Services& services, std::string_view route, const MayAsk& may,
                         int status, CommandHandler handler) {
    return command(services, route, may, status, std::move(handler), Kept::perhaps);
}

Route read_route(const Services& services, std::string_view route, const MayAsk& may,
                 ReadHandler handler) {
    return gated_route(
        route, may,
        [&services, handler = std::move(handler)](const RequestPtr& request, const Reply& reply) {
            answer_read(
                services, request, reply,
                [handler](store::Connection& db, const Request& asked) -> Result<std::string> {
                    TRY_ASSIGN(Answer answer, handler({db, *asked.account, asked}));
                    return std::move(answer.text);
                });
        });
}

Route slow_route(const Services& services, std::string_view route, const MayAsk& may, Work kind,
                 SlowHandler handler) {
    return gated_route(route, may,
                       [&services, kind, handler = std::move(handler)](const RequestPtr& request,
                                                                       const Reply& reply) {
                           answer_on_worker(services, kind, reply,
                                            [request, handler] { return handler(request); });
                       });
}

}  // namespace jatigi::http
