#include "app/routes.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <thread>

#include "app/review.h"
#include "centre/assistance/closed_count_api.h"
#include "centre/assistance/meal_order_api.h"
#include "centre/assistance/plate_count_api.h"
#include "centre/assistance/round_api.h"
#include "centre/assistance/round_pin_api.h"
#include "centre/sites/arrival_api.h"
#include "centre/sites/roll_call_api.h"
#include "centre/sites/site_api.h"
#include "centre/sites/site_day_api.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
#include "centre/sites/stay_view.h"
#include "centre/sites/transfer_api.h"
#include "centre/sites/unit_api.h"
#include "centre/sites/wristband_api.h"
#include "money/funding/statement_api.h"
#include "money/funding/unit_cost_api.h"
#include "node/arrivals.h"
#include "node/pages.h"
#include "node/reference.h"
#include "people/disclosure/authority_request_api.h"
#include "people/disclosure/nominal_list_api.h"
#include "people/registry/card_api.h"
#include "people/registry/case_number.h"
#include "people/registry/household_api.h"
#include "people/registry/person_file_api.h"
#include "people/registry/photo_api.h"
#include "people/registry/same_person_api.h"
#include "people/registry/search_api.h"
#include "platform/access/gatekeeper.h"
#include "platform/access/may.h"
#include "platform/http/account_routes.h"
#include "platform/http/factor_routes.h"
#include "platform/http/opening_routes.h"
#include "platform/http/security_key_routes.h"
#include "platform/http/session_routes.h"
#include "platform/log/head.h"

