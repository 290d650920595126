#include "people/linkage/person_likeness.h"

#include <algorithm>
#include <array>

#include "people/linkage/name_spelling.h"
#include "platform/base/text.h"

namespace jatigi::linkage {
namespace {

// Weights are judgements, tuned on lists of invented people. All are quarters, so that sums are
// exact in any order.
struct Weight {
    double same;
    double different;
};
constexpr Weight father_weight{.same = 3, .different = -3};
constexpr Weight mother_weight{.same = 3, .different = -3};
constexpr Weight birth_place_weight{.same = 1.5, .different = -1};
constexpr Weight origin_weight{.same = 1.5, .different = -1.5};
constexpr Weight phone_weight{.same = 4, .different = -1};
constexpr Weight paper_weight{.same = 5, .different = -2};
constexpr Weight sex_weight{.same = 0, .different = -4};
constexpr Weight nation_weight{.same = 0, .different = -4};
constexpr Weight marital_weight{.same = 0, .different = -1};
constexpr Weight household_weight{.same = 0, .different = -3};
constexpr Weight relation_weight{.same = 0, .different = -1.5};
// The head of a household and his brother are two people, whatever else they share; so are Madou
// and Mamadou, sons of one household.
constexpr double two_of_one_household = -8;
constexpr Weight tongues_weight{.same = 0.25, .different = -0.5};

constexpr double same_day = 3.5;
constexpr double same_year = 1;
constexpr double same_guess = 0.5;
constexpr double near_guess = -0.5;
constexpr double other_birth = -5;
// Two clerks guess an age, or a person tells it twice.
constexpr Days guess_slack{3 * 366};

// FNV-1a with a last stirring, so that the low bits are as good as the high ones.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0xCBF29CE484222325U) {
    if (text.empty()) return 0;
    std::uint64_t hash = seed;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    hash ^= hash >> 31U;
    hash *= 0x7FB5D329728EA185U;
    hash ^= hash >> 27U;
    return hash == 0 ? 1 : hash;
}

std::string sorted_words(std::string_view text) {
    std::vector<std::string> words = split(word_fold(text), ' ');
    std::ranges::sort(words);
    std::string result;
    for (const std::string& word : words) result += word + ' ';
    return trim(result);
}

double weigh(const Weight& weight, std::uint64_t one, std::uint64_t other) {
    if (one == 0 || other == 0) return 0;
    return one == other ? weight.same : weight.different;
}

constexpr double alike_parent = 0.8;

// A parent's name may be respelled or shortened as well.
double weigh_name(const Weight& weight, std::string_view one, std::string_view other) {
    if (one.empty() || other.empty()) return 0;
    const double likeness = name_likeness(one, other);
    if (likeness > 0.99) return weight.same;
    return likeness >= alike_parent ? weight.same / 2 : weight.different;
}

bool births_meet(const PersonTraits& one, const PersonTraits& other) {
    return one.birth && other.birth && one.birth->min <= other.birth->max &&
           other.birth->min <= one.birth->max;
}

double weigh_births(const PersonTraits& one, const PersonTraits& other) {
    if (!one.birth || !other.birth) return 0;
    const BirthInterval& a = *one.birth;
    const BirthInterval& b = *other.birth;
    const bool guessed =
        a.precision == BirthPrecision::estimated || b.precision == BirthPrecision::estimated;
    const bool meet = births_meet(one, other);
    if (meet && guessed) return same_guess;
    if (meet) {
        const bool days = a.precision == BirthPrecision::day && b.precision == BirthPrecision::day;
        return days ? same_day : same_year;
    }
    const bool near = a.min <= b.max + guess_slack && b.min <= a.max + guess_slack;
    return guessed && near ? near_guess : other_birth;
}

struct NameSteps {
    double same;
    double alike;    // From 0.7: another spelling.
    double distant;  // From 0.5.
    double strange;
};
constexpr NameSteps given_steps{.same = 1.5, .alike = 0.5, .distant = -1.5, .strange = -1.5};
constexpr NameSteps family_steps{.same = 1, .alike = 0.5, .distant = -0.5, .strange = -1.5};
constexpr double most_for_names = given_steps.same + family_steps.same;
constexpr double alike_name = 0.7;
constexpr double least_likeness_of_given = 0.5;
constexpr double least_likeness_of_family = 0.3;
constexpr double given_name_more_or_less = -0.5;

double step(const NameSteps& steps, double likeness) {
    if (likeness > 0.99) return steps.same;
    if (likeness >= alike_name) return steps.alike;
    return likeness >= 0.5 ? steps.distant : steps.strange;
}

struct Names {
    std::string_view family;
    std::string_view given;
};

Names names_of(const PersonTraits& traits) {
    return {.family = traits.family, .given = traits.given};
}

Names turned(const Names& names) {
    return {.family = names.given, .given = names.family};
}

auto words_in(std::string_view joined) {
    return joined.empty() ? 0 : std::ranges::count(joined, ' ') + 1;
}

// Nothing when the names already say: two people. Somebody without a family name, or without a
// given one, is compared by the other alone.
std::optional<double> weigh_names(const Names& one, const Names& other) {
    double sum = 0;
    if (!one.given.empty() || !other.given.empty()) {
        const double likeness = name_likeness(one.given, other.given);
        if (likeness < least_likeness_of_given) return std::nullopt;
        sum += step(given_steps, likeness);
        if (words_in(one.given) != words_in(other.given)) sum += given_name_more_or_less;
    }
    if (!one.family.empty() || !other.family.empty()) {
        const double likeness = name_likeness(one.family, other.family);
        if (likeness < least_likeness_of_family) return std::nullopt;
        sum += step(family_steps, likeness);
    }
    return sum;
}

std::optional<double> weigh_names(const PersonTraits& one, const PersonTraits& other) {
    const auto names = weigh_names(names_of(one), names_of(other));
    // One of the two may have the names in the other order.
    return names ? names : weigh_names(turned(names_of(one)), names_of(other));
}

bool same_paper(const PersonTraits& one, const PersonTraits& other) {
    return one.document_type == other.document_type && one.document_no != 0 &&
           one.document_no == other.document_no;
}

double weigh_papers(const PersonTraits& one, const PersonTraits& other) {
    if (one.document_type != other.document_type) return 0;
    return weigh(paper_weight, one.document_no, other.document_no);
}

double weigh_households(const PersonTraits& one, const PersonTraits& other) {
    const double place = weigh(relation_weight, one.relation, other.relation);
    const bool together = one.household != 0 && one.household == other.household;
    if (together && (place < 0 || one.given != other.given)) return two_of_one_household;
    return place + weigh(household_weight, one.household, other.household);
}

// All that is compared without looking at the spelling of names.
double weigh_plain(const PersonTraits& one, const PersonTraits& other) {
    return weigh_births(one, other) +
           weigh(birth_place_weight, one.birth_place, other.birth_place) +
           weigh(origin_weight, one.origin, other.origin) +
           weigh(phone_weight, one.phone, other.phone) + weigh_papers(one, other) +
           weigh(sex_weight, one.sex, other.sex) +
           weigh(nation_weight, one.nationality, other.nationality) +
           weigh(marital_weight, one.marital_status, other.marital_status) +
           weigh_households(one, other) + weigh(tongues_weight, one.languages, other.languages);
}

}  // namespace

