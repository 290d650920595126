#include "people/registry/search_api.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "people/registry/may.h"
#include "people/registry/person_fields_api.h"
#include "people/registry/person_file_api.h"
#include "people/registry/restricted_hit_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/text_limit.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t query_letters_min = 2;
constexpr std::size_t query_letters_max = 200;
constexpr std::int64_t limit_default = 20, limit_max = 50;
constexpr std::size_t candidates_max = 500;  // More than any name has.
constexpr std::size_t elsewhere_max = 3;
// Somebody may be the same person from here on; likely_evidence and more is "likely".
constexpr double possible_evidence = 2.5;

// Who may be shown to an account, and how.
class Window {
public:
    static Result<Window> open(const RegisterContext& context, const access::Account& account,
                               store::Connection& db) {
        TRY_ASSIGN(Places places, context.arrivals.places(db));
        return Window{context, account, db, std::move(places)};
    }
    // Nobody looks through the people of another site: who has left it is found by who stands there.
    Judge judge_of_search() const {
        return [this](const IndexEntry& entry) {
            const Sight sight = sight_of(account_, entry, places_(entry.person));
            return sight == Sight::asked ? Sight::absent : sight;
        };
    }
    Judge judge_of_candidates() const {
        return [this](const IndexEntry& entry) {
            return sight_of(account_, entry, places_(entry.person));
        };
    }
    Result<json::object> shown(const IndexEntry& entry) const {
        json::object out = entry_json(entry);
        out["site"] = nullptr;
        if (const auto site = places_(entry.person).site) {
            TRY_ASSIGN(out["site"], context_.services.sites.code_of(db_, *site));
        }
        return out;
    }

private:
    Window(const RegisterContext& context, const access::Account& account, store::Connection& db,
           Places places)
        : context_(context), account_(account), db_(db), places_(std::move(places)) {}

    const RegisterContext& context_;
    const access::Account& account_;
    store::Connection& db_;
    Places places_;
};

// What a search found, and what of it has to be written down before it is shown.
struct Found {
    std::string answer;
    std::vector<log::LocalId> shown;
    std::vector<log::LocalId> restricted;  // Come upon: protection is told.
};

std::int64_t limit_of(const json::object& body) {
    return std::clamp<std::int64_t>(json::integer_at(body, "limit").value_or(limit_default), 1,
                                    limit_max);
}

Result<Found> found_by_query(const RegisterContext& context, const access::Account& account,
                               const json::object& body) {
    const std::string query{json::text_at(body, "query").value_or("")};
    const auto letters = std::ranges::count_if(query, [](char c) { return c != ' '; });
    if (static_cast<std::size_t>(letters) < query_letters_min)
        return refuse(ErrorKind::invalid, "search.too_short");
    if (letters_in(query).value_or(query.size()) > query_letters_max)
        return refuse(ErrorKind::invalid, "search.too_long");
    const auto limit = static_cast<std::size_t>(limit_of(body));
    return context.services.readers.read<Found>(
        [&](store::Connection& db) -> Result<Found> {
            TRY_ASSIGN(const Window window, Window::open(context, account, db));
            Found found;
            json::array people;
            bool more = false;
            // One more than is shown tells that there are more.
            for (const auto& hit : context.index.search(query, limit + 1, window.judge_of_search())) {
                if (hit.sight == Sight::told) {
                    found.restricted.push_back(hit.entry.person);
                    continue;
                }
                more = people.size() == limit;
                if (more) break;
                TRY_ASSIGN(auto shown, window.shown(hit.entry));
                people.push_back(std::move(shown));
                found.shown.push_back(hit.entry.person);
            }
            found.answer = boost::json::serialize(
                json::object{{"people", std::move(people)}, {"more", more}});
            return found;
        });
}

json::array because_json(const std::vector<std::string_view>& because) {
    json::array list;
    for (const std::string_view what : because) list.push_back(json::value(what));
    return list;
}

