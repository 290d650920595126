#include "people/registry/identity.h"

#include <algorithm>

#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

using Events = std::vector<IdentityEvent>;

Result<const PersonIdentified*> identified(const PersonFile& state) {
    if (!state.identity) return refuse(ErrorKind::conflict, "person.not_identified");
    return &*state.identity;
}

void correct(PersonIdentified& identity, const IdentityCorrected& e) {
    for (const auto& [name, member] : identity_texts)
        if (const auto found = e.texts.find(name); found != e.texts.end())
            identity.*member = found->second;
    if (e.birth) identity.birth = e.birth->now;
    if (e.languages) identity.languages = *e.languages;
}

// What the correction would really change.
IdentityCorrected differences(const PersonIdentified& identity, IdentityCorrected wanted) {
    for (const auto& [name, member] : identity_texts) {
        const auto found = wanted.texts.find(name);
        if (found != wanted.texts.end() && found->second == identity.*member)
            wanted.texts.erase(found);
    }
    if (wanted.birth && wanted.birth->now == identity.birth) wanted.birth.reset();
    if (wanted.languages && *wanted.languages == identity.languages) wanted.languages.reset();
    return wanted;
}

}  // namespace

bool is_service_flag(std::string_view code) {
    return std::ranges::find(service_flags, code) != service_flags.end();
}

bool PersonFile::restricted() const {
    return unreadable ||
           std::ranges::any_of(restrictions,
                               [this](const auto& one) { return !lifted.contains(one.first); });
}

PersonFile evolve(PersonFile state, const IdentityEvent& event) {
    std::visit(
        Overloaded{
            [&](const PersonIdentified& e) {
                state.identity = e;
                state.flags.insert(e.flags.begin(), e.flags.end());
                if (e.household_id)
                    state.household = HouseholdJoined{*e.household_id, e.relation.reveal()};
            },
            [&](const DuplicateWritten& e) { state.elsewhere.push_back(e.other); },
            [&](const LikenessNoticed& e) { state.alike.insert(e.other); },
            [&](const IdentityCorrected& e) {
                if (state.identity) correct(*state.identity, e);
            },
            [&](const FlagsChanged& e) {
                state.flags.insert(e.add.begin(), e.add.end());
                for (const std::string& flag : e.remove) state.flags.erase(flag);
            },
            [&](const HouseholdJoined& e) { state.household = e; },
            [&](const HouseholdLeft& e) {
                if (state.household && state.household->household == e.household)
                    state.household.reset();
            },
            [&](const FileRestricted& e) { state.restrictions[e.id] = e.reason; },
            [&](const RestrictionLifted& e) { state.lifted.insert(e.id); },
            [&](const PhotoKept& e) { state.photo = e; },
            [&](const PhotoErased& e) {
                if (state.photo && state.photo->photo == e.photo) state.photo.reset();
            },
            [](const NothingChanged&) {},
        },
        event);
    return state;
}

Result<Events> decide(const PersonFile& state, const CorrectIdentity& command) {
    TRY_ASSIGN(const PersonIdentified* identity, identified(state));
    if (command.correction.reason.empty())
        return refuse(ErrorKind::invalid, "person.reason_missing");
    const IdentityCorrected real = differences(*identity, command.correction);
    if (real.texts.empty() && !real.birth && !real.languages && real.profile.empty())
        return Events{};
    PersonIdentified after = *identity;
    correct(after, real);
    if (after.family_name.reveal().empty() && after.given_names.reveal().empty())
        return refuse(ErrorKind::invalid, "person.name_missing");
    return Events{real};
}

Result<Events> decide(const PersonFile& state, const ChangeFlags& command) {
    TRY(identified(state));
    FlagsChanged real;
    for (const std::string& flag : command.flags.add) {
        if (!is_service_flag(flag)) return refuse(ErrorKind::invalid, "person.flag_unknown");
        if (!state.flags.contains(flag)) real.add.push_back(flag);
    }
    for (const std::string& flag : command.flags.remove)
        if (state.flags.contains(flag)) real.remove.push_back(flag);
    if (real.add.empty() && real.remove.empty()) return Events{};
    return Events{real};
}

Result<Events> decide(const PersonFile& state, const JoinHousehold& command) {
    TRY(identified(state));
    if (state.household == command.household) return Events{};
    Events events;
    if (state.household && state.household->household != command.household.household)
        events.emplace_back(HouseholdLeft{state.household->household});
    events.emplace_back(command.household);
    return events;
}

Result<Events> decide(const PersonFile& state, const LeaveHousehold&) {
    TRY(identified(state));
    if (!state.household) return Events{};
    return Events{HouseholdLeft{state.household->household}};
}

Result<Events> decide(const PersonFile& state, const RestrictFile& command) {
    TRY(identified(state));
    if (command.restriction.reason.reveal().empty())
        return refuse(ErrorKind::invalid, "person.reason_missing");
    return Events{command.restriction};
}

Result<Events> decide(const PersonFile& state, const LiftRestrictions&) {
    TRY(identified(state));
    Events events;
    for (const auto& [id, reason] : state.restrictions)
        if (!state.lifted.contains(id)) events.emplace_back(RestrictionLifted{id});
    return events;
}

Result<Events> decide(const PersonFile& state, const KeepPhoto& command) {
    TRY(identified(state));
    Events events;
    if (state.photo) events.emplace_back(PhotoErased{state.photo->photo});
    events.emplace_back(command.photo);
    return events;
}

Result<Events> decide(const PersonFile& state, const ErasePhoto&) {
    TRY(identified(state));
    if (!state.photo) return Events{};
    return Events{PhotoErased{state.photo->photo}};
}

}  // namespace jatigi::registry
