// From a JSON body to a receipt: the way of every command over HTTP.
#pragma once
#include <array>

#include "platform/base/enum_text.h"
#include "platform/base/json.h"
#include "platform/http/problem.h"
#include "platform/http/services.h"
#include "platform/log/handle.h"

namespace jatigi::http {

// The body as a JSON object. Refuses with request.not_json, and request.text_invalid when a text
// holds a control character other than a tab or a line break.
Result<json::object> body_object(const Request& request);
// Most letters of a text whose own limit is not narrower.
constexpr std::size_t text_letters_max = 1'000;
// Member `name`; refuses with request.member_missing (params: name), and the texts as
// check_letters() does.
Result<std::string> required_text(const json::object& body, std::string_view name);
// Empty when the member is missing or null.
Result<std::string> optional_text(const json::object& body, std::string_view name,
                                  std::size_t letters_max = text_letters_max);
Result<Day> required_day(const json::object& body, std::string_view name);
// `otherwise` when the member is missing; not when it is something else.
Result<Day> optional_day(const json::object& body, std::string_view name, Day otherwise);
template <HasEnumTexts Enum>
Result<Enum> required_enum(const json::object& body, std::string_view name);
Result<std::int64_t> required_integer(const json::object& body, std::string_view name);
std::unexpected<Error> member_missing(std::string_view name);

template <HasEnumTexts Enum>
Result<Enum> required_enum(const json::object& body, std::string_view name) {
    const auto value = parse_enum<Enum>(json::text_at(body, name).value_or(""));
    if (!value) return member_missing(name);
    return *value;
}

// How a command came, in the query, and no part of what it says: sent again, it came in another
// way.
constexpr std::array<std::string_view, 2> circumstances{"scanned_by", "waited_ms"};

// Who asks, with the id that the device gave the command ("command": a UUID, version 7) and a keyed
// digest of the request. Refuses with request.member_missing.
Result<log::Cause> cause_of(const Services& services, const Request& request,
                            const json::object& body);

// A command that a device kept, by the circumstances in the request.
struct Sent {
    // The account that made it on this device, when another one sends it: its receipt and its facts
    // are in that account's name. Of a name that never signed in there, they are the sender's.
    std::string made_by{};
    // How long it waited; whoever made it was told "noted" meanwhile.
    std::optional<std::chrono::milliseconds> waited{};
};
// Refuses with request.member_missing: also what was made by another and never waited. A clock put
// forward makes it no older than a year.
Result<Sent> sent_of(const Request& request);

// Whoever asks typed the password of their account a moment ago, and after `since`: for what takes
// two people. Refuses with session.not_fresh.
Result<void> check_fresh(const Services& services, const Request& request, Instant since = {});
// Whoever asks does it where the account `other` signed in before: allowed, and told in the fact.
Result<bool> same_device_as(log::WriteTx& tx, const Request& request, std::int64_t other);

// Runs `work` once in the writer; answers with `status` and what it gave, after COMMIT. A command
// that waited is decided again though it was refused before: nobody heard that refusal.
using CommandWork = std::function<Result<std::string>(log::WriteTx&, const log::Cause&)>;
void answer_command(const Services& services, const Request& request, const Reply& reply,
                    int status, const json::object& body, CommandWork work, Sent sent = {});

// Answers with what `work` gave, on a worker of that kind. Refuses with store.overloaded, and with
// server.stopping when the server stops before the work begins.
using SlowWork = std::function<Response()>;
void answer_on_worker(const Services& services, Work kind, const Reply& reply, SlowWork work);

// Answers with what `read` gave (JSON), from one snapshot, on a worker. The request is passed to
// it, since the handler has returned by then.
using ReadWork = std::function<Result<std::string>(store::Connection&, const Request&)>;
void answer_read(const Services& services, const RequestPtr& request, const Reply& reply,
                 ReadWork read);

}  // namespace jatigi::http
