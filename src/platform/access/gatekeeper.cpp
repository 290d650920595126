#include "platform/access/gatekeeper.h"

namespace jatigi::access {

Result<void> Gatekeeper::allow(const Account& account, const Action& action, FactClass cls,
                               const Subject& subject) {
    if (permits({account.role, account.site, cls, action, subject})) return {};
    return refuse(ErrorKind::not_allowed, "access.denied");
}

Result<void> Gatekeeper::allow_role(const Account& account, const Action& action, FactClass cls) {
    return allow({.role = account.role}, action, cls, about_nobody());
}

Result<vault::Opener> Gatekeeper::opener(const log::Node& node, const Account& account,
                                         const Action& action, const Subject& subject,
                                         const vault::OpeningLimits& limits) {
    vault::ClassSet allowed;
    for (std::uint8_t cls = 0; cls <= fact_class_max; ++cls)
        allowed.set(cls, permits({account.role, account.site, static_cast<FactClass>(cls), action,
                                  subject}));
    if (allowed.none()) return refuse(ErrorKind::not_allowed, "access.denied");
    return vault::Opener(vault::OpenerPermit{}, {node.keyring, node.secrets, *node.openings}, account.id, allowed, limits);
}

}  // namespace jatigi::access
