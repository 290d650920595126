// The access matrix as data: what each route of this node is for. One row says which action in
// which class a route performs, and about whom or what; the policy then says who may. A route
// without a row fails the test, so that nobody forgets.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "centre/assistance/may.h"
#include "centre/sites/may.h"
#include "money/funding/may.h"
#include "people/disclosure/may.h"
#include "people/registry/may.h"
#include "platform/access/may.h"
#include "platform/http/route.h"
#include "platform/review/may.h"

namespace jatigi::app {

// What a request is about; it gives the path its argument and the policy its subject.
enum class About {
    nobody,             // Whatever the path's argument is, it belongs to no site.
    site,               // A site named in the body or the query.
    site_or_all,        // The same, or none, which means every site of the node.
    site_in_path,       // A site named in the path.
    agreement,          // The agreement in the path, for one site or for all.
    person,             // The person in the path, where they are.
    leaving_person,     // The person in the body, where they are.
    person_at_a_site,   // The person in the body at a site named in it: only that site counts.
    round,              // The round in the path, at its site.
    closed_round,       // The same, closed.
    person_at_a_round,  // The same, with a person in the body: only the round's site counts.
    own_import,         // A preview that this account made; another's is absent.
    nominal_list,       // The list in the path, of its site.
    unit,               // The unit in the path, of its site.
    arrival,            // The arrival in the path or the body, of its site.
    task_about_person,  // A review task that asks whether the person is somebody else, where they
                        // are.
    new_account,        // The account in the path, of its site, that nobody confirmed yet.
    this_node,          // It ends the test: asked last, once.
};

// What a request is made from.
struct Scene {
    std::string person;       // A case number.
    std::string site;         // "ASM"
    std::string argument;     // In place of {…}.
    std::string command;      // Another UUID each time.
    std::string unique;       // Letters that nobody used before.
    bool restricted = false;  // The person's file.
};

using Fill = void (*)(http::Request&, const Scene&);

struct RouteRule {
    std::string_view route;                // "POST /api/v1/persons/{}/flags"
    std::optional<access::Action> action;  // Nothing: whoever is signed in.
    FactClass cls = FactClass::open;
    About about = About::nobody;
    Fill fill = [](http::Request&, const Scene&) {};
    bool spends = false;  // Afterwards the subject is another: make a new one.
    // The person is named by a number somebody typed: a restricted file is absent for whoever opens
    // files but not this one.
    bool typed_number = false;
};

// $ and a letter in a body stand for a Scene's member: Person, Site, Argument, Command, Unique,
// Restricted; J is the site in JSON, null when there is none.
inline std::string filled(std::string_view text, const Scene& scene) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$') {
            out += text[i];
            continue;
        }
        switch (text[++i]) {
            case 'P':
                out += scene.person;
                break;
            case 'S':
                out += scene.site;
                break;
            case 'A':
                out += scene.argument;
                break;
            case 'C':
                out += scene.command;
                break;
            case 'U':
                out += scene.unique;
                break;
            case 'J':
                out += scene.site.empty() ? "null" : '"' + scene.site + '"';
                break;
            case 'R':
                out += scene.restricted ? "true" : "false";
                break;
            default:
                break;
        }
    }
    return out;
}

// The smallest picture that is one, and the shortest list: invented.
constexpr std::string_view small_jpeg{"\xFF\xD8\xFF\xDA\x00\x02\x11\xFF\xD9", 9};
constexpr std::string_view small_list =
    "N°;Date d'arrivée;Nom;Prénom(s);Sexe;Date de naissance/Âge;Nationalité\n"
    "1;02/01/2023;INVENTÉ-$U;Zz$U;F;05/1999;ML\n";

template <const char* Json>
void json(http::Request& request, const Scene& scene) {
    request.content_type = "application/json";
    request.body = filled(Json, scene);
}

constexpr char command_json[] = R"({"command":"$C"})";
constexpr char code_json[] = R"({"command":"$C","code":"000000"})";
// Well formed, and refused for its length, behind the door.
constexpr char password_json[] = R"({"password":"short"})";
constexpr char account_json[] = R"({"command":"$C","name":"made.$U","role":"registrar","site":$J})";
constexpr char emergency_json[] = R"({"command":"$C","name":"helps.$U","role":"nurse","reason":"a convoy","site":$J})";
constexpr char unconfirmed_account_json[] =
    R"({"command":"$C","name":"made.$U","role":"protection_officer","site":"$S"})";
constexpr char search_json[] = R"({"query":"Zzinvented"})";
constexpr char present_json[] = R"({"site":"ASM","sex":"F"})";
constexpr char candidates_json[] =
    R"({"person":{"family_name":"Zzinvented","given_names":"Zz$U","sex":"F"}})";
