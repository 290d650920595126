#include "centre/sites/arrival_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "centre/sites/arrival_codec.h"
#include "centre/sites/may.h"
#include "centre/sites/site_view.h"
#include "centre/sites/wristband_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/hash.h"
#include "platform/base/named_number.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

using access::Gatekeeper;

constexpr std::int64_t arrivals_shown = 20;
constexpr std::size_t place_letters_max = 60, reason_letters_max = 200;

// Numbers that count everybody, also whom an account must not know of.
bool reads_totals(const access::Account& account) {
    return Gatekeeper::allow_role(account, may::read_occupancy, FactClass::open).has_value();
}

using registry::Roots;

Result<Persons> registered_in(store::Connection& db, const Roots& roots, log::LocalId arrival) {
    TRY_ASSIGN(const auto files, files_bound_in(db, arrival));
    return registry::count_people(roots, files);
}

json::object counts_json(const TallyCounts& counts) {
    return {{"people", counts.people().count()}, {"men", counts.men.count()},
            {"women", counts.women.count()},     {"boys", counts.boys.count()},
            {"girls", counts.girls.count()},     {"under_five", counts.under_five.count()},
            {"injured", counts.injured.count()}};
}

json::object balance_json(const ArrivalBalance& balance) {
    const OutcomesSaid& out = balance.outcomes;
    return {{"tallied", balance.counts.people().count()},
            {"registered", balance.registered.count()},
            {"left", out.left.count()},
            {"went_back", out.went_back.count()},
            {"hospital", out.hospital.count()},
            {"died", out.died.count()},
            {"unaccounted", balance.unaccounted.count()}};
}

json::object tally_json(const TallyRow& row) {
    const Tally& tally = row.tally;
    json::object out = counts_json(tally.counts);
    out["id"] = id_text(row.id);
    out["estimated"] = tally.estimated;
    out["taps"] = tally.taps;
    out["first_at"] = tally.first_at ? json::value(instant_text(*tally.first_at)) : nullptr;
    out["last_at"] = tally.last_at ? json::value(instant_text(*tally.last_at)) : nullptr;
    out["set_aside"] = tally.set_aside;
    out["reason"] = tally.reason;
    return out;
}

// With what the account may know of it.
Result<json::object> arrival_json(store::Connection& db, const access::Account& account,
                                  const Roots& roots, const ArrivalRow& row) {
    TRY_ASSIGN(const auto tallies, list_tallies(db, row.arrival));
    TRY_ASSIGN(const Persons registered, registered_in(db, roots, row.arrival));
    const ArrivalBalance balance = balance_of(state_of(row, tallies), registered);
    TRY_ASSIGN(const std::int64_t bands, count_wristbands(db, row.arrival));
    json::object counts = counts_json(balance.counts);
    counts["estimated"] = balance.estimated;
    json::array list;
    for (const TallyRow& tally : tallies) list.push_back(tally_json(tally));
    json::object out{{"id", id_text(row.id)},
                     {"day", day_text(row.day)},
                     {"place", row.place},
                     {"closed", row.closed},
                     {"explanation", ""},
                     {"counts", std::move(counts)},
                     {"bodies", row.outcomes.bodies.count()},
                     {"missing", row.outcomes.missing.count()},
                     {"wristbands", bands},
                     {"tallies", std::move(list)}};
    if (reads_totals(account)) {
        out["balance"] = balance_json(balance);
        // It says in words what the balance says in numbers.
        out["explanation"] = row.explanation;
    }
    return out;
}

// Who waits to be registered: by the number on their wrist, children alone and urgent ones first.
json::array waiting_json(const std::vector<WristbandRow>& bands) {
    const auto child = [](const WristbandRow& band) {
        return band.age == SeenAge::under_five || band.age == SeenAge::child;
    };
    const auto rank = [&](const WristbandRow& band) {
        return child(band) && band.alone ? 0 : band.urgent ? 1 : 2;
    };
    json::array list;
    for (const int wanted : {0, 1, 2})
        for (const WristbandRow& band : bands) {
            if (band.person || rank(band) != wanted) continue;
            list.push_back(json::object{{"number", band.number},
                                        {"sex", enum_text(band.sex)},
                                        {"age", enum_text(band.age)},
                                        {"alone", band.alone},
                                        {"urgent", band.urgent},
                                        {"child_alone", wanted == 0}});
        }
    return list;
}

