#include "people/disclosure/authority_request_api.h"

#include <fmt/format.h>

#include "people/disclosure/authority_request_codec.h"
#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/may.h"
#include "people/disclosure/nominal_list_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::disclosure {
namespace {

using access::Account;
using access::Gatekeeper;

// Of the zone that is furthest ahead: no site's today is later.
constexpr std::chrono::hours utc_offset_max{14};

bool may_see(const Account& account, const access::Action& action, const RequestRow& row) {
    return Gatekeeper::allow(account, action, FactClass::open, {.site = row.site}).has_value();
}

// Another site's request is as good as absent.
Result<RequestRow> visible_request(store::Connection& db, const Account& account,
                                   const access::Action& action, std::string_view number) {
    TRY(Gatekeeper::allow_role(account, action, FactClass::open));
    const auto parsed = parse_number('R', number);
    if (!parsed) return refuse(ErrorKind::not_found, "disclosure.request_not_found");
    TRY_ASSIGN(RequestRow row, request_by_number(db, *parsed));
    if (!may_see(account, action, row))
        return refuse(ErrorKind::not_found, "disclosure.request_not_found");
    return row;
}

std::string text_of(const json::object& body, std::string_view name) {
    return std::string(json::text_at(body, name).value_or(""));
}

Result<std::string> account_name(store::Connection& db, std::int64_t id) {
    TRY_ASSIGN(const auto account, access::find_account(db, id));
    return account ? account->name : fmt::format("#{}", id);
}

class RequestApi {
public:
    explicit RequestApi(const http::Services& services) : services_(services) {}

    Result<http::Answer> list(const http::Read& read) const {
        TRY_ASSIGN(auto rows, list_requests(read.db, [&read](const RequestRow& row) {
                       return may_see(read.account, may::read_disclosures, row);
                   }));
        const bool more = std::ssize(rows) > requests_max;
        if (more) rows.pop_back();
        json::array shown;
        for (const RequestRow& row : rows) {
            TRY_ASSIGN(json::object one, request_json(read.db, row));
            shown.push_back(std::move(one));
        }
        return json::object{{"requests", std::move(shown)}, {"more", more}};
    }

    Result<http::Answer> record(const http::Command& command) const {
        const auto& [tx, cause, account, body, request, may_ask, waited] = command;
        TRY_ASSIGN(const auto site, site_of(tx.db(), account, body));
        TRY(command.allow({.site = site}));
        TRY_ASSIGN(const auto about, http::required_enum<RequestAbout>(body, "about"));
        TRY_ASSIGN(const Day received, http::required_day(body, "received_day"));
        RequestRecorded recorded{.authority = text_of(body, "authority"),
                                 .about = about,
                                 .asked = text_of(body, "asked"),
                                 .legal_basis = text_of(body, "legal_basis"),
                                 .received = received};
        if (site) {
            TRY_ASSIGN(recorded.site, site_stream_id(tx.db(), *site));
        }
        TRY_ASSIGN(recorded.number, next_request_number(tx.db(), year_of(tx.now())));
        const std::string number = number_text('R', recorded.number);
        const RequestId id = id_v4<AuthorityRequestEntity>(random_bytes<16>());
        TRY(log::execute<RequestStream>(
            tx, cause, id, RecordRequest{std::move(recorded), site_day(tx.now(), utc_offset_max)}));
        return json::object{{"number", number}};
    }

    static Result<http::Answer> answer(const http::Command& command) {
        const auto& [tx, cause, account, body, request, may_ask, waited] = command;
        TRY_ASSIGN(
            const RequestRow row,
            visible_request(tx.db(), account, may::answer_authority_request, request.args.at(0)));
        const auto answer = parse_enum<RequestAnswer>(
            json::text_at(body, "answer").value_or(enum_text(RequestAnswer{})));
        if (!answer) return http::member_missing("answer");
        AnswerRequest answering{.answer = *answer, .text = text_of(body, "text")};
        if (const auto number = json::text_at(body, "nominal_list")) {
            TRY_ASSIGN(answering.list, answering_list(tx.db(), account, *number));
        }
        TRY(log::execute<RequestStream>(tx, cause, row.id, answering));
        return json::object{{"number", number_text('R', row.number)}};
    }

private:
    Result<json::object> request_json(store::Connection& db, const RequestRow& row) const {
        TRY_ASSIGN(std::string by, account_name(db, row.by));
        json::object out{{"number", number_text('R', row.number)},
                         {"authority", row.authority},
                         {"about", enum_text(row.about)},
                         {"asked", row.asked},
                         {"legal_basis", row.legal_basis},
                         {"received_day", day_text(row.received)},
                         {"recorded_by", std::move(by)},
                         {"recorded_at", instant_text(row.at)},
                         {"state", row.answer ? "answered" : "open"}};
        if (row.site) {
            TRY_ASSIGN(out["site"], services_.sites.code_of(db, *row.site));
        }
        if (!row.answer) return out;
        TRY_ASSIGN(const std::string answered_by, account_name(db, row.answer->by));
        out["answer"] = enum_text(row.answer->answer);
        out["text"] = row.answer->text;
        if (row.answer->list) out["nominal_list"] = number_text('L', *row.answer->list);
        out["answered_by"] = answered_by;
        out["answered_day"] = day_text(std::chrono::floor<Days>(row.answer->at));
        return out;
    }

    Result<std::optional<log::LocalId>> site_of(store::Connection& db, const Account& account,
                                                const json::object& body) const {
        const auto code = json::text_at(body, "site");
        if (!code) return account.site;
        TRY_ASSIGN(const log::LocalId site, services_.sites.find(db, *code));
        return std::optional{site};
    }

    static Result<AnsweringList> answering_list(store::Connection& db, const Account& account,
                                                std::string_view number) {
        const auto parsed = parse_number('L', number);
        if (!parsed) return refuse(ErrorKind::not_found, "disclosure.list_not_found");
        TRY_ASSIGN(const ListRow list, nominal_list_by_number(db, *parsed));
        if (!Gatekeeper::allow(account, may::read_disclosures, FactClass::open,
                               {.site = list.site}))
            return refuse(ErrorKind::not_found, "disclosure.list_not_found");
        return AnsweringList{list.id, list.state == ListState::approved};
    }

    const http::Services& services_;
};

}  // namespace

std::vector<http::Route> request_routes(const http::Services& services) {
    const auto api = std::make_shared<const RequestApi>(services);  // Shared by its routes.
    return {
        http::read_route(services, "GET /api/v1/authority-requests", {may::read_disclosures},
                         [api](const http::Read& read) { return api->list(read); }),
        http::command_route(services, "POST /api/v1/authority-requests",
                            {may::record_authority_request}, 201,
                            [api](const http::Command& command) { return api->record(command); }),
        http::command_route(
            services, "POST /api/v1/authority-requests/{number}/answer",
            {may::answer_authority_request}, 200,
            [](const http::Command& command) { return RequestApi::answer(command); }),
    };
}

}  // namespace jatigi::disclosure
