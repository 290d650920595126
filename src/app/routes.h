// Every route, registered in one plain list.
#pragma once
#include <thread>

#include "centre/sites/presence_index_view.h"
#include "jobs/backup_state_api.h"
#include "jobs/import_api.h"
#include "people/registry/registration_api.h"
#include "platform/http/route.h"
#include "platform/vault/lock_switch.h"

namespace jatigi::app {

// For Services: sites by code or name.
http::SiteNames site_names();

// What the routes stand on beside the services. Outlives them.
struct RouteContexts {
    RouteContexts(const http::Services& all_services, registry::RegisterIndex& names,
                  vault::LockSwitch& lock_switch);
    RouteContexts(const RouteContexts&) = delete;
    RouteContexts& operator=(const RouteContexts&) = delete;

    const http::Services& services;
    vault::LockSwitch& lock;
    jobs::ImportShelf shelf;
    sites::PresenceIndex presence;
    registry::RegisterContext people;
    jobs::ImportContext imports;
    // Of a server: what its backups list says. None where there is no place, as in a test.
    jobs::ListBackups backups = [] { return std::vector<jobs::ListedBackup>{}; };
    // Locks when somebody asked over HTTP; on the network's thread alone.
    mutable std::jthread locker{};
};

std::vector<http::Route> all_routes(const RouteContexts& contexts);

}  // namespace jatigi::app