// GET /api/v1/arrivals?site=&offset=
Result<http::Answer> get_arrivals(const http::Read& read) {
    TRY_ASSIGN(const SiteRow site,
               find_site(read.db, read.request.query_text("site").value_or("")));
    TRY(Gatekeeper::allow(read.account, may::count_arrivals, FactClass::open,
                          access::about_site(site.site)));
    const auto offset = whole_number(read.request.query_text("offset").value_or("0"));
    if (!offset) return http::member_missing("offset");
    TRY_ASSIGN(auto rows, list_arrivals(read.db, site.site, arrivals_shown + 1, *offset));
    const bool more = std::ssize(rows) > arrivals_shown;
    if (more) rows.pop_back();
    TRY_ASSIGN(const auto roots, registry::person_roots(read.db));
    json::array list;
    for (const ArrivalRow& row : rows) {
        TRY_ASSIGN(json::object one, arrival_json(read.db, read.account, roots, row));
        one.erase("tallies");
        list.push_back(std::move(one));
    }
    return json::object{{"site", site.code}, {"arrivals", std::move(list)}, {"more", more}};
}

Result<json::object> whole_json(store::Connection& db, const access::Account& account,
                                const ArrivalRow& row) {
    TRY_ASSIGN(const auto roots, registry::person_roots(db));
    TRY_ASSIGN(const SiteRow site, site_by_local(db, row.site));
    TRY_ASSIGN(json::object out, arrival_json(db, account, roots, row));
    out["site"] = site.code;
    // Who lists people by name would learn from it how many of them they do not see.
    if (reads_totals(account)) {
        TRY_ASSIGN(const auto bands, wristbands_of(db, row.arrival));
        out["waiting"] = waiting_json(bands);
    }
    return out;
}

// GET /api/v1/arrivals/{id}
Result<http::Answer> get_arrival(const http::Read& read) {
    TRY_ASSIGN(const ArrivalRow row,
               arrival_for(read.db, read.account, may::count_arrivals, read.request.args.at(0)));
    TRY_ASSIGN(json::object out, whole_json(read.db, read.account, row));
    return out;
}

// POST /api/v1/arrivals {command, id, site, place, day?}: the device makes the id, so that it
// counts on without the network.
Result<http::Answer> post_arrival(const http::Command& command) {
    const auto id = parse_id<ArrivalEntity>(json::text_at(command.body, "id").value_or(""));
    if (!id) return http::member_missing("id");
    TRY_ASSIGN(const auto site_code, http::required_text(command.body, "site"));
    TRY_ASSIGN(const SiteRow site, find_site(command.tx.db(), site_code));
    TRY(command.allow(access::about_site(site.site)));
    TRY_ASSIGN(const auto place, http::optional_text(command.body, "place", place_letters_max));
    TRY_ASSIGN(const Instant at, seen_at(command));
    TRY_ASSIGN(const Day day,
               http::optional_day(command.body, "day", site_day(at, site.utc_offset)));
    TRY(log::execute<ArrivalStream>(command.tx, command.cause, *id,
                                    OpenArrival{{site.id, day, tidy_blanks(place)},
                                                site_day(command.tx.now(), site.utc_offset)}));
    TRY_ASSIGN(const ArrivalRow row, find_arrival(command.tx.db(), *id));
    TRY_ASSIGN(json::object out, whole_json(command.tx.db(), command.account, row));
    return out;
}

// What is missing is what it was; what is no whole number is refused.
Result<void> read_persons(const json::object& body, std::string_view name, Persons& into) {
    if (!body.contains({name.data(), name.size()})) return {};
    TRY_ASSIGN(const auto number, http::required_integer(body, name));
    into = Persons{number};
    return {};
}

Result<TallyCounts> counts_in(const json::object& body) {
    TallyCounts counts;
    TRY(read_persons(body, "men", counts.men));
    TRY(read_persons(body, "women", counts.women));
    TRY(read_persons(body, "boys", counts.boys));
    TRY(read_persons(body, "girls", counts.girls));
    TRY(read_persons(body, "under_five", counts.under_five));
    TRY(read_persons(body, "injured", counts.injured));
    return counts;
}

Result<CountedHow> how_in(const json::object& body) {
    if (!body.contains("how")) return CountedHow::counted;
    return http::required_enum<CountedHow>(body, "how");
}

