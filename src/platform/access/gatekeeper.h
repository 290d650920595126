// Turns the policy's verdict into what it allows: yes or access.denied, and a vault::Opener.
#pragma once
#include "platform/access/account.h"
#include "platform/access/policy.h"
#include "platform/log/node.h"
#include "platform/vault/opener.h"

namespace jatigi::access {

class Gatekeeper {
public:
    // Refuses with access.denied. It says whom it is about: about_nobody() when that is nobody.
    static Result<void> allow(const Account& account, const Action& action, FactClass cls,
                              const Subject& subject);
    // Whether the role may at all, before anything is read: whom it is about is asked when it is
    // known.
    static Result<void> allow_role(const Account& account, const Action& action, FactClass cls);
    // An Opener for the classes in which this account may do `action` to this subject. Whoever
    // records files passes the node's limits; without them it is good for lists alone.
    static Result<vault::Opener> opener(const log::Node& node, const Account& account,
                                        const Action& action, const Subject& subject,
                                        const vault::OpeningLimits& limits = {});
};

}  // namespace jatigi::access
