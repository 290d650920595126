#include "centre/assistance/round_api.h"

#include <fmt/format.h>

#include "centre/assistance/round_codec.h"
#include "centre/assistance/round_view.h"
#include "centre/sites/stay_view.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::assistance {
namespace {

using access::Action;
using access::Gatekeeper;

Result<RoundId> round_id_of(const http::Request& request) {
    const auto id = parse_id<RoundEntity>(request.args.at(0));
    if (!id) return refuse(ErrorKind::not_found, "round.not_found");
    return *id;
}

// Another site's round is as good as absent: its refusal must not tell that it exists.
Result<void> allow_round(const access::Account& account, Action action, log::LocalId site) {
    TRY(Gatekeeper::allow(account, action, FactClass::open));
    if (!Gatekeeper::allow(account, action, FactClass::open, {.site = site}))
        return refuse(ErrorKind::not_found, "round.not_found");
    return {};
}

struct RoundState {
    RoundOpened opened;
    std::int64_t servings = 0;
};
// What this account may see of the round. Refuses with round.not_found, access.denied.
Result<RoundState> round_state(log::WriteTx& tx, RoundId id, const access::Account& account,
                               Action action) {
    TRY_ASSIGN(const Round round, tx.state<RoundStream>(log::stream_name(round_kind, id)));
    RoundState state;
    if (const auto* ongoing = std::get_if<OngoingRound>(&round))
        state = {ongoing->opened, ongoing->servings};
    else if (const auto* finished = std::get_if<FinishedRound>(&round))
        state = {finished->opened, finished->servings};
    else
        return refuse(ErrorKind::not_found, "round.not_found");
    TRY_ASSIGN(const auto site,
               tx.find_stream(log::stream_name(sites::site_kind, state.opened.site)));
    TRY(allow_round(account, action, site.value_or(0)));
    return state;
}

Result<ServingFacts> serving_facts(log::WriteTx& tx, const RoundOpened& round,
                                   const registry::PersonRow& person) {
    ServingFacts facts{.case_number = person.case_number};
    TRY_ASSIGN(const auto site, tx.find_stream(log::stream_name(sites::site_kind, round.site)));
    TRY_ASSIGN(const auto presence, sites::presence_of(tx.db(), person.person));
    if (presence && presence->site == site) {
        facts.presence = Presence::here;
    } else {
        TRY_ASSIGN(const bool stayed,
                   sites::stayed_at(tx.db(), person.person, site.value_or(0)));
        facts.presence = presence ? Presence::at_other_site
                                  : (stayed ? Presence::left : Presence::never_here);
    }
    TRY_ASSIGN(const auto counted,
               counted_serving(tx.db(), round.day, round.service, person.person));
    if (counted) facts.served_at = counted->at;
    return facts;
}

json::object round_json(const RoundRow& round, const sites::SiteRow& site,
                        std::span<const Service> reference) {
    const Service* service = find_service(reference, round.service);
    return {{"id", id_text(round.id)},
            {"site", json::object{{"code", site.code}, {"name", site.name}}},
            {"service",
             json::object{{"code", round.service},
                          {"name_fr", service != nullptr ? service->name_fr : round.service},
                          {"name_en", service != nullptr ? service->name_en : round.service},
                          {"kind", round.kind}}},
            {"day", day_text(round.day)},
            {"count_mode", "scan"},
            {"state", round.open ? "open" : "closed"},
            {"served", round.served},
            {"expected", round.expected}};
}

class RoundApi {
public:
    RoundApi(const http::Services& services, std::span<const Service> reference)
        : services_(services), reference_(reference) {}

    // GET /api/v1/rounds?state=open
    void list(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto allowed =
            Gatekeeper::allow(*request->account, Action::read_rounds, FactClass::open);
        if (!allowed) return reply(http::problem(allowed.error()));
        http::answer_read(services_, reply, [&](store::Connection& db) -> Result<std::string> {
            const Which which =
                request->query_text("state") == "open" ? Which::open : Which::all;
            TRY_ASSIGN(const auto rounds, list_rounds(db, which));
            json::array list;
            for (const RoundRow& round : rounds) {
                if (!Gatekeeper::allow(*request->account, Action::read_rounds, FactClass::open,
                                       {.site = round.site}))
                    continue;
                TRY_ASSIGN(const auto site, sites::site_by_local(db, round.site));
                list.push_back(round_json(round, site, reference_));
            }
            return boost::json::serialize(json::object{{"rounds", std::move(list)}});
        });
    }

