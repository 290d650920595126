// The sites of this node.
#pragma once
#include "centre/sites/ids.h"
#include "platform/log/view.h"

namespace jatigi::sites {

extern const log::View site_view;

struct SiteRow {
    log::LocalId site = 0;
    SiteId id;
    std::string code, name;
    std::chrono::minutes utc_offset{};
};

Result<std::vector<SiteRow>> list_sites(store::Connection& db);
// By code or by name, in any case ("ASM", "Assamaka"). Refuses with site.unknown.
Result<SiteRow> find_site(store::Connection& db, std::string_view code_or_name);
Result<SiteRow> site_by_local(store::Connection& db, log::LocalId site);

}  // namespace jatigi::sites
