// Where a database lies: which machine and file, or which server, database and timeline. Files that
// were copied, a database that was loaded into another server, and a standby that took over (another
// timeline) differ in it. What cannot be told: a disk image put back into its own place, and a file
// that was overwritten without being replaced.
#pragma once
#include "platform/base/bytes.h"
#include "platform/store/connection.h"

namespace jatigi::store {

using Placement = ByteArray<16>;

// A digest, so that a backup does not carry the machine's identity. A machine whose disks change
// their numbers at a start gives another one: callers must be able to bear that.
Result<Placement> placement_of(Connection& db);

}  // namespace jatigi::store
