#include "people/registry/registration_api.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <set>

#include "people/registry/case_counter_view.h"
#include "people/registry/case_number.h"
#include "people/registry/household_api.h"
#include "people/registry/identity_codec.h"
#include "people/registry/index_change.h"
#include "people/registry/may.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_fields_api.h"
#include "people/registry/person_file_api.h"
#include "people/registry/person_file_view.h"
#include "people/registry/register_index_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

constexpr std::size_t candidates_max = 500;  // More than any name has.
// Data of sealed facts are filled up to a multiple of it. A row of a list with all its columns
// takes two.
constexpr std::size_t step_bytes = 512;

// What of a body differs in length from fact to fact.
std::size_t length_of(const EncodedFact& fact, const log::Cause& cause) {
    return fact.type.size() + std::to_string(cause.actor).size() +
           std::to_string(cause.device).size() + boost::json::serialize(fact.data).size();
}

std::size_t steps_of(EncodedFact fact, const log::Cause& cause) {
    fact.data["filling"] = "";
    return length_of(fact, cause) / step_bytes + 1;
}

// `filling` is a member that no reader looks at.
EncodedFact filled_up(EncodedFact fact, const log::Cause& cause, std::size_t steps) {
    steps = std::max(steps, steps_of(fact, cause));
    fact.data["filling"] = "";
    fact.data["filling"] = std::string(steps * step_bytes - length_of(fact, cause), '0');
    return fact;
}

// Asks where people are one by one, each once: in a transaction that writes, Places would keep what
// is undone.
class JudgeInTransaction {
public:
    JudgeInTransaction(const RegisterContext& context, log::WriteTx& tx,
                       const access::Account& account)
        : context_(context), tx_(tx), account_(account) {}

    Sight sight_of(const IndexEntry& entry) {
        const auto [judged, is_new] = judged_.try_emplace(entry.person, Sight::absent);
        if (!is_new || !outcome_) return judged->second;
        const auto where = context_.arrivals.where_is(tx_.db(), entry.person);
        if (where)
            judged->second = registry::sight_of(account_, entry, *where);
        else
            outcome_ = std::unexpected(where.error());
        return judged->second;
    }
    const Result<void>& outcome() const { return outcome_; }

private:
    const RegisterContext& context_;
    log::WriteTx& tx_;
    const access::Account& account_;
    std::unordered_map<log::LocalId, Sight> judged_;
    Result<void> outcome_;
};

// Who is probably this person and was not looked at: [] when the registrar may go on. A restricted
// file behaves as absent, and protection is told.
Result<std::vector<std::string>> unseen_candidates(const RegisterContext& context, log::WriteTx& tx,
                                                   const access::Account& account,
                                                   const Registration& person,
                                                   const json::object& body) {
    std::vector<std::string> seen, unseen;
    std::vector<log::LocalId> told, restricted;
    if (const json::array* list = json::array_at(body, "despite"))
        for (const json::value& item : *list)
            if (item.is_string())
                seen.push_back(parse_case_number(std::string_view(item.get_string())).value_or(""));
    const linkage::PersonTraits traits = traits_of(person.sex, person.nationality, person.identity);
    JudgeInTransaction judge(context, tx, account);
    const auto candidates = context.index.candidates(
        traits, linkage::likely_evidence, candidates_max,
        [&judge](const IndexEntry& entry) { return judge.sight_of(entry); });
    TRY(judge.outcome());
    for (const auto& candidate : candidates) {
        if (candidate.sight == Sight::told) {
            restricted.push_back(candidate.entry.person);
            continue;
        }
        const std::string& number = candidate.entry.case_number;
        if (std::ranges::find(seen, number) != seen.end()) continue;
        unseen.push_back(number);
        told.push_back(candidate.entry.person);
    }
    tell_protection(context, account, std::move(restricted));
    // Their numbers are told: counted, since a registration that comes to nothing asks for nothing.
    TRY(context.names_shown.record(tx.db(), tx.now(), account.id, told, context.opening_limits));
    return unseen;
}

// As of a search for candidates: nothing is registered, and what is refused leaves no row of its
// own.
void record_names(const RegisterContext& context, const access::Account& account,
                  std::int64_t names) {
    context.services.writer.submit<bool>(
        [&context, account, names](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto opener,
                       access::Gatekeeper::opener(tx.node(), account, may::search_persons,
                                                  access::about_nobody(), context.opening_limits));
            TRY(opener.record_list(tx.db(), tx.now(), {.kind = "candidates", .count = names}));
            return true;
        },
        [](const Result<bool>& noted) {
            if (!noted) spdlog::error("names shown were not noted: {}", noted.error().code);
        });
}

