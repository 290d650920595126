// Errors as RFC 9457 problem documents: {"type","title","status","code","params"}. The screen
// translates the code; the detail goes to the operator's log, never to the client.
#pragma once
#include "platform/base/result.h"
#include "platform/http/route.h"
#include "platform/log/receipt.h"

namespace jatigi::http {

int status_of(ErrorKind kind);
Response problem(const Error& error);
// server.stopping: the same request is to be sent again.
Response stopping_response();
// A receipt as an answer: `status` and the params, or the refusal it holds.
Response receipt_response(const log::Receipt& receipt, int status);

}  // namespace jatigi::http
