#include "platform/http/command.h"

#include <fmt/format.h>

#include "platform/base/hash.h"

namespace jatigi::http {

Result<json::object> body_object(const Request& request) {
    auto body = json::parse_object(request.body);
    if (!body) return refuse(ErrorKind::invalid, "request.not_json");
    return *std::move(body);
}

std::unexpected<Error> member_missing(std::string_view name) {
    return refuse(ErrorKind::invalid, "request.member_missing", {},
                  fmt::format(R"({{"name":"{}"}})", name));
}

Result<std::string> required_text(const json::object& body, std::string_view name) {
    const auto text = json::text_at(body, name);
    if (!text || text->empty() || text->size() > 1'000) return member_missing(name);
    return std::string(*text);
}

Result<Day> required_day(const json::object& body, std::string_view name) {
    const auto day = parse_day(json::text_at(body, name).value_or(""));
    if (!day) return member_missing(name);
    return *day;
}

Result<std::int64_t> required_integer(const json::object& body, std::string_view name) {
    const auto number = json::integer_at(body, name);
    if (!number) return member_missing(name);
    return *number;
}

Result<log::Cause> cause_of(const Services& services, const Request& request,
                            const json::object& body) {
    const auto id = parse_id<log::CommandEntity>(json::text_at(body, "command").value_or(""));
    if (!id) return member_missing("command");
    std::string signed_text = request.method + ' ' + request.path + '\n';
    for (const auto& [name, value] : request.query) signed_text += name + '=' + value + '\n';
    signed_text += request.body;
    return log::Cause{request.account->id, request.account->id, 0, *id,
                      keyed_digest<16>(services.node.secrets.mac_key(), as_bytes(signed_text))};
}

void answer_command(const Services& services, const Request& request, const Reply& reply,
                    int status, const json::object& body, CommandWork work) {
    const auto cause = cause_of(services, request, body);
    if (!cause) return reply(problem(cause.error()));
    services.writer.submit<log::Receipt>(
        [work = std::move(work), cause = *cause](log::WriteTx& tx) {
            return log::once(tx, cause, [&](log::WriteTx& inner) { return work(inner, cause); });
        },
        [reply, status](const Result<log::Receipt>& receipt) {
            reply(receipt ? receipt_response(*receipt, status) : problem(receipt.error()));
        });
}

void answer_read(const Services& services, const Reply& reply, const ReadWork& read) {
    const auto answer = services.readers.read<std::string>(read);
    reply(answer ? json_response(200, *answer) : problem(answer.error()));
}

}  // namespace jatigi::http