constexpr char person_json[] = R"({"command":"$C","site":"$S",)"
                               R"("person":{"family_name":"Zz$U","given_names":"Yy$U","sex":"F"}})";
constexpr char correction_json[] =
    R"({"command":"$C","changes":{"birth_place":"Zz$U"},"reason":"typing_error"})";
constexpr char flags_json[] = R"({"command":"$C","add":["PREGNANT"],"remove":[]})";
constexpr char household_json[] = R"({"command":"$C","leave":true})";
constexpr char restriction_json[] = R"({"command":"$C","restricted":$R,"reason":"invented"})";
constexpr char nationality_json[] =
    R"({"command":"$C","nationality":"MLI","outcome":"confirmed","consulate":"MLI"})";
constexpr char card_json[] = R"({"command":"$C","reason":"lost"})";
constexpr char same_json[] = R"({"command":"$C","other":"$P","ground":"person_says"})";
constexpr char reason_json[] = R"({"command":"$C","reason":"a bus came late"})";
constexpr char words_json[] = R"({"command":"$C","words":"looked at both files"})";
constexpr char sheets_json[] = R"({"command":"$C","site":"$S"})";
constexpr char release_json[] = R"({"command":"$C","account":"registrar.$S"})";
constexpr char authority_request_json[] =
    R"({"command":"$C","authority":"Invented office","about":"statistics","asked":"how many",)"
    R"("legal_basis":"none given","received_day":"2023-01-15"})";
constexpr char answer_json[] = R"({"command":"$C","answer":"totals","text":"totals sent"})";
constexpr char nominal_list_json[] =
    R"({"command":"$C","site":"$S","columns":["names","birth"],"purpose":"invented flight",)"
    R"("recipient":"Invented office"})";
constexpr char approval_json[] = R"({"command":"$C","approve":true})";
constexpr char stay_json[] = R"({"command":"$C","site":"$S","code":"$P"})";
constexpr char unit_json[] =
    R"({"command":"$C","site":"$S","name":"Tent $U","for":"anybody","capacity":10})";
constexpr char transfer_json[] =
    R"({"command":"$C","from":"$S","to":"$S","codes":["$P"]})";
constexpr char house_json[] = R"({"command":"$C","site":"$S","unit":null,"codes":["$P"]})";
constexpr char arrival_json[] =
    R"({"command":"$C","id":"$C","site":"$S","place":"Point Zero","day":"2023-01-16"})";
constexpr char tally_json[] =
    R"({"command":"$C","tally":"00000000000040008000000000000001","men":1})";
constexpr char tally_sheet_json[] =
    R"({"command":"$C","sheet":"T-1","rows":[{"row":1,"women":2}]})";
constexpr char aside_json[] =
    R"({"command":"$C","tally":"00000000000040008000000000000001","reason":"the same clump"})";
constexpr char outcomes_json[] = R"({"command":"$C","left":3})";
constexpr char close_arrival_json[] = R"({"command":"$C","explanation":"one walked on"})";
constexpr char band_json[] =
    R"({"command":"$C","arrival":"$A","number":"A0001","sex":"F","age":"adult"})";
constexpr char band_sheet_json[] =
    R"({"command":"$C","arrival":"$A","rows":[{"row":1,"number":"A0002","sex":"M","age":"child"}]})";
constexpr char bind_json[] = R"({"command":"$C","site":"$S","number":"A0003","code":"$P"})";
constexpr char void_band_json[] =
    R"({"command":"$C","site":"$S","number":"A0004","reason":"torn"})";
constexpr char pad_json[] = R"({"command":"$C","site":"$S","first":"B001","last":"B100"})";
inline void band_query(http::Request& request, const Scene& scene) {
    request.query["site"] = scene.site;
    request.query["number"] = "A0001";
}
constexpr char stay_end_json[] = R"({"command":"$C","code":"$P","reason":"left_by_own_choice"})";
constexpr char round_json[] =
    R"({"command":"$C","site":"$S","service":"LUNCH","day":"2023-01-16","count_mode":"scan"})";
