#include "centre/sites/wristband_api.h"

#include <algorithm>

#include "centre/sites/arrival_api.h"
#include "centre/sites/may.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/wristband_codec.h"
#include "centre/sites/wristband_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/country.h"
#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

using access::Gatekeeper;

constexpr std::size_t reason_letters_max = 200;

// One band of a site is one, whoever types it where: the number on it is no secret.
WristbandId band_id(SiteId site, std::string_view number) {
    const Hash hash = Sha256()
                          .add(as_bytes("jatigi wristband"))
                          .add(id_bytes(site))
                          .add(as_bytes(number))
                          .finish();
    return id_v4<WristbandEntity>(ByteView(hash).first(16));
}

Result<std::string> number_in(const json::object& body) {
    TRY_ASSIGN(const auto text, http::required_text(body, "number"));
    TRY_ASSIGN(const WristbandNumber number, read_wristband_number(text));
    return number.text();
}

Result<bool> is_in_a_pad(store::Connection& db, log::LocalId site, std::string_view number) {
    TRY_ASSIGN(const auto pads, list_pads(db, site));
    // Where no pad is written down, there is nothing to compare with.
    return pads.empty() || std::ranges::any_of(pads, [number](const PadRow& pad) {
               return is_of_pad(pad.first, pad.last, number);
           });
}

// Site and number are filled in by the caller.
Result<WristbandPutOn> seen_in(const json::object& body) {
    WristbandPutOn seen;
    TRY_ASSIGN(seen.sex, http::required_enum<SeenSex>(body, "sex"));
    TRY_ASSIGN(seen.age, http::required_enum<SeenAge>(body, "age"));
    seen.alone = json::bool_at(body, "alone").value_or(false);
    seen.urgent = json::bool_at(body, "urgent").value_or(false);
    TRY_ASSIGN(const auto nationality, http::optional_text(body, "nationality"));
    if (!nationality.empty() && !is_country_code(nationality))
        return refuse(ErrorKind::invalid, "wristband.nationality_invalid");
    seen.nationality = nationality;
    return seen;
}

// Where and when bands go on, by a command that names the arrival.
struct Lane {
    SiteRow site;
    ArrivalRow arrival;
    Instant at;
};
Result<Lane> lane_in(const http::Command& command) {
    store::Connection& db = command.tx.db();
    TRY_ASSIGN(const auto id, http::required_text(command.body, "arrival"));
    TRY_ASSIGN(ArrivalRow arrival, arrival_for(db, command.account, command.may.action, id));
    TRY_ASSIGN(SiteRow site, site_by_local(db, arrival.site));
    TRY_ASSIGN(const Instant at, seen_at(command));
    return Lane{std::move(site), std::move(arrival), at};
}

// Whether it is new.
Result<bool> put_on(const http::Command& command, const Lane& lane, const json::object& body) {
    TRY_ASSIGN(WristbandPutOn band, seen_in(body));
    TRY_ASSIGN(band.number, number_in(body));
    band.site = lane.site.id;
    band.arrival = lane.arrival.id;
    band.at = lane.at;
    TRY_ASSIGN(const auto facts,
               log::execute<WristbandStream>(
                   command.tx, command.cause, band_id(band.site, band.number),
                   PutWristbandOn{band, command.tx.now(), earliest_seen(lane.arrival.day)}));
    return !facts.empty();
}

// POST /api/v1/wristbands?waited_ms=&scanned_by= {command, arrival, number, sex, age, alone?,
// urgent?, nationality?, at?}
Result<http::Answer> post_wristband(const http::Command& command) {
    TRY_ASSIGN(const Lane lane, lane_in(command));
    TRY(put_on(command, lane, command.body));
    TRY_ASSIGN(const auto number, number_in(command.body));
    TRY_ASSIGN(const bool in_pad, is_in_a_pad(command.tx.db(), lane.site.site, number));
    return json::object{{"number", number}, {"in_pad", in_pad}};
}

