// Some of those present, instead of everybody: an office that asks for six people is not given six
// hundred. By case number alone, so that a list of the people of one language or village cannot be
// asked for. Whoever proposes is told nothing of them: the numbers are taken as they are, and the
// copy shows those who are present and not restricted.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "people/disclosure/nominal_row.h"
#include "platform/base/result.h"

namespace jatigi::disclosure {

struct ChosenPeople {
    std::vector<std::string> numbers;  // Compact case numbers, each once; empty: everybody.
    bool households = false;           // Those who live with one of them, too.
    bool operator==(const ChosenPeople&) const = default;
};

// More than a bus holds. Who wants more asks for everybody.
constexpr std::size_t chosen_max = 60;

// Of compact numbers. Refuses with disclosure.too_many_chosen.
Result<ChosenPeople> choose_people(const std::vector<std::string>& numbers, bool households);

// In one text and back, to be hidden (vault/hidden.h): a stolen disk says nothing of who was asked
// for, nor how many. Empty for everybody.
std::string chosen_text(const ChosenPeople& chosen);
ChosenPeople read_chosen(std::string_view text);
// All lists of up to chosen_max people have one length.
constexpr std::size_t chosen_step = 1'024;

std::vector<NominalRow> only_chosen(std::vector<NominalRow> rows, const ChosenPeople& chosen);

}  // namespace jatigi::disclosure
