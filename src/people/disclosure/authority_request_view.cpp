#include "people/disclosure/authority_request_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "people/disclosure/authority_request_codec.h"
#include "platform/base/overloaded.h"
#include "platform/log/head.h"

namespace jatigi::disclosure {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE authority_request(
    request {KEY},
    year {INT} NOT NULL,
    number {INT} NOT NULL,
    site {INT},
    authority TEXT NOT NULL,
    about TEXT NOT NULL,
    asked TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    received {INT} NOT NULL,
    recorded_at {INT} NOT NULL,
    recorded_by {INT} NOT NULL,
    answer TEXT,
    answer_text TEXT,
    list {INT},
    answered_at {INT},
    answered_by {INT}
);
CREATE INDEX authority_request_number ON authority_request(year, number);
)";

Result<void> add_recorded(log::ViewTx& tx, const log::FactRecord& fact, const RequestRecorded& e) {
    std::optional<std::int64_t> site;
    if (e.site) {
        TRY_ASSIGN(site, tx.local(site_stream_kind, *e.site));
    }
    return tx.run(
        "insert into authority_request(request, year, number, site, authority, about, "
        "asked, legal_basis, received, recorded_at, recorded_by) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, e.number.year, e.number.number, site, e.authority, enum_text(e.about), e.asked,
        e.legal_basis, e.received, fact.at(), fact.body.actor);
}

Result<void> add_answered(log::ViewTx& tx, const log::FactRecord& fact, const RequestAnswered& e) {
    std::optional<std::int64_t> list;
    if (e.list) {
        TRY_ASSIGN(list, tx.local(list_kind, *e.list));
    }
    return tx.run(
        "update authority_request set answer = ?, answer_text = ?, list = ?, "
        "answered_at = ?, answered_by = ? where request = ? and answer is null",
        enum_text(e.answer), e.text, list, fact.at(), fact.body.actor, fact.stream);
}

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = RequestStream::decode(fact.body);
    if (!event) return {};
    return std::visit(Overloaded{
                          [&](const RequestRecorded& e) { return add_recorded(tx, fact, e); },
                          [&](const RequestAnswered& e) { return add_answered(tx, fact, e); },
                      },
                      *event);
}

std::string with_columns(std::string_view rest) {
    return fmt::format(
        "select t.request, s.id, t.year, t.number, t.site, t.authority, t.about, t.asked, "
        "t.legal_basis, t.received, t.recorded_at, t.recorded_by, t.answer, t.answer_text, l.year, "
        "l.number, t.answered_at, t.answered_by from authority_request t "
        "join stream s on s.local = t.request left join nominal_list l on l.list = t.list {}",
        rest);
}

std::optional<AnswerRow> answer_of(const store::Row& row) {
    if (row.is_null(12)) return std::nullopt;
    AnswerRow answer{
        .answer = parse_enum<RequestAnswer>(row.text(12)).value_or(RequestAnswer::other),
        .text = row.text(13),
        .by = row.integer(17),
        .at = row.instant(16)};
    if (!row.is_null(14)) answer.list = RunningNumber{row.integer(14), row.integer(15)};
    return answer;
}

RequestRow request_of(const store::Row& row) {
    return {.request = row.integer(0),
            .id = row.id<AuthorityRequestEntity>(1),
            .number = {row.integer(2), row.integer(3)},
            .site = row.integer_or_null(4),
            .authority = row.text(5),
            .asked = row.text(7),
            .legal_basis = row.text(8),
            .about = parse_enum<RequestAbout>(row.text(6)).value_or(RequestAbout::one_person),
            .received = row.day(9),
            .by = row.integer(11),
            .at = row.instant(10),
            .answer = answer_of(row)};
}

}  // namespace

const log::View request_view{
    .name = "authority_request",
    .schema = schema,
    .tables = {"authority_request"},
    .kinds = {request_kind},
    .apply = apply,
    .dumps = {
        "select s.id, t.year, t.number, x.id, t.authority, t.about, t.asked, t.legal_basis, "
        "t.received, t.recorded_at, t.recorded_by, t.answer, t.answer_text, l.id, t.answered_at, "
        "t.answered_by from authority_request t join stream s on s.local = t.request "
        "left join stream x on x.local = t.site left join stream l on l.local = t.list"}};

Result<std::vector<RequestRow>> list_requests(store::Connection& db,
                                              const std::function<bool(const RequestRow&)>& shown) {
    std::vector<RequestRow> requests;
    for (std::int64_t passed = 0;; passed += requests_max) {
        TRY_ASSIGN(const auto rows,
                   db.rows(with_columns("order by t.year desc, t.number desc, t.request desc "
                                        "limit ? offset ?"),
                           requests_max, passed));
        for (const store::Row& row : rows) {
            RequestRow request = request_of(row);
            if (!shown(request)) continue;
            requests.push_back(std::move(request));
            if (std::ssize(requests) > requests_max) return requests;
        }
        if (std::ssize(rows) < requests_max) return requests;
    }
}

Result<RequestRow> request_by_number(store::Connection& db, RunningNumber number) {
    TRY_ASSIGN(
        const auto row,
        db.first(with_columns("where t.year = ? and t.number = ? order by t.request limit 1"),
                 number.year, number.number));
    if (!row) return refuse(ErrorKind::not_found, "disclosure.request_not_found");
    return request_of(*row);
}

Result<RunningNumber> next_request_number(store::Connection& tx, std::int64_t year) {
    TRY_ASSIGN(const auto row,
               tx.first("select max(number) from authority_request where year = ?", year));
    TRY_ASSIGN(const log::Head head, log::load_head(tx));
    return RunningNumber{
        year, std::max(row->integer_or_null(0).value_or(0) + 1, first_number(head.epoch))};
}

Result<ByteArray<16>> site_stream_id(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto row, db.first("select id from stream where local = ? and kind = ?", site,
                                        site_stream_kind));
    if (!row) return refuse(ErrorKind::not_found, "site.unknown");
    return fixed_bytes<16>(row->bytes(0));
}

}  // namespace jatigi::disclosure