// POST /api/v1/wristbands/sheet {command, arrival, rows, at?}: rows {row, number, sex, age, alone?,
// urgent?, nationality?}. A band has one number, so a row that is typed twice is one.
Result<http::Answer> post_sheet(const http::Command& command) {
    TRY_ASSIGN(const Lane lane, lane_in(command));
    TRY_ASSIGN(json::object out,
               type_sheet(command.body, [&](const json::object& row, std::int64_t) {
                   return put_on(command, lane, row);
               }));
    return out;
}

Result<SiteRow> site_in(const http::Command& command) {
    TRY_ASSIGN(const auto code, http::required_text(command.body, "site"));
    TRY_ASSIGN(SiteRow site, find_site(command.tx.db(), code));
    TRY(command.allow(access::about_site(site.site)));
    return site;
}

// POST /api/v1/wristbands/bind {command, site, number, code}
Result<http::Answer> post_bind(const http::Command& command, const FindTraveller& find) {
    TRY_ASSIGN(const SiteRow site, site_in(command));
    TRY_ASSIGN(const auto number, number_in(command.body));
    TRY_ASSIGN(const auto code, http::required_text(command.body, "code"));
    TRY_ASSIGN(const auto person, find(command.tx, command.account, 0, code));
    TRY_ASSIGN(const Whereabouts where,
               where_is(command.tx.db(), command.tx.node(), person.person));
    if (where.of && *where.of != site.site) return refuse(ErrorKind::not_found, "card.unknown");
    TRY(log::execute<WristbandStream>(command.tx, command.cause, band_id(site.id, number),
                                      BindWristband{{site.id, number, person.id}}));
    TRY_ASSIGN(const auto band, find_wristband(command.tx.db(), site.site, number));
    TRY_ASSIGN(const bool in_pad, is_in_a_pad(command.tx.db(), site.site, number));
    // A number that nobody put on is mostly mistyped.
    return json::object{{"number", number},
                        {"case_number", person.case_number},
                        {"put_on", band && band->arrival},
                        {"in_pad", in_pad}};
}

// What is said of one number of a site, with a reason.
template <class Event, class Say>
http::CommandHandler on_band() {
    return [](const http::Command& command) -> Result<http::Answer> {
        TRY_ASSIGN(const SiteRow site, site_in(command));
        TRY_ASSIGN(const auto number, number_in(command.body));
        TRY_ASSIGN(const auto reason,
                   http::optional_text(command.body, "reason", reason_letters_max));
        TRY(log::execute<WristbandStream>(command.tx, command.cause, band_id(site.id, number),
                                          Say{Event{site.id, number, tidy_blanks(reason)}}));
        return json::object{{"number", number}};
    };
}

// GET /api/v1/wristbands?site=&number=
Result<http::Answer> get_wristband(const http::Read& read) {
    TRY_ASSIGN(const SiteRow site,
               find_site(read.db, read.request.query_text("site").value_or("")));
    TRY(Gatekeeper::allow(read.account, may::count_arrivals, FactClass::open,
                          access::about_site(site.site)));
    TRY_ASSIGN(const auto number,
               read_wristband_number(read.request.query_text("number").value_or("")));
    TRY_ASSIGN(const auto band, find_wristband(read.db, site.site, number.text()));
    TRY_ASSIGN(const bool in_pad, is_in_a_pad(read.db, site.site, number.text()));
    json::object out{{"number", number.text()},
                     {"in_pad", in_pad},
                     {"void", band && band->is_void},
                     {"put_on", nullptr}};
    // Asked of each number after the other, it is how many are registered.
    if (Gatekeeper::allow_role(read.account, may::read_occupancy, FactClass::open))
        out["bound"] = band && band->person;
    if (band && band->arrival)
        out["put_on"] = json::object{{"sex", enum_text(band->sex)},
                                     {"age", enum_text(band->age)},
                                     {"alone", band->alone},
                                     {"urgent", band->urgent},
                                     {"nationality", band->nationality},
                                     {"at", instant_text(*band->at)}};
    return out;
}

