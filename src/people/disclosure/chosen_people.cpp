#include "people/disclosure/chosen_people.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi::disclosure {
namespace {

constexpr std::string_view with_households = "+";

template <class T>
bool is_among(const std::vector<T>& all, const T& one) {
    return std::ranges::find(all, one) != all.end();
}

}  // namespace

Result<ChosenPeople> choose_people(const std::vector<std::string>& numbers, bool households) {
    ChosenPeople chosen;
    for (const std::string& number : numbers)
        if (!is_among(chosen.numbers, number)) chosen.numbers.push_back(number);
    if (chosen.numbers.size() > chosen_max)
        return refuse(ErrorKind::invalid, "disclosure.too_many_chosen", {},
                      fmt::format(R"({{"people_max":{}}})", chosen_max));
    chosen.households = households && !chosen.numbers.empty();
    return chosen;
}

std::string chosen_text(const ChosenPeople& chosen) {
    std::string text;
    for (const std::string& number : chosen.numbers) {
        if (!text.empty()) text += ' ';
        text += number;
    }
    return chosen.households ? std::string(with_households) + " " + text : text;
}

ChosenPeople read_chosen(std::string_view text) {
    ChosenPeople chosen;
    for (const std::string& word : split(text, ' ')) {
        if (word == with_households)
            chosen.households = true;
        else if (!word.empty())
            chosen.numbers.push_back(word);
    }
    return chosen;
}

std::vector<NominalRow> only_chosen(std::vector<NominalRow> rows, const ChosenPeople& chosen) {
    if (chosen.numbers.empty()) return rows;
    std::vector<registry::HouseholdId> households;
    if (chosen.households)
        for (const NominalRow& row : rows)
            if (row.household && is_among(chosen.numbers, row.case_number))
                households.push_back(*row.household);
    std::erase_if(rows, [&](const NominalRow& row) {
        return !is_among(chosen.numbers, row.case_number) &&
               !(row.household && is_among(households, *row.household));
    });
    return rows;
}

}  // namespace jatigi::disclosure
