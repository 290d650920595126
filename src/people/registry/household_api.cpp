#include "people/registry/household_api.h"

#include <algorithm>
#include <array>

#include "people/registry/may.h"
#include "people/registry/person_file_api.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::registry {
namespace {

constexpr std::string_view head = "HEAD";
constexpr std::array<std::string_view, 7> relations{head,      "SPOUSE", "SON",   "DAUGHTER",
                                                    "BROTHER", "SISTER", "NEPHEW"};

Result<std::string> relation_of(const json::object& body) {
    std::string relation{json::text_at(body, "relation").value_or("")};
    if (!relation.empty() && std::ranges::find(relations, relation) == relations.end())
        return refuse(ErrorKind::invalid, "person.field_invalid", {}, R"({"name":"relation"})");
    return relation;
}

// A household has one head: who was it until now is a member whose relation is to be said.
Result<void> one_head(const RegisterContext& context, log::WriteTx& tx, const log::Cause& cause,
                      const Joining& joining, const HouseholdId& household,
                      ChangedPeople& changed) {
    TRY_ASSIGN(const auto members, members_seen(context, tx.db(), joining.account, household));
    for (const IndexEntry& member : members) {
        if (member.relation != head || member.person == joining.person.person) continue;
        TRY_ASSIGN(const auto row, find_by_local(tx.db(), member.person));
        if (!row) continue;
        TRY(change_file(tx, cause, row->id, JoinHousehold{{household, {}}}));
        TRY(note_change(context, tx, row->case_number, changed));
    }
    return {};
}

// Whom somebody joins, and what they are to whom.
struct Joined {
    const PersonRow& other;
    const PersonFile& file;
    const HouseholdId& household;
    const std::string& relation;
};

// What joining changes in the files of the others. Whom others join is its head, unless they say
// that they are; so is who has nobody beside them whom this account knows of. A restricted person's
// joining changes nothing that others see.
Result<void> welcome(const RegisterContext& context, log::WriteTx& tx, const log::Cause& cause,
                     const Joining& joining, const Joined& joined, ChangedPeople& changed) {
    const bool unseen = context.index.is_restricted(joining.person.person);
    TRY_ASSIGN(const auto members,
               members_seen(context, tx.db(), joining.account, joined.household));
    // Whoever joins: what protection knows of a restricted member others must not see in it.
    const bool beside_hidden = context.index.is_restricted(joined.other.person);
    const bool alone = std::ranges::all_of(members, [&](const IndexEntry& member) {
        return member.person == joined.other.person || member.person == joining.person.person ||
               (member.restricted && !beside_hidden);
    });
    const bool is_first = !joined.file.household || (alone && !unseen);
    std::string becomes(joined.relation == head || unseen ? "" : head);
    if (is_first && (!joined.file.household || joined.file.household->relation != becomes)) {
        TRY(change_file(tx, cause, joined.other.id,
                        JoinHousehold{{joined.household, std::move(becomes)}}));
        TRY(note_change(context, tx, joined.other.case_number, changed));
    }
    if (joined.relation != head || unseen) return {};
    return one_head(context, tx, cause, joining, joined.household, changed);
}

// Full years at least; null where no birth is known.
json::value age_json(const IndexEntry& member, Instant now) {
    if (!member.birth) return nullptr;
    const auto years = years_between(member.birth->reveal().max, std::chrono::floor<Days>(now));
    return std::max<std::int64_t>(years, 0);
}

Result<json::object> change_household(const PersonCommand& command) {
    TRY_ASSIGN(const PersonRow person, person_for(command));
    if (json::bool_at(command.body, "leave").value_or(false)) {
        TRY(change_file(command.tx, command.cause, person.id, LeaveHousehold{}));
    } else {
        TRY(join_household_of(command.context, command.tx, command.cause,
                              {command.account, person, command.body}, command.changed));
    }
    TRY(note_change(command.context, command.tx, person.case_number, command.changed));
    return json::object{{"case_number", person.case_number}};
}

}  // namespace

Result<std::vector<IndexEntry>> members_seen(const RegisterContext& context, store::Connection& db,
                                             const access::Account& account,
                                             const HouseholdId& household) {
    std::vector<IndexEntry> seen;
    for (IndexEntry& member : context.index.household(household)) {
        TRY_ASSIGN(const auto where, context.arrivals.where_is(db, member.person));
        if (access::Gatekeeper::allow(account, may::open_person, FactClass::identity,
                                      {.nationality = member.nationality,
                                       .site = where.of,
                                       .restricted = member.restricted}))
            seen.push_back(std::move(member));
    }
    return seen;
}

Result<void> join_household_of(const RegisterContext& context, log::WriteTx& tx,
                               const log::Cause& cause, const Joining& joining,
                               ChangedPeople& changed) {
    TRY_ASSIGN(const std::string with, http::required_text(joining.body, "with"));
    TRY_ASSIGN(const std::string relation, relation_of(joining.body));
    TRY_ASSIGN(const PersonRow other, person_for(context, tx, joining.account, may::open_person,
                                                 FactClass::identity, with));
    if (other.person == joining.person.person)
        return refuse(ErrorKind::invalid, "household.with_oneself");
    TRY_ASSIGN(const PersonFile file, fold_file(tx, other.id));
    const HouseholdId household =
        file.household ? file.household->household : id_v4<HouseholdEntity>(random_bytes<16>());
    TRY(welcome(context, tx, cause, joining, {other, file, household, relation}, changed));
    return change_file(tx, cause, joining.person.id, JoinHousehold{{household, relation}});
}

Result<json::value> unit_json(const RegisterContext& context, store::Connection& db,
                              log::LocalId person) {
    TRY_ASSIGN(const auto unit, context.arrivals.unit_of(db, person));
    if (!unit) return json::value(nullptr);
    return json::value(json::object{{"id", unit->id}, {"name", unit->name}});
}

Result<json::array> household_json(const RegisterContext& context, store::Connection& db,
                                   const access::Account& account, const IndexEntry& entry) {
    json::array members;
    if (!entry.household) return members;
    TRY_ASSIGN(const auto seen, members_seen(context, db, account, *entry.household));
    TRY_ASSIGN(const auto where, context.arrivals.where_is(db, entry.person));
    for (const IndexEntry& member : seen) {
        if (member.person == entry.person) continue;
        TRY_ASSIGN(json::value unit, unit_json(context, db, member.person));
        TRY_ASSIGN(const auto theirs, context.arrivals.where_is(db, member.person));
        members.push_back(json::object{{"case_number", member.case_number},
                                       {"family_name", member.family_name.reveal()},
                                       {"given_names", member.given_names.reveal()},
                                       {"relation", member.relation},
                                       {"sex", enum_text(member.sex)},
                                       {"age", age_json(member, context.services.clock())},
                                       {"here", where.site && theirs.site == where.site},
                                       {"unit", std::move(unit)}});
    }
    return members;
}

std::vector<http::Route> household_routes(const RegisterContext& context) {
    return {person_route(context, "POST /api/v1/persons/{code}/household",
                         {may::correct_person, FactClass::identity}, 200, change_household)};
}

}  // namespace jatigi::registry
