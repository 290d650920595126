#include "platform/http/door.h"

#include "platform/http/security_watch.h"
#include "platform/http/session_routes.h"

namespace jatigi::http {

Door door_of(const Services& services) {
    return {
        .lock = services.lock,
        .is_session =
            [&services](std::string_view token) {
                return services.sessions.find(token, services.clock(), access::Touch::no)
                    .has_value();
            },
        .admit = [&services](const Route& route,
                             Request& request) { return admit(services, route, request); },
        .watched = [&services](
                       const Route& route, const RequestPtr& request,
                       Reply reply) { return watched(services, route, request, std::move(reply)); },
        .other_origin =
            [&services] { note_security(services, {access::SecurityKind::other_origin, 0, {}}); }};
}

Door door_without_sessions(vault::LockSwitch* lock, std::string_view closed) {
    return {.lock = lock,
            .is_session = [](std::string_view) { return false; },
            .admit = [](const Route& route, Request&) -> Result<void> {
                if (route.needs == Needs::session)
                    return refuse(ErrorKind::unauthenticated, "session.required");
                return {};
            },
            .watched = [](const Route&, const RequestPtr&, Reply reply) { return reply; },
            .other_origin = [] {},
            .closed = closed};
}

}  // namespace jatigi::http
