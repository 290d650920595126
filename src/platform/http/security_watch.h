// What HTTP tells the security record (access/security_record.h).
#pragma once
#include "platform/http/services.h"
#include "platform/http/route.h"

namespace jatigi::http {

// Counts the event, and has the writer write what is due.
void note_security(const Services& services, access::SecurityEvent event);

// The same answer; a refusal that somebody with a session ought not to meet is noted.
Reply watched(const Services& services, const Route& route,
              const std::shared_ptr<const Request>& request, Reply reply);

}  // namespace jatigi::http