    // GET /api/v1/rounds/{id}
    void get(const http::RequestPtr& request, const http::Reply& reply) const {
        http::answer_read(services_, reply, [&](store::Connection& db) -> Result<std::string> {
            TRY_ASSIGN(const RoundId id, round_id_of(*request));
            return one(db, id, *request->account);
        });
    }

    // POST /api/v1/rounds {command, site, service, day, count_mode}
    void open(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto body = http::body_object(*request);
        if (!body) return reply(http::problem(body.error()));
        http::answer_command(
            services_, *request, reply, 201, *body,
            [this, request, body = *body](log::WriteTx& tx,
                                          const log::Cause& cause) -> Result<std::string> {
                TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
                TRY_ASSIGN(const auto service_code, http::required_text(body, "service"));
                TRY_ASSIGN(const Day day, http::required_day(body, "day"));
                if (json::text_at(body, "count_mode").value_or("scan") != "scan")
                    return refuse(ErrorKind::invalid, "round.count_mode_unknown");
                const Service* service = find_service(reference_, service_code);
                if (service == nullptr) return refuse(ErrorKind::not_found, "service.unknown");
                TRY_ASSIGN(const auto site, sites::find_site(tx.db(), site_code));
                TRY(Gatekeeper::allow(*request->account, Action::open_round, FactClass::open,
                                      {.site = site.site}));
                TRY_ASSIGN(const RoundId id, open_round(tx, cause, {site, *service, day}));
                TRY_ASSIGN(const RoundRow round, round_by_id(tx.db(), id));
                return boost::json::serialize(
                    json::object{{"round", round_json(round, site, reference_)}});
            });
    }

    // POST /api/v1/rounds/{id}/servings {command, code, reason?}
    void post_serving(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto body = http::body_object(*request);
        if (!body) return reply(http::problem(body.error()));
        const auto id = round_id_of(*request);
        const auto code = http::required_text(*body, "code");
        if (!id || !code) return reply(http::problem(id ? code.error() : id.error()));
        ServingRequest serving{.round = *id, .code = *code};
        if (const auto reason = json::text_at(*body, "reason")) {
            serving.reason = parse_reason(*reason);
            if (!serving.reason)
                return reply(http::problem(http::member_missing("reason").error()));
        }
        http::answer_command(services_, *request, reply, 201, *body,
                             [request, serving](log::WriteTx& tx, const log::Cause& cause) {
                                 return serve(tx, cause, *request->account, serving);
                             });
    }

    // POST /api/v1/rounds/{id}/undos {command, serving}
    void undo(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto body = http::body_object(*request);
        if (!body) return reply(http::problem(body.error()));
        http::answer_command(
            services_, *request, reply, 201, *body,
            [request, body = *body](log::WriteTx& tx,
                                    const log::Cause& cause) -> Result<std::string> {
                TRY_ASSIGN(const RoundId id, round_id_of(*request));
                TRY_ASSIGN(const auto serving, http::required_text(body, "serving"));
                return undo_serving(tx, cause, *request->account, id, serving);
            });
    }

    // POST /api/v1/rounds/{id}/closing {command, cooked?, left_over?, thrown_away?, head_count?,
    // explanation?}
    void close(const http::RequestPtr& request, const http::Reply& reply) const {
        const auto body = http::body_object(*request);
        if (!body) return reply(http::problem(body.error()));
        http::answer_command(
            services_, *request, reply, 200, *body,
            [this, request, body = *body](log::WriteTx& tx,
                                          const log::Cause& cause) -> Result<std::string> {
                TRY_ASSIGN(const RoundId id, round_id_of(*request));
                TRY(round_state(tx, id, *request->account, Action::close_round));
                TRY(close_round(tx, cause, id, closing_of(body)));
                return one(tx.db(), id, *request->account);
            });
    }

private:
    template <class Count>
    static std::optional<Count> count_of(const json::object& body, std::string_view name) {
        const auto number = json::integer_at(body, name);
        if (!number) return std::nullopt;
        return Count{*number};
    }