constexpr char serving_json[] = R"({"command":"$C","code":"$P"})";
constexpr char counts_json[] = R"({"command":"$C","counts":["$C"]})";
constexpr char pin_json[] = R"({"command":"$C","pin":"1111"})";
constexpr char exception_json[] = R"({"command":"$C","code":"$P","reason":"theft"})";
constexpr char plates_json[] = R"({"command":"$C","line":"present","unsorted":3})";
constexpr char plate_undo_json[] = R"({"command":"$C","count":"$C"})";
constexpr char undo_json[] = R"({"command":"$C","serving":"$C.$P"})";
constexpr char agreement_json[] =
    R"({"command":"$C","code":"ACCESS-1$S","donor":"Invented","title":"Invented","currency":"XOF",)"
    R"("amount":1000,"first_day":"2023-01-01","last_day":"2023-12-31","earmark":{"site":$J}})";
constexpr char unit_cost_json[] =
    R"({"command":"$C","site":"$S","service":"LUNCH","currency":"XOF","price":450,)"
    R"("first_day":"2023-01-01","last_day":"2023-12-31"})";

inline void statement_period(http::Request& request, const Scene&) {
    request.query = {{"from", "2023-01-01"}, {"to", "2023-01-31"}};
}
inline void site_query(http::Request& request, const Scene& scene) {
    request.query = {{"site", scene.site}};
}
inline void list_upload(http::Request& request, const Scene& scene) {
    request.query = {{"site", scene.site}, {"list_date", "2023-01-15"}};
    request.content_type = "text/csv";
    request.body = filled(small_list, scene);
}
inline void households_upload(http::Request& request, const Scene&) {
    request.content_type = "text/csv";
    request.body = "date_arrivee;KEY\n2023-01-14;1\n";
}
inline void photo_query(http::Request& request, const Scene& scene) {
    request.query = {
        {"command", scene.command}, {"purpose", "registration"}, {"consent", "registration"}};
}
inline void photo_upload(http::Request& request, const Scene& scene) {
    photo_query(request, scene);
    request.content_type = "image/jpeg";
    request.body = small_jpeg;
}

