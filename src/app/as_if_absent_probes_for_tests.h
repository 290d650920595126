// As if absent: what is asked of the two nodes, route by route, and which routes are left out and
// why.
#pragma once
#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "app/access_matrix_for_tests.h"

namespace jatigi::app {

using Query = std::map<std::string, std::string, std::less<>>;

// What is asked. "<R>" stands for the number of who is restricted, or for one that nobody has;
// "<X1>" for somebody whom everybody may know; "<command>" for another command each time; "<site>"
// for the site of whoever asks.
struct Probe {
    std::string_view route;
    std::string argument{};
    std::string body{};
    Query query{};
    std::string_view type = "application/json";
};

inline constexpr std::string_view hidden_person =
    R"({"family_name":"Zzhidden","given_names":"Besoki","sex":"F","nationality":"MLI",)"
    R"("birth":{"year":1981,"month":2,"day":4},"father_name":"Zzpapa Zzhidden"})";

inline constexpr std::string_view heading_line =
    "N°;Date d'arrivée;Nom;Prénom(s);Sexe;Date de naissance;Nationalité;Nom du père;N° de ménage;"
    "Lien avec le chef de ménage\n";
inline constexpr std::string_view head_line =
    "1;10/01/2023;Balamo;Amiru;M;03/01/1970;malienne;Jemiga Balamo;7;chef de ménage\n";
inline constexpr std::string_view hidden_line =
    "2;10/01/2023;Zzhidden;Besoki;F;04/02/1981;malienne;Zzpapa Zzhidden;7;épouse\n";
inline constexpr std::string_view other_lines =
    "3;10/01/2023;Cerudi;Cadelu;M;05/03/1972;malienne;Kofune Cerudi;;\n"
    "4;10/01/2023;Zzhiden;Besoki;F;04/02/1981;malienne;Zzpapa Zzhidden;;\n"
    "5;10/01/2023;Fenuro;Dinavo;M;06/04/1973;malienne;Lareti Fenuro;;\n";
// Of another day; its one person is much like who is restricted.
inline constexpr std::string_view later_lines =
    "1;12/01/2023;Zzhidden;Bezoki;F;1981;malienne;Zzpapa Zzhiden;;\n";

inline std::string whole_list() {
    return fmt::format("{}{}{}{}", heading_line, head_line, hidden_line, other_lines);
}
// The same line, corrected: it is not the row that was brought before.
inline std::string corrected_list() {
    std::string list = whole_list();
    return list.replace(list.find("04/02/1981"), 10, "05/02/1981");
}

// Somebody who is much like the one who is restricted, and one of whom less is said: like both.
inline std::string alike_list() {
    return fmt::format("{}1;13/01/2023;Zzhidden;Besoki;F;04/02/1981;malienne;Zzother Zzfather;;\n",
                       heading_line);
}
inline std::string short_list() {
    return fmt::format("{}1;14/01/2023;Zzhidden;Besoki;F;1981;;;;\n", heading_line);
}

inline Probe about(std::string_view route, std::string argument, std::string body = {}) {
    return {route, std::move(argument), std::move(body)};
}
inline std::string with_command(std::string_view rest) {
    return fmt::format(R"({{"command":"<command>",{}}})", rest);
}

inline const std::vector<Probe>& asking_probes() {
    static const std::vector<Probe> all = [] {
        std::vector<Probe> list;
        for (const char* person : {"<R>", "<X1>", "<X2>", "<X3>", "<X4>", "<X5>"}) {
            list.push_back(about("GET /api/v1/persons/{}", person));
            list.push_back(about("GET /api/v1/persons/{}/photo", person));
        }
        for (const char* query :
             {"Zzhidden", "zzhid", "Besoki Zzhidden", "<R>", "Cerudi", "Zzunheardof", "Balamo"})
            list.push_back(about("POST /api/v1/persons/search", {},
                                 fmt::format(R"({{"query":"{}"}})", query)));
        list.push_back(about("POST /api/v1/persons/search", {}, R"({"query":"zz","limit":1})"));
        for (const char* filter : {R"("sex":"F")", R"("age_from":30,"age_to":60)", R"("nationality":"MLI")",
                                   R"("arrived_from":"2023-01-01")", R"("sex":"F","limit":1)"})
            list.push_back(about("POST /api/v1/persons/present", {},
                                 fmt::format(R"({{"site":"<site>",{}}})", filter)));
        list.push_back(about("POST /api/v1/persons/candidates", {},
                             fmt::format(R"({{"person":{}}})", hidden_person)));
        for (const std::string_view route :
             {"GET /api/v1/sites", "GET /api/v1/rounds", "GET /api/v1/review-tasks",
              "GET /api/v1/nominal-lists", "GET /api/v1/authority-requests"})
            list.push_back(about(route, {}));
        list.push_back(about("GET /api/v1/rounds/{}", "<round>"));
        list.push_back(about("POST /api/v1/persons/present", {},
                             R"({"site":"<site>","without_unit":true})"));
        list.push_back({"GET /api/v1/review-tasks", {}, {}, {{"state", "closed"}}});
        list.push_back(about("POST /api/v1/review-tasks/{}/closing", "<task>",
                             with_command(R"("words":"looked at it")")));
        list.push_back(about("POST /api/v1/cards/sheets", {},
                             R"({"command":"<command>","case_numbers":["<X1>","<R>"]})"));
        list.push_back(about("POST /api/v1/cards/sheets", {},
                             R"({"command":"<command>","case_numbers":["<X1>","<X2>"]})"));
        list.push_back(about("POST /api/v1/cards/sheets", {},
                             R"({"command":"<command>","site":"<site>","on_paper":"leave_out"})"));
        list.push_back(
            about("POST /api/v1/cards/sheets", {}, R"({"command":"<command>","site":"<site>"})"));
        list.push_back(
            about("POST /api/v1/cards/sheets", {},
                  R"({"command":"<command>","case_numbers":["<X1>","<R>"],"on_paper":"again"})"));
        list.push_back(
            about("POST /api/v1/nominal-lists/{}/copies", "<list>", R"({"command":"<command>"})"));
        return list;
    }();
    return all;
}

inline const std::vector<Probe>& changing_probes() {
    static const std::vector<Probe> all = [] {
        std::vector<Probe> list;
        // Upon the person, and from somebody else to the person.
        for (const char* person : {"<R>", "<X2>"}) {
            const auto change = [&](std::string_view what, std::string_view body) {
                list.push_back(about(what, person, with_command(body)));
            };
            const bool hidden = std::string_view(person) == "<R>";
            const std::string other = hidden ? "<X1>" : "<R>";
            change("POST /api/v1/persons/{}/household",
                   fmt::format(R"("with":"{}","relation":"SON")", other));
            change("POST /api/v1/persons/{}/same",
                   fmt::format(R"("other":"{}","ground":"person_says")", other));
            change("POST /api/v1/persons/{}/not-same",
                   fmt::format(R"("other":"{}","ground":"person_says")", other));
            change("POST /api/v1/persons/{}/corrections",
                   R"("changes":{"birth_place":"Zzplace"},"reason":"typing_error")");
            change("POST /api/v1/persons/{}/flags", R"("add":["PREGNANT"],"remove":[])");
            change("POST /api/v1/persons/{}/nationality",
                   R"("nationality":"MLI","outcome":"confirmed","consulate":"MLI")");
            change("POST /api/v1/persons/{}/cards", R"("reason":"lost")");
            if (hidden)
                change("POST /api/v1/persons/{}/restriction", R"("restricted":true,"reason":"x")");
            for (const std::string_view route :
                 {"PUT /api/v1/persons/{}/photo", "DELETE /api/v1/persons/{}/photo"})
                list.push_back({route,
                                person,
                                std::string(small_jpeg),
                                {{"command", "<command>"}, {"purpose", "registration"}},
                                "image/jpeg"});
        }
        list.push_back(
            about("POST /api/v1/rounds/{}/servings", "<round>", with_command(R"("code":"<R>")")));
        list.push_back(about("POST /api/v1/rounds/{}/exceptions", "<round>",
                             with_command(R"("code":"<R>","reason":"theft")")));
        list.push_back(
            about("POST /api/v1/rounds/{}/undos", "<round>",
                  with_command(R"("serving":"0190aaaa-0000-7000-8000-000000000001.<R>")")));
        list.push_back(about("POST /api/v1/rounds/{}/undos", "<round>",
                             with_command(R"("serving":"<serving>")")));
        list.push_back(
            about("POST /api/v1/persons/{}/household", "<X4>", with_command(R"("leave":true)")));
        list.push_back(
            about("POST /api/v1/stays", {}, with_command(R"("site":"<site>","code":"<R>")")));
        list.push_back(about("POST /api/v1/stays/end", {},
                             with_command(R"("code":"<R>","reason":"left_by_own_choice")")));
        list.push_back(about("POST /api/v1/stays/transfer", {},
                             with_command(R"("from":"<site>","to":"AGZ","codes":["<R>"])")));
        list.push_back(about("POST /api/v1/stays/house", {},
                             with_command(R"("site":"<site>","unit":null,"codes":["<R>"])")));
        list.push_back(about("POST /api/v1/wristbands/bind", {},
                             with_command(R"("site":"<site>","number":"A001","code":"<R>")")));
        list.push_back(
            about("POST /api/v1/persons", {},
                  with_command(fmt::format(R"("site":"<site>","person":{})", hidden_person))));
        return list;
    }();
    return all;
}

// The list of the day on which the person came, and the same corrected: one account after the
// other, since few previews are kept.
inline const std::vector<Probe>& list_probes() {
    static const std::vector<Probe> all = [] {
        std::vector<Probe> list;
        for (const std::string& text : {whole_list(), corrected_list()}) {
            list.push_back({"POST /api/v1/imports",
                            {},
                            text,
                            {{"site", "<site>"}, {"list_date", "2023-01-14"}},
                            "text/csv"});
            list.push_back(about("GET /api/v1/imports/{}", "<import>"));
            list.push_back(about("GET /api/v1/imports/{}/rows", "<import>"));
            list.push_back(about("GET /api/v1/imports/{}/rejected.csv", "<import>"));
            list.push_back(about("POST /api/v1/imports/{}/answers", "<import>", "{}"));
            list.push_back(about("GET /api/v1/imports", {}));
            list.push_back(about("POST /api/v1/imports/{}/approval", "<import>", "{}"));
        }

        return list;
    }();
    return all;
}

// Asked after all others: the list is written, and everybody brings it once more.
inline const std::vector<Probe>& writing_probes() {
    static const std::vector<Probe> all = [] {
        std::vector<Probe> list;
        for (const auto& [text, day] :
             std::vector<std::pair<std::string, std::string>>{{whole_list(), "2023-01-14"},
                                                              {alike_list(), "2023-01-15"},
                                                              {whole_list(), "2023-01-16"},
                                                              {short_list(), "2023-01-16"}}) {
            list.push_back({"POST /api/v1/imports",
                            {},
                            text,
                            {{"site", "<site>"}, {"list_date", day}},
                            "text/csv"});
            list.push_back(
                about("POST /api/v1/imports/{}/commit", "<import>", R"({"command":"<command>"})"));
            list.push_back(about("GET /api/v1/imports/{}", "<import>"));
            list.push_back(about("GET /api/v1/imports/{}/rows", "<import>"));
            list.push_back(about("GET /api/v1/review-tasks", {}));
            list.push_back(about("POST /api/v1/persons/search", {}, R"({"query":"Zzhidden"})"));
        }
        return list;
    }();
    return all;
}

struct LeftOut {
    std::string_view route, because;
};
inline constexpr std::string_view not_people = "neither names nor orders people";
inline constexpr std::string_view totals = "totals of plates and money, which count everybody";
inline constexpr std::string_view totals_of_people =
    "totals of those who are there, which count everybody";
inline constexpr std::string_view openings =
    "what accounts did, for the data protection officer alone: a number once opened stays, "
    "unmarked";
inline constexpr LeftOut left_out[] = {
    {"DELETE /api/v1/session", not_people},
    {"PUT /api/v1/account/password", not_people},
    {"POST /api/v1/accounts", not_people},
    {"GET /api/v1/backups", not_people},
    {"GET /api/v1/accounts/unconfirmed", not_people},
    {"POST /api/v1/accounts/{}/confirmation", not_people},
    {"POST /api/v1/accounts/emergency", not_people},
    {"GET /api/v1/accounts", not_people},
    {"POST /api/v1/accounts/{}/closing", not_people},
    {"POST /api/v1/accounts/{}/link", not_people},
    {"GET /api/v1/accounts/{}/sessions", not_people},
    {"POST /api/v1/accounts/{}/sessions/ending", not_people},
    {"POST /api/v1/account/codes", not_people},
    {"GET /api/v1/account/sessions", not_people},
    {"POST /api/v1/account/sessions/ending", not_people},
    {"POST /api/v1/session/second-factor", not_people},
    {"GET /api/v1/account/second-factor", not_people},
    {"POST /api/v1/account/second-factor/proposal", not_people},
    {"POST /api/v1/account/second-factor", not_people},
    {"POST /api/v1/account/second-factor/codes", not_people},
    {"POST /api/v1/account/security-keys/proposal", not_people},
    {"POST /api/v1/account/security-keys", not_people},
    {"POST /api/v1/account/security-keys/{}/removal", not_people},
    {"POST /api/v1/session/security-key/proposal", not_people},
    {"POST /api/v1/session/security-key", not_people},
    {"POST /api/v1/rounds/{}/pin", not_people},
    {"POST /api/v1/closed-counts/removal", not_people},
    {"GET /api/v1/units", "room and numbers of places, which count everybody"},
    {"POST /api/v1/units", not_people},
    {"POST /api/v1/units/{}/change", not_people},
    {"POST /api/v1/units/{}/close", "whether somebody sleeps there, which counts everybody"},
    {"POST /api/v1/units/{}/reopen", not_people},
    {"GET /api/v1/arrivals", "counts of whoever came; how many are registered, for who reads totals"},
    {"GET /api/v1/arrivals/{}", "the same, and for them numbers of wristbands that wait"},
    {"POST /api/v1/arrivals", not_people},
    {"POST /api/v1/arrivals/{}/counts", not_people},
    {"POST /api/v1/arrivals/{}/tally-sheet", not_people},
    {"POST /api/v1/arrivals/{}/tally-aside", not_people},
    {"POST /api/v1/arrivals/{}/tally-up", not_people},
    {"POST /api/v1/arrivals/{}/outcomes", not_people},
    {"POST /api/v1/arrivals/{}/close", totals_of_people},
    {"POST /api/v1/arrivals/{}/reopen", not_people},
    {"GET /api/v1/wristbands", "a number on a wrist, and whether somebody has it; not who"},
    {"POST /api/v1/wristbands", "numbers on wrists, and what they looked like at night"},
    {"POST /api/v1/wristbands/sheet", "numbers on wrists, and what they looked like at night"},
    {"POST /api/v1/wristbands/unbind", "for who reads totals: whether somebody has a number, not who"},
    {"POST /api/v1/wristbands/void", "a number on a wrist, and whether somebody has it; not who"},
    {"GET /api/v1/wristband-pads", not_people},
    {"POST /api/v1/wristband-pads", not_people},
    {"GET /api/v1/sites/{}/day", totals_of_people},
    {"POST /api/v1/sites/{}/roll-call", "everybody who is there, without a mark: nobody is left in the fire"},
    {"GET /api/v1/closed-counts", "numbers that staff typed themselves, of whomever they are"},
    {"GET /api/v1/security-events", openings},
    {"POST /api/v1/lock", not_people},
    {"GET /api/v1/restricted-hits", "for protection alone, of its own site"},
    {"POST /api/v1/imports/{}/households",
     "a second file for the same preview, read by the same way"},
    {"GET /api/v1/openings", openings},
    {"GET /api/v1/openings/summary", openings},
    {"POST /api/v1/openings/release", openings},
    {"POST /api/v1/authority-requests", not_people},
    {"POST /api/v1/authority-requests/{}/answer", not_people},
    {"POST /api/v1/nominal-lists", not_people},
    {"POST /api/v1/nominal-lists/{}/approval", not_people},
    {"POST /api/v1/rounds", totals},
    {"GET /api/v1/meal-order", totals},
    {"POST /api/v1/rounds/{}/plates", totals},
    {"POST /api/v1/rounds/{}/plate-undos", totals},
    {"POST /api/v1/rounds/{}/closing", totals},
    {"POST /api/v1/rounds/{}/reopening", totals},
    {"GET /api/v1/services", not_people},
    {"GET /api/v1/agreements", totals},
    {"POST /api/v1/agreements", totals},
    {"POST /api/v1/unit-costs", totals},
    {"GET /api/v1/unit-costs", totals},
    {"GET /api/v1/agreements/{}/statement", totals},
};

}  // namespace jatigi::app