// What a command does to one arrival, and what it looks like then.
template <class Make>
http::CommandHandler on_arrival(Make make) {
    return [make](const http::Command& command) -> Result<http::Answer> {
        TRY_ASSIGN(const ArrivalRow arrival, arrival_for(command.tx.db(), command.account,
                                                         command.may.action, command.arg(0)));
        TRY_ASSIGN(const auto change, make(command, arrival));
        TRY(log::execute<ArrivalStream>(command.tx, command.cause, arrival.id, change));
        TRY_ASSIGN(const ArrivalRow row, find_arrival(command.tx.db(), arrival.id));
        TRY_ASSIGN(json::object out, whole_json(command.tx.db(), command.account, row));
        return out;
    };
}

Result<TallyId> tally_in(const http::Command& command) {
    const auto tally = parse_id<TallyEntity>(json::text_at(command.body, "tally").value_or(""));
    if (!tally) return http::member_missing("tally");
    return *tally;
}

// POST /api/v1/arrivals/{id}/counts?waited_ms=&scanned_by= {command, tally, men?, women?, boys?,
// girls?, under_five?, injured?, how?, at?}. Answers with that tally alone: it comes at each tap.
Result<http::Answer> post_counts(const http::Command& command) {
    log::WriteTx& tx = command.tx;
    TRY_ASSIGN(const ArrivalRow arrival,
               arrival_for(tx.db(), command.account, command.may.action, command.arg(0)));
    ArrivalCounted counted;
    TRY_ASSIGN(counted.tally, tally_in(command));
    TRY_ASSIGN(counted.counts, counts_in(command.body));
    TRY_ASSIGN(counted.how, how_in(command.body));
    TRY_ASSIGN(counted.at, seen_at(command));
    TRY(log::execute<ArrivalStream>(tx, command.cause, arrival.id,
                                    CountArrival{counted, tx.now()}));
    TRY_ASSIGN(const auto tallies, list_tallies(tx.db(), arrival.arrival));
    const auto found = std::ranges::find(tallies, counted.tally, &TallyRow::id);
    if (found == tallies.end()) return refuse(ErrorKind::not_found, "arrival.tally_unknown");
    return tally_json(*found);
}

// The same sheet is the same tally, whoever types it and however they set its blanks and hyphens.
TallyId tally_of_sheet(ArrivalId arrival, std::string_view sheet) {
    std::string signs;
    for (const char c : fold(sheet))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) signs += c;
    const Hash hash = Sha256()
                          .add(as_bytes("jatigi tally sheet"))
                          .add(id_bytes(arrival))
                          .add(as_bytes(signs))
                          .finish();
    return id_v4<TallyEntity>(ByteView(hash).first(16));
}

// POST /api/v1/arrivals/{id}/tally-sheet {command, sheet, rows, how?, at?}: rows {row, men?, …}.
Result<http::Answer> post_tally_sheet(const http::Command& command) {
    log::WriteTx& tx = command.tx;
    TRY_ASSIGN(const ArrivalRow arrival,
               arrival_for(tx.db(), command.account, command.may.action, command.arg(0)));
    TRY_ASSIGN(const auto sheet, http::required_text(command.body, "sheet"));
    ArrivalCounted counted{.tally = tally_of_sheet(arrival.id, sheet), .counts = {}, .at = {}};
    TRY_ASSIGN(counted.how, how_in(command.body));
    TRY_ASSIGN(counted.at, seen_at(command));
    TRY_ASSIGN(
        json::object out,
        type_sheet(command.body, [&](const json::object& row, std::int64_t number) -> Result<bool> {
            TRY_ASSIGN(counted.counts, counts_in(row));
            counted.row = number;
            TRY_ASSIGN(const auto facts,
                       log::execute<ArrivalStream>(tx, command.cause, arrival.id,
                                                   CountArrival{counted, tx.now()}));
            return !facts.empty();
        }));
    out["tally"] = id_text(counted.tally);
    return out;
}

// POST /api/v1/arrivals/{id}/tally-aside {command, tally, reason}
Result<SetTallyAside> aside_in(const http::Command& command, const ArrivalRow&) {
    TRY_ASSIGN(const TallyId tally, tally_in(command));
    TRY_ASSIGN(const auto reason, http::optional_text(command.body, "reason", reason_letters_max));
    return SetTallyAside{{tally, tidy_blanks(reason)}};
}

// POST /api/v1/arrivals/{id}/tally-up {command, tally}
Result<TakeTallyUp> up_in(const http::Command& command, const ArrivalRow&) {
    TRY_ASSIGN(const TallyId tally, tally_in(command));
    return TakeTallyUp{tally};
}

