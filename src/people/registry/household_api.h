// Who belongs together: a household is a random id, and each membership a sealed fact of its member.
#pragma once
#include "people/registry/registration_api.h"

namespace jatigi::registry {

// The members whose files this account may open.
Result<std::vector<IndexEntry>> members_seen(const RegisterContext& context, store::Connection& db,
                                             const access::Account& account,
                                             const HouseholdId& household);

struct Joining {
    const access::Account& account;
    const PersonRow& person;
    const json::object& body;  // {"with": case number, "relation"?}
};

// Joins the household of the other person, which is made when they have none. Refuses with
// request.member_missing, person.not_found (also for one whom this account may not open),
// person.field_invalid (relation), household.with_oneself.
Result<void> join_household_of(const RegisterContext& context, log::WriteTx& tx,
                               const log::Cause& cause, const Joining& joining,
                               ChangedPeople& changed);

// The other members whom this account may open: {"case_number","family_name","given_names","relation"}.
// The unit where a person sleeps, or null.
Result<json::value> unit_json(const RegisterContext& context, store::Connection& db,
                              log::LocalId person);

Result<json::array> household_json(const RegisterContext& context, store::Connection& db,
                                   const access::Account& account, const IndexEntry& entry);

// POST /api/v1/persons/{code}/household
std::vector<http::Route> household_routes(const RegisterContext& context);

}  // namespace jatigi::registry
