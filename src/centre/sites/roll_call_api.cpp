#include "centre/sites/roll_call_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "centre/sites/may.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/unit_view.h"
#include "people/registry/person_view.h"
#include "people/registry/same_person_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/text.h"
#include "platform/print/day_words.h"
#include "platform/print/table_sheet.h"

namespace jatigi::sites {
namespace {

struct CalledUnit {
    std::string name;
    std::vector<CalledPerson> people;
};
struct RollCall {
    SiteRow site;
    Instant made_at;
    std::string made_by;
    std::vector<CalledUnit> units;

    std::int64_t count() const {
        std::int64_t people = 0;
        for (const CalledUnit& unit : units) people += std::ssize(unit.people);
        return people;
    }
};

// By name, whoever has none by number.
void sort_people(std::vector<CalledPerson>& people) {
    std::ranges::sort(people, {}, [](const CalledPerson& person) {
        return std::tuple(fold(person.family_name.reveal()), fold(person.given_names.reveal()),
                          person.case_number);
    });
}

Result<std::vector<CalledUnit>> units_called(store::Connection& db, log::LocalId site,
                                             const FindCalled& find) {
    TRY_ASSIGN(const auto rows, list_units(db, site));
    TRY_ASSIGN(const auto present, housed_present(db, site));
    TRY_ASSIGN(const auto roots, registry::person_roots(db));
    // Two files of one person are called once.
    std::map<log::LocalId, HousedRow> people;
    for (const HousedRow& row : present) {
        HousedRow& known =
            people.try_emplace(registry::root_of(roots, row.person), row).first->second;
        if (!known.unit) known = row;
    }
    std::map<log::LocalId, std::vector<CalledPerson>> by_unit;
    for (const auto& [root, row] : people) {
        auto person = find(row.person);
        if (!person) {
            TRY_ASSIGN(const auto number, registry::case_number_of(db, row.person));
            person = CalledPerson{
                .case_number = number.value_or(""), .family_name = {}, .given_names = {}};
        }
        by_unit[row.unit.value_or(0)].push_back(*std::move(person));
    }
    std::vector<CalledUnit> units;
    for (const UnitRow& row : rows)
        if (!by_unit[row.unit].empty())
            units.push_back({row.description.name, std::move(by_unit[row.unit])});
    if (!by_unit[0].empty()) units.push_back({"Sans unité / In no unit", std::move(by_unit[0])});
    for (CalledUnit& unit : units) sort_people(unit.people);
    return units;
}

print::TableSheet sheet_of(const RollCall& call, const CalledUnit& unit) {
    const auto at = call.made_at + call.site.utc_offset;
    const Day day = std::chrono::floor<Days>(at);
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::minutes>(at - day)};
    print::TableSheet sheet{
        .file_title = "Appel / Roll-call",
        .title = {fmt::format("Appel / Roll-call : {}", unit.name),
                  fmt::format("{} · {} personnes / people · {} / {} · {:02}:{:02}", call.site.name,
                              unit.people.size(), print::day_in_french(day),
                              print::day_in_english(day), clock.hours().count(),
                              clock.minutes().count()),
                  fmt::format("Imprimé par / Printed by: {}", call.made_by)},
        .columns = {{"Présent / Here", 24},
                    {"Dossier / Case", 38},
                    {"Nom / Name", 92},
                    {"Remarque / Note", 26}},
        .rows = {},
        .footer = "À détruire après l’appel. / To be destroyed after the call."};
    for (const CalledPerson& person : unit.people) {
        const std::string name =
            tidy_blanks(person.family_name.reveal() + " " + person.given_names.reveal());
        sheet.rows.push_back({Personal<std::string>{"☐"}, Personal<std::string>{person.case_number},
                              Personal<std::string>{name}, Personal<std::string>{}});
    }
    return sheet;
}

http::Response paper_of(const RollCall& call) {
    print::PdfDocument pdf(print::Sheet::a4_portrait, "Appel / Roll-call");
    bool first = true;
    for (const CalledUnit& unit : call.units) {
        if (!first) pdf.next_page();
        first = false;
        print::draw_table(pdf, sheet_of(call, unit));
    }
    auto file = pdf.finish();
    if (!file) return http::problem(file.error());
    return {
        200,
        "application/pdf",
        *std::move(file),
        {{"Cache-Control", "no-store"}, {"Content-Disposition", "inline; filename=\"appel.pdf\""}}};
}

// Recorded before the paper leaves.
Result<RollCall> call_in(log::WriteTx& tx, const access::Account& account, std::string_view code,
                         const FindCalled& find) {
    RollCall call{.site = {}, .made_at = tx.now(), .made_by = account.name, .units = {}};
    TRY_ASSIGN(call.site, find_site(tx.db(), code));
    TRY_ASSIGN(const vault::Opener opener,
               access::Gatekeeper::opener(tx.node(), account, may::print_roll_call,
                                          access::about_site(call.site.site)));
    TRY_ASSIGN(call.units, units_called(tx.db(), call.site.site, find));
    if (call.units.empty()) return refuse(ErrorKind::conflict, "stay.nobody_present");
    TRY(opener.record_list(tx.db(), tx.now(),
                           {.kind = "roll_call",
                            .filter = fmt::format("site={}", call.site.code),
                            .count = call.count()}));
    return call;
}

void post_roll_call(const http::Services& services, const FindCalled& find,
                    const http::RequestPtr& request, const http::Reply& reply) {
    services.writer.submit<RollCall>(
        [request, find](log::WriteTx& tx) {
            return call_in(tx, *request->account, request->args.at(0), find);
        },
        [&services, reply](const Result<RollCall>& call) {
            if (!call) return reply(http::problem(call.error()));
            http::answer_on_worker(services, http::Work::document, reply,
                                   [call = *call] { return paper_of(call); });
        });
}

}  // namespace

std::vector<http::Route> roll_call_routes(const http::Services& services, const FindCalled& find) {
    return {http::gated_route(
        "POST /api/v1/sites/{code}/roll-call", {may::print_roll_call, FactClass::identity},
        [&services, find](const http::RequestPtr& request, const http::Reply& reply) {
            post_roll_call(services, find, request, reply);
        })};
}

}  // namespace jatigi::sites