namespace matrix {
using enum About;
using namespace access::may;      // NOLINT(google-build-using-namespace)
using namespace registry::may;    // NOLINT(google-build-using-namespace)
using namespace disclosure::may;  // NOLINT(google-build-using-namespace)
using namespace sites::may;       // NOLINT(google-build-using-namespace)
using namespace assistance::may;  // NOLINT(google-build-using-namespace)
using namespace review::may;      // NOLINT(google-build-using-namespace)
using namespace funding::may;     // NOLINT(google-build-using-namespace)
constexpr auto open = FactClass::open;
constexpr auto identity = FactClass::identity;

inline const std::vector<RouteRule> route_table{
    {"DELETE /api/v1/session", {}, open, nobody},
    {"PUT /api/v1/account/password", {}, open, nobody, json<password_json>},
    {"POST /api/v1/accounts", manage_accounts, open, site_or_all, json<account_json>},
    {"POST /api/v1/accounts/emergency", vouch_for_emergency, open, site_or_all,
     json<emergency_json>},
    {"GET /api/v1/accounts", read_accounts, open, nobody},
    {"GET /api/v1/accounts/unconfirmed", confirm_account, open, nobody},
    {"POST /api/v1/accounts/{}/closing", manage_accounts, open, new_account, json<command_json>},
    {"POST /api/v1/accounts/{}/link", manage_accounts, open, new_account, json<command_json>},
    {"GET /api/v1/accounts/{}/sessions", manage_accounts, open, new_account},
    {"POST /api/v1/accounts/{}/sessions/ending", manage_accounts, open, new_account,
     json<command_json>},
    {"POST /api/v1/session/second-factor", own_account, open, nobody, json<code_json>},
    {"GET /api/v1/account/second-factor", own_account, open, nobody},
    {"POST /api/v1/account/second-factor/proposal", own_account, open, nobody,
     json<command_json>},
    {"POST /api/v1/account/second-factor", own_account, open, nobody, json<code_json>},
    {"POST /api/v1/account/second-factor/codes", own_account, open, nobody, json<command_json>},
    {"POST /api/v1/account/security-keys/proposal", own_account, open, nobody,
     json<command_json>},
    {"POST /api/v1/account/security-keys", own_account, open, nobody, json<command_json>},
    {"POST /api/v1/account/security-keys/{}/removal", own_account, open, nobody,
     json<command_json>},
    {"POST /api/v1/session/security-key/proposal", own_account, open, nobody,
     json<command_json>},
    {"POST /api/v1/session/security-key", own_account, open, nobody, json<command_json>},
    {"POST /api/v1/account/codes", confirm_account, open, nobody, json<command_json>},
    {"GET /api/v1/account/sessions", own_account, open, nobody},
    {"POST /api/v1/account/sessions/ending", own_account, open, nobody, json<command_json>},
    {"POST /api/v1/accounts/{}/confirmation", confirm_account, open, new_account,
     json<command_json>},
    {"POST /api/v1/lock", lock_node, open, this_node, json<command_json>},
    {"GET /api/v1/sites", read_sites, open, nobody},
    {"GET /api/v1/backups", read_backups, open, nobody},

    {"POST /api/v1/persons/search", search_persons, identity, nobody, json<search_json>},
    {"POST /api/v1/persons/present", list_present, identity, nobody, json<present_json>},
    {"POST /api/v1/persons/candidates", search_persons, identity, nobody, json<candidates_json>},
    {"GET /api/v1/restricted-hits", restrict_person, identity, nobody},
    {"POST /api/v1/persons", register_person, identity, site, json<person_json>},
    {"GET /api/v1/persons/{}", open_person, identity, person},
    {"POST /api/v1/persons/{}/corrections", correct_person, identity, person,
     json<correction_json>},
    {"POST /api/v1/persons/{}/flags", correct_person, identity, person, json<flags_json>},
    {"POST /api/v1/persons/{}/household", correct_person, identity, person, json<household_json>},
    {"POST /api/v1/persons/{}/restriction", restrict_person, identity, person,
     json<restriction_json>},
    {"POST /api/v1/persons/{}/nationality", confirm_nationality, open, person,
     json<nationality_json>},
    {"PUT /api/v1/persons/{}/photo", keep_photo, identity, person, photo_upload},
    {"GET /api/v1/persons/{}/photo", open_person, identity, person},
    {"DELETE /api/v1/persons/{}/photo", keep_photo, identity, person, photo_query, true},
    {"POST /api/v1/persons/{}/cards", issue_card, open, person, json<card_json>},
    {"POST /api/v1/cards/sheets", print_cards, open, site, json<sheets_json>},

    {"POST /api/v1/imports", import_list, identity, site, list_upload},
    {"GET /api/v1/imports/{}", import_list, identity, own_import},
    {"GET /api/v1/imports/{}/rows", import_list, identity, own_import},
    {"GET /api/v1/imports/{}/rejected.csv", import_list, identity, own_import},
    {"POST /api/v1/imports/{}/answers", import_list, identity, own_import, json<command_json>},
    {"POST /api/v1/imports/{}/households", import_list, identity, own_import, households_upload},
    {"POST /api/v1/imports/{}/commit", import_list, identity, own_import, json<command_json>},

    {"GET /api/v1/imports", approve_verdicts, open, nobody},
    {"POST /api/v1/imports/{}/approval", approve_verdicts, open, own_import, json<command_json>},

    {"POST /api/v1/persons/{}/same", say_same_person, open, person, json<same_json>},
    {"POST /api/v1/persons/{}/not-same", say_same_person, open, person, json<same_json>},
    {"GET /api/v1/review-tasks", review_tasks, open, nobody},
    {"POST /api/v1/review-tasks/{}/closing", say_same_person, open, task_about_person,
     json<words_json>, true},

    {"GET /api/v1/openings", read_openings, open, nobody},
    {"GET /api/v1/openings/summary", read_openings, open, nobody},
    {"GET /api/v1/security-events", read_openings, open, nobody},
    {"POST /api/v1/openings/release", release_openings, open, site, json<release_json>},

    {"POST /api/v1/authority-requests", record_authority_request, open, nobody,
     json<authority_request_json>},
    {"GET /api/v1/authority-requests", read_disclosures, open, nobody},
    {"POST /api/v1/authority-requests/{}/answer", answer_authority_request, open, nobody,
     json<answer_json>},
    {"POST /api/v1/nominal-lists", propose_nominal_list, identity, site, json<nominal_list_json>},
    {"GET /api/v1/nominal-lists", read_disclosures, open, nobody},
    {"POST /api/v1/nominal-lists/{}/approval", approve_nominal_list, identity, nominal_list,
     json<approval_json>},
    {"POST /api/v1/nominal-lists/{}/copies", print_nominal_list, identity, nominal_list,
     json<command_json>},

    {"POST /api/v1/stays", check_in, open, person_at_a_site, json<stay_json>, true, true},
    {"POST /api/v1/stays/end", check_in, open, leaving_person, json<stay_end_json>, true, true},
    {"POST /api/v1/stays/transfer", check_in, open, site, json<transfer_json>},
    {"POST /api/v1/stays/house", house, open, leaving_person, json<house_json>, false, true},
    {"GET /api/v1/units", house, open, site, site_query},
    {"POST /api/v1/units", keep_units, open, site, json<unit_json>},
    {"POST /api/v1/units/{}/change", keep_units, open, unit, json<unit_json>},
    {"POST /api/v1/units/{}/close", keep_units, open, unit, json<command_json>},
    {"POST /api/v1/units/{}/reopen", keep_units, open, unit, json<command_json>},
    {"GET /api/v1/arrivals", count_arrivals, open, site, site_query},
    {"GET /api/v1/arrivals/{}", count_arrivals, open, arrival},
    {"POST /api/v1/arrivals", count_arrivals, open, site, json<arrival_json>},
    {"POST /api/v1/arrivals/{}/counts", count_arrivals, open, arrival, json<tally_json>},
    {"POST /api/v1/arrivals/{}/tally-sheet", count_arrivals, open, arrival,
     json<tally_sheet_json>},
    {"POST /api/v1/arrivals/{}/tally-aside", run_arrivals, open, arrival, json<aside_json>},
    {"POST /api/v1/arrivals/{}/tally-up", run_arrivals, open, arrival, json<aside_json>},
    {"POST /api/v1/arrivals/{}/outcomes", run_arrivals, open, arrival, json<outcomes_json>},
    {"POST /api/v1/arrivals/{}/close", run_arrivals, open, arrival, json<close_arrival_json>},
    {"POST /api/v1/arrivals/{}/reopen", run_arrivals, open, arrival, json<command_json>},
    {"GET /api/v1/wristbands", count_arrivals, open, site, band_query},
    {"POST /api/v1/wristbands", count_arrivals, open, arrival, json<band_json>},
    {"POST /api/v1/wristbands/sheet", count_arrivals, open, arrival, json<band_sheet_json>},
    {"POST /api/v1/wristbands/bind", bind_wristband, open, leaving_person, json<bind_json>, false,
     true},
    {"POST /api/v1/wristbands/unbind", run_arrivals, open, site, json<void_band_json>},
    {"POST /api/v1/wristbands/void", count_arrivals, open, site, json<void_band_json>},
    {"GET /api/v1/wristband-pads", run_arrivals, open, site, site_query},
    {"POST /api/v1/wristband-pads", run_arrivals, open, site, json<pad_json>},
    {"GET /api/v1/sites/{}/day", read_occupancy, open, site_in_path},
    {"POST /api/v1/sites/{}/roll-call", print_roll_call, identity, site_in_path,
     json<command_json>},

    {"GET /api/v1/rounds", read_rounds, open, nobody},
    {"GET /api/v1/rounds/{}", read_rounds, open, round},
    {"POST /api/v1/rounds", open_round, open, site, json<round_json>},
    {"POST /api/v1/rounds/{}/servings", serve, open, person_at_a_round, json<serving_json>, false,
     true},
    {"POST /api/v1/rounds/{}/exceptions", serve, open, person_at_a_round, json<exception_json>,
     false, true},
    {"POST /api/v1/rounds/{}/undos", serve, open, person_at_a_round, json<undo_json>, false, true},
    {"GET /api/v1/meal-order", read_rounds, open, site, site_query},
    {"POST /api/v1/rounds/{}/plates", serve, open, round, json<plates_json>},
    {"POST /api/v1/rounds/{}/plate-undos", serve, open, round, json<plate_undo_json>},
    {"POST /api/v1/rounds/{}/pin", choose_round_pin, open, round, json<pin_json>},
    {"GET /api/v1/closed-counts", bring_in_counts, open, nobody},
    {"POST /api/v1/closed-counts/removal", bring_in_counts, open, nobody, json<counts_json>},
    {"POST /api/v1/rounds/{}/closing", close_round, open, round, json<command_json>, true},
    {"POST /api/v1/rounds/{}/reopening", reopen_round, open, closed_round, json<reason_json>, true},
    {"GET /api/v1/services", read_rounds, open, nobody},

    {"GET /api/v1/agreements", read_statement, open, nobody},
    {"POST /api/v1/agreements", sign_agreement, open, site_or_all, json<agreement_json>},
    {"GET /api/v1/unit-costs", read_statement, open, nobody},
    {"POST /api/v1/unit-costs", set_unit_cost, open, site, json<unit_cost_json>},
    {"GET /api/v1/agreements/{}/statement", read_statement, open, agreement, statement_period},
};
}  // namespace matrix

inline const std::vector<RouteRule>& route_rules() {
    return matrix::route_table;
}

// What answers without a session: signing in, whether the node is up, and the files of the screens.
constexpr std::array<std::string_view, 6> open_routes{"GET /api/v1/session", "POST /api/v1/session",
                                                      "POST /api/v1/session/link",
                                                      "POST /api/v1/session/pin", "GET /healthz",
                                                      "GET /api/v1/openapi.yaml"};

}  // namespace jatigi::app
