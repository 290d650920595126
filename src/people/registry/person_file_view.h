// Reading one person's sealed identity. Who may is not asked here: the Opener knows.
#pragma once
#include "people/registry/identity.h"
#include "people/registry/person_view.h"
#include "platform/vault/opener.h"

namespace jatigi::registry {

// Nothing when the person was erased, or the identity was never recorded here.
Result<std::optional<PersonIdentified>> read_identity(store::Connection& db, PersonId id,
                                                      const vault::Opener& opener);

}  // namespace jatigi::registry
