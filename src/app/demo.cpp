#include "app/demo.h"

#include <cassert>

#include "centre/assistance/round_api.h"
#include "centre/sites/site_view.h"
#include "centre/sites/unit_api.h"
#include "jobs/import_commit.h"
#include "money/funding/statement_api.h"
#include "money/funding/unit_cost_api.h"
#include "node/embedded.h"
#include "platform/access/account.h"
#include "platform/access/sign_in_link.h"
#include "platform/base/random.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view site_code = "ASM";
constexpr std::string_view list_path = "examples/assamaka-2023-01.csv";
constexpr Day list_date = 2023y / 1 / 15;
constexpr Day demo_day = 2023y / 1 / 23;  // The eve of the first charter flight home.
constexpr Days served_days{7};
constexpr std::chrono::hours link_life{1};
constexpr std::size_t cards_shown = 6;

log::Cause fresh_cause() {
    return {.command = id_v4<log::CommandEntity>(random_bytes<16>())};
}

Result<void> make_accounts(log::WriteTx& tx) {
    for (const auto& [role, name] : access::role_names) {
        // `init` made these.
        if (role == access::Role::administrator || role == access::Role::data_protection_officer)
            continue;
        TRY(access::create_account(tx, {std::string(name), role, {}}, fresh_cause()));
    }
    return {};
}

// The story's agreement: Mali's ministry pays food for 622 Malians at Assamaka. The amount and the
// price of a breakfast are invented.
Result<void> make_agreement(log::WriteTx& tx) {
    TRY_ASSIGN(const auto site, sites::find_site(tx.db(), site_code));
    funding::AgreementSigned agreement{
        .code = "MLI-IOM-2023-01",
        .donor = "Ministère des Maliens établis à l'extérieur et de l'intégration africaine",
        .title = "Assistance et protection de 622 migrants maliens en transit au Niger",
        .amount = Money::of_minor_units(60'000'000, Currency::XOF),
        .first_day = demo_day - served_days,
        .last_day = 2023y / 12 / 31,
        .earmark = {.nationality = "MLI",
                    .site = site.id,
                    .services = {"BREAKFAST", "DINNER", "LUNCH"},
                    .persons_max = Persons{622}}};
    TRY(funding::sign_agreement(tx, fresh_cause(), agreement));
    TRY(funding::set_unit_cost(tx, fresh_cause(),
                               {site.id, "BREAKFAST", Money::of_minor_units(450, Currency::XOF),
                                demo_day - served_days, 2023y / 12 / 31}));
    return {};
}

Result<assistance::RoundId> open_breakfast(log::WriteTx& tx, Day day) {
    TRY_ASSIGN(const auto site, sites::find_site(tx.db(), site_code));
    const auto* breakfast = assistance::find_service(node::reference().services, "BREAKFAST");
    assert(breakfast != nullptr);
    return assistance::open_round(tx, fresh_cause(), {site, *breakfast, day});
}

// Somebody of the list, and since when.
struct Guest {
    DemoCard card;
    Day since;
};

// Four units: the hangar is too small for all of the men, and who has no place waits outside. A tenth
// was not housed yet.
Result<bool> house_people(log::WriteTx& tx, const std::vector<Guest>& guests) {
    using sites::Places, sites::UnitFor;
    const std::vector<sites::UnitDescription> described{
        {"Familles", UnitFor::families, Places{120}, Places{6}, false},
        {"Femmes", UnitFor::women, Places{140}, {}, false},
        {"Hangar 1", UnitFor::men, Places{260}, Places{12}, false},
        {"Transit", UnitFor::anybody, Places{80}, {}, true}};
    TRY_ASSIGN(const auto site, sites::find_site(tx.db(), site_code));
    for (const sites::UnitDescription& unit : described)
        TRY(sites::open_unit(tx, fresh_cause(), site, unit));
    TRY_ASSIGN(const auto units, sites::list_units(tx.db(), site.site));
    std::vector<sites::UnitOffer> offers;
    for (const auto& unit : units)
        offers.push_back({unit.description,
                          unit.description.capacity - unit.description.blocked, Persons{}});
    const sites::HousingRules& rules = node::reference().site_day.housing;
    const Day today = site_day(tx.now(), site.utc_offset);
    for (std::size_t i = 0; i < guests.size(); ++i) {
        if (i % 10 == 9) continue;
        TRY_ASSIGN(const auto person,
                   registry::find_by_case_number(tx.db(), guests[i].card.case_number));
        const auto found =
            sites::propose(offers, std::vector{sites::guest_of(person, today)}, rules);
        if (!found) continue;
        TRY(sites::house_person(tx, fresh_cause(), {site, units[*found], today, today}, person, rules,
                                offers[*found].free));
    }
    return true;
}

