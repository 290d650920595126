// One function decides access for screen, API, export, search and exchange:
//   role × site × class × action × subject {nationality, assignment, site, restricted}.
// What no row of the table allows is refused. A nationality changes no verdict: it is here so that
// a test can prove it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/access/role.h"
#include "platform/base/fact_class.h"

namespace jatigi::access {

// A new action goes before the last one, which action_count names.
enum class Action : std::uint8_t {
    manage_accounts,
    confirm_account,  // One of those that needs_confirmation().
    import_list,
    register_person,
    search_persons,  // By any spelling; also the candidates while a name is typed.
    open_person,
    correct_person,
    confirm_nationality,
    restrict_person,
    keep_photo,
    issue_card,   // One card again: lost, damaged, late.
    print_cards,  // Sheets for a whole list.
    check_in,
    read_sites,
    read_rounds,
    open_round,
    serve,
    close_round,
    sign_agreement,
    set_unit_cost,
    read_statement,
    lock_node,
    read_openings,
    release_openings,  // Lifts the pause of an account that opened too many files.
    read_disclosures,  // Requests by authorities, nominal lists and their copies.
    record_authority_request,
    answer_authority_request,
    propose_nominal_list,
    approve_nominal_list,
    print_nominal_list,
};
constexpr std::size_t action_count = static_cast<std::size_t>(Action::print_nominal_list) + 1;

// What the request is about. Empty fields: it concerns nobody in particular.
struct Subject {
    std::optional<std::string> nationality{};  // ISO 3166-1 alpha-3.
    bool assigned = false;                     // A case that is this account's own.
    std::optional<std::int64_t> site{};        // Local number of the site.
    bool restricted = false;  // For all but protection the file behaves as absent; the card works.
};

struct AccessRequest {
    Role role;
    std::optional<std::int64_t> account_site{};  // Nothing: every site of this node.
    FactClass cls = FactClass::open;
    Action action;
    Subject subject{};
};

bool permits(const AccessRequest& request);

// Whether an account of this role may be one of the two people that a nominal list or an erasure
// takes, or answers for what accounts read. Whoever makes accounts could be all of them, so somebody
// else confirms such an account (account.h).
bool needs_confirmation(Role role);

}  // namespace jatigi::access
