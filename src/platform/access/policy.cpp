#include "platform/access/policy.h"

#include <algorithm>

namespace jatigi::access {

Subject about_nobody() {
    return {};
}

Subject about_site(std::int64_t site) {
    return {.site = site};
}

Subject about_site_or_all(std::optional<std::int64_t> site) {
    return {.site = site, .every_site = !site.has_value()};
}

bool permits(const AccessRequest& request) {
    const Subject& subject = request.subject;
    if (subject.restricted && request.role != Role::protection_officer &&
        !request.action.about_the_card)
        return false;
    if (request.account_site &&
        (subject.every_site || (subject.site && *request.account_site != *subject.site)))
        return false;
    return std::ranges::any_of(request.action.rules(), [&](const Rule& rule) {
        return rule.role == request.role && rule.action == request.action &&
               rule.cls == request.cls && (rule.reach == Reach::everyone || subject.assigned);
    });
}

std::vector<std::string_view> rights_of(Role role, std::span<const Rule> rules, Rights which) {
    std::vector<std::string_view> names;
    for (const Rule& rule : rules)
        if (rule.role == role && (which == Rights::all || rule.action.by_pin))
            names.push_back(rule.action.name);
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    return names;
}

}  // namespace jatigi::access