// A served breakfast of an earlier day: most people came, a few did not.
Result<void> serve_breakfast(log::Writer& writer, const std::vector<Guest>& guests, Day day) {
    const access::Account server{.id = 0, .name = "demo", .role = access::Role::food_distributor};
    TRY(writer.run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY_ASSIGN(const auto round, open_breakfast(tx, day));
        for (std::size_t i = 0; i < guests.size(); ++i) {
            const bool stayed_in_bed =
                (i * 7 + static_cast<std::size_t>(day_number(day))) % 20 == 0;
            if (stayed_in_bed || guests[i].since > day) continue;
            TRY(assistance::serve(tx, fresh_cause(), {server, node::reference().services},
                                  {round, guests[i].card.code}));
        }
        TRY(assistance::close_round(tx, fresh_cause(), round, {}));
        return true;
    }));
    return {};
}

Result<std::vector<Guest>> import_people(node::OpenNode& node, store::Connection& db,
                                         const log::Progress& progress) {
    const jobs::ImportRequest request{.bytes = node::embedded_text(list_path),
                                      .site = std::string(site_code),
                                      .list_date = list_date};
    registry::RegisterIndex index;
    TRY_ASSIGN(auto result,
               jobs::preview_import({db, *node.node, index}, request, Instant{demo_day}, {}));
    // Somebody has looked at the rows that are like an earlier one: they are the same people.
    for (jobs::ImportedRow& row : result.rows)
        row.reading.repeats = row.reading.duplicate_of_row.has_value();
    TRY(jobs::commit_import(*node.writer, index, request, result,
                            [&](std::int64_t done, std::int64_t) {
                                if (progress) progress(done);
                            }));
    std::vector<Guest> guests;
    for (const jobs::ImportedRow& row : result.rows)
        if (!row.card.empty())
            guests.push_back({{row.card, row.case_number}, *row.reading.fields.arrival_date});
    return guests;
}

}  // namespace

Result<std::vector<DemoCard>> make_demo(const node::Place& place, const log::Progress& progress) {
    const auto now = parse_instant(demo_now);
    assert(now.has_value());
    // Each day of the story has its own clock, so that facts carry the day they happened on.
    Instant story = Instant{list_date} + 17h;
    const Clock clock = [&story] { return story += std::chrono::milliseconds{250}; };
    TRY(node::initialise(place, {"assamaka", true}, clock));
    TRY_ASSIGN(auto node, node::open_node(place, clock, {}));
    TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
    TRY(node.writer->run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(make_accounts(tx));
        TRY(make_agreement(tx));
        return true;
    }));
    TRY_ASSIGN(const auto guests, import_people(node, *reader, progress));
    TRY(node.writer->run<bool>([&](log::WriteTx& tx) { return house_people(tx, guests); }));
    for (Days back = served_days; back > Days{0}; --back) {
        story = *now - back;
        TRY(serve_breakfast(*node.writer, guests, demo_day - back));
    }
    story = *now;
    TRY(node.writer->run<assistance::RoundId>(
        [](log::WriteTx& tx) { return open_breakfast(tx, demo_day); }));
    std::vector<DemoCard> cards;
    for (std::size_t i = 0; i < std::min(guests.size(), cards_shown); ++i)
        cards.push_back(guests[i].card);
    return cards;
}

Result<std::vector<SignInLink>> demo_links(log::Writer& writer, const node::Settings& settings) {
    if (!settings.demonstration)
        return refuse(ErrorKind::not_allowed, "demo.not_a_demonstration",
                      "sign-in links are printed for demonstration data only");
    return writer.run<std::vector<SignInLink>>(
        [](log::WriteTx& tx) -> Result<std::vector<SignInLink>> {
            TRY_ASSIGN(const auto accounts, access::list_accounts(tx.db()));
            std::vector<SignInLink> links;
            for (const access::Account& account : accounts) {
                TRY_ASSIGN(auto token,
                           access::make_link(tx, account.id, tx.now() + link_life, fresh_cause()));
                links.push_back({std::string(enum_text(account.role)), std::move(token)});
            }
            return links;
        });
}

}  // namespace jatigi::app
