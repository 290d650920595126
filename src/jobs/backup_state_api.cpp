#include "jobs/backup_state_api.h"

#include <algorithm>

#include "platform/access/may.h"
#include "platform/vault/recovery_key.h"

namespace jatigi::jobs {

http::Route backup_state_route(const http::Services& services, const ListBackups& list) {
    return http::read_route(
        services, "GET /api/v1/backups", {access::may::read_backups},
        [&services, &list](const http::Read& read) -> Result<http::Answer> {
            TRY_ASSIGN(const auto backups, list());
            TRY_ASSIGN(const auto recovery,
                       vault::find_recovery_key(read.db, services.node.secrets));
            json::object out{{"last_at", nullptr},
                             {"count", static_cast<std::int64_t>(backups.size())},
                             {"recovery_key", recovery.has_value()}};
            const auto last = std::ranges::max_element(backups, {}, &ListedBackup::at);
            if (last != backups.end()) out["last_at"] = instant_text(last->at);
            return out;
        });
}

}  // namespace jatigi::jobs