PersonTraits traits_of(const PersonDescription& said) {
    PersonTraits traits{.family = spelling_keys(said.family_name),
                        .given = spelling_keys(said.given_names),
                        .father = spelling_keys(said.father_name),
                        .mother = spelling_keys(said.mother_name),
                        .father_hash = hash_of(sorted_words(said.father_name)),
                        .mother_hash = hash_of(sorted_words(said.mother_name)),
                        .birth_place = hash_of(word_key(said.birth_place)),
                        .origin = hash_of(sorted_words(said.origin)),
                        .phone = hash_of(said.phone),
                        .document_type = hash_of(said.document_type),
                        .document_no = hash_of(word_key(said.document_no)),
                        .sex = hash_of(said.sex),
                        .nationality = hash_of(said.nationality),
                        .marital_status = hash_of(said.marital_status),
                        .household = hash_of(said.household),
                        .relation = hash_of(said.relation),
                        .languages = 0,
                        .birth = said.birth};
    std::string languages;
    for (const std::string& language : said.languages) languages += language + ' ';
    traits.languages = hash_of(languages);
    return traits;
}

double evidence(const PersonTraits& one, const PersonTraits& other, double least) {
    constexpr double out_of_reach = -1;
    // Spellings are dear to compare, so the rest goes first.
    const auto unreachable = [&](double points) { return points < least; };
    const double plain = weigh_plain(one, other);
    double parents = 0;
    if (!one.father.empty() && !other.father.empty()) parents += father_weight.same;
    if (!one.mother.empty() && !other.mother.empty()) parents += mother_weight.same;
    if (unreachable(plain + parents + most_for_names)) return std::min(out_of_reach, least - 1);
    const auto names = weigh_names(one, other);
    if (!names) return out_of_reach;
    if (unreachable(plain + parents + *names)) return std::min(out_of_reach, least - 1);
    return plain + *names + weigh_name(father_weight, one.father, other.father) +
           weigh_name(mother_weight, one.mother, other.mother);
}

