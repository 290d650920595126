// Whether what is written here would survive this machine: the last backup with keys, and whether
// there is a recovery key to open it.
#pragma once
#include "jobs/backup.h"
#include "platform/http/endpoint.h"

namespace jatigi::jobs {

using ListBackups = std::function<Result<std::vector<ListedBackup>>()>;

// GET /api/v1/backups. Says when, and not where: a path would tell whoever looks over a shoulder.
http::Route backup_state_route(const http::Services& services, const ListBackups& list);

}  // namespace jatigi::jobs
