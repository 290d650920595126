// A site: a centre, a hangar, a school yard. Its code begins every case number given there.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "centre/sites/ids.h"
#include "platform/base/result.h"

namespace jatigi::sites {

struct SiteOpened {
    std::string code;  // Two to four capitals, "ASM".
    std::string name;
    std::int64_t utc_offset_min = 0;  // Minutes ahead of UTC; no summer time in the Sahel.
    bool operator==(const SiteOpened&) const = default;
};
using SiteEvent = std::variant<SiteOpened>;

struct OpenSite {
    SiteOpened site;
    bool code_taken = false;  // What the register of sites says.
};

struct NoSite {};
struct OpenedSite {
    std::string code;
};
using Site = std::variant<NoSite, OpenedSite>;

Site evolve(const Site& state, const SiteEvent& event);
// Refuses with site.already_open, site.code_invalid, site.code_taken, site.name_missing.
Result<std::vector<SiteEvent>> decide(const Site& state, const OpenSite& command);

}  // namespace jatigi::sites