namespace jatigi::app {
namespace {

using http::Needs;
using http::Reply;
using http::RequestPtr;

// The instant at which the log was last read with success.
using LastRead = std::shared_ptr<std::atomic<Instant::rep>>;

// GET /healthz: up, and able to read the log a second ago at most. Open to everybody, so it tells
// nothing else. The log is not read on the network's thread: a database that hangs would keep it
// from answering anybody.
void get_health(const http::Services& services, const LastRead& last_read, const Reply& reply) {
    constexpr std::chrono::seconds good_for{1};
    const auto well = [&services] {
        json::object health{{"status", "ok"}};
        if (services.clock_is_behind()) health["clock"] = "behind";
        return http::json_response(200, boost::json::serialize(health));
    };
    const Instant now = services.clock();
    const Instant read{Instant::duration{last_read->load()}};
    if (read <= now && now < read + good_for) return reply(well());
    http::answer_on_worker(services, http::Work::open, reply, [&services, last_read, now, well] {
        const auto head = services.readers.read<log::Head>(
            [](store::Connection& db) { return log::load_head(db); });
        if (!head) return http::problem(head.error());
        last_read->store(now.time_since_epoch().count());
        return well();
    });
}

// POST /api/v1/lock: answered first, then nothing is answered any more but vault.locked.
void post_lock(const RouteContexts& contexts, const RequestPtr& request, const Reply& reply) {
    const auto allowed = access::Gatekeeper::allow(*request->account, access::may::lock_node,
                                                   FactClass::open, access::about_nobody());
    if (!allowed) return reply(http::problem(allowed.error()));
    spdlog::warn("locking: asked for by account {}", request->account->id);
    contexts.lock.shut();  // Before anybody is told that it is locked.
    reply(http::json_response(200, R"({"locked":true})"));
    if (contexts.locker.joinable()) return;
    // On a thread of its own: it waits until the requests under way are over, this one too.
    contexts.locker = std::jthread([&lock = contexts.lock] {
        lock.lock([](const std::string& step, const Error& error) {
            spdlog::error("locking: {}: {}", step, error.code);
        });
    });
}

Result<std::optional<std::string>> case_number_of(store::Connection& db, log::LocalId person) {
    return registry::case_number_of(db, person);
}

// Those present at the site whose files are not restricted, as a nominal list shows them.
Result<std::vector<disclosure::NominalRow>> nominal_rows(const RouteContexts& contexts,
                                                         store::Connection& db,
                                                         const vault::Opener& opener,
                                                         log::LocalId site) {
    std::vector<disclosure::NominalRow> rows;
    TRY_ASSIGN(const auto present, sites::people_present(db, site));
    for (const log::LocalId person : present) {
        const auto entry = contexts.people.index.find(person);
        if (!entry || entry->restricted) continue;
        TRY_ASSIGN(const auto file, registry::read_file(db, entry->id, opener));
        if (!file.file.identity) continue;
        const registry::PersonIdentified& identity = *file.file.identity;
        rows.push_back({.case_number = entry->case_number,
                        .family_name = identity.family_name,
                        .given_names = identity.given_names,
                        .birth = Personal<std::string>{registry::birth_short(identity.birth)},
                        .nationality = Personal<std::string>{entry->nationality.value_or("")},
                        .document = identity.document_no,
                        .household = entry->household});
    }
    return rows;
}

}  // namespace

http::SiteNames site_names() {
    return {[](store::Connection& db, log::LocalId site) -> Result<std::string> {
                TRY_ASSIGN(const auto row, sites::site_by_local(db, site));
                return row.code;
            },
            [](store::Connection& db, std::string_view name) -> Result<log::LocalId> {
                TRY_ASSIGN(const auto row, sites::find_site(db, name));
                return row.site;
            },
            [](store::Connection& db) -> Result<std::vector<std::string>> {
                TRY_ASSIGN(const auto rows, sites::list_sites(db));
                std::vector<std::string> names;
                for (const auto& row : rows) {
                    names.push_back(row.code);
                    names.push_back(row.name);
                }
                return names;
            }};
}

RouteContexts::RouteContexts(const http::Services& all_services, registry::RegisterIndex& names,
                             vault::LockSwitch& lock_switch)
    : services(all_services),
      lock(lock_switch),
      people{all_services, names, node::reference().lists.words.phone_plans(),
             node::arrivals(all_services.node, presence), node::reference().opening_limits},
      imports{all_services,
              names,
              shelf,
              people.arrivals,
              people.names_shown,
              people.opening_limits,
              node::reference().list_names_max} {}

// What is handed out.
std::vector<std::vector<http::Route>> meal_routes(const RouteContexts& contexts) {
    const http::Services& services = contexts.services;
    const std::span<const assistance::Service> known = node::reference().services;
    const assistance::KitchenRules& kitchen = node::reference().kitchen;
    return {assistance::round_routes(services, known,
                                     [&contexts](log::WriteTx& tx, const access::Account& account,
                                                 std::string_view code) {
                                         return registry::meet_holder(contexts.people, tx, account,
                                                                      code);
                                     }),
            assistance::round_pin_routes(services),
            assistance::plate_count_routes(services, known, kitchen),
            assistance::meal_order_routes(services, known, kitchen),
            assistance::closed_count_routes(services, known)};
}

std::vector<http::Route> all_routes(const RouteContexts& contexts) {
    const http::Services& services = contexts.services;
    std::vector<http::Route> all;
    const auto add = [&all](std::vector<http::Route> routes) {
        for (http::Route& route : routes) all.push_back(std::move(route));
    };
    const sites::FindTraveller traveller = [&contexts](log::WriteTx& tx,
                                                       const access::Account& account,
                                                       log::LocalId desk, std::string_view code) {
        return registry::find_traveller(contexts.people, tx, account, desk, code);
    };
    for (auto& routes : meal_routes(contexts)) add(std::move(routes));
    add({jobs::backup_state_route(services, contexts.backups)});
    add(http::session_routes(services));
    add(http::account_routes(services));
    add(http::factor_routes(services));
    add(http::security_key_routes(services));
    add(http::opening_routes(services, case_number_of));
    add(registry::search_routes(contexts.people));
    add(registry::registration_routes(contexts.people));
    add(registry::person_file_routes(contexts.people));
    add(registry::household_routes(contexts.people));
    add(registry::photo_routes(contexts.people));
    add(registry::card_routes(contexts.people, node::reference().cards));
    add(registry::same_person_routes(contexts.people));
    add(review::task_routes(services, review_of(contexts.people)));
    add(sites::site_routes(services));
    add(sites::stay_routes(services, traveller));
    add(sites::transfer_routes(services, traveller));
    add(sites::unit_routes(services, traveller, node::reference().site_day.housing));
    add(sites::arrival_routes(services));
    add(sites::wristband_routes(services, traveller));
    add(sites::site_day_routes(services, node::reference().site_day));
    add(sites::roll_call_routes(services,
                                [&index = contexts.people.index](
                                    log::LocalId person) -> std::optional<sites::CalledPerson> {
                                    const auto entry = index.find(person);
                                    if (!entry) return std::nullopt;
                                    return sites::CalledPerson{
                                        entry->case_number, entry->family_name, entry->given_names};
                                }));
    const funding::BudgetLines& lines = node::reference().budget_lines;
    add(funding::agreement_routes(services, lines));
    add(funding::unit_cost_routes(services, lines));
    add(funding::statement_routes(services, lines));
    add(jobs::import_routes(contexts.imports));
    add(disclosure::request_routes(services));
    add(disclosure::nominal_list_routes(
        services, node::reference().disclosure,
        {.rows = [&contexts](
                     store::Connection& db, const vault::Opener& opener,
                     log::LocalId site) { return nominal_rows(contexts, db, opener, site); },
         .number = registry::parse_case_number}));
    all.push_back({"POST", "/api/v1/lock", Needs::session,
                   [&contexts](const RequestPtr& request, const Reply& reply) {
                       post_lock(contexts, request, reply);
                   },
                   http::body_bytes_usual, access::may::lock_node.asks_factor,
                   access::may::lock_node.by_pin});
    all.push_back(
        {"GET", "/healthz", Needs::nothing,
         [&services, last_read = std::make_shared<std::atomic<Instant::rep>>(0)](
             const RequestPtr&, const Reply& reply) { get_health(services, last_read, reply); }});
    add(node::page_routes());
    return all;
}

}  // namespace jatigi::app