Result<json::object> pads_json(store::Connection& db, const SiteRow& site) {
    TRY_ASSIGN(const auto pads, list_pads(db, site.site));
    json::array list;
    for (const PadRow& pad : pads) {
        TRY_ASSIGN(const PadUse use, use_of_pad(db, site.site, pad.first, pad.last));
        TRY_ASSIGN(const std::int64_t bands, bands_of(pad.first, pad.last));
        list.push_back(json::object{{"first", pad.first},
                                    {"last", pad.last},
                                    {"issued_at", instant_text(pad.issued_at)},
                                    {"bands", bands},
                                    {"put_on", use.put_on},
                                    {"void", use.spoilt},
                                    {"left", bands - use.put_on - use.spoilt}});
    }
    return json::object{{"site", site.code}, {"pads", std::move(list)}};
}

// GET /api/v1/wristband-pads?site=
Result<http::Answer> get_pads(const http::Read& read) {
    TRY_ASSIGN(const SiteRow site,
               find_site(read.db, read.request.query_text("site").value_or("")));
    TRY(Gatekeeper::allow(read.account, may::run_arrivals, FactClass::open,
                          access::about_site(site.site)));
    TRY_ASSIGN(json::object out, pads_json(read.db, site));
    return out;
}

// POST /api/v1/wristband-pads {command, site, first, last}
Result<http::Answer> post_pad(const http::Command& command) {
    store::Connection& db = command.tx.db();
    TRY_ASSIGN(const SiteRow site, site_in(command));
    PadIssued issued{.site = site.id, .first = {}, .last = {}};
    TRY_ASSIGN(issued.first, http::required_text(command.body, "first"));
    TRY_ASSIGN(issued.last, http::required_text(command.body, "last"));
    TRY_ASSIGN(const auto first, read_wristband_number(issued.first));
    TRY_ASSIGN(const auto last, read_wristband_number(issued.last));
    TRY_ASSIGN(const auto pads, list_pads(db, site.site));
    const bool overlaps = std::ranges::any_of(pads, [&](const PadRow& pad) {
        return is_of_pad(pad.first, pad.last, first.text()) ||
               is_of_pad(pad.first, pad.last, last.text()) ||
               is_of_pad(first.text(), last.text(), pad.first);
    });
    TRY(log::execute<PadStream>(command.tx, command.cause, id_v4<PadEntity>(random_bytes<16>()),
                                IssuePad{issued, overlaps}));
    TRY_ASSIGN(json::object out, pads_json(db, site));
    return out;
}

}  // namespace

std::vector<http::Route> wristband_routes(const http::Services& services,
                                          const FindTraveller& find) {
    const http::MayAsk count{may::count_arrivals}, run{may::run_arrivals};
    auto bind = http::command_route(
        services, "POST /api/v1/wristbands/bind", {may::bind_wristband}, 200,
        [find](const http::Command& command) { return post_bind(command, find); });
    bind.about_people = true;
    return {
        http::read_route(services, "GET /api/v1/wristbands", count, get_wristband),
        http::kept_command_route(services, "POST /api/v1/wristbands", count, 201, post_wristband),
        http::command_route(services, "POST /api/v1/wristbands/sheet", count, 200, post_sheet),
        std::move(bind),
        // Typed of the wrong person: it goes to the one who wears it.
        http::command_route(services, "POST /api/v1/wristbands/unbind", run, 200,
                            on_band<WristbandUnbound, UnbindWristband>()),
        http::command_route(services, "POST /api/v1/wristbands/void", count, 200,
                            on_band<WristbandVoided, VoidWristband>()),
        http::read_route(services, "GET /api/v1/wristband-pads", run, get_pads),
        http::command_route(services, "POST /api/v1/wristband-pads", run, 201, post_pad)};
}

}  // namespace jatigi::sites
