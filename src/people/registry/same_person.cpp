#include "people/registry/same_person.h"

#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

SamePerson with_said(const SamePerson& state, const SameSaid& said) {
    const auto* nothing = std::get_if<NothingSaid>(&state);
    if (nothing == nullptr) return state;
    return nothing->confirmed ? SamePerson{SaidByTwo{said}} : SamePerson{SaidByOne{said}};
}

SamePerson with_confirmed(const SamePerson& state) {
    if (std::holds_alternative<NothingSaid>(state)) return NothingSaid{.confirmed = true};
    const auto* once = std::get_if<SaidByOne>(&state);
    return once != nullptr ? SamePerson{SaidByTwo{once->said}} : state;
}

}  // namespace

SamePerson evolve(const SamePerson& state, const SamePersonEvent& event) {
    return std::visit(Overloaded{
                          [&](const SameSaid& e) { return with_said(state, e); },
                          [&](const SameConfirmed&) { return with_confirmed(state); },
                          [&](const SameUnsaid&) { return SamePerson{Unsaid{}}; },
                      },
                      event);
}

Result<std::vector<SamePersonEvent>> decide(const SamePerson& state, const SaySame& command) {
    const SameSaid& said = command.said;
    if (said.one == said.other) return refuse(ErrorKind::invalid, "same_person.one_file");
    if (said.ground == SameGround::seen_together || said.ground == SameGround::mistake)
        return refuse(ErrorKind::invalid, "same_person.ground_invalid");
    if (std::holds_alternative<NothingSaid>(state)) return std::vector<SamePersonEvent>{said};
    if (std::holds_alternative<SaidByTwo>(state))
        return refuse(ErrorKind::conflict, "same_person.already_said");
    const auto* once = std::get_if<SaidByOne>(&state);
    if (once == nullptr) return refuse(ErrorKind::conflict, "same_person.unsaid");
    if (once->said.by == said.by) return refuse(ErrorKind::conflict, "same_person.second_needed");
    return std::vector<SamePersonEvent>{SameConfirmed{said.ground, said.by}};
}

Result<std::vector<SamePersonEvent>> decide(const SamePerson& state, const UnsaySame& command) {
    if (std::holds_alternative<NothingSaid>(state) || std::holds_alternative<Unsaid>(state))
        return refuse(ErrorKind::conflict, "same_person.not_said");
    return std::vector<SamePersonEvent>{command.unsaid};
}

}  // namespace jatigi::registry
