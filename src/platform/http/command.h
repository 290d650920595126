// From a JSON body to a receipt: the way of every command over HTTP.
#pragma once
#include "platform/base/json.h"
#include "platform/http/problem.h"
#include "platform/http/services.h"
#include "platform/log/handle.h"

namespace jatigi::http {

using RequestPtr = std::shared_ptr<const Request>;

// The body as a JSON object. Refuses with request.not_json.
Result<json::object> body_object(const Request& request);
// Member `name`; refuses with request.member_missing (params: name).
Result<std::string> required_text(const json::object& body, std::string_view name);
Result<Day> required_day(const json::object& body, std::string_view name);
Result<std::int64_t> required_integer(const json::object& body, std::string_view name);
std::unexpected<Error> member_missing(std::string_view name);

// Who asks, with the id that the device gave the command ("command": a UUID, version 7) and a keyed
// digest of the request. Refuses with request.member_missing.
Result<log::Cause> cause_of(const Services& services, const Request& request,
                            const json::object& body);

// Runs `work` once in the writer; answers with `status` and what it gave, after COMMIT.
using CommandWork = std::function<Result<std::string>(log::WriteTx&, const log::Cause&)>;
void answer_command(const Services& services, const Request& request, const Reply& reply,
                    int status, const json::object& body, CommandWork work);

// Answers with what `read` gave (JSON), from one snapshot.
using ReadWork = std::function<Result<std::string>(store::Connection&)>;
void answer_read(const Services& services, const Reply& reply, const ReadWork& read);

}  // namespace jatigi::http
