// One person's file over HTTP: reading it, and the commands that change it.
#pragma once
#include "people/registry/identity_codec.h"
#include "people/registry/person_file_view.h"
#include "people/registry/registration_api.h"

namespace jatigi::registry {

// Folds the sealed file and decides.
template <class Command>
Result<std::vector<IdentityEvent>> decide_on_file(log::WriteTx& tx, PersonId person,
                                                  const Command& command) {
    TRY_ASSIGN(const PersonFile file, fold_file(tx, person));
    return decide(file, command);
}

// The same, and appends. Refuses as decide() does.
template <class Command>
Result<void> change_file(log::WriteTx& tx, const log::Cause& cause, PersonId person,
                         const Command& command) {
    TRY_ASSIGN(const auto events, decide_on_file(tx, person, command));
    for (const IdentityEvent& event : events) TRY(append_to_file(tx, cause, person, event));
    return {};
}

// The person with this card or number, if this account may do `action` to them; else as if there
// were nobody: card.unknown.
Result<PersonRow> person_for(const RegisterContext& context, log::WriteTx& tx,
                             const access::Account& account, const access::Action& action,
                             FactClass cls, std::string_view code);

// The same by the rule of a command's route, for the person in its path or another one.
Result<PersonRow> person_for(const PersonCommand& command, std::string_view code);
Result<PersonRow> person_for(const PersonCommand& command);

// A restriction is written into so many files at least, if the register has them: a fact of about
// 830 bytes each, which goes to headquarters over whatever link there is.
constexpr std::size_t hidden_among_min = 128;

// Whether it asked for one of them, as for somebody who is not there: it leaves what a reading
// leaves, too, so that nobody is known by what only a refusal leaves.
enum class Refused { no, yes };
// This account came upon restricted files. Written in a command of its own: the answer must not
// wait longer than one that met nobody.
void tell_protection(const RegisterContext& context, const access::Account& account,
                     std::vector<log::LocalId> people, Refused refused = Refused::no);

// Who is met, by a card or a number, as find_holder() says. A number is a question: an account that
// opens files but not this one, since it is restricted, is answered as if there were nobody
// (card.unknown), and protection is told. A card is none: whoever holds it stands there.
Result<CardHolder> meet_holder(const RegisterContext& context, log::WriteTx& tx,
                               const access::Account& account, std::string_view code);
// Who stands at the gate, by their card or the number that somebody typed: find_by_code() for an
// account, as meet_holder() says. `desk`: the site that they check in at, 0 when they leave.
Result<PersonRow> find_traveller(const RegisterContext& context, log::WriteTx& tx,
                                 const access::Account& account, log::LocalId desk,
                                 std::string_view code);

struct OpenedPerson {
    PersonRow person;
    vault::Opener opener;  // Its record_file() comes before the answer.
};
// The same for opening the file.
Result<OpenedPerson> open_person_for(const RegisterContext& context, log::WriteTx& tx,
                                     const access::Account& account, std::string_view code);
// Before what was read is answered: the opening, and beside it a row of restricted hits, of nobody.
Result<void> record_reading(log::WriteTx& tx, const OpenedPerson& opened);

// A file that turns out to be unreadable counts as restricted from now on: card.unknown for who may
// not open that.
Result<void> check_readable(const RegisterContext& context, log::WriteTx& tx,
                            const access::Account& account, const PersonRow& person,
                            const PersonFile& file);

// GET /api/v1/persons/{code}, POST …/corrections, …/flags, …/restriction, …/nationality.
std::vector<http::Route> person_file_routes(const RegisterContext& context);

}  // namespace jatigi::registry
