// A person's open file: the profile that statistics need, the case number, the cards. Names and
// everything else about them are in the sealed identity (identity.h).
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "people/registry/card.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/result.h"

namespace jatigi::registry {

enum class Sex { female, male, unknown };
constexpr auto enum_texts(Sex) {
    return texts_in_order<Sex>("F", "M", "U");
}

// Months between which the person was born, both included; the full date is sealed.
struct BirthMonths {
    std::chrono::year_month first, last;
    bool operator==(const BirthMonths&) const = default;
};

struct PersonProfiled {
    std::string case_number;
    Sex sex = Sex::unknown;
    std::optional<BirthMonths> birth{};
    std::optional<std::string> nationality{};  // Declared; ISO 3166-1 alpha-3.
    bool operator==(const PersonProfiled&) const = default;
};
struct CardIssued {
    CardSerial serial{};  // Voids every earlier card of this person.
    bool operator==(const CardIssued&) const = default;
};
// What the profile says now; what it said before stays in the log.
struct ProfileCorrected {
    Sex sex = Sex::unknown;
    std::optional<BirthMonths> birth{};
    std::optional<std::string> nationality{};
    bool operator==(const ProfileCorrected&) const = default;
};
enum class HearingOutcome { confirmed, refused, to_verify };
constexpr auto enum_texts(HearingOutcome) {
    return texts_in_order<HearingOutcome>("confirmed", "refused", "to_verify");
}
// What a consulate said of the nationality that a person declared. "Confirmed" is a field of its own:
// the declared one stays.
struct NationalityHeard {
    std::string nationality;  // ISO 3166-1 alpha-3.
    HearingOutcome outcome = HearingOutcome::to_verify;
    bool operator==(const NationalityHeard&) const = default;
};
enum class ErasureReason { withdrawn_consent, request, retention, error };
constexpr auto enum_texts(ErasureReason) {
    return texts_in_order<ErasureReason>("withdrawn_consent", "request", "retention", "error");
}
// The keys are gone; sex, birth months and nationality remain as statistics about a random id.
struct PersonErased {
    ErasureReason reason = ErasureReason::request;
    bool operator==(const PersonErased&) const = default;
};
using PersonEvent =
    std::variant<PersonProfiled, CardIssued, ProfileCorrected, NationalityHeard, PersonErased>;

struct RegisterPerson {
    PersonProfiled profile;
    CardSerial serial{};
};
struct ReissueCard {
    CardSerial serial{};
};
struct CorrectProfile {
    ProfileCorrected profile;
};
struct HearNationality {
    NationalityHeard heard;
};

struct NotRegistered {};
struct Registered {
    std::string case_number;
    std::optional<CardSerial> card{};
    ProfileCorrected profile{};
};
struct Erased {};
using Person = std::variant<NotRegistered, Registered, Erased>;

Person evolve(const Person& state, const PersonEvent& event);

// Refuses with person.already_registered, person.nationality_invalid, person.birth_invalid.
Result<std::vector<PersonEvent>> decide(const Person& state, const RegisterPerson& command);
// The rest refuse with person.not_registered and person.erased.
Result<std::vector<PersonEvent>> decide(const Person& state, const ReissueCard& command);
// No fact when nothing changes. Refuses with person.nationality_invalid, person.birth_invalid.
Result<std::vector<PersonEvent>> decide(const Person& state, const CorrectProfile& command);
// Refuses with person.nationality_invalid.
Result<std::vector<PersonEvent>> decide(const Person& state, const HearNationality& command);

}  // namespace jatigi::registry
