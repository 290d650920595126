// Registering one person: profile, case number and card in the open stream, identity sealed.
#pragma once
#include "people/registry/identity.h"
#include "people/registry/person.h"
#include "people/registry/person_view.h"
#include "platform/http/command.h"

namespace jatigi::registry {

struct Registration {
    Sex sex = Sex::unknown;
    std::optional<std::string> nationality{};
    PersonIdentified identity;  // The profile's birth months come from here.
};
struct NewPerson {
    PersonRow person;
    std::string card;  // The card's code.
};

// `prefix` is the site's code. Refuses as decide() does.
Result<NewPerson> register_person(log::WriteTx& tx, const log::Cause& cause,
                                    const std::string& prefix, const Registration& registration);

// Keeps what another row says of a person who is probably the same, sealed with that person, until
// somebody reviews it.
Result<void> keep_suspected_duplicate(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                                      const PersonIdentified& other);

// Where a person is now, if anywhere on this node: what the policy must know, from a module to the
// right of this one.
using SiteOfPerson =
    std::function<Result<std::optional<log::LocalId>>(store::Connection&, log::LocalId person)>;

std::vector<http::Route> person_routes(const http::Services& services, SiteOfPerson site_of);

}  // namespace jatigi::registry
