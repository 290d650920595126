#include "platform/http/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "platform/access/device.h"
#include "platform/base/characters.h"
#include "platform/base/hash.h"
#include "platform/base/text.h"
#include "platform/base/text_limit.h"
#include "platform/http/security_watch.h"

namespace jatigi::http {
namespace {

// In whose name a command stands that `own` sends: of whoever made it on the same device. Anybody
// else could be named, so then it is the sender's: a plate is counted either way.
Result<log::Cause> cause_of_maker(log::WriteTx& tx, const log::Cause& own, const std::string& name,
                                  const std::string& device) {
    TRY_ASSIGN(const auto accounts, access::list_accounts(tx.db()));
    const auto found = std::ranges::find(accounts, name, &access::Account::name);
    if (found == accounts.end()) return own;
    TRY_ASSIGN(const bool same_device, access::knows_device(tx.db(), device, name, tx.now()));
    if (!same_device) return own;
    log::Cause made = own;
    made.account = made.actor = found->id;
    return made;
}

Response overloaded() {
    return problem({ErrorKind::unavailable, "store.overloaded", "workers", {}});
}

// The name of the member whose text, or one below it, holds a control character.
std::optional<std::string_view> control_character_in(const json::value& value,
                                                     std::string_view name) {
    const auto plain = [](const auto& text, LineBreaks breaks) {
        return is_plain({text.data(), text.size()}, breaks);
    };
    if (const auto* text = value.if_string())
        return plain(*text, LineBreaks::allowed) ? std::nullopt : std::optional(name);
    if (const auto* list = value.if_array())
        for (const json::value& item : *list)
            if (const auto found = control_character_in(item, name)) return found;
    if (const auto* object = value.if_object())
        for (const auto& [key, member] : *object) {
            if (!plain(key, LineBreaks::refused)) return name;
            if (const auto found = control_character_in(member, {key.data(), key.size()}))
                return found;
        }
    return std::nullopt;
}

}  // namespace

Result<json::object> body_object(const Request& request) {
    auto body = json::parse_object(request.body);
    if (!body) return refuse(ErrorKind::invalid, "request.not_json");
    json::value whole(*std::move(body));
    if (const auto name = control_character_in(whole, ""))
        return refuse(ErrorKind::invalid, "request.text_invalid", {},
                      boost::json::serialize(json::object{{"name", *name}}));
    return std::move(whole.get_object());
}

std::unexpected<Error> member_missing(std::string_view name) {
    return refuse(ErrorKind::invalid, "request.member_missing", {},
                  fmt::format(R"({{"name":"{}"}})", name));
}

Result<std::string> required_text(const json::object& body, std::string_view name) {
    const auto text = json::text_at(body, name);
    if (!text || trim(*text).empty()) return member_missing(name);
    TRY(check_letters(name, *text, text_letters_max));
    return std::string(*text);
}

Result<std::string> optional_text(const json::object& body, std::string_view name,
                                  std::size_t letters_max) {
    const json::value* found = body.if_contains({name.data(), name.size()});
    if (found == nullptr || found->is_null()) return std::string{};
    const auto text = json::text_at(body, name);
    if (!text) return member_missing(name);
    TRY(check_letters(name, *text, letters_max));
    return std::string(*text);
}

Result<Day> required_day(const json::object& body, std::string_view name) {
    const auto day = parse_day(json::text_at(body, name).value_or(""));
    if (!day) return member_missing(name);
    return *day;
}

Result<Day> optional_day(const json::object& body, std::string_view name, Day otherwise) {
    if (!body.contains({name.data(), name.size()})) return otherwise;
    return required_day(body, name);
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
    for (const auto& [name, value] : request.query)
        if (std::ranges::find(circumstances, name) == circumstances.end())
            signed_text.append(name).append("=").append(value).append("\n");
    signed_text += request.body;
    return log::Cause{request.account->id, request.account->id, 0, *id,
                      keyed_digest<16>(services.node.secrets.mac_key(), as_bytes(signed_text))};
}

Result<Sent> sent_of(const Request& request) {
    constexpr std::chrono::milliseconds waited_max = std::chrono::days{366};
    Sent sent{.made_by = request.query_text("scanned_by").value_or("")};
    const auto text = request.query_text("waited_ms");
    // What never waited, nobody but its maker sends.
    if (!text && !sent.made_by.empty()) return member_missing("waited_ms");
    if (!text) return sent;
    std::int64_t waited = -1;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), waited);
    if (error != std::errc{} || end != text->data() + text->size() || waited < 0)
        return member_missing("waited_ms");
    sent.waited = std::min(std::chrono::milliseconds{waited}, waited_max);
    return sent;
}

Result<void> check_fresh(const Services& services, const Request& request, Instant since) {
    return services.sessions.check_fresh(request.session_token, services.clock(), since);
}

Result<bool> same_device_as(log::WriteTx& tx, const Request& request, std::int64_t other) {
    TRY_ASSIGN(const auto account, access::find_account(tx.db(), other));
    if (!account) return false;
    return access::knows_device(tx.db(), request.device_token, account->name, tx.now());
}

// NOLINTNEXTLINE(readability-function-size)
void answer_command(const Services& services, const Request& request, const Reply& reply,
                    int status, const json::object& body, CommandWork work, Sent sent) {
    const auto cause = cause_of(services, request, body);
    if (!cause) return reply(problem(cause.error()));
    if (sent.made_by == request.account->name) sent.made_by.clear();
    const auto in_name_of = std::make_shared<std::string>();
    services.writer.submit<log::Receipt>(
        [work = std::move(work), own = *cause, sent = std::move(sent),
         device = request.device_token, in_name_of](log::WriteTx& tx) -> Result<log::Receipt> {
            log::Cause mine = own;
            if (sent.waited) {
                TRY_ASSIGN(auto before, log::find_accepted(tx.db(), tx.node().secrets, own));
                if (before) return *std::move(before);
            }
            if (!sent.made_by.empty()) {
                TRY_ASSIGN(mine, cause_of_maker(tx, own, sent.made_by, device));
                if (mine.account != own.account) *in_name_of = sent.made_by;
            }
            return log::once(
                tx, mine, [&](log::WriteTx& inner) { return work(inner, mine); },
                sent.waited ? log::Refused::decided_again : log::Refused::stands);
        },
        [&services, reply, status, in_name_of,
         account = request.account->id](const Result<log::Receipt>& receipt) {
            if (receipt && !in_name_of->empty())
                note_security(services, {access::SecurityKind::sent_for, account, *in_name_of});
            reply(receipt ? receipt_response(*receipt, status) : problem(receipt.error()));
        });
}

void answer_on_worker(const Services& services, Work kind, const Reply& reply, SlowWork work) {
    // Whoever waited longer is told so, before the server cuts the connection without a word.
    static constexpr std::chrono::seconds wait_max{40};
    const Instant asked_at = services.clock();
    const bool queued = services.workers.submit(
        [&services, reply, asked_at, work = std::move(work)] {
            const bool too_late = services.clock() - asked_at > wait_max;
            reply(too_late ? overloaded() : work());
        },
        kind);
    if (queued) return;
    reply(services.workers.is_stopping() ? stopping_response() : overloaded());
}

void answer_read(const Services& services, const RequestPtr& request, const Reply& reply,
                 ReadWork read) {
    answer_on_worker(services, Work::read, reply, [&services, request, read = std::move(read)] {
        const auto answer = services.readers.read<std::string>(
            [&](store::Connection& db) { return read(db, *request); });
        return answer ? json_response(200, *answer) : problem(answer.error());
    });
}

}  // namespace jatigi::http
