#include "centre/sites/site_view.h"

#include <array>

#include "centre/sites/site_codec.h"
#include "platform/base/text.h"

namespace jatigi::sites {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE site(
    site {KEY},
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    utc_offset_min {INT} NOT NULL
);
CREATE INDEX site_code ON site(code);
)";

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = SiteStream::decode(fact.body);
    if (!event) return {};
    const auto& e = std::get<SiteOpened>(*event);
    return tx.run(
        "insert into site(site, code, name, utc_offset_min) values (?, ?, ?, ?) "
        "on conflict do nothing",
        fact.stream, e.code, e.name, e.utc_offset_min);
}

SiteRow site_of(const store::Row& row) {
    return {row.integer(0), row.id<SiteEntity>(1), row.text(2), row.text(3),
            std::chrono::minutes{row.integer(4)}};
}

}  // namespace

const log::View site_view{.name = "site",
                          .schema = schema,
                          .tables = {"site"},
                          .kinds = {site_kind},
                          .apply = apply,
                          .dumps = {"select s.id, t.code, t.name, t.utc_offset_min from site t "
                                    "join stream s on s.local = t.site"}};

Result<std::vector<SiteRow>> list_sites(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select t.site, s.id, t.code, t.name, t.utc_offset_min from site t "
                       "join stream s on s.local = t.site order by t.code"));
    std::vector<SiteRow> sites;
    for (const store::Row& row : rows) sites.push_back(site_of(row));
    return sites;
}

Result<SiteRow> find_site(store::Connection& db, std::string_view code_or_name) {
    TRY_ASSIGN(const auto sites, list_sites(db));
    const std::string wanted = fold(code_or_name);
    for (const SiteRow& site : sites)
        if (fold(site.code) == wanted || fold(site.name) == wanted) return site;
    std::string known;
    for (const SiteRow& site : sites) known += " " + site.code + " (" + site.name + ")";
    return refuse(ErrorKind::not_found, "site.unknown", "known sites:" + known);
}

Result<SiteRow> site_by_local(store::Connection& db, log::LocalId site) {
    TRY_ASSIGN(const auto row,
               db.first("select t.site, s.id, t.code, t.name, t.utc_offset_min from site t "
                        "join stream s on s.local = t.site where t.site = ?",
                        site));
    if (!row) return refuse(ErrorKind::not_found, "site.unknown");
    return site_of(*row);
}

}  // namespace jatigi::sites