Result<json::object> post_person(const PersonCommand& desk) {
    const RegisterContext& context = desk.context;
    log::WriteTx& tx = desk.tx;
    TRY_ASSIGN(const std::string site_code, http::required_text(desk.body, "site"));
    TRY_ASSIGN(const log::LocalId site, context.services.sites.find(tx.db(), site_code));
    TRY(access::Gatekeeper::allow(desk.account, desk.may.action, desk.may.cls, {.site = site}));
    const json::object* fields = json::object_at(desk.body, "person");
    if (fields == nullptr) return http::member_missing("person");
    TRY_ASSIGN(const Day today, context.arrivals.today_at(tx.db(), site, tx.now()));
    TRY_ASSIGN(const Registration person, read_person(*fields, {context.phone_plans, today}));
    if (person.identity.family_name.reveal().empty() &&
        person.identity.given_names.reveal().empty())
        return refuse(ErrorKind::invalid, "person.name_missing");
    std::optional<Day> arrived;
    if (desk.body.contains("arrival_date")) {
        TRY_ASSIGN(arrived, http::required_day(desk.body, "arrival_date"));
        if (*arrived > today) return refuse(ErrorKind::invalid, "stay.in_future");
    }
    TRY_ASSIGN(const auto unseen, unseen_candidates(context, tx, desk.account, person, desk.body));
    if (!unseen.empty()) record_names(context, desk.account, std::ssize(unseen));
    if (!unseen.empty())
        return refuse(ErrorKind::conflict, "person.probably_registered", {},
                      boost::json::serialize(json::object{{"case_numbers", join(unseen, ",")}}));
    TRY_ASSIGN(const std::string prefix, context.services.sites.code_of(tx.db(), site));
    TRY_ASSIGN(const NewPerson made, register_person(tx, desk.cause, prefix, person));
    if (const json::object* household = json::object_at(*fields, "household"))
        TRY(join_household_of(context, tx, desk.cause, {desk.account, made.person, *household},
                              desk.changed));
    TRY(context.arrivals.arrive(tx, desk.cause, made.person, site, arrived));
    TRY(note_change(context, tx, made.person.case_number, desk.changed));
    return json::object{{"case_number", made.person.case_number}, {"site", prefix}};
}

}  // namespace

std::optional<BirthMonths> months_of(const std::optional<Personal<linkage::BirthInterval>>& birth) {
    if (!birth) return std::nullopt;
    const std::chrono::year_month_day first{birth->reveal().min}, last{birth->reveal().max};
    return BirthMonths{first.year() / first.month(), last.year() / last.month()};
}

std::size_t steps_of(const IdentityEvent& event, const log::Cause& cause) {
    return steps_of(encode_identity(event), cause);
}

Result<void> append_to_file(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                            const IdentityEvent& event, std::size_t steps) {
    EncodedFact fact = filled_up(encode_identity(event), cause, steps);
    TRY(tx.append({.stream = log::stream_name(identity_kind, person),
                   .cls = FactClass::identity,
                   .person = fixed_bytes<16>(id_bytes(person)),
                   .type = std::move(fact.type),
                   .version = fact.version,
                   .data = std::move(fact.data),
                   .readable =
                       [](const log::FactBody& body) {
                           return decode_identity(body.type, body.version, body.data).has_value();
                       }},
                  cause));
    return {};
}

Result<void> seal_protection_cells(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                                   const std::vector<Observation>& cells) {
    json::array list;
    for (const Observation& cell : cells)
        list.push_back(json::object{{"heading", cell.heading}, {"text", cell.text.reveal()}});
    EncodedFact fact =
        filled_up({"person.list_cells_sealed", 1, {{"cells", std::move(list)}}}, cause, 1);
    TRY(tx.append({.stream = log::stream_name("protection", person),
                   .cls = FactClass::protection,
                   .person = fixed_bytes<16>(id_bytes(person)),
                   .type = std::move(fact.type),
                   .version = fact.version,
                   .data = std::move(fact.data)},
                  cause));
    return {};
}

Result<NewPerson> register_person(log::WriteTx& tx, const log::Cause& cause,
                                  const std::string& prefix, const Registration& registration) {
    const PersonId id = id_v4<PersonEntity>(random_bytes<16>());
    TRY_ASSIGN(std::string case_number, next_case_number(tx, prefix));
    const CardSerial serial = random_bytes<6>();
    TRY(log::execute<PersonStream>(
        tx, cause, id,
        RegisterPerson{{case_number, registration.sex, months_of(registration.identity.birth),
                        registration.nationality},
                       serial}));
    TRY(append_to_file(tx, cause, id, registration.identity));
    TRY(seal_protection_cells(tx, cause, id, registration.protection_cells));
    TRY_ASSIGN(PersonRow person, find_by_case_number(tx.db(), case_number));
    const vault::NodeSecrets& secrets = tx.node().secrets;
    return NewPerson{std::move(person),
                     card_code(serial, {.mac_key = secrets.mac_key(), .site_tag = secrets.site()})};
}

