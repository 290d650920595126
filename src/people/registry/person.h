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
#include "platform/base/result.h"

namespace jatigi::registry {

enum class Sex { female, male, unknown };

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
using PersonEvent = std::variant<PersonProfiled, CardIssued>;

struct RegisterPerson {
    PersonProfiled profile;
    CardSerial serial{};
};
struct ReissueCard {
    CardSerial serial{};
};

struct NotRegistered {};
struct Registered {
    std::string case_number;
    std::optional<CardSerial> card{};
};
using Person = std::variant<NotRegistered, Registered>;

Person evolve(const Person& state, const PersonEvent& event);

// Refuses with person.already_registered, person.nationality_invalid, person.birth_invalid.
Result<std::vector<PersonEvent>> decide(const Person& state, const RegisterPerson& command);
// Refuses with person.not_registered.
Result<std::vector<PersonEvent>> decide(const Person& state, const ReissueCard& command);

}  // namespace jatigi::registry
