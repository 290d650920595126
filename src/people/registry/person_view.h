// The register's tables: profile and case number by local person, cards by serial.
#pragma once
#include <unordered_map>

#include "people/registry/card.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/log/view.h"

namespace jatigi::registry {

extern const log::View person_view;

struct PersonRow {
    log::LocalId person = 0;
    PersonId id;
    std::string case_number;
    std::string sex;  // F, M, U.
    std::optional<std::string> birth_min, birth_max;  // "1988-10".
    std::optional<std::string> nationality;  // As declared.
    std::optional<std::string> nationality_heard, hearing_outcome;  // What a consulate said of it.
};

// By the whole compact number: "ASM000000042…" is not "ASM00042…". Refuses with person.not_found.
Result<PersonRow> find_by_case_number(store::Connection& db, std::string_view case_number);
// Those who were erased as well: for erasing, which must be able to say "already".
Result<PersonRow> find_even_erased(store::Connection& db, std::string_view case_number);
// Nothing for who is not registered here, or was erased.
Result<std::optional<PersonRow>> find_by_id(store::Connection& db, PersonId id);
Result<std::optional<PersonRow>> find_by_local(store::Connection& db, log::LocalId person);
struct CardHolder {
    PersonRow person;
    bool void_card = false;  // A later card was issued.
    bool by_card = false;    // A card was shown, and no number.
};
// Refuses with card.unknown.
Result<CardHolder> find_by_card(store::Connection& db, const CardSerial& serial);

// The person's card that is not void. Refuses with card.unknown.
Result<CardSerial> valid_card(store::Connection& db, log::LocalId person);

// Nothing for somebody who was erased.
Result<std::optional<std::string>> case_number_of(store::Connection& db, log::LocalId person);
// Case numbers of everybody who was not erased.
Result<std::unordered_map<log::LocalId, std::string>> case_numbers(store::Connection& db);

// What counts a person among others.
struct CountedProfile {
    std::string sex;                             // F, M, U.
    std::optional<Day> birth_first, birth_last;  // Born on one of these days.
};
CountedProfile counted_profile(const PersonRow& person);
// Full years on that day, at least and at most: of who was born in the month of that day, none.
std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>> ages_on(
    const CountedProfile& profile, Day day);
// Of everybody, those who were erased too.
Result<std::unordered_map<log::LocalId, CountedProfile>> counted_profiles(store::Connection& db);

// Declared nationality of everybody, for statements.
Result<std::unordered_map<log::LocalId, std::optional<std::string>>> nationalities(
    store::Connection& db);

}  // namespace jatigi::registry
