#include "people/registry/person.h"

#include <algorithm>

#include "platform/base/overloaded.h"

namespace jatigi::registry {

Person evolve(const Person& state, const PersonEvent& event) {
    Registered next;
    if (const auto* known = std::get_if<Registered>(&state)) next = *known;
    std::visit(Overloaded{
                   [&](const PersonProfiled& e) { next.case_number = e.case_number; },
                   [&](const CardIssued& e) { next.card = e.serial; },
               },
               event);
    return next;
}

Result<std::vector<PersonEvent>> decide(const Person& state, const RegisterPerson& command) {
    if (std::holds_alternative<Registered>(state))
        return refuse(ErrorKind::conflict, "person.already_registered");
    const PersonProfiled& profile = command.profile;
    if (profile.nationality &&
        (profile.nationality->size() != 3 ||
         !std::all_of(profile.nationality->begin(), profile.nationality->end(),
                      [](char c) { return c >= 'A' && c <= 'Z'; })))
        return refuse(ErrorKind::invalid, "person.nationality_invalid");
    if (profile.birth && (!profile.birth->first.ok() || !profile.birth->last.ok() ||
                          profile.birth->last < profile.birth->first))
        return refuse(ErrorKind::invalid, "person.birth_invalid");
    return std::vector<PersonEvent>{profile, CardIssued{command.serial}};
}

Result<std::vector<PersonEvent>> decide(const Person& state, const ReissueCard& command) {
    if (!std::holds_alternative<Registered>(state))
        return refuse(ErrorKind::conflict, "person.not_registered");
    return std::vector<PersonEvent>{CardIssued{command.serial}};
}

}  // namespace jatigi::registry