// What a desk asks whoever stands there, and what the person it was answers: nothing more of the file is
// told of somebody who has left another site. First what was not typed, since that cannot be guessed.
json::object question_about(const IndexEntry& entry, const PersonIdentified& typed) {
    const auto ask = [&](std::string_view question, const Personal<std::string>& known) {
        return json::object{{"case_number", entry.case_number},
                            {"question", question},
                            {"answer", known.reveal()}};
    };
    const std::array<std::tuple<std::string_view, const Personal<std::string>*,
                                const Personal<std::string>*>,
                     4>
        questions{{{"mother_name", &entry.mother_name, &typed.mother_name},
                   {"father_name", &entry.father_name, &typed.father_name},
                   {"birth_place", &entry.birth_place, &typed.birth_place},
                   {"origin", &entry.origin, &typed.origin}}};
    for (const auto& [question, known, said] : questions)
        if (!known->reveal().empty() && said->reveal().empty()) return ask(question, *known);
    return ask("given_names", entry.given_names);
}

Result<Found> found_candidates(const RegisterContext& context, const access::Account& account,
                                    const json::object& body) {
    const json::object* fields = json::object_at(body, "person");
    if (fields == nullptr) return http::member_missing("person");
    // Of no site: the day that begins first anywhere.
    const Day today = std::chrono::floor<Days>(context.services.clock() + std::chrono::hours{14});
    TRY_ASSIGN(const Registration person, read_person(*fields, {context.phone_plans, today}));
    const linkage::PersonTraits traits = traits_of(person.sex, person.nationality, person.identity);
    return context.services.readers.read<Found>(
        [&](store::Connection& db) -> Result<Found> {
            TRY_ASSIGN(const Window window, Window::open(context, account, db));
            Found found;
            json::array people, elsewhere;
            for (const auto& candidate :
                 context.index.candidates(traits, possible_evidence, candidates_max,
                                          window.judge_of_candidates())) {
                if (candidate.sight == Sight::told) {
                    found.restricted.push_back(candidate.entry.person);
                    continue;
                }
                const bool likely = candidate.evidence >= linkage::likely_evidence;
                if (candidate.sight == Sight::asked) {
                    if (!likely || elsewhere.size() == elsewhere_max) continue;
                    elsewhere.push_back(question_about(candidate.entry, person.identity));
                    found.shown.push_back(candidate.entry.person);
                    continue;
                }
                if (people.size() == static_cast<std::size_t>(limit_default)) continue;
                TRY_ASSIGN(auto shown, window.shown(candidate.entry));
                shown["likeness"] =
                    likely ? "likely" : "possible";
                shown["because"] = because_json(candidate.because);
                people.push_back(std::move(shown));
                found.shown.push_back(candidate.entry.person);
            }
            found.answer = boost::json::serialize(json::object{
                {"people", std::move(people)}, {"elsewhere", std::move(elsewhere)}});
            return found;
        });
}

// Whom of those present somebody wants to see: what they say of each is enough to find a few.
struct PresentFilter {
    std::optional<Day> arrived_from{}, arrived_to{};
    std::optional<Sex> sex{};
    std::optional<std::string> nationality{};
    std::optional<std::int64_t> age_from{}, age_to{};  // Full years; whoever may be of that age.
    bool without_unit = false;

    // Nor does what is true of everybody.
    bool says_nothing(Day today) const {
        return !arrived_from && !(arrived_to && *arrived_to < today) && !sex && !nationality &&
               !without_unit && age_from.value_or(0) <= 0 && age_to.value_or(age_max) >= age_max;
    }
    bool holds(const IndexEntry& entry, Day today) const {
        if (sex && entry.sex != *sex) return false;
        if (nationality && entry.nationality != *nationality) return false;
        if (!age_from && !age_to) return true;
        if (!entry.birth) return false;
        const auto& birth = entry.birth->reveal();
        return years_between(birth.min, today) >= age_from.value_or(0) &&
               years_between(birth.max, today) <= age_to.value_or(age_max);
    }

private:
    static constexpr std::int64_t age_max = 120;
};

