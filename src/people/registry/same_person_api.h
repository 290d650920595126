// Saying over HTTP that two files are one person's, and unsaying it.
#pragma once
#include "people/registry/registration_api.h"

namespace jatigi::registry {

// Those of the files about which something was said that this account may find, with the last word
// about each: [{"case_number","state","ground","said_by","decided_by","at","yours"}].
Result<json::array> same_person_json(const RegisterContext& context, store::Connection& db,
                                     const access::Account& account, const PersonRow& person);

// All files of the person, this one first, as the words of two join them: by the facts, and not by the
// table alone. What is written into all of them is there for good. Refuses with log.altered.
Result<std::vector<PersonRow>> joined_files(const RegisterContext& context, log::WriteTx& tx,
                                            const PersonRow& person);

// POST /api/v1/persons/{code}/same, …/not-same. `context` must outlive the routes.
std::vector<http::Route> same_person_routes(const RegisterContext& context);

}  // namespace jatigi::registry