    static RoundClosed closing_of(const json::object& body) {
        return {count_of<Meals>(body, "cooked"), count_of<Meals>(body, "left_over"),
                count_of<Meals>(body, "thrown_away"), count_of<Persons>(body, "head_count"),
                std::string(json::text_at(body, "explanation").value_or("").substr(0, 1'000))};
    }

    Result<std::string> one(store::Connection& db, RoundId id,
                            const access::Account& account) const {
        TRY_ASSIGN(const RoundRow round, round_by_id(db, id));
        TRY(allow_round(account, Action::read_rounds, round.site));
        TRY_ASSIGN(const auto site, sites::site_by_local(db, round.site));
        return boost::json::serialize(round_json(round, site, reference_));
    }

    // `serving` is what serve() gave: the command's id and the case number, "6f1c….ASM00427K".
    static Result<std::string> undo_serving(log::WriteTx& tx, const log::Cause& cause,
                                            const access::Account& account, RoundId id,
                                            const std::string& serving) {
        TRY(round_state(tx, id, account, Action::serve));
        const std::size_t dot = serving.find('.');
        const auto command = parse_id<log::CommandEntity>(serving.substr(0, dot));
        if (!command || dot == std::string::npos)
            return refuse(ErrorKind::conflict, "serving.not_counted");
        TRY_ASSIGN(const auto person, registry::find_by_code(tx, serving.substr(dot + 1)));
        TRY_ASSIGN(const RoundRow round, round_by_id(tx.db(), id));
        UndoServing undo{person.id, fixed_bytes<16>(id_bytes(*command))};
        TRY_ASSIGN(undo.counted, serving_stands(tx.db(), round, person.person, undo.serving));
        TRY(log::execute<RoundStream>(tx, cause, id, undo));
        TRY_ASSIGN(const RoundState after, round_state(tx, id, account, Action::serve));
        return fmt::format(R"({{"served":{},"expected":{}}})", after.servings,
                           after.opened.expected.count());
    }

    const http::Services& services_;
    std::span<const Service> reference_;
};

}  // namespace

Result<RoundId> open_round(log::WriteTx& tx, const log::Cause& cause, const RoundRequest& request) {
    TRY_ASSIGN(const Persons expected, sites::present_at(tx.db(), request.site.site));
    TRY_ASSIGN(const bool same, same_round_open(tx.db(), request.site.site, request.service.code,
                                                request.day));
    const RoundId id = id_v4<RoundEntity>(random_bytes<16>());
    TRY(log::execute<RoundStream>(
        tx, cause, id,
        OpenRound{{request.site.id, request.service.code, request.service.kind, request.day,
                   CountMode::scan, expected},
                  site_day(tx.now(), request.site.utc_offset),
                  same}));
    return id;
}

Result<std::string> serve(log::WriteTx& tx, const log::Cause& cause, const access::Account& account,
                          const ServingRequest& request) {
    TRY_ASSIGN(const RoundState round, round_state(tx, request.round, account, Action::serve));
    TRY_ASSIGN(const auto person, registry::find_by_code(tx, request.code));
    TRY_ASSIGN(auto facts, serving_facts(tx, round.opened, person));
    TRY_ASSIGN(const auto events,
               log::execute<RoundStream>(tx, cause, request.round,
                                         ServePerson{person.id, request.reason, std::move(facts)}));
    const auto& served = std::get<PersonServed>(events.at(0));
    return fmt::format(
        R"({{"outcome":"served","serving":"{}.{}","case_number":"{}","state":"{}","served":{},"expected":{}}})",
        id_text(cause.command), person.case_number, person.case_number,
        serving_state_text(served.reason ? ServingState::extra : ServingState::counted),
        round.servings + 1, round.opened.expected.count());
}

Result<void> close_round(log::WriteTx& tx, const log::Cause& cause, RoundId id,
                         const RoundClosed& closing) {
    TRY(log::execute<RoundStream>(tx, cause, id, CloseRound{closing}));
    return {};
}

std::vector<http::Route> round_routes(const http::Services& services,
                                      std::span<const Service> reference) {
    const auto api = std::make_shared<const RoundApi>(services, reference);
    using http::Needs;
    using http::Reply;
    using http::RequestPtr;
    return {
        {"GET", "/api/v1/rounds", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->list(request, reply); }},
        {"GET", "/api/v1/rounds/{id}", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->get(request, reply); }},
        {"POST", "/api/v1/rounds", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->open(request, reply); }},
        {"POST", "/api/v1/rounds/{id}/servings", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) {
             api->post_serving(request, reply);
         }},
        {"POST", "/api/v1/rounds/{id}/undos", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->undo(request, reply); }},
        {"POST", "/api/v1/rounds/{id}/closing", Needs::session,
         [api](const RequestPtr& request, const Reply& reply) { api->close(request, reply); }},
    };
}

}  // namespace jatigi::assistance