Result<PresentFilter> read_filter(const json::object& body) {
    PresentFilter filter;
    const auto day = [&body](std::string_view name) -> Result<std::optional<Day>> {
        if (!body.contains({name.data(), name.size()})) return std::optional<Day>{};
        TRY_ASSIGN(const Day read, http::required_day(body, name));
        return std::optional{read};
    };
    TRY_ASSIGN(filter.arrived_from, day("arrived_from"));
    TRY_ASSIGN(filter.arrived_to, day("arrived_to"));
    if (body.contains("sex")) {
        TRY_ASSIGN(filter.sex, http::required_enum<Sex>(body, "sex"));
    }
    if (const auto nationality = json::text_at(body, "nationality"))
        filter.nationality = std::string(*nationality);
    filter.age_from = json::integer_at(body, "age_from");
    filter.age_to = json::integer_at(body, "age_to");
    filter.without_unit = json::bool_at(body, "without_unit").value_or(false);
    return filter;
}

// Of those present, some: the list of all is paper, or a nominal list. How many there are besides is
// not said, since restricted people are not among them; nor are those told of, whom nobody asked for.
Result<Found> found_present(const RegisterContext& context, const access::Account& account,
                            const json::object& body) {
    TRY_ASSIGN(const std::string site_code, http::required_text(body, "site"));
    TRY_ASSIGN(const PresentFilter filter, read_filter(body));
    const auto limit = static_cast<std::size_t>(limit_of(body));
    return context.services.readers.read<Found>([&](store::Connection& db) -> Result<Found> {
        TRY_ASSIGN(const log::LocalId site, context.services.sites.find(db, site_code));
        TRY_ASSIGN(const Day today, context.arrivals.today_at(db, site, context.services.clock()));
        if (filter.says_nothing(today))
            return refuse(ErrorKind::invalid, "present.filter_missing");
        TRY_ASSIGN(const Window window, Window::open(context, account, db));
        TRY_ASSIGN(const auto present,
                   context.arrivals.arrived(db, site, filter.arrived_from.value_or(Day::min()),
                                            filter.arrived_to.value_or(today)));
        std::unordered_set<log::LocalId> housed;
        if (filter.without_unit) {
            TRY_ASSIGN(housed, context.arrivals.housed(db, site));
        }
        const Judge judge = window.judge_of_search();
        Found found;
        json::array people;
        bool more = false;
        for (const auto& [person, since] : present) {
            if (housed.contains(person)) continue;
            const auto entry = context.index.find(person);
            if (!entry || !filter.holds(*entry, today) || judge(*entry) != Sight::shown) continue;
            more = people.size() == limit;
            if (more) break;
            TRY_ASSIGN(auto shown, window.shown(*entry));
            shown["since"] = day_text(since);
            people.push_back(std::move(shown));
            found.shown.push_back(person);
        }
        found.answer =
            boost::json::serialize(json::object{{"people", std::move(people)}, {"more", more}});
        return found;
    });
}

// Of people at another site than this account's, nothing.
Result<std::string> restricted_hits_json(const RegisterContext& context,
                                         const access::Account& reader, store::Connection& db) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(db));
    const auto shown = [&](const RestrictedHit& hit) -> Result<bool> {
        TRY_ASSIGN(const auto person, find_by_case_number(db, hit.case_number));
        TRY_ASSIGN(const auto subject, subject_of(context, db, person));
        return access::Gatekeeper::allow(reader, may::restrict_person, FactClass::identity, subject)
            .has_value();
    };
    TRY_ASSIGN(auto hits, restricted_hits(db, context.services.node.secrets, shown));
    const bool more = hits.size() > restricted_hits_max;
    if (more) hits.pop_back();
    json::array list;
    for (const RestrictedHit& hit : hits) {
        json::object one{{"at", instant_text(hit.at)},
                         {"account", access::name_in(accounts, hit.account)},
                         {"case_number", hit.case_number}};
        if (hit.listed_as) one["listed_as"] = *hit.listed_as;
        list.push_back(std::move(one));
    }
    return boost::json::serialize(json::object{{"hits", std::move(list)}, {"more", more}});
}

