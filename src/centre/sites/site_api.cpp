#include "centre/sites/site_api.h"

#include "centre/sites/may.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "people/registry/may.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::sites {
namespace {

// The total counts those whom such a list leaves out: whoever reads the one is not told the other.
bool may_know_total(const access::Account& account) {
    namespace may = registry::may;
    return !access::Gatekeeper::allow_role(account, may::list_present, FactClass::identity) ||
           access::Gatekeeper::allow_role(account, may::restrict_person, FactClass::identity)
               .has_value();
}

// GET /api/v1/sites
Result<http::Answer> get_sites(const http::Read& read) {
    TRY_ASSIGN(const auto sites, list_sites(read.db));
    TRY_ASSIGN(const auto roots, registry::person_roots(read.db));
    json::array list;
    for (const SiteRow& site : sites) {
        json::object row{{"code", site.code},
                         {"name", site.name},
                         {"utc_offset_min", site.utc_offset.count()},
                         {"present", nullptr}};
        if (may_know_total(read.account)) {
            TRY_ASSIGN(const auto files, people_present(read.db, site.site));
            row["present"] = registry::count_people(roots, files).count();
        }
        list.push_back(std::move(row));
    }
    return json::object{{"sites", std::move(list)}};
}

}  // namespace

Result<SiteId> open_site(log::WriteTx& tx, const log::Cause& cause, const SiteOpened& site) {
    TRY_ASSIGN(const auto known, list_sites(tx.db()));
    OpenSite command{.site = site};
    for (const SiteRow& row : known) command.code_taken = command.code_taken || row.code == site.code;
    const SiteId id = id_v4<SiteEntity>(random_bytes<16>());
    TRY(log::execute<SiteStream>(tx, cause, id, command));
    return id;
}

std::vector<http::Route> site_routes(const http::Services& services) {
    return {http::read_route(services, "GET /api/v1/sites", {may::read_sites}, get_sites)};
}

}  // namespace jatigi::sites
