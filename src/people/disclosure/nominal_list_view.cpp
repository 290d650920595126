#include "people/disclosure/nominal_list_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "people/disclosure/nominal_list_codec.h"
#include "platform/base/overloaded.h"
#include "platform/base/text.h"
#include "platform/log/head.h"
#include "platform/log/write_tx.h"

namespace jatigi::disclosure {
namespace {

// Two nodes that are apart may both make "copy 2"; both rows stay.
constexpr std::string_view schema = R"(
CREATE TABLE nominal_list(
    list {KEY},
    year {INT} NOT NULL,
    number {INT} NOT NULL,
    site {INT} NOT NULL,
    listed TEXT NOT NULL,
    purpose TEXT NOT NULL,
    recipient TEXT NOT NULL,
    request {INT},
    chosen TEXT NOT NULL,
    proposed_at {INT} NOT NULL,
    proposed_by {INT} NOT NULL,
    state {INT} NOT NULL,
    decided_at {INT},
    decided_by {INT},
    valid_until {INT},
    reason TEXT
);
CREATE INDEX nominal_list_number ON nominal_list(year, number);
CREATE TABLE nominal_list_copy(
    pos {KEY},
    list {INT} NOT NULL,
    copy {INT} NOT NULL,
    printed {INT} NOT NULL,
    at {INT} NOT NULL,
    actor {INT} NOT NULL
);
CREATE INDEX nominal_list_copy_list ON nominal_list_copy(list);
)";

std::string joined(const std::vector<ListColumn>& columns) {
    std::string text;
    for (const ListColumn column : columns) {
        if (!text.empty()) text += ' ';
        text += enum_text(column);
    }
    return text;
}

Result<void> add_proposed(log::ViewTx& tx, const log::FactRecord& fact,
                          const NominalListProposed& e) {
    TRY_ASSIGN(const auto site, tx.local(site_stream_kind, e.site));
    std::optional<std::int64_t> request;
    if (e.request) {
        TRY_ASSIGN(request, tx.local(request_kind, *e.request));
    }
    return tx.run(
        "insert into nominal_list(list, year, number, site, listed, purpose, "
        "recipient, request, chosen, proposed_at, proposed_by, state) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, e.number.year, e.number.number, site, joined(e.columns), e.purpose,
        e.recipient, request, e.chosen, fact.at(), fact.body.actor,
        static_cast<std::int64_t>(ListState::proposed));
}

Result<void> add_approved(log::ViewTx& tx, const log::FactRecord& fact,
                          const NominalListApproved& e) {
    return tx.run(
        "update nominal_list set state = ?, decided_at = ?, decided_by = ?, "
        "valid_until = ? where list = ? and state = ?",
        static_cast<std::int64_t>(ListState::approved), fact.at(), fact.body.actor, e.valid_until,
        fact.stream, static_cast<std::int64_t>(ListState::proposed));
}

Result<void> add_refused(log::ViewTx& tx, const log::FactRecord& fact,
                         const NominalListRefused& e) {
    return tx.run(
        "update nominal_list set state = ?, decided_at = ?, decided_by = ?, "
        "valid_until = null, reason = ? where list = ? and state <> ?",
        static_cast<std::int64_t>(ListState::refused), fact.at(), fact.body.actor, e.reason,
        fact.stream, static_cast<std::int64_t>(ListState::refused));
}

Result<void> add_copied(log::ViewTx& tx, const log::FactRecord& fact, const NominalListCopied& e) {
    return tx.run(
        "insert into nominal_list_copy(pos, list, copy, printed, at, actor) "
        "values (?, ?, ?, ?, ?, ?)",
        fact.pos, fact.stream, e.copy, e.rows.count(), fact.at(), fact.body.actor);
}

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = NominalListStream::decode(fact.body);
    if (!event) return {};
    return std::visit(Overloaded{
                          [&](const NominalListProposed& e) { return add_proposed(tx, fact, e); },
                          [&](const NominalListApproved& e) { return add_approved(tx, fact, e); },
                          [&](const NominalListRefused& e) { return add_refused(tx, fact, e); },
                          [&](const NominalListCopied& e) { return add_copied(tx, fact, e); },
                      },
                      *event);
}

std::string with_columns(std::string_view rest) {
    return fmt::format(
        "select t.list, s.id, t.year, t.number, t.site, t.listed, t.purpose, t.recipient, r.year, "
        "r.number, t.proposed_at, t.proposed_by, t.state, t.decided_at, t.decided_by, "
        "t.valid_until, "
        "t.reason, t.chosen from nominal_list t join stream s on s.local = t.list "
        "left join authority_request r on r.request = t.request {}",
        rest);
}

ListRow list_of(const store::Row& row) {
    ListRow list{.list = row.integer(0),
                 .id = row.id<NominalListEntity>(1),
                 .number = {row.integer(2), row.integer(3)},
                 .site = row.integer(4),
                 .purpose = row.text(6),
                 .recipient = row.text(7),
                 .chosen = row.text(17),
                 .proposed_by = row.integer(11),
                 .proposed_at = row.instant(10),
                 .state = static_cast<ListState>(row.integer(12)),
                 .decided_by = row.integer_or_null(14),
                 .decided_at = row.instant_or_null(13),
                 .valid_until = row.instant_or_null(15),
                 .reason = row.text_or_null(16).value_or("")};
    for (const std::string& name : split(row.text(5), ' '))
        if (const auto column = parse_enum<ListColumn>(name)) list.columns.push_back(*column);
    if (!row.is_null(8)) list.request = RunningNumber{row.integer(8), row.integer(9)};
    return list;
}