// POST /api/v1/arrivals/{id}/outcomes {command, left?, went_back?, hospital?, died?, bodies?,
// missing?}: what is not said stays as it is, so that two who say something at once lose nothing.
Result<SayOutcomes> outcomes_in(const http::Command& command, const ArrivalRow& arrival) {
    OutcomesSaid said = arrival.outcomes;
    TRY(read_persons(command.body, "left", said.left));
    TRY(read_persons(command.body, "went_back", said.went_back));
    TRY(read_persons(command.body, "hospital", said.hospital));
    TRY(read_persons(command.body, "died", said.died));
    TRY(read_persons(command.body, "bodies", said.bodies));
    TRY(read_persons(command.body, "missing", said.missing));
    return SayOutcomes{said};
}

// POST /api/v1/arrivals/{id}/close {command, explanation?}
Result<CloseArrival> close_in(const http::Command& command, const ArrivalRow& arrival) {
    TRY_ASSIGN(const auto explanation,
               http::optional_text(command.body, "explanation", reason_letters_max));
    TRY_ASSIGN(const auto roots, registry::person_roots(command.tx.db()));
    TRY_ASSIGN(const Persons registered, registered_in(command.tx.db(), roots, arrival.arrival));
    return CloseArrival{{tidy_blanks(explanation)}, registered};
}

// POST /api/v1/arrivals/{id}/reopen {command}
Result<ReopenArrival> reopen_in(const http::Command&, const ArrivalRow&) {
    return ReopenArrival{};
}

}  // namespace

Result<ArrivalRow> arrival_for(store::Connection& db, const access::Account& account,
                               const access::Action& action, std::string_view id) {
    const auto parsed = parse_id<ArrivalEntity>(id);
    if (!parsed) return refuse(ErrorKind::not_found, "arrival.not_found");
    TRY_ASSIGN(ArrivalRow arrival, find_arrival(db, *parsed));
    if (!Gatekeeper::allow(account, action, FactClass::open, access::about_site(arrival.site)))
        return refuse(ErrorKind::not_found, "arrival.not_found");
    return arrival;
}

Result<Instant> seen_at(const http::Command& command) {
    if (const auto text = json::text_at(command.body, "at")) {
        const auto at = parse_instant(*text);
        if (!at) return http::member_missing("at");
        return *at;
    }
    return command.tx.now() - command.waited.value_or(std::chrono::milliseconds{});
}

Result<json::object> type_sheet(const json::object& body, const TypeRow& type) {
    const auto* rows = json::array_at(body, "rows");
    if (rows == nullptr || rows->empty()) return http::member_missing("rows");
    if (rows->size() > sheet_rows_max)
        return refuse(ErrorKind::invalid, "sheet.too_long", {},
                      fmt::format(R"({{"max":{}}})", sheet_rows_max));
    json::array typed;
    for (const json::value& item : *rows) {
        if (!item.is_object()) return http::member_missing("rows");
        const json::object& row = item.get_object();
        TRY_ASSIGN(const auto number, http::required_integer(row, "row"));
        json::object one{{"row", number}};
        const auto is_new = type(row, number);
        if (is_new)
            one["state"] = *is_new ? "new" : "known";
        else if (log::is_refusal(is_new.error()))
            one["refused"] = is_new.error().code;
        else
            return std::unexpected(is_new.error());
        typed.push_back(std::move(one));
    }
    return json::object{{"rows", std::move(typed)}};
}

std::vector<http::Route> arrival_routes(const http::Services& services) {
    const http::MayAsk count{may::count_arrivals}, run{may::run_arrivals};
    const auto counting = [&](std::string_view path, int status, auto handler) {
        return http::kept_command_route(services, path, count, status, handler);
    };
    const auto running = [&](std::string_view path, auto make) {
        return http::command_route(services, path, run, 200, on_arrival(make));
    };
    return {http::read_route(services, "GET /api/v1/arrivals", count, get_arrivals),
            http::read_route(services, "GET /api/v1/arrivals/{id}", count, get_arrival),
            counting("POST /api/v1/arrivals", 201, post_arrival),
            counting("POST /api/v1/arrivals/{id}/counts", 200, post_counts),
            http::command_route(services, "POST /api/v1/arrivals/{id}/tally-sheet", count, 200,
                                post_tally_sheet),
            running("POST /api/v1/arrivals/{id}/tally-aside", aside_in),
            running("POST /api/v1/arrivals/{id}/tally-up", up_in),
            running("POST /api/v1/arrivals/{id}/outcomes", outcomes_in),
            running("POST /api/v1/arrivals/{id}/close", close_in),
            running("POST /api/v1/arrivals/{id}/reopen", reopen_in)};
}

}  // namespace jatigi::sites
