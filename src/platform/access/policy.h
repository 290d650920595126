// One function decides access for screen, API, export, search and exchange:
//   role × site × class × action × subject {nationality, assignment, site, restricted}.
// What no row of the table allows is refused.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "platform/access/role.h"
#include "platform/base/fact_class.h"

namespace jatigi::access {

enum class Action : std::uint8_t {
    manage_accounts,
    import_list,
    register_person,
    open_person,
    check_in,
    read_sites,
    read_rounds,
    open_round,
    serve,
    close_round,
    sign_agreement,
    set_unit_cost,
    read_statement,
};

// What the request is about. Empty fields: it concerns nobody in particular.
struct Subject {
    std::optional<std::string> nationality{};  // ISO 3166-1 alpha-3.
    bool assigned = false;                     // A case that is this account's own.
    std::optional<std::int64_t> site{};        // Local number of the site.
    bool restricted = false;                   // The file behaves as absent.
};

struct AccessRequest {
    Role role;
    std::optional<std::int64_t> account_site{};  // Nothing: every site of this node.
    FactClass cls = FactClass::open;
    Action action;
    Subject subject{};
};

bool permits(const AccessRequest& request);

}  // namespace jatigi::access
