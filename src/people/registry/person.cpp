#include "people/registry/person.h"

#include "platform/base/country.h"
#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

Result<void> check_profile(const std::optional<BirthMonths>& birth,
                           const std::optional<std::string>& nationality) {
    if (nationality && !is_country_code(*nationality))
        return refuse(ErrorKind::invalid, "person.nationality_invalid");
    if (birth && (!birth->first.ok() || !birth->last.ok() || birth->last < birth->first))
        return refuse(ErrorKind::invalid, "person.birth_invalid");
    return {};
}

// The registered person, or why there is none.
Result<const Registered*> registered(const Person& state) {
    if (std::holds_alternative<Erased>(state))
        return refuse(ErrorKind::conflict, "person.erased");
    const auto* known = std::get_if<Registered>(&state);
    if (known == nullptr) return refuse(ErrorKind::conflict, "person.not_registered");
    return known;
}

}  // namespace

Person evolve(const Person& state, const PersonEvent& event) {
    // Erasure holds in whatever order facts come.
    if (std::holds_alternative<Erased>(state) || std::holds_alternative<PersonErased>(event))
        return Erased{};
    Registered next;
    if (const auto* known = std::get_if<Registered>(&state)) next = *known;
    std::visit(Overloaded{
                   [&](const PersonProfiled& e) {
                       next.case_number = e.case_number;
                       next.profile = {e.sex, e.birth, e.nationality};
                   },
                   [&](const CardIssued& e) { next.card = e.serial; },
                   [&](const ProfileCorrected& e) { next.profile = e; },
                   [](const NationalityHeard&) {},
                   [](const PersonErased&) {},
               },
               event);
    return next;
}

Result<std::vector<PersonEvent>> decide(const Person& state, const RegisterPerson& command) {
    if (!std::holds_alternative<NotRegistered>(state))
        return refuse(ErrorKind::conflict, "person.already_registered");
    TRY(check_profile(command.profile.birth, command.profile.nationality));
    return std::vector<PersonEvent>{command.profile, CardIssued{command.serial}};
}

Result<std::vector<PersonEvent>> decide(const Person& state, const ReissueCard& command) {
    TRY(registered(state));
    return std::vector<PersonEvent>{CardIssued{command.serial}};
}

Result<std::vector<PersonEvent>> decide(const Person& state, const CorrectProfile& command) {
    TRY_ASSIGN(const Registered* person, registered(state));
    TRY(check_profile(command.profile.birth, command.profile.nationality));
    if (person->profile == command.profile) return std::vector<PersonEvent>{};
    return std::vector<PersonEvent>{command.profile};
}

Result<std::vector<PersonEvent>> decide(const Person& state, const HearNationality& command) {
    TRY(registered(state));
    TRY(check_profile(std::nullopt, command.heard.nationality));
    return std::vector<PersonEvent>{command.heard};
}

}  // namespace jatigi::registry
