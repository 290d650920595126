#include "platform/http/opening_routes.h"

#include <algorithm>
#include <charconv>

#include "platform/access/may.h"
#include "platform/access/security_record.h"
#include "platform/http/endpoint.h"

namespace jatigi::http {
namespace {

constexpr Days shown_without_asking{30};
constexpr Days period_max{366};
constexpr std::int64_t offset_max = 1'000'000;

// ?from=&to=: days in UTC, both included; without them the last 30 days. Refuses with
// request.member_missing.
Result<access::Period> period_of(const Services& services, const Request& request) {
    const auto day_at = [&](std::string_view name) -> Result<std::optional<Day>> {
        const auto text = request.query_text(name);
        if (!text) return std::optional<Day>{};
        const auto day = parse_day(*text);
        if (!day) return member_missing(name);
        return day;
    };
    TRY_ASSIGN(const auto to, day_at("to"));
    TRY_ASSIGN(const auto from, day_at("from"));
    const Day last = to.value_or(std::chrono::floor<Days>(services.clock()));
    const Day first = from.value_or(last - shown_without_asking);
    if (first > last || last - first > period_max) return member_missing("from");
    return access::Period{first, last + Days{1}};
}

// ?offset=: how many of the newest to pass over.
Result<std::int64_t> offset_of(const Request& request) {
    const std::string text = request.query_text("offset").value_or("0");
    std::int64_t offset = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
    if (error != std::errc{} || end != text.data() + text.size() || offset < 0 ||
        offset > offset_max)
        return member_missing("offset");
    return offset;
}

json::value text_or_null(const std::optional<std::string>& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

class OpeningApi {
public:
    OpeningApi(const Services& services, CaseNumberOf case_number_of)
        : services_(services), case_number_of_(std::move(case_number_of)) {}

    // GET /api/v1/openings?from=&to=&account=&offset=
    Result<Answer> list(const Read& read) const {
        TRY_ASSIGN(const auto period, period_of(services_, read.request));
        TRY_ASSIGN(const auto offset, offset_of(read.request));
        TRY_ASSIGN(const auto rows,
                   access::list_openings(
                       read.db, services_.node.secrets,
                       {.period = period,
                                 .site = read.account.site,
                                 .account = read.request.query_text("account").value_or(""),
                                 .offset = offset}));
        return openings_json(read.db, rows);
    }

    // GET /api/v1/openings/summary?from=&to=
    Result<Answer> summary(const Read& read) const {
        TRY_ASSIGN(const auto period, period_of(services_, read.request));
        TRY_ASSIGN(const auto sums, access::sum_openings(read.db, services_.node.secrets, period,
                                                    read.account.site));
        TRY_ASSIGN(const auto alarms, access::list_alarms(read.db, period, read.account.site));
        return summary_json(sums, alarms);
    }

    // GET /api/v1/security-events?from=&to=&offset=
    Result<Answer> security(const Read& read) const {
        TRY_ASSIGN(const auto period, period_of(services_, read.request));
        TRY_ASSIGN(const auto offset, offset_of(read.request));
        TRY_ASSIGN(const auto rows,
                   access::list_security(read.db, period, read.account.site, offset));
        json::array events;
        for (const access::SecurityRow& row : rows) {
            if (std::ssize(events) == access::security_rows_max) break;
            events.push_back(json::object{
                {"at", instant_text(row.at)},
                {"kind", row.kind},
                {"account", text_or_null(row.account.empty() ? std::nullopt
                                                             : std::optional(row.account))},
                {"detail", row.detail},
                {"count", row.count}});
        }
        const bool more = rows.size() > events.size();
        return json::object{{"events", std::move(events)}, {"more", more}};
    }

    // POST /api/v1/openings/release {command, account}
    static Result<Answer> release(const Command& command) {
        TRY_ASSIGN(const auto name, required_text(command.body, "account"));
        TRY(access::release_openings(command.tx, name, command.account.site, command.account.id));
        return json::object{{"account", name}};
    }

private:
    Result<Answer> openings_json(store::Connection& db,
                                 const std::vector<access::OpeningRow>& rows) const {
        json::array list;
        for (const access::OpeningRow& row : rows) {
            if (static_cast<std::int64_t>(list.size()) == access::openings_shown_max) break;
            std::optional<std::string> case_number;
            if (row.person) {
                TRY_ASSIGN(case_number, case_number_of_(db, *row.person));
            }
            list.push_back(json::object{{"at", instant_text(row.at)},
                                        {"account", row.account},
                                        {"role", row.role},
                                        {"kind", row.kind},
                                        {"class", enum_text(row.cls)},
                                        {"case_number", text_or_null(case_number)},
                                        {"filter", text_or_null(row.filter)},
                                        {"count", row.count}});
        }
        const bool more = rows.size() > list.size();
        return json::object{{"openings", std::move(list)}, {"more", more}};
    }

    // An account's "alarm" stays until somebody has answered for it.
    static json::object summary_json(const std::vector<access::AccountOpenings>& sums,
                                     const std::vector<access::OpeningAlarm>& alarms) {
        json::array accounts, all_alarms;
        for (const access::AccountOpenings& sum : sums)
            accounts.push_back(json::object{{"account", sum.account},
                                            {"role", sum.role},
                                            {"files", sum.files},
                                            {"lists", sum.lists},
                                            {"most_in_an_hour", sum.most_in_an_hour},
                                            {"alarm", sum.alarm}});
        for (const access::OpeningAlarm& one : alarms) {
            if (std::ssize(all_alarms) == access::openings_shown_max) break;
            all_alarms.push_back(json::object{
                {"at", instant_text(one.at)},
                {"account", one.account},
                {"kind", one.kind},
                {"count", one.count},
                {"released_at", one.released_at ? json::value(instant_text(*one.released_at))
                                                : json::value(nullptr)}});
        }
        const bool more = alarms.size() > all_alarms.size();
        return {{"accounts", std::move(accounts)},
                {"alarms", std::move(all_alarms)},
                {"more_alarms", more}};
    }

    const Services& services_;
    CaseNumberOf case_number_of_;
};

}  // namespace

std::vector<Route> opening_routes(const Services& services, CaseNumberOf case_number_of) {
    const auto api = std::make_shared<const OpeningApi>(services, std::move(case_number_of));
    const MayAsk reading{access::may::read_openings};
    return {
        read_route(services, "GET /api/v1/openings", reading,
                   [api](const Read& read) { return api->list(read); }),
        read_route(services, "GET /api/v1/openings/summary", reading,
                   [api](const Read& read) { return api->summary(read); }),
        read_route(services, "GET /api/v1/security-events", reading,
                   [api](const Read& read) { return api->security(read); }),
        command_route(services, "POST /api/v1/openings/release", {access::may::release_openings},
                      200, [](const Command& command) { return OpeningApi::release(command); }),
    };
}

}  // namespace jatigi::http
