#include "people/registry/list_duplicates.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "people/registry/list_names.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

// How many of the latest people with one key are looked at. A camp list has some thirty people of
// the commonest full name; beyond that a key tells nobody apart.
constexpr std::size_t most_of_one_key = 60;

// Points for and against; weights are judgements, tuned on lists of invented people. What an
// ordinary homonym has (the name, perhaps a year of birth, one common place) stays below the line.
constexpr double line = 4.5;

struct Weight {
    double same;
    double different;
};
constexpr Weight father{.same = 3, .different = -3};
constexpr Weight mother{.same = 3, .different = -3};
constexpr Weight birth_place{.same = 1.5, .different = -1};
constexpr Weight origin{.same = 1.5, .different = -1.5};
constexpr Weight telephone{.same = 4, .different = -1};
constexpr Weight paper{.same = 5, .different = -2};
constexpr Weight sex{.same = 0, .different = -4};
constexpr Weight nation{.same = 0, .different = -4};
constexpr Weight marital{.same = 0, .different = -1};
constexpr Weight household{.same = 0, .different = -3};
constexpr Weight relation{.same = 0, .different = -1.5};
// The head of a household and his brother are two people, whatever else they share; so are Madou
// and Mamadou, sons of one household.
constexpr double two_of_one_household = -8;
constexpr Weight tongues{.same = 0.3, .different = -0.5};

constexpr double same_day = 3.5;
constexpr double same_year = 1;
constexpr double same_guess = 0.5;
constexpr double near_guess = -0.5;
constexpr double other_birth = -5;
// Two clerks guess an age, or a person tells it twice.
constexpr Days guess_slack{3 * 366};

// Comparison forms, made once for each person.
struct Traits {
    std::vector<std::string> family;
    std::vector<std::string> given;
    std::vector<std::string> father;
    std::vector<std::string> mother;
    std::string birth_place;
    std::string origin;
    std::string languages;
    const ListFields* fields = nullptr;
};

std::string sorted_words(std::string_view text) {
    std::vector<std::string> words = split(word_fold(text), ' ');
    std::ranges::sort(words);
    std::string result;
    for (const std::string& word : words) result += word + ' ';
    return trim(result);
}

Traits traits_of(const ListFields& fields) {
    Traits traits{.family = spelling_keys(fields.family_name.reveal()),
                  .given = spelling_keys(fields.given_names.reveal()),
                  .father = spelling_keys(fields.father_name.reveal()),
                  .mother = spelling_keys(fields.mother_name.reveal()),
                  .birth_place = word_key(fields.birth_place.reveal()),
                  .origin = sorted_words(fields.origin.reveal()),
                  .languages = {},
                  .fields = &fields};
    for (const std::string& language : fields.languages) traits.languages += language + ' ';
    return traits;
}

template <class T>
double weigh(const Weight& weight, const T& one, const T& other) {
    if (one.empty() || other.empty()) return 0;
    return one == other ? weight.same : weight.different;
}

// A parent's name may be respelled or shortened as well.
double weigh_name(const Weight& weight, const std::vector<std::string>& one,
                  const std::vector<std::string>& other) {
    if (one.empty() || other.empty()) return 0;
    const double likeness = name_likeness(one, other);
    if (likeness > 0.99) return weight.same;
    return likeness >= 0.8 ? weight.same / 2 : weight.different;
}

