// How likely two records are the same person: written again in a later convoy, with another
// spelling, only the year of birth, or one given name left out. For the rows of one list and for
// the people of the register alike.
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "people/linkage/birth.h"

namespace jatigi::linkage {

// What a record says of a person; empty where it says nothing. Borrowed: it lives as long as the
// record does.
struct PersonDescription {
    std::string_view family_name, given_names;
    std::string_view father_name, mother_name;
    std::string_view birth_place, origin;
    std::string_view phone;  // E.164.
    std::string_view document_type, document_no;
    std::string_view sex;          // M, F.
    std::string_view nationality;  // ISO 3166-1 alpha-3.
    std::string_view marital_status;
    // A household's number has a meaning in one list only: leave it empty to compare beyond that
    // list.
    std::string_view household;
    std::string_view relation;
    std::span<const std::string> languages{};  // ISO 639, sorted.
    std::optional<BirthInterval> birth{};
};

// Comparison forms of one record, made once. They stand alone: the record may go. Hashes serve
// equality only, 0 where the record says nothing. All of it is about a person, and whoever knows
// the name can make the hash: it stays in memory, is never stored and never sent.
struct PersonTraits {
    // Spelling keys of the words, joined by blanks.
    std::string family;
    std::string given;
    std::string father;
    std::string mother;
    std::uint64_t father_hash = 0;  // Of the words as they are written, in any order.
    std::uint64_t mother_hash = 0;
    std::uint64_t birth_place = 0;
    std::uint64_t origin = 0;
    std::uint64_t phone = 0;
    std::uint64_t document_type = 0;
    std::uint64_t document_no = 0;
    std::uint64_t sex = 0;
    std::uint64_t nationality = 0;
    std::uint64_t marital_status = 0;
    std::uint64_t household = 0;
    std::uint64_t relation = 0;
    std::uint64_t languages = 0;
    std::optional<BirthInterval> birth;
};

PersonTraits traits_of(const PersonDescription& description);

// From here on a person should look at the two. What an ordinary homonym has (the name, perhaps a
// year of birth, one common place) stays below.
inline constexpr double likely_evidence = 4.5;

// Points for and against; negative when the names already say: two people. The same in both
// directions, but for names in each other's place. With `least`, work ends as soon as that many
// points are out of reach, and the answer is then some number below it.
double evidence(const PersonTraits& one, const PersonTraits& other,
                double least = -std::numeric_limits<double>::infinity());

// Two records of one person share at least one of these: names, father, mother, telephone,
// document, places, day of birth. At most seven. Hashes of another program run are the same.
std::vector<std::uint64_t> match_keys(const PersonTraits& traits);

// What two records agree in, in this order: names, birth, father, mother, birth_place, origin,
// phone, document. Names and parents agree in another spelling too, births when they may be one
// day.
std::vector<std::string_view> agreements(const PersonTraits& one, const PersonTraits& other);

}  // namespace jatigi::linkage
