// One function decides access for screen, API, export, search and exchange:
//   role × site × class × action × subject {nationality, assignment, site, restricted}.
// Each module says in its may.h what may be done there, and in a table of rules who may. What no
// row of the table allows is refused. A nationality changes no verdict: it is here so that a test
// can prove it.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/access/role.h"
#include "platform/base/fact_class.h"

namespace jatigi::access {

struct Rule;

// Whether somebody of a role that sees people shows a second factor first (second_factor_rule.h).
enum class AsksFactor : std::uint8_t {
    always,
    when_enrolled,  // One's own account: who has none yet chooses a password and enrols.
    from_outside,   // At the gate and at meals nobody types codes.
    never,          // One's own session; the lock.
};

struct Action {
    std::string_view name;             // "open_person": one name per action, told to the screens.
    std::span<const Rule> (*rules)();  // The table of its module.
    // Somebody stands there with a card, at the gate or at a meal. To behave as absent then would
    // deny food to a victim, and tell the desk that there is something to hide. It shows no file.
    bool about_the_card = false;
    AsksFactor asks_factor = AsksFactor::always;
    bool by_pin = false;  // A session that the PIN of a round began may, too (round_pin.h).
    constexpr bool operator==(const Action& other) const { return name == other.name; }
};

enum class Reach : std::uint8_t {
    everyone,
    assigned,  // Only cases that are this account's own.
};

struct Rule {
    Role role;
    Action action;
    FactClass cls;
    Reach reach = Reach::everyone;
};

// What a request is about. Who is somewhere else, or at no site, is still somebody: `site` is empty
// for a person who is at none.
struct Subject {
    std::optional<std::string> nationality{};  // ISO 3166-1 alpha-3.
    bool assigned = false;                     // A case that is this account's own.
    std::optional<std::int64_t> site{};        // Local number of the site.
    bool restricted = false;  // For all but protection the file behaves as absent; the card works.
    bool every_site = false;  // It concerns the whole node: no account of one site may.
};
// It is about nobody and no site: a list of what the account may see, the node itself.
Subject about_nobody();
Subject about_site(std::int64_t site);
// A thing that belongs to one site, or to all.
Subject about_site_or_all(std::optional<std::int64_t> site);

struct AccessRequest {
    Role role;
    std::optional<std::int64_t> account_site{};  // Nothing: every site of this node.
    FactClass cls = FactClass::open;
    Action action;
    Subject subject;
};

bool permits(const AccessRequest& request);

enum class Rights { all, by_pin };
// The names of the actions that some rule gives the role, sorted, each once.
std::vector<std::string_view> rights_of(Role role, std::span<const Rule> rules,
                                        Rights which = Rights::all);

}  // namespace jatigi::access
