#include "people/registry/search_api.h"

#include <algorithm>

#include "people/registry/person_fields_api.h"
#include "people/registry/restricted_hit_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/text_limit.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t query_letters_min = 2;
constexpr std::size_t query_letters_max = 200;
constexpr std::int64_t limit_default = 20, limit_max = 50;
// Looked at beyond the limit, since some may not be shown.
constexpr std::size_t looked_at_factor = 4;
constexpr std::size_t candidates_looked_at = 500;
// Somebody may be the same person from here on; likely_evidence and more is "likely".
constexpr double possible_evidence = 2.5;

// Shows an entry to an account, or not; remembers who of the restricted was come upon.
class Filter {
public:
    Filter(const RegisterContext& context, const access::Account& account, store::Connection& db)
        : context_(context), account_(account), db_(db) {}

    // Nothing for those whom this account may not find.
    Result<std::optional<json::object>> shown(const IndexEntry& entry) {
        TRY_ASSIGN(const auto site, context_.arrivals.site_of(db_, entry.person));
        const auto allowed = access::Gatekeeper::allow(
            account_, access::Action::search_persons, FactClass::identity,
            {.nationality = entry.nationality, .site = site, .restricted = entry.restricted});
        if (!allowed) {
            if (entry.restricted) hits_.push_back(entry.person);
            return std::optional<json::object>{};
        }
        json::object out = entry_json(entry);
        out["site"] = nullptr;
        if (site) {
            TRY_ASSIGN(out["site"], context_.services.sites.code_of(db_, *site));
        }
        return std::optional{std::move(out)};
    }
    const std::vector<log::LocalId>& hits() const { return hits_; }

private:
    const RegisterContext& context_;
    const access::Account& account_;
    store::Connection& db_;
    std::vector<log::LocalId> hits_;
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

struct Hits {
    Found found;
    bool enough = false;
};

Result<Hits> shown_hits(Filter filter, const std::vector<RegisterIndex::Hit>& hits,
                        std::size_t limit) {
    json::array people;
    std::vector<log::LocalId> named;
    bool more = false;
    for (const auto& hit : hits) {
        TRY_ASSIGN(auto shown, filter.shown(hit.entry));
        if (!shown) continue;
        more = people.size() == limit;
        if (more) break;
        people.push_back(*std::move(shown));
        named.push_back(hit.entry.person);
    }
    return Hits{{boost::json::serialize(json::object{{"people", std::move(people)}, {"more", more}}),
                 std::move(named), filter.hits()},
                more};
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
            // Namesakes whom this account may not find must not hide those whom it may.
            for (std::size_t looked_at = limit * looked_at_factor;; looked_at *= looked_at_factor) {
                const auto hits = context.index.search(query, looked_at);
                TRY_ASSIGN(auto found, shown_hits({context, account, db}, hits, limit));
                if (found.enough || hits.size() < looked_at) return std::move(found.found);
            }
        });
}

json::array because_json(const std::vector<std::string_view>& because) {
    json::array list;
    for (const std::string_view what : because) list.push_back(json::value(what));
    return list;
}

Result<Found> found_candidates(const RegisterContext& context, const access::Account& account,
                                    const json::object& body) {
    const json::object* fields = json::object_at(body, "person");
    if (fields == nullptr) return http::member_missing("person");
    // Of no site: the day that begins first anywhere.
    const Day today = std::chrono::floor<Days>(context.services.clock() + std::chrono::hours{14});
    TRY_ASSIGN(const Registration person, read_person(*fields, {context.words, today}));
    const PersonTraits traits =
        traits_of(list_fields_of(person.sex, person.nationality, person.identity));
    const auto candidates =
        context.index.candidates(traits, possible_evidence, candidates_looked_at);
    return context.services.readers.read<Found>(
        [&](store::Connection& db) -> Result<Found> {
            Filter filter(context, account, db);
            json::array people;
            std::vector<log::LocalId> named;
            for (const auto& candidate : candidates) {
                TRY_ASSIGN(auto shown, filter.shown(candidate.entry));
                if (!shown || people.size() == static_cast<std::size_t>(limit_default)) continue;
                (*shown)["likeness"] =
                    candidate.evidence >= likely_evidence ? "likely" : "possible";
                (*shown)["because"] = because_json(candidate.because);
                people.push_back(*std::move(shown));
                named.push_back(candidate.entry.person);
            }
            return Found{boost::json::serialize(json::object{{"people", std::move(people)}}),
                         std::move(named), filter.hits()};
        });
}

