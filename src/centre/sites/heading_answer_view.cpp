#include "centre/sites/heading_answer_view.h"

#include "centre/sites/heading_answer_codec.h"

namespace jatigi::sites {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE heading_answer(
    heading_answer {KEY},
    site {INT} NOT NULL,
    heading TEXT NOT NULL,
    field TEXT NOT NULL,
    answered {INT} NOT NULL
);
CREATE INDEX heading_answer_site ON heading_answer(site);
)";

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = HeadingAnswerStream::decode(fact.body);
    if (!event) return {};
    const auto& e = std::get<HeadingAnswered>(*event);
    TRY_ASSIGN(const auto site, tx.local(site_kind, e.site));
    return tx.run(
        "insert into heading_answer(heading_answer, site, heading, field, answered) "
        "values (?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, site, e.heading, e.field, fact.at());
}

}  // namespace

const log::View heading_answer_view{
    .name = "heading_answer",
    .schema = schema,
    .tables = {"heading_answer"},
    .kinds = {heading_answer_kind},
    .apply = apply,
    .dumps = {"select s.id, x.id, t.heading, t.field, t.answered from heading_answer t "
              "join stream s on s.local = t.heading_answer join stream x on x.local = t.site"}};

Result<AnsweredHeadings> answered_headings(store::Connection& db, const SiteId& site) {
    TRY_ASSIGN(const auto rows,
               db.rows("select t.heading, t.field from heading_answer t "
                       "join stream x on x.local = t.site where x.kind = ? and x.id = ? "
                       "order by t.answered, t.heading_answer",
                       site_kind, site));
    AnsweredHeadings answers;
    for (const store::Row& row : rows) answers[row.text(0)] = row.text(1);
    return answers;
}

}  // namespace jatigi::sites