std::vector<std::uint64_t> match_keys(const PersonTraits& traits) {
    std::vector<std::uint64_t> keys;
    // What is hashed says also what it is: the same words as father and as mother are two keys.
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    const auto add = [&](char kind, std::uint64_t one, std::uint64_t other = 0) {
        if (one == 0) return;
        std::array<char, 17> bytes{kind};
        for (std::size_t i = 0; i < 8; ++i) {
            bytes.at(1 + i) = static_cast<char>(one >> (8 * i));
            bytes.at(9 + i) = static_cast<char>(other >> (8 * i));
        }
        keys.push_back(hash_of({bytes.data(), bytes.size()}));
    };
    const auto first_word = [](const std::string& joined) {
        return hash_of(std::string_view(joined).substr(0, joined.find(' ')));
    };
    const auto [less, more] = std::minmax({first_word(traits.given), first_word(traits.family)});
    add('n', more, less);
    add('f', traits.father_hash);
    add('m', traits.mother_hash);
    add('p', traits.phone);
    add('d', traits.document_no);
    if (traits.birth_place != 0) add('o', traits.origin, traits.birth_place);
    if (traits.birth && traits.birth->precision == BirthPrecision::day) {
        const auto day = traits.birth->min.time_since_epoch().count();
        add('b', static_cast<std::uint64_t>(day) + (std::uint64_t{1} << 32U));
    }
    return keys;
}

std::vector<std::string_view> agreements(const PersonTraits& one, const PersonTraits& other) {
    std::vector<std::string_view> agreed;
    const auto add = [&](std::string_view what, bool agrees) {
        if (agrees) agreed.push_back(what);
    };
    const auto same = [](std::uint64_t a, std::uint64_t b) { return a != 0 && a == b; };
    const auto names_agree = [&](const Names& a, const Names& b) {
        const auto agree = [](std::string_view x, std::string_view y) {
            return (x.empty() && y.empty()) || name_likeness(x, y) >= alike_name;
        };
        return !(a.family.empty() && a.given.empty()) && agree(a.family, b.family) &&
               agree(a.given, b.given);
    };
    add("names", names_agree(names_of(one), names_of(other)) ||
                     names_agree(turned(names_of(one)), names_of(other)));
    add("birth", births_meet(one, other));
    add("father", name_likeness(one.father, other.father) >= alike_parent);
    add("mother", name_likeness(one.mother, other.mother) >= alike_parent);
    add("birth_place", same(one.birth_place, other.birth_place));
    add("origin", same(one.origin, other.origin));
    add("phone", same(one.phone, other.phone));
    add("document", same_paper(one, other));
    return agreed;
}

}  // namespace jatigi::linkage
