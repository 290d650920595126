#include "centre/sites/site.h"

#include <algorithm>

namespace jatigi::sites {

Site evolve(const Site&, const SiteEvent& event) {
    return OpenedSite{std::get<SiteOpened>(event).code};
}

Result<std::vector<SiteEvent>> decide(const Site& state, const OpenSite& command) {
    const SiteOpened& site = command.site;
    if (std::holds_alternative<OpenedSite>(state))
        return refuse(ErrorKind::conflict, "site.already_open");
    if (site.code.size() < 2 || site.code.size() > 4 ||
        !std::all_of(site.code.begin(), site.code.end(),
                     [](char c) { return c >= 'A' && c <= 'Z'; }))
        return refuse(ErrorKind::invalid, "site.code_invalid");
    if (site.name.empty()) return refuse(ErrorKind::invalid, "site.name_missing");
    if (command.code_taken) return refuse(ErrorKind::conflict, "site.code_taken");
    return std::vector<SiteEvent>{site};
}

}  // namespace jatigi::sites
