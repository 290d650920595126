#include "centre/assistance/round_api.h"

#include <fmt/format.h>

#include "centre/assistance/closed_count_view.h"
#include "centre/assistance/may.h"
#include "centre/assistance/round_codec.h"
#include "centre/assistance/round_state_api.h"
#include "centre/assistance/round_view.h"
#include "centre/sites/stay_view.h"
#include "people/registry/may.h"
#include "people/registry/person_lookup_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/confirmation.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/base/text.h"

namespace jatigi::assistance {
namespace {

using access::Gatekeeper;

constexpr std::size_t rounds_shown = 200;

// What was handed out under this file already, as the service's own rule looks at it.
Result<std::optional<EarlierServing>> earlier_of(
    log::WriteTx& tx, const RoundOpened& round, const Service* service, log::LocalId file,
    const std::optional<sites::PresenceRow>& presence) {
    if (service == nullptr || service->once_per == OncePer::day) {
        TRY_ASSIGN(const auto counted, counted_serving(tx.db(), round.day, round.service, file));
        if (!counted) return std::optional<EarlierServing>{};
        return std::optional{EarlierServing{round.day, counted->at}};
    }
    // The stay of the round's day: they may have left since, and come back.
    TRY_ASSIGN(const auto stay, sites::stay_on(tx.db(), file, round.day));
    ServingDay serving{round.day, round.day, {}};
    if (stay)
        serving = {round.day, stay->from, stay->to};
    else if (presence)
        serving.stay_began = presence->since;
    return serving_in(tx.db(), period_around(service->once_per, serving), round.service, file);
}

Result<Presence> presence_at(log::WriteTx& tx, std::optional<log::LocalId> site, log::LocalId file,
                             const std::optional<sites::PresenceRow>& presence) {
    if (presence && presence->site == site) return Presence::here;
    TRY_ASSIGN(const bool stayed, sites::stayed_at(tx.db(), file, site.value_or(0)));
    return presence ? Presence::at_other_site : (stayed ? Presence::left : Presence::never_here);
}

Result<ServingFacts> serving_facts(log::WriteTx& tx, const RoundOpened& round,
                                   const Service* service, const registry::PersonRow& person) {
    ServingFacts facts{.case_number = person.case_number};
    TRY_ASSIGN(const auto site, tx.find_stream(log::stream_name(sites::site_kind, round.site)));
    // Paper that is typed a day later is of who was there then.
    TRY_ASSIGN(const auto at, sites::site_by_local(tx.db(), site.value_or(0)));
    const Day today = site_day(tx.now(), at.utc_offset);
    const bool past = round.day < today;
    // All files of the person: two cards are one plate, and one of them is enough for it.
    TRY_ASSIGN(const auto files, registry::files_of(tx.db(), person.person));
    for (const log::LocalId file : files) {
        TRY_ASSIGN(const auto presence, sites::presence_of(tx.db(), file));
        TRY_ASSIGN(Presence where, presence_at(tx, site, file, presence));
        // Who came since was not there then.
        if (is_on_paper(round.day, today) && where == Presence::here) where = Presence::never_here;
        if (facts.presence != Presence::here && (file == person.person || where == Presence::here))
            facts.presence = where;
        if (past) {
            TRY_ASSIGN(const bool was_there,
                       sites::stayed_on(tx.db(), file, site.value_or(0), round.day));
            if (was_there) facts.presence = Presence::here;
        }
        TRY_ASSIGN(const auto earlier, earlier_of(tx, round, service, file, presence));
        if (!earlier || (facts.served_at && *facts.served_at <= earlier->at)) continue;
        facts.served_at = earlier->at;
        facts.served_on = earlier->day;
    }
    return facts;
}

Result<json::array> plates_json(store::Connection& db, log::LocalId round) {
    TRY_ASSIGN(const auto totals, plates_by_line(db, round));
    json::array lines;
    for (const LineTotal& total : totals) {
        json::object line{{"line", enum_text(total.line)}, {"plates", total.plates.count()}};
        if (total.dishes > 0) line["dishes"] = total.dishes;
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<json::object> round_json(store::Connection& db, const RoundRow& round,
                                std::span<const Service> reference) {
    TRY_ASSIGN(const auto site, sites::site_by_local(db, round.site));
    TRY_ASSIGN(auto plates, plates_json(db, round.round));
    json::object out{{"id", id_text(round.id)},
                     {"site", json::object{{"code", site.code}, {"name", site.name}}},
                     {"service", service_json(round.service, round.kind, reference)},
                     {"day", day_text(round.day)},
                     {"count_mode", enum_text(round.count_mode)},
                     {"state", round.open ? "open" : "closed"},
                     {"served", round.served},
                     {"late", round.late},
                     {"double", round.doubled},
                     {"counted", round.counted},
                     {"plates", std::move(plates)},
                     {"expected", round.expected}};
    if (round.closed_at) out["closed_at"] = instant_text(*round.closed_at);
    if (!round.reason.empty()) out["reason"] = round.reason;
    const auto put = [&out](std::string_view name, const std::optional<std::int64_t>& count) {
        if (count) out[name] = *count;
    };
    put("cooked", round.cooked);
    put("left_over", round.left_over);
    put("thrown_away", round.thrown_away);
    put("refused", round.refused);
    return out;
}

// What every handler below stands on.
using Reference = std::span<const Service>;
// And those where a person is met.
struct Desk {
    Reference services;
    MeetHolder meet;
};

// GET /api/v1/rounds?state=open&from=
Result<http::Answer> get_rounds(const http::Read& read, Reference reference) {
    RoundsAsked asked{.open = read.request.query_text("state") == "open"};
    if (const auto from = read.request.query_text("from")) {
        const auto day = parse_day(*from);
        if (!day) return http::member_missing("from");
        asked.from = *day;
    }
    const auto may_read = [&read](log::LocalId site) {
        return Gatekeeper::allow(read.account, may::read_rounds, FactClass::open,
                                 access::about_site(site))
            .has_value();
    };
    TRY_ASSIGN(auto rounds, list_rounds(read.db, asked, may_read, rounds_shown + 1));
    const bool more = rounds.size() > rounds_shown;
    if (more) rounds.pop_back();
    json::array list;
    for (const RoundRow& round : rounds) {
        TRY_ASSIGN(auto one, round_json(read.db, round, reference));
        list.push_back(std::move(one));
    }
    return json::object{{"rounds", std::move(list)}, {"more", more}};
}

Result<http::Answer> one_round(store::Connection& db, RoundId id, const access::Account& account,
                               Reference reference) {
    TRY_ASSIGN(const RoundRow round, round_by_id(db, id));
    TRY(allow_round(account, may::read_rounds, round.site));
    TRY_ASSIGN(auto answer, round_json(db, round, reference));
    return answer;
}

// GET /api/v1/rounds/{id}
Result<http::Answer> get_round(const http::Read& read, Reference reference) {
    TRY_ASSIGN(const RoundId id, round_id_of(read.request));
    return one_round(read.db, id, read.account, reference);
}

// POST /api/v1/rounds {command, site, service, day, count_mode?, reason?}
Result<http::Answer> post_round(const http::Command& command, Reference reference) {
    const json::object& body = command.body;
    TRY_ASSIGN(const auto site_code, http::required_text(body, "site"));
    TRY_ASSIGN(const auto service_code, http::required_text(body, "service"));
    TRY_ASSIGN(const Day day, http::required_day(body, "day"));
    const auto mode = json::text_at(body, "count_mode");
    const auto count_mode = parse_enum<CountMode>(
        mode ? *mode : body.contains("count_mode") ? std::string_view{} : "scan");
    if (!count_mode) return refuse(ErrorKind::invalid, "round.count_mode_unknown");
    TRY_ASSIGN(std::string reason, http::optional_text(body, "reason"));
    const Service* service = find_service(reference, service_code);
    if (service == nullptr) return refuse(ErrorKind::not_found, "service.unknown");
    TRY_ASSIGN(const auto site, sites::find_site(command.tx.db(), site_code));
    TRY(command.allow(access::about_site(site.site)));
    TRY_ASSIGN(const RoundId id,
               open_round(command.tx, command.cause,
                          {site, *service, day, *count_mode, tidy_blanks(reason)}));
    TRY_ASSIGN(const RoundRow round, round_by_id(command.tx.db(), id));
    TRY_ASSIGN(auto opened, round_json(command.tx.db(), round, reference));
    return json::object{{"round", std::move(opened)}};
}

// By the account that scanned.
Result<registry::CardHolder> holder_met(log::WriteTx& tx, const log::Cause& cause,
                                        const Server& server, std::string_view code) {
    if (!server.meet) return registry::find_holder(tx, code);
    if (cause.account == server.account.id) return server.meet(tx, server.account, code);
    TRY_ASSIGN(const auto scanner, access::find_account(tx.db(), cause.account));
    if (!scanner) return refuse(ErrorKind::not_found, "account.not_found");
    // Who opens files is told that there is nobody where there is somebody restricted, others are
    // not. Where one of the two does, the answer would tell: the plate waits for who scanned it.
    if (registry::may_be_a_number(code) &&
        (registry::may::opens_files(server.account) || registry::may::opens_files(*scanner)))
        return refuse(ErrorKind::not_allowed, "serving.of_a_colleague");
    return server.meet(tx, *scanner, code);
}

// Who is handed something: with a card that was made void since, too, if it waited on a device.
// Whom neither who scanned nor the policy may know of by a number is nobody.
Result<registry::PersonRow> person_met(log::WriteTx& tx, const log::Cause& cause,
                                       const Server& server, std::string_view code, bool waited) {
    TRY_ASSIGN(auto holder, holder_met(tx, cause, server, code));
    if (holder.void_card && !waited) return refuse(ErrorKind::conflict, "card.void");
    return std::move(holder.person);
}

// POST /api/v1/rounds/{id}/servings?waited_ms=&scanned_by= {command, code, reason?}
Result<http::Answer> post_serving(const http::Command& command, const Desk& desk) {
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    TRY_ASSIGN(auto code, http::required_text(command.body, "code"));
    ServingRequest serving{.round = id, .code = std::move(code), .waited = command.waited};
    if (json::text_at(command.body, "reason")) {
        TRY_ASSIGN(serving.reason, http::required_enum<ServingReason>(command.body, "reason"));
    }
    TRY_ASSIGN(auto answer, serve(command.tx, command.cause,
                                  {command.account, desk.services, desk.meet}, serving));
    // Perhaps it was counted while the node was closed.
    if (command.waited)
        TRY(forget_counts(command.tx.db(), {id_of<CountEntity>(id_bytes(command.cause.command))}));
    return answer;
}

// POST /api/v1/rounds/{id}/exceptions {command, code, reason}
Result<http::Answer> post_exception(const http::Command& command, const Desk& desk) {
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(const auto reason, http::required_enum<ServingReason>(command.body, "reason"));
    if (!is_for_goods(reason)) return http::member_missing("reason");
    TRY_ASSIGN(const RoundState round, round_state(command.tx, id, command.account, may::serve));
    TRY_ASSIGN(const auto person,
               person_met(command.tx, command.cause, {command.account, desk.services, desk.meet},
                          code, false));
    TRY_ASSIGN(auto facts,
               serving_facts(command.tx, round.opened,
                             find_service(desk.services, round.opened.service), person));
    TRY(log::execute<RoundStream>(command.tx, command.cause, id,
                                  AllowException{person.id, reason, std::move(facts)}));
    return json::object{{"case_number", person.case_number}, {"reason", enum_text(reason)}};
}

// POST /api/v1/rounds/{id}/undos {command, serving}: `serving` is what serve() gave, the command's
// id and the case number, "6f1c….ASM00427K".
Result<http::Answer> post_undo(const http::Command& command, const Desk& desk) {
    log::WriteTx& tx = command.tx;
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    TRY_ASSIGN(const auto serving, http::required_text(command.body, "serving"));
    TRY_ASSIGN(const RoundState before, round_to_serve(tx, id, command.cause, command.account));
    const std::size_t dot = serving.find('.');
    const auto served_by = parse_id<log::CommandEntity>(serving.substr(0, dot));
    if (!served_by || dot == std::string::npos)
        return refuse(ErrorKind::conflict, "serving.not_counted");
    TRY_ASSIGN(const auto person,
               person_met(tx, command.cause, {command.account, desk.services, desk.meet},
                          serving.substr(dot + 1), false));
    TRY_ASSIGN(const RoundRow round, round_by_id(tx.db(), id));
    UndoServing undo{.person = person.id, .serving = fixed_bytes<16>(id_bytes(*served_by))};
    TRY_ASSIGN(undo.moment,
               moment_of(tx, id, before, find_service(desk.services, before.opened.service),
                         command.waited.value_or(std::chrono::milliseconds{})));
    TRY_ASSIGN(const auto kept, find_serving(tx.db(), round, person.person, undo.serving));
    if (kept && kept->state != ServingState::undone) {
        undo.counted_at = kept->recorded_at;
        undo.made_at = kept->made_at;
    }
    TRY(log::execute<RoundStream>(tx, command.cause, id, undo));
    if (before.closed) TRY(raise_late_task(tx, command.cause, id));
    TRY_ASSIGN(const RoundState after, round_state(tx, id, command.account, may::serve));
    return json::object{{"served", after.totals.servings},
                        {"expected", after.opened.expected.count()}};
}

template <class Count>
Result<std::optional<Count>> count_of(const json::object& body, std::string_view name) {
    if (!body.contains({name.data(), name.size()})) return std::optional<Count>{};
    TRY_ASSIGN(const std::int64_t number, http::required_integer(body, name));
    return std::optional{Count{number}};
}

Result<RoundClosed> closing_in(const json::object& body) {
    RoundClosed closing;
    TRY_ASSIGN(closing.cooked, count_of<Meals>(body, "cooked"));
    TRY_ASSIGN(closing.left_over, count_of<Meals>(body, "left_over"));
    TRY_ASSIGN(closing.thrown_away, count_of<Meals>(body, "thrown_away"));
    TRY_ASSIGN(closing.refused, count_of<Meals>(body, "refused"));
    TRY_ASSIGN(closing.head_count, count_of<Persons>(body, "head_count"));
    TRY_ASSIGN(closing.explanation, http::optional_text(body, "explanation"));
    return closing;
}

// POST /api/v1/rounds/{id}/closing {command, cooked?, left_over?, thrown_away?, refused?,
// head_count?, explanation?}
Result<http::Answer> post_closing(const http::Command& command, Reference reference) {
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    TRY(round_state(command.tx, id, command.account, may::close_round));
    TRY_ASSIGN(const RoundClosed closing, closing_in(command.body));
    TRY(close_round(command.tx, command.cause, id, closing));
    return one_round(command.tx.db(), id, command.account, reference);
}

// POST /api/v1/rounds/{id}/reopening {command, reason}
Result<http::Answer> post_reopening(const http::Command& command, Reference reference) {
    TRY_ASSIGN(const RoundId id, round_id_of(command.request));
    TRY_ASSIGN(const RoundState state,
               round_state(command.tx, id, command.account, may::reopen_round));
    TRY_ASSIGN(std::string reason, http::required_text(command.body, "reason"));
    TRY_ASSIGN(const RoundRow round, round_by_id(command.tx.db(), id));
    TRY_ASSIGN(const auto site, sites::site_by_local(command.tx.db(), round.site));
    TRY_ASSIGN(const bool same,
               same_round_open(command.tx.db(), round.site, round.service, round.day));
    TRY(log::execute<RoundStream>(
        command.tx, command.cause, id,
        ReopenRound{std::move(reason), site_day(command.tx.now(), site.utc_offset),
                    state.closed && same}));
    return one_round(command.tx.db(), id, command.account, reference);
}

// GET /api/v1/services: what can be handed out.
Result<http::Answer> get_services(const http::Read&, Reference reference) {
    json::array list;
    for (const Service& service : reference)
        list.push_back(service_json(service.code, enum_text(service.kind), reference));
    return json::object{{"services", std::move(list)}};
}

http::Route about_people(http::Route route) {
    route.about_people = true;
    return route;
}

// With the round that was asked about, once that was done.
http::Route then(http::Route route,
                 const std::function<void(const access::RoundBytes&)>& after) {
    route.handler = [after, ask = std::move(route.handler)](const http::RequestPtr& request,
                                                            const http::Reply& reply) {
        ask(request, [after, request, reply](http::Response response) {
            const auto round = parse_id<RoundEntity>(request->args.at(0));
            if (round && response.status == 200) after(fixed_bytes<16>(id_bytes(*round)));
            reply(std::move(response));
        });
    };
    return route;
}

// Who went on with a PIN of the round goes on with a password.
http::Route ending_pins(const http::Services& services, http::Route closing) {
    return then(std::move(closing), [&services](const auto& round) {
        services.sessions.round_closed(round, services.clock());
    });
}
// Or not: it is open again.
http::Route keeping_pins(const http::Services& services, http::Route reopening) {
    return then(std::move(reopening),
                [&services](const auto& round) { services.sessions.round_reopened(round); });
}

}  // namespace

json::object service_json(std::string_view code, std::string_view kind,
                          std::span<const Service> reference) {
    const Service* service = find_service(reference, code);
    const OncePer once_per = service != nullptr ? service->once_per : OncePer::day;
    return {{"code", code},
            {"name_fr", service != nullptr ? service->name_fr : code},
            {"name_en", service != nullptr ? service->name_en : code},
            {"kind", kind},
            {"once_per", enum_text(once_per)}};
}

Result<RoundId> open_round(log::WriteTx& tx, const log::Cause& cause, const RoundRequest& request) {
    const Day today = site_day(tx.now(), request.site.utc_offset);
    TRY_ASSIGN(const auto present, request.day < today
                                       ? sites::people_on(tx.db(), request.site.site, request.day)
                                       : sites::people_present(tx.db(), request.site.site));
    TRY_ASSIGN(const auto roots, registry::person_roots(tx.db()));
    const Persons expected = registry::count_people(roots, present);
    TRY_ASSIGN(const auto before, same_round_before(tx.db(), request.site.site,
                                                    request.service.code, request.day));
    TRY_ASSIGN(const bool same,
               same_round_open(tx.db(), request.site.site, request.service.code, request.day));
    const RoundId id = id_v4<RoundEntity>(random_bytes<16>());
    TRY(log::execute<RoundStream>(
        tx, cause, id,
        OpenRound{{request.site.id, request.service.code, request.service.kind, request.day,
                   request.count_mode, expected, request.reason},
                  today,
                  same,
                  before}));
    return id;
}

Result<std::string> serve(log::WriteTx& tx, const log::Cause& cause, const Server& server,
                          const ServingRequest& request) {
    TRY_ASSIGN(const RoundState round, round_to_serve(tx, request.round, cause, server.account));
    const Service* service = find_service(server.services, round.opened.service);
    TRY_ASSIGN(const auto person,
               person_met(tx, cause, server, request.code, request.waited.has_value()));
    ServePerson command{.person = person.id,
                        .reason = request.reason,
                        .waited = request.waited.has_value(),
                        .served_by = cause.account,
                        .sent_by = server.account.id == cause.account ? 0 : server.account.id};
    TRY_ASSIGN(command.facts, serving_facts(tx, round.opened, service, person));
    TRY_ASSIGN(command.moment, moment_of(tx, request.round, round, service,
                                         request.waited.value_or(std::chrono::milliseconds{})));
    if (command.facts.served_at && round.opened.kind == ServiceKind::item) {
        TRY_ASSIGN(const auto stream, tx.find_stream(log::stream_name(round_kind, request.round)));
        TRY_ASSIGN(command.exception,
                   open_exception(tx.db(), stream.value_or(0), person.person, cause.account));
    }
    TRY_ASSIGN(const auto events, log::execute<RoundStream>(tx, cause, request.round, command));
    const auto& served = std::get<PersonServed>(events.at(0));
    const ServingState state = served.reason   ? ServingState::extra
                               : served.second ? ServingState::doubled
                                               : ServingState::counted;
    const bool absent = command.facts.presence != Presence::here;
    if (served.late || absent || state == ServingState::doubled)
        TRY(raise_late_task(tx, cause, request.round));
    return fmt::format(
        R"({{"outcome":"served","serving":"{}.{}","case_number":"{}","state":"{}",{}"served":{},"expected":{}}})",
        id_text(cause.command), person.case_number, person.case_number, enum_text(state),
        served.late ? R"("late":true,)" : "", round.totals.servings + 1, round.opened.expected.count());
}

Result<void> close_round(log::WriteTx& tx, const log::Cause& cause, RoundId id,
                         const RoundClosed& closing) {
    TRY(log::execute<RoundStream>(tx, cause, id, CloseRound{closing}));
    return {};
}

std::vector<http::Route> round_routes(const http::Services& services,
                                      std::span<const Service> reference, const MeetHolder& meet) {
    const auto reading = [&](std::string_view route, auto work) {
        return http::read_route(services, route, {may::read_rounds},
                                [=](const http::Read& read) { return work(read, reference); });
    };
    const auto with_reference = [reference](auto work) {
        return [=](const http::Command& command) { return work(command, reference); };
    };
    const auto at_the_desk = [desk = Desk{reference, meet}](auto work) {
        return [=](const http::Command& command) { return work(command, desk); };
    };
    return {
        reading("GET /api/v1/rounds", get_rounds),
        reading("GET /api/v1/rounds/{id}", get_round),
        reading("GET /api/v1/services", get_services),
        keeping_pins(services,
                     http::command_route(services, "POST /api/v1/rounds/{id}/reopening",
                                         {may::reopen_round}, 200, with_reference(post_reopening))),
        http::command_route(services, "POST /api/v1/rounds", {may::open_round}, 201,
                            with_reference(post_round)),
        about_people(http::kept_command_route(services, "POST /api/v1/rounds/{id}/servings",
                                              {may::serve}, 201, at_the_desk(post_serving))),
        about_people(http::command_route(services, "POST /api/v1/rounds/{id}/exceptions",
                                         {may::serve}, 201, at_the_desk(post_exception))),
        about_people(http::kept_command_route(services, "POST /api/v1/rounds/{id}/undos",
                                              {may::serve}, 201, at_the_desk(post_undo))),
        ending_pins(services,
                    http::command_route(services, "POST /api/v1/rounds/{id}/closing",
                                        {may::close_round}, 200, with_reference(post_closing))),
    };
}

}  // namespace jatigi::assistance
