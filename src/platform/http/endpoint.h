// The ways in which a module answers over HTTP, each made into one route: whether the role may at
// all, then the body, then the work, then the receipt, the answer or the problem. Whom it is about
// is asked in the work, when it is known.
#pragma once
#include "platform/access/policy.h"
#include "platform/http/command.h"

namespace jatigi::http {

struct MayAsk {
    access::Action action;
    FactClass cls = FactClass::open;
};

// JSON, as an object or as its text.
struct Answer {
    std::string text;
    Answer(const json::object& object) : text(boost::json::serialize(object)) {}  // NOLINT
    Answer(std::string json_text) : text(std::move(json_text)) {}                 // NOLINT
};

// "POST /api/v1/stays" for whoever may: what the routes below are made of.
Route gated_route(std::string_view route, const MayAsk& may, Handler handler);

// One command inside the writer's transaction.
struct Command {
    log::WriteTx& tx;
    const log::Cause& cause;
    const access::Account& account;  // Who sends it.
    const json::object& body;
    const Request& request;
    const MayAsk& may;
    std::optional<std::chrono::milliseconds> waited{};  // On its device; of kept commands alone.

    // What the route is for, now that it is known whom it is about.
    Result<void> allow(const access::Subject& subject) const;
    const std::string& arg(std::size_t i) const { return request.args.at(i); }
};
using CommandHandler = std::function<Result<Answer>(const Command&)>;
// "POST /api/v1/stays": answers with `status` and what the handler gave, once (answer_command()).
Route command_route(const Services& services, std::string_view route, const MayAsk& may, int status,
                    CommandHandler handler);
// The same for what a device may have kept while it had no network (sent_of()).
Route kept_command_route(const Services& services, std::string_view route, const MayAsk& may,
                         int status, CommandHandler handler);

// One snapshot of the database.
struct Read {
    store::Connection& db;
    const access::Account& account;
    const Request& request;
};
using ReadHandler = std::function<Result<Answer>(const Read&)>;
// "GET /api/v1/sites": on a worker (answer_read()).
Route read_route(const Services& services, std::string_view route, const MayAsk& may,
                 ReadHandler handler);

// What takes long, or answers with something else than JSON: on a worker of that kind.
using SlowHandler = std::function<Response(const RequestPtr&)>;
Route slow_route(const Services& services, std::string_view route, const MayAsk& may, Work kind,
                 SlowHandler handler);

}  // namespace jatigi::http
