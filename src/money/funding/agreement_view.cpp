#include "money/funding/agreement_view.h"

#include <array>

#include "money/funding/agreement_codec.h"
#include "platform/base/text.h"

namespace jatigi::funding {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE agreement(
    agreement {KEY},
    code TEXT NOT NULL,
    donor TEXT NOT NULL,
    title TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount {INT} NOT NULL,
    first_day {INT} NOT NULL,
    last_day {INT} NOT NULL,
    nationality TEXT,
    site {INT},
    services TEXT NOT NULL,
    persons_max {INT}
);
)";

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = AgreementStream::decode(fact.body);
    if (!event) return {};
    const auto& e = std::get<AgreementSigned>(*event);
    std::optional<std::int64_t> site;
    if (e.earmark.site) {
        TRY_ASSIGN(site, tx.local(sites::site_kind, *e.earmark.site));
    }
    std::optional<std::int64_t> persons_max;
    if (e.earmark.persons_max) persons_max = e.earmark.persons_max->count();
    return tx.run(
        "insert into agreement(agreement, code, donor, title, currency, amount, "
        "first_day, last_day, nationality, site, services, persons_max) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, e.code, e.donor, e.title, enum_text(e.amount.currency()),
        e.amount.minor_units(), e.first_day, e.last_day, e.earmark.nationality, site,
        join(e.earmark.services, " "), persons_max);
}

AgreementRow agreement_of(const store::Row& row) {
    AgreementSigned terms{
        row.text(1),
        row.text(2),
        row.text(3),
        Money::of_minor_units(row.integer(5),
                              parse_enum<Currency>(row.text(4)).value_or(Currency::XOF)),
        row.day(6),
        row.day(7),
        {}};
    terms.earmark.nationality = row.text_or_null(8);
    if (!row.is_null(9)) terms.earmark.site = row.id<sites::SiteEntity>(9);
    if (!row.text(10).empty()) terms.earmark.services = split(row.text(10), ' ');
    if (const auto cap = row.integer_or_null(11)) terms.earmark.persons_max = Persons{*cap};
    return {row.integer(0), std::move(terms)};
}

}  // namespace

const log::View agreement_view{
    .name = "agreement",
    .schema = schema,
    .tables = {"agreement"},
    .kinds = {agreement_kind},
    .apply = apply,
    .dumps = {
        "select s.id, t.code, t.donor, t.title, t.currency, t.amount, t.first_day, t.last_day, "
        "t.nationality, x.id, t.services, t.persons_max from agreement t "
        "join stream s on s.local = t.agreement left join stream x on x.local = t.site"}};

Result<std::vector<AgreementRow>> list_agreements(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select t.agreement, t.code, t.donor, t.title, t.currency, t.amount, "
                       "t.first_day, t.last_day, t.nationality, x.id, t.services, t.persons_max "
                       "from agreement t left join stream x on x.local = t.site order by t.code"));
    std::vector<AgreementRow> agreements;
    for (const store::Row& row : rows) agreements.push_back(agreement_of(row));
    return agreements;
}

Result<AgreementRow> find_agreement(store::Connection& db, std::string_view code) {
    TRY_ASSIGN(const auto agreements, list_agreements(db));
    std::string known;
    for (const AgreementRow& agreement : agreements) {
        if (agreement.terms.code == code) return agreement;
        known += " " + agreement.terms.code;
    }
    return refuse(ErrorKind::not_found, "agreement.not_found", "known agreements:" + known);
}

}  // namespace jatigi::funding