Result<std::vector<CopyRow>> copies_of(store::Connection& db, log::LocalId list) {
    TRY_ASSIGN(const auto rows, db.rows("select copy, printed, actor, at from nominal_list_copy "
                                        "where list = ? order by copy, pos",
                                        list));
    std::vector<CopyRow> copies;
    for (const store::Row& row : rows)
        copies.push_back({row.integer(0), row.integer(1), row.integer(2), row.instant(3)});
    return copies;
}

}  // namespace

Result<bool> says_its_facts(store::Connection& db, const log::Node& node, const ListRow& row) {
    TRY_ASSIGN(const log::OpenStream history,
               log::read_open_stream(db, node, row.list, log::stream_name(list_kind, row.id)));
    TRY_ASSIGN(const auto site, log::stream_of(db, row.site));
    ListRow by_facts{.list = row.list, .id = row.id, .site = row.site, .request = row.request};
    bool is_of_site = false, proposed = false;
    for (const log::FactRecord& fact : history.facts) {
        const auto event = NominalListStream::decode(fact.body);
        if (!event) continue;
        std::visit(Overloaded{[&](const NominalListProposed& e) {
                                  if (std::exchange(proposed, true)) return;
                                  is_of_site = site && site->id == e.site;
                                  by_facts.number = e.number;
                                  by_facts.columns = e.columns;
                                  by_facts.purpose = e.purpose;
                                  by_facts.recipient = e.recipient;
                                  by_facts.chosen = e.chosen;
                                  by_facts.proposed_by = fact.body.actor;
                                  by_facts.proposed_at = fact.at();
                              },
                              [&](const NominalListApproved& e) {
                                  if (by_facts.state != ListState::proposed) return;
                                  by_facts.state = ListState::approved;
                                  by_facts.decided_at = fact.at();
                                  by_facts.decided_by = fact.body.actor;
                                  by_facts.valid_until = e.valid_until;
                              },
                              [&](const NominalListRefused& e) {
                                  if (by_facts.state == ListState::refused) return;
                                  by_facts.state = ListState::refused;
                                  by_facts.decided_at = fact.at();
                                  by_facts.decided_by = fact.body.actor;
                                  by_facts.valid_until.reset();
                                  by_facts.reason = e.reason;
                              },
                              [&](const NominalListCopied& e) {
                                  by_facts.copies.push_back(
                                      {e.copy, e.rows.count(), fact.body.actor, fact.at()});
                              }},
                   *event);
    }
    return history.whole && is_of_site && by_facts == row;
}

const log::View list_view{
    .name = "nominal_list",
    .schema = schema,
    .tables = {"nominal_list", "nominal_list_copy"},
    .kinds = {list_kind},
    .apply = apply,
    .dumps = {
        "select s.id, t.year, t.number, x.id, t.listed, t.purpose, t.recipient, t.chosen, r.id, "
        "t.proposed_at, "
        "t.proposed_by, t.state, t.decided_at, t.decided_by, t.valid_until, t.reason "
        "from nominal_list t join stream s on s.local = t.list join stream x on x.local = t.site "
        "left join stream r on r.local = t.request",
        "select s.id, t.copy, t.printed, t.at, t.actor from nominal_list_copy t "
        "join stream s on s.local = t.list"}};

Result<std::vector<ListRow>> list_nominal_lists(store::Connection& db,
                                                const std::function<bool(const ListRow&)>& shown) {
    std::vector<ListRow> lists;
    for (std::int64_t passed = 0;; passed += lists_max) {
        TRY_ASSIGN(const auto rows,
                   db.rows(with_columns("order by t.year desc, t.number desc, t.list desc "
                                        "limit ? offset ?"),
                           lists_max, passed));
        for (const store::Row& row : rows) {
            ListRow list = list_of(row);
            if (!shown(list)) continue;
            TRY_ASSIGN(list.copies, copies_of(db, list.list));
            lists.push_back(std::move(list));
            if (std::ssize(lists) > lists_max) return lists;
        }
        if (std::ssize(rows) < lists_max) return lists;
    }
}

Result<ListRow> nominal_list_by_number(store::Connection& db, RunningNumber number) {
    TRY_ASSIGN(const auto row,
               db.first(with_columns("where t.year = ? and t.number = ? order by t.list limit 1"),
                        number.year, number.number));
    if (!row) return refuse(ErrorKind::not_found, "disclosure.list_not_found");
    ListRow list = list_of(*row);
    TRY_ASSIGN(list.copies, copies_of(db, list.list));
    return list;
}

Result<RunningNumber> next_list_number(store::Connection& tx, std::int64_t year) {
    TRY_ASSIGN(const auto row,
               tx.first("select max(number) from nominal_list where year = ?", year));
    TRY_ASSIGN(const log::Head head, log::load_head(tx));
    return RunningNumber{
        year, std::max(row->integer_or_null(0).value_or(0) + 1, first_number(head.epoch))};
}

}  // namespace jatigi::disclosure