Sight sight_of(const access::Account& account, const IndexEntry& entry, const Whereabouts& where) {
    if (access::Gatekeeper::allow(
            account, may::search_persons, FactClass::identity,
            {.nationality = entry.nationality, .site = where.of, .restricted = entry.restricted}))
        return Sight::shown;
    if (entry.restricted) return Sight::told;
    return where.site ? Sight::absent : Sight::asked;
}

Result<access::Subject> subject_of(const RegisterContext& context, store::Connection& db,
                                   const PersonRow& person) {
    if (context.index.knows_another(person.person, person.id, person.case_number)) {
        context.services.node.known->note_altered();
        return refuse(ErrorKind::unavailable, "log.altered", "two files were exchanged");
    }
    TRY_ASSIGN(const auto where, context.arrivals.where_is(db, person.person));
    return access::Subject{.nationality = person.nationality,
                           .site = where.of,
                           // Whose facts were not read may be restricted.
                           .restricted = !context.index.knows(person.person) ||
                                         context.index.is_restricted(person.person)};
}

// NOLINTNEXTLINE(readability-function-size)
void answer_person_command(const RegisterContext& context, const http::Request& request,
                           const http::Reply& reply, int status, const json::object& body,
                           PersonWork work) {
    const auto cause = http::cause_of(context.services, request, body);
    if (!cause) return reply(http::problem(cause.error()));
    // Shared between the work, on the writer's thread, and what follows the commit, on the same.
    const auto change = std::make_shared<IndexChange>(context.index);
    context.services.writer.submit<log::Receipt>(
        [work = std::move(work), cause = *cause, change](log::WriteTx& tx) -> Result<log::Receipt> {
            change->begin();
            TRY_ASSIGN(log::Receipt receipt, log::once(tx, cause, [&](log::WriteTx& inner) {
                           return work(inner, cause, change->people);
                       }));
            if (receipt.accepted()) change->announce();
            return receipt;
        },
        [reply, status, change](const Result<log::Receipt>& receipt) {
            change->end(receipt && receipt->accepted());
            reply(receipt ? http::receipt_response(*receipt, status)
                          : http::problem(receipt.error()));
        });
}

Result<void> note_change(const RegisterContext& context, log::WriteTx& tx,
                         std::string_view case_number, ChangedPeople& changed, Lifts lifts) {
    TRY_ASSIGN(const PersonRow person, find_by_case_number(tx.db(), case_number));
    TRY_ASSIGN(const auto files, files_of(tx.db(), person.person));
    return note_files(context, tx, files, changed, lifts);
}

http::Route person_route(const RegisterContext& context, std::string_view route,
                         const http::MayAsk& may, int status, PersonHandler handler) {
    return http::gated_route(route, may,
                             [&context, status, handler, may](const http::RequestPtr& request,
                                                              const http::Reply& reply) {
                                 const auto body = http::body_object(*request);
                                 if (!body) return reply(http::problem(body.error()));
                                 answer_person_command(
                                     context, *request, reply, status, *body,
                                     [&context, handler, request, may, body = *body](
                                         log::WriteTx& tx, const log::Cause& cause,
                                         ChangedPeople& changed) -> Result<std::string> {
                                         TRY_ASSIGN(const json::object done,
                                                    handler({context, tx, cause, *request->account,
                                                             body, *request, may, changed}));
                                         return boost::json::serialize(done);
                                     });
                             });
}

Result<void> note_files(const RegisterContext& context, log::WriteTx& tx,
                        std::span<const log::LocalId> files, ChangedPeople& changed, Lifts lifts) {
    // Each is read once. Then one that is restricted, or cannot be read, restricts all of its
    // person.
    std::map<log::LocalId, IndexedPerson> read;
    std::set<log::LocalId> restricted;
    for (const log::LocalId file : files) {
        if (context.index.is_quarantined(file)) restricted.insert(file);
        TRY_ASSIGN(const auto person, find_by_local(tx.db(), file));
        if (!person) continue;
        TRY_ASSIGN(auto now, indexed_now(tx, *person));
        if (!now) continue;
        if (lifts != Lifts::all && context.index.holds_restriction(file))
            now->entry.restricted = now->entry.holds_restriction = true;
        if (now->entry.restricted) restricted.insert(file);
        read.emplace(file, *std::move(now));
    }
    for (auto& [file, now] : read) {
        TRY_ASSIGN(const auto all, files_of(tx.db(), file));
        now.entry.restricted = (lifts == Lifts::none && context.index.is_restricted(file)) ||
                               std::ranges::any_of(all, [&](log::LocalId other) {
                                   return restricted.contains(other);
                               });
        changed.push_back(std::move(now));
    }
    return {};
}

std::vector<http::Route> registration_routes(const RegisterContext& context) {
    return {person_route(context, "POST /api/v1/persons",
                         {may::register_person, FactClass::identity}, 201, post_person)};
}

}  // namespace jatigi::registry