double weigh_births(const ListFields& one, const ListFields& other) {
    if (!one.birth || !other.birth) return 0;
    const BirthInterval& a = one.birth->reveal();
    const BirthInterval& b = other.birth->reveal();
    const bool guessed =
        a.precision == BirthPrecision::estimated || b.precision == BirthPrecision::estimated;
    const bool meet = a.min <= b.max && b.min <= a.max;
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
constexpr double least_likeness_of_given = 0.5;
constexpr double least_likeness_of_family = 0.3;
constexpr double given_name_more_or_less = -0.5;

double step(const NameSteps& steps, double likeness) {
    if (likeness > 0.99) return steps.same;
    if (likeness >= 0.7) return steps.alike;
    return likeness >= 0.5 ? steps.distant : steps.strange;
}

struct Names {
    const std::vector<std::string>& family;
    const std::vector<std::string>& given;
};

// Nothing when the names already say: two people. Somebody without a family name, or without a
// given one, is compared by the other alone.
std::optional<double> weigh_names(const Names& one, const Names& other) {
    double sum = 0;
    if (!one.given.empty() || !other.given.empty()) {
        const double likeness = name_likeness(one.given, other.given);
        if (likeness < least_likeness_of_given) return std::nullopt;
        sum += step(given_steps, likeness);
        if (one.given.size() != other.given.size()) sum += given_name_more_or_less;
    }
    if (!one.family.empty() || !other.family.empty()) {
        const double likeness = name_likeness(one.family, other.family);
        if (likeness < least_likeness_of_family) return std::nullopt;
        sum += step(family_steps, likeness);
    }
    return sum;
}

double weigh_papers(const ListFields& one, const ListFields& other) {
    if (one.document_type != other.document_type) return 0;
    return weigh(paper, word_key(one.document_no.reveal()), word_key(other.document_no.reveal()));
}

double weigh_households(const Traits& one, const Traits& other) {
    const ListFields& a = *one.fields;
    const ListFields& b = *other.fields;
    const double place = weigh(relation, a.relation, b.relation);
    const bool together = !a.household.empty() && a.household == b.household;
    if (together && (place < 0 || one.given != other.given)) return two_of_one_household;
    return place + weigh(household, a.household, b.household);
}

double points(const Traits& one, const Traits& other) {
    const Names written{.family = other.family, .given = other.given};
    auto names = weigh_names({.family = one.family, .given = one.given}, written);
    // One of the two rows may have the names in the other order.
    if (!names) names = weigh_names({.family = one.given, .given = one.family}, written);
    if (!names) return -1;
    const ListFields& a = *one.fields;
    const ListFields& b = *other.fields;
    return *names + weigh_births(a, b) + weigh_name(father, one.father, other.father) +
           weigh_name(mother, one.mother, other.mother) +
           weigh(birth_place, one.birth_place, other.birth_place) +
           weigh(origin, one.origin, other.origin) +
           weigh(telephone, a.phone.reveal(), b.phone.reveal()) + weigh_papers(a, b) +
           weigh(sex, a.sex, b.sex) + weigh(nation, a.nationality, b.nationality) +
           weigh(marital, a.marital_status, b.marital_status) + weigh_households(one, other) +
           weigh(tongues, one.languages, other.languages);
}

// Two rows of one person share at least one of these.
std::vector<std::string> keys_of(const Traits& traits) {
    std::vector<std::string> keys;
    const auto add = [&](char kind, const std::string& text) {
        if (!text.empty()) keys.push_back(std::string(1, kind) + text);
    };
    std::vector<std::string> names;
    if (!traits.given.empty()) names.push_back(traits.given[0]);
    if (!traits.family.empty()) names.push_back(traits.family[0]);
    std::ranges::sort(names);
    std::string name;
    for (const std::string& word : names) name += word + ' ';
    add('n', name);
    add('f', sorted_words(traits.fields->father_name.reveal()));
    add('m', sorted_words(traits.fields->mother_name.reveal()));
    add('p', traits.fields->phone.reveal());
    add('d', word_key(traits.fields->document_no.reveal()));
    if (!traits.origin.empty() && !traits.birth_place.empty()) {
        add('o', traits.origin + traits.birth_place);
    }
    if (traits.fields->birth) {
        const BirthInterval& birth = traits.fields->birth->reveal();
        if (birth.precision == BirthPrecision::day) add('b', day_text(birth.min));
    }
    return keys;
}

}  // namespace

std::vector<std::optional<std::size_t>> suspected_duplicates(
    const std::vector<const ListFields*>& people) {
    std::vector<std::optional<std::size_t>> result(people.size());
    std::vector<Traits> traits;
    traits.reserve(people.size());
    std::unordered_map<std::string, std::vector<std::size_t>> by_key;
    for (std::size_t i = 0; i < people.size(); ++i) {
        traits.push_back(traits_of(*people[i]));
        std::set<std::size_t> candidates;
        const std::vector<std::string> keys = keys_of(traits.back());
        for (const std::string& key : keys) {
            const std::vector<std::size_t>& same = by_key[key];
            const auto first = same.size() - std::min(same.size(), most_of_one_key);
            candidates.insert(same.begin() + static_cast<std::ptrdiff_t>(first), same.end());
        }
        double best = line;
        for (const std::size_t candidate : candidates) {
            const double score = points(traits[candidate], traits[i]);
            // Of equals the earliest: that is where the person stands first.
            if (score < line || (result[i] && score <= best)) continue;
            best = score;
            result[i] = candidate;
        }
        for (const std::string& key : keys) by_key[key].push_back(i);
    }
    return result;
}

}  // namespace jatigi::registry