// Of people at another site than this account's, nothing.
Result<std::string> restricted_hits_json(const RegisterContext& context,
                                         const access::Account& reader, store::Connection& db) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(db));
    const auto shown = [&](const RestrictedHit& hit) -> Result<bool> {
        TRY_ASSIGN(const auto person, find_by_case_number(db, hit.case_number));
        TRY_ASSIGN(const auto subject, subject_of(context, db, person));
        return access::Gatekeeper::allow(reader, access::Action::restrict_person,
                                         FactClass::identity, subject)
            .has_value();
    };
    TRY_ASSIGN(auto hits, restricted_hits(db, context.services.node.secrets, shown));
    const bool more = hits.size() > restricted_hits_max;
    if (more) hits.pop_back();
    json::array list;
    for (const RestrictedHit& hit : hits) {
        const auto account = std::ranges::find(accounts, hit.account, &access::Account::id);
        list.push_back(
            json::object{{"at", instant_text(hit.at)},
                         {"account", account == accounts.end() ? "" : account->name},
                         {"case_number", hit.case_number}});
    }
    return boost::json::serialize(json::object{{"hits", std::move(list)}, {"more", more}});
}

struct Search {
    std::string_view kind;  // As openings name it.
    Result<Found> (*find)(const RegisterContext&, const access::Account&, const json::object&);
};

// How many names were shown is written down before they are; what was typed never is.
Result<std::string> record(const RegisterContext& context, log::WriteTx& tx,
                           const access::Account& account, std::string_view kind,
                           const Found& found) {
    for (const log::LocalId person : found.restricted)
        TRY(note_restricted_hit(tx, account.id, person));
    if (!found.shown.empty()) {
        TRY(context.names_shown.record(tx.db(), tx.now(), account.id, found.shown,
                                       context.opening_limits));
        TRY_ASSIGN(const auto opener,
                   access::Gatekeeper::opener(tx.node().keyring, account,
                                              access::Action::search_persons, {},
                                              context.opening_limits));
        TRY(opener.record_list(tx.db(), tx.now(),
                               {.kind = kind,
                                .count = static_cast<std::int64_t>(found.shown.size())}));
    }
    return found.answer;
}

void post_search(const RegisterContext& context, const http::RequestPtr& request,
                 const http::Reply& reply, const Search& search) {
    const auto allowed = access::Gatekeeper::allow(
        *request->account, access::Action::search_persons, FactClass::identity);
    if (!allowed) return reply(http::problem(allowed.error()));
    const auto body = http::body_object(*request);
    if (!body) return reply(http::problem(body.error()));
    auto found = search.find(context, *request->account, *body);
    if (!found) return reply(http::problem(found.error()));
    if (found->shown.empty() && found->restricted.empty())
        return reply(http::json_response(200, found->answer));
    context.services.writer.submit<std::string>(
        [&context, request, kind = search.kind, found = *std::move(found)](log::WriteTx& tx) {
            return record(context, tx, *request->account, kind, found);
        },
        [reply](const Result<std::string>& answer) {
            reply(answer ? http::json_response(200, *answer) : http::problem(answer.error()));
        });
}

void get_restricted_hits(const RegisterContext& context, const http::RequestPtr& request,
                         const http::Reply& reply) {
    const auto allowed = access::Gatekeeper::allow(
        *request->account, access::Action::restrict_person, FactClass::identity);
    if (!allowed) return reply(http::problem(allowed.error()));
    http::answer_read(context.services, reply, [&context, request](store::Connection& db) {
        return restricted_hits_json(context, *request->account, db);
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
             searching({"search", found_by_query})},
            {"POST", "/api/v1/persons/candidates", http::Needs::session,
             searching({"candidates", found_candidates})},
            {"GET", "/api/v1/restricted-hits", http::Needs::session,
             [&context](const http::RequestPtr& request, const http::Reply& reply) {
                 get_restricted_hits(context, request, reply);
             }}};
}

}  // namespace jatigi::registry
