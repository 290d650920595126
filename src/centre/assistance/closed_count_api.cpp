#include "centre/assistance/closed_count_api.h"

#include "centre/assistance/closed_count_view.h"
#include "centre/assistance/may.h"
#include "centre/assistance/round_api.h"
#include "platform/http/security_watch.h"
#include "platform/store/transaction.h"

namespace jatigi::assistance {
namespace {

Result<CountId> id_at(const json::object& body, std::string_view name) {
    TRY_ASSIGN(const auto text, http::required_text(body, name));
    const auto id = parse_id<CountEntity>(text);
    if (!id) return http::member_missing(name);
    return *id;
}

void put_totals(json::object& out, const ClosedTotals& totals) {
    out["arrivals"] = totals.arrivals;
    out["wristbands"] = totals.wristbands;
    out["plates"] = totals.plates;
}

// On a worker of those without a session: the disk is not waited for on the network's thread.
http::Route open_route(http::Workers& workers, std::string_view route,
                       std::function<Result<std::string>(const http::Request&)> work, int status) {
    const std::size_t space = route.find(' ');
    return {
        std::string(route.substr(0, space)), std::string(route.substr(space + 1)),
        http::Needs::nothing,
        [&workers, work = std::move(work), status](const http::RequestPtr& request,
                                                   const http::Reply& reply) {
            const bool queued = workers.submit(
                [work, status, request, reply] {
                    const auto answer =
                        request->from_outside
                            ? Result<std::string>(
                                  refuse(ErrorKind::not_allowed, "closed_count.from_outside"))
                            : work(*request);
                    reply(answer ? http::json_response(status, *answer)
                                 : http::problem(answer.error()));
                },
                http::Work::open);
            if (!queued)
                reply(http::problem({ErrorKind::unavailable, "store.overloaded", "workers", {}}));
        }};
}

json::object count_json(const ClosedCount& count) {
    json::object out{{"command", id_text(count.id)},
                     {"kind", enum_text(count.kind)},
                     {"at", instant_text(count.at)}};
    if (count.kind == CountedKind::arrival) out["count"] = count.count;
    if (!count.number.reveal().empty()) out["number"] = count.number.reveal();
    if (!count.service.empty()) out["service"] = count.service;
    return out;
}

constexpr std::size_t removed_at_once_max = 1'000;

// POST /api/v1/closed-counts/removal {command, counts}
Result<http::Answer> post_removal(const http::Services& services, const http::Command& command) {
    const json::array* listed = json::array_at(command.body, "counts");
    if (listed == nullptr || listed->size() > removed_at_once_max)
        return http::member_missing("counts");
    std::vector<CountId> counts;
    for (const json::value& one : *listed) {
        const auto id = parse_id<CountEntity>(one.is_string() ? std::string_view(one.get_string())
                                                              : std::string_view{});
        if (!id) return http::member_missing("counts");
        counts.push_back(*id);
    }
    TRY_ASSIGN(const std::int64_t removed, forget_counts(command.tx.db(), counts));
    if (removed > 0)
        http::note_security(services, {access::SecurityKind::counts_put_away, command.account.id,
                                       std::to_string(removed)});
    return json::object{{"removed", removed}};
}

json::array services_json(std::span<const Service> services) {
    json::array list;
    for (const Service& service : services)
        if (service.kind == ServiceKind::food)
            list.push_back(service_json(service.code, enum_text(service.kind), services));
    return list;
}

}  // namespace

Result<ClosedCount> ClosedCounting::read(const json::object& body) const {
    ClosedCount count{.at = clock_()};
    TRY_ASSIGN(count.id, id_at(body, "command"));
    TRY_ASSIGN(count.kind, http::required_enum<CountedKind>(body, "kind"));
    switch (count.kind) {
        case CountedKind::arrival: {
            TRY_ASSIGN(count.count, http::required_integer(body, "count"));
            if (count.count < 1 || count.count > arrivals_at_once_max)
                return http::member_missing("count");
            break;
        }
        case CountedKind::undone: {
            TRY_ASSIGN(count.undone, id_at(body, "undone"));
            break;
        }
        case CountedKind::plate: {
            TRY_ASSIGN(count.service, http::required_text(body, "service"));
            // Goods can wait until it is open, and a false one would deny somebody theirs.
            const Service* service = find_service(services_, count.service);
            if (service == nullptr || service->kind != ServiceKind::food)
                return refuse(ErrorKind::not_found, "service.unknown");
            [[fallthrough]];
        }
        case CountedKind::wristband: {
            TRY_ASSIGN(const auto text, http::required_text(body, "number"));
            TRY_ASSIGN(auto number, read_number(text));
            count.number = Personal{std::move(number)};
            break;
        }
    }
    return count;
}

Result<std::string> ClosedCounting::count(const json::object& body,
                                          std::chrono::milliseconds waited,
                                          const std::string& client) {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(ClosedCount count, read(body));
    const bool undoes = count.kind == CountedKind::undone;
    if (!shares_.take(undoes ? "undone " + client : client, clock_()))
        return refuse(ErrorKind::unavailable, "closed_count.too_many");
    count.at -= waited;
    TRY(store::in_transaction(db_, [&] { return keep_count(db_, box_public_, count); }));
    json::object out{{"again", tally_.add(count, client)}};
    put_totals(out, tally_.totals());
    return boost::json::serialize(out);
}

Result<std::string> ClosedCounting::state() {
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(const std::int64_t kept, kept_counts(db_));
    json::object out{{"open", false}, {"kept", kept}, {"services", services_json(services_)}};
    put_totals(out, tally_.totals());
    return boost::json::serialize(out);
}

std::vector<http::Route> closed_counting_routes(ClosedCounting& counting, http::Workers& workers) {
    return {open_route(
                workers, "GET /api/v1/closed-counts",
                [&counting](const http::Request&) { return counting.state(); }, 200),
            open_route(
                workers, "POST /api/v1/closed-counts",
                [&counting](const http::Request& request) -> Result<std::string> {
                    TRY_ASSIGN(const auto body, http::body_object(request));
                    TRY_ASSIGN(const auto sent, http::sent_of(request));
                    return counting.count(body, sent.waited.value_or(std::chrono::milliseconds{}),
                                          request.client);
                },
                201)};
}

std::vector<http::Route> closed_count_routes(const http::Services& services,
                                             std::span<const Service> reference) {
    return {http::read_route(
                services, "GET /api/v1/closed-counts", {may::bring_in_counts},
                [&services, reference](const http::Read& read) -> Result<http::Answer> {
                    TRY_ASSIGN(const auto opened, open_counts(read.db, services.node.secrets));
                    ClosedTally tally;
                    json::array counts;
                    for (const ClosedCount& count : opened.counts) {
                        tally.add(count);
                        counts.push_back(count_json(count));
                    }
                    json::object out{{"open", true},
                                     {"counts", std::move(counts)},
                                     {"unreadable", opened.unreadable},
                                     {"services", services_json(reference)}};
                    put_totals(out, tally.totals());
                    return out;
                }),
            http::command_route(services, "POST /api/v1/closed-counts/removal",
                                {may::bring_in_counts}, 200,
                                [&services](const http::Command& command) {
                                    return post_removal(services, command);
                                })};
}

}  // namespace jatigi::assistance
