// Registering one person: profile, case number and card in the open stream, identity sealed. And
// what the register's routes share.
#pragma once
#include <unordered_set>

#include "people/linkage/telephone.h"
#include "people/registry/identity.h"
#include "people/registry/person.h"
#include "people/registry/person_view.h"
#include "people/registry/register_index.h"
#include "platform/access/names_shown.h"
#include "platform/access/policy.h"
#include "platform/http/endpoint.h"
#include "platform/vault/opener.h"

namespace jatigi::registry {

struct Registration {
    Sex sex = Sex::unknown;
    std::optional<std::string> nationality{};
    PersonIdentified identity;                    // The profile's birth months come from here.
    std::vector<Observation> protection_cells{};  // What a list says for protection staff alone.
};
struct NewPerson {
    PersonRow person;
    std::string card;  // The card's code.
};

std::optional<BirthMonths> months_of(const std::optional<Personal<linkage::BirthInterval>>& birth);

// `prefix` is the site's code. Refuses as decide() does.
Result<NewPerson> register_person(log::WriteTx& tx, const log::Cause& cause,
                                  const std::string& prefix, const Registration& registration);

// What protection staff alone may read of a row, in class protection. Written when there is
// nothing, too, and of one length: that somebody has such a fact must tell nothing.
Result<void> seal_protection_cells(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                                   const std::vector<Observation>& cells);

// Sealed facts have a length in steps, so that it does not tell what they are; most take one.
std::size_t steps_of(const IdentityEvent& event, const log::Cause& cause);
// Appends to the person's sealed file. `steps`: at least so long.
Result<void> append_to_file(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                            const IdentityEvent& event, std::size_t steps = 1);

// Where a person is, and whose people they are: what the policy must know, from a module to the
// right of this one. By local numbers of sites. Who has left is still of the last site, until they
// check in elsewhere.
struct Whereabouts {
    std::optional<log::LocalId> site{};  // Where the person is, if anywhere on this node.
    std::optional<log::LocalId> of{};    // That site, or the last.
};
using WhereIsPerson = std::function<Result<Whereabouts>(store::Connection&, log::LocalId person)>;

// The same for thousands at once, as of the connection that it was made with, or later.
using Places = std::function<Whereabouts(log::LocalId person)>;

// What the register needs of the modules to its right; made by app.
struct Arrivals {
    WhereIsPerson where_is;
    // Not in a transaction that writes: what is undone there would stay known.
    std::function<Result<Places>(store::Connection&)> places;
    // Checks the person in; today at the site when no day is given.
    std::function<Result<void>(log::WriteTx&, const log::Cause&, const PersonRow&,
                               log::LocalId site, std::optional<Day>)>
        arrive;
    std::function<Result<Day>(store::Connection&, log::LocalId site, Instant)> today_at;
    std::function<Result<std::string>(store::Connection&, log::LocalId site)> name_of;
    // Everybody present, by local number.
    std::function<Result<std::vector<log::LocalId>>(store::Connection&, log::LocalId site)> present;
    // Of them, who came on a day from `first` to `last`, the latest first, and on which.
    struct Arrived {
        log::LocalId person = 0;
        Day since;
    };
    std::function<Result<std::vector<Arrived>>(store::Connection&, log::LocalId site, Day first,
                                               Day last)>
        arrived;
    // The person's stays, the latest first.
    struct Stayed {
        log::LocalId site = 0;
        Day from;
        std::optional<Day> to;           // Nothing while it lasts.
        std::optional<std::string> why;  // It ended.
    };
    std::function<Result<std::vector<Stayed>>(store::Connection&, log::LocalId person)> stays;
    // The last plate of the last week, at that site or anywhere.
    struct Meal {
        std::string service, name_fr, name_en;
        Day day;
        Instant at;
    };
    std::function<Result<std::optional<Meal>>(store::Connection&, log::LocalId person,
                                              std::optional<log::LocalId> site, Instant now)>
        last_meal;
    // Where the person sleeps now.
    struct Unit {
        std::string id, name;
    };
    std::function<Result<std::optional<Unit>>(store::Connection&, log::LocalId person)> unit_of;
    // Of those present, who sleeps in a unit.
    std::function<Result<std::unordered_set<log::LocalId>>(store::Connection&, log::LocalId site)>
        housed;
};

struct RegisterContext {
    const http::Services& services;
    RegisterIndex& index;
    const linkage::PhonePlans& phone_plans;
    Arrivals arrivals;
    vault::OpeningLimits opening_limits;  // How much an account may open in an hour.
    mutable access::NamesShown names_shown{};
};

// What this account may know, by the policy, of somebody whom a search or a list came upon.
Sight sight_of(const access::Account& account, const IndexEntry& entry, const Whereabouts& where);

// The person as the policy sees them. Refuses with log.altered where the database names another file
// than the one that stands there.
Result<access::Subject> subject_of(const RegisterContext& context, store::Connection& db,
                                   const PersonRow& person);

// A command on people: what it changed goes into the index after the commit; who is new there,
// before, so that two desks that register one person in one commit are told of each other. `work`
// may run twice.
using ChangedPeople = std::vector<IndexedPerson>;
using PersonWork =
    std::function<Result<std::string>(log::WriteTx&, const log::Cause&, ChangedPeople&)>;
void answer_person_command(const RegisterContext& context, const http::Request& request,
                           const http::Reply& reply, int status, const json::object& body,
                           PersonWork work);
// The same as a route, of "POST /api/v1/persons/{code}/flags": gate, body, work, index, answer.
struct PersonCommand {
    const RegisterContext& context;
    log::WriteTx& tx;
    const log::Cause& cause;
    const access::Account& account;
    const json::object& body;
    const http::Request& request;
    const http::MayAsk& may;
    ChangedPeople& changed;

    const std::string& code() const { return request.args.at(0); }
};
using PersonHandler = Result<json::object> (*)(const PersonCommand&);
http::Route person_route(const RegisterContext& context, std::string_view route,
                         const http::MayAsk& may, int status, PersonHandler handler);

// Which restrictions a command may lift. Facts and tables may be missing for as long as they are read
// again: what is restricted in memory stays so, but for what the command itself changed.
enum class Lifts : std::uint8_t {
    none,
    of_others,  // Those that a file has from others of its person: a word was said of them.
    all,
};
// Notes all files of the person for the index, as the transaction now has them.
Result<void> note_change(const RegisterContext& context, log::WriteTx& tx,
                         std::string_view case_number, ChangedPeople& changed,
                         Lifts lifts = Lifts::none);
// `files`: all of one or more persons.
Result<void> note_files(const RegisterContext& context, log::WriteTx& tx,
                        std::span<const log::LocalId> files, ChangedPeople& changed,
                        Lifts lifts = Lifts::none);

// POST /api/v1/persons. `context` must outlive the routes.
std::vector<http::Route> registration_routes(const RegisterContext& context);

}  // namespace jatigi::registry