struct Search {
    std::string_view kind;  // As openings name it.
    const access::Action& action;
    Result<Found> (*find)(const RegisterContext&, const access::Account&, const json::object&);
};

// How many names were shown is written down before they are; what was typed never is. Of every search,
// with one row of one shape: who found nobody must not be told sooner than who came upon a hidden file.
Result<std::string> record(const RegisterContext& context, log::WriteTx& tx,
                           const access::Account& account, std::string_view kind,
                           const Found& found) {
    TRY(context.names_shown.record(tx.db(), tx.now(), account.id, found.shown,
                                   context.opening_limits));
    TRY_ASSIGN(const auto opener,
               access::Gatekeeper::opener(tx.node(), account, may::search_persons,
                                          access::about_nobody(), context.opening_limits));
    TRY(opener.record_list(
        tx.db(), tx.now(),
        {.kind = kind, .count = static_cast<std::int64_t>(found.shown.size())}));
    return found.answer;
}

void find_and_answer(const RegisterContext& context, const http::RequestPtr& request,
                     const http::Reply& reply, const json::object& body, const Search& search) {
    auto found = search.find(context, *request->account, body);
    if (!found) return reply(http::problem(found.error()));
    const auto restricted = found->restricted;
    context.services.writer.submit<std::string>(
        [&context, request, kind = search.kind, found = *std::move(found)](log::WriteTx& tx) {
            return record(context, tx, *request->account, kind, found);
        },
        [&context, request, reply, restricted](const Result<std::string>& answer) {
            reply(answer ? http::json_response(200, *answer) : http::problem(answer.error()));
            // After the answer, which is not to wait for it.
            tell_protection(context, *request->account, restricted);
        });
}

void post_search(const RegisterContext& context, const http::RequestPtr& request,
                 const http::Reply& reply, const Search& search) {
    const auto allowed =
        access::Gatekeeper::allow_role(*request->account, search.action, FactClass::identity);
    if (!allowed) return reply(http::problem(allowed.error()));
    const auto body = http::body_object(*request);
    if (!body) return reply(http::problem(body.error()));
    const bool queued = context.services.workers.submit(
        [&context, request, reply, body = *body, search] {
            find_and_answer(context, request, reply, body, search);
        },
        http::Work::search);
    if (!queued) reply(http::problem({ErrorKind::unavailable, "store.overloaded", "workers", {}}));
}

void get_restricted_hits(const RegisterContext& context, const http::RequestPtr& request,
                         const http::Reply& reply) {
    const auto allowed = access::Gatekeeper::allow_role(*request->account, may::restrict_person,
                                                        FactClass::identity);
    if (!allowed) return reply(http::problem(allowed.error()));
    http::answer_read(context.services, request, reply,
                      [&context](store::Connection& db, const http::Request& asked) {
                          return restricted_hits_json(context, *asked.account, db);
                      });
}

}  // namespace

std::vector<http::Route> search_routes(const RegisterContext& context) {
    const auto searching = [&context](const Search& search) {
        return [&context, search](const http::RequestPtr& request, const http::Reply& reply) {
            post_search(context, request, reply, search);
        };
    };
    return {{"POST", "/api/v1/persons/search", http::Needs::session, 
             searching({"search", may::search_persons, found_by_query})},
            {"POST", "/api/v1/persons/present", http::Needs::session,
             searching({"present", may::list_present, found_present})},
            {"POST", "/api/v1/persons/candidates", http::Needs::session,
             searching({"candidates", may::search_persons, found_candidates})},
            {"GET", "/api/v1/restricted-hits", http::Needs::session,
             [&context](const http::RequestPtr& request, const http::Reply& reply) {
                 get_restricted_hits(context, request, reply);
             }}};
}

}  // namespace jatigi::registry
