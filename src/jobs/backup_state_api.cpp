#include "jobs/backup_state_api.h"

#include <algorithm>

#include "jobs/recovery_key.h"
#include "platform/access/may.h"

namespace jatigi::jobs {

http::Route backup_state_route(const http::Services& services, const ListBackups& list) {
    return http::read_route(
        services, "GET /api/v1/backups", {access::may::read_backups},
        [&services, &list](const http::Read& read) -> Result<http::Answer> {
            TRY_ASSIGN(const auto backups, list());
            const auto found = find_recovery_key(read.db, services.node);
            const bool forged = !found && found.error().code == "vault.recovery_key_forged";
            if (!found && !forged) return std::unexpected(found.error());
            const auto recovery = found.value_or(std::nullopt);
            TRY_ASSIGN(const auto made, recovery_key_made_at(read.db, services.node));
            json::object out{{"last_at", nullptr},
                             {"count", static_cast<std::int64_t>(backups.size())},
                             {"recovery_key", recovery.has_value()},
                             {"recovery_forged", forged},
                             {"recovery_set", nullptr},
                             {"recovery_made_at", nullptr}};
            if (recovery) out["recovery_set"] = hex(recovery->id);
            if (recovery && made) out["recovery_made_at"] = instant_text(*made);
            const auto last = std::ranges::max_element(backups, {}, &ListedBackup::at);
            if (last != backups.end()) out["last_at"] = instant_text(last->at);
            return out;
        });
}

}  // namespace jatigi::jobs
