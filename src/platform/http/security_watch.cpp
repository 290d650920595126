#include "platform/http/security_watch.h"

#include <algorithm>
#include <array>
#include <span>

namespace jatigi::http {
namespace {

// A screen offers none of these to whoever may not; what is mistyped or came too late is no sign.
constexpr std::array<std::string_view, 4> noted{"access.denied", "access.too_many_openings",
                                                "session.not_fresh", "account.emergency_may_not"};

// Whoever gave it knows the password.
constexpr std::array<std::string_view, 2> wrong_factor{"session.factor_wrong",
                                                       "security_key.refused"};

// Who is served twice in a crowd, and what says nothing of people.
constexpr std::array<std::string_view, 4> no_answer{"request.", "round.", "command.", "store."};
bool came_of_nothing(const Response& response) {
    if (response.code.empty() || response.code == "serving.already_served") return false;
    return std::ranges::none_of(no_answer, [&response](std::string_view of) {
        return response.code.starts_with(of);
    });
}

constexpr bool is_in(std::span<const std::string_view> codes, std::string_view code) {
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

void note_security(const Services& services, access::SecurityEvent event) {
    const Instant now = services.clock();
    if (!services.security.note(std::move(event), now)) return;
    services.writer.submit<bool>(
        [rows = services.security.take(now)](log::WriteTx& tx) -> Result<bool> {
            TRY(access::SecurityRecord::write(tx, rows));
            return true;
        },
        [](const Result<bool>&) {});  // A full disk is told by everything else.
}

Reply watched(const Services& services, const Route& route,
              const std::shared_ptr<const Request>& request, Reply reply) {
    if (!request->account) return reply;
    return [&services, name = route.method + ' ' + route.pattern, account = request->account->id,
            about_people = route.about_people, answer = std::move(reply)](Response response) {
        if (is_in(wrong_factor, response.code))
            note_security(services, {access::SecurityKind::sign_in_failed, account, "factor"});
        if (is_in(noted, response.code))
            note_security(services,
                          {access::SecurityKind::refused, account, name + ' ' + response.code});
        if (about_people && came_of_nothing(response))
            note_security(services, {access::SecurityKind::asked_in_vain, account, name});
        answer(std::move(response));
    };
}

}  // namespace jatigi::http
