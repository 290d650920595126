#include "jobs/import_row_content.h"

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi::jobs {
namespace {

using lists::ListFields;
using registry::IndexEntry;

std::string sorted_words(std::string_view text) {
    std::vector<std::string> words = split(fold(text), ' ');
    std::ranges::sort(words);
    std::string result;
    for (const std::string& word : words) result += word + ' ';
    return result;
}

// What two descriptions of a person have in common, as it is written.
struct InCommon {
    int same = 0;  // Cells that both fill, with the same words.
    bool differ = false;

    void compare(const Personal<std::string>& one, const Personal<std::string>& other) {
        if (one.reveal().empty() || other.reveal().empty()) return;
        const bool equal = sorted_words(one.reveal()) == sorted_words(other.reveal());
        same += equal ? 1 : 0;
        differ = differ || !equal;
    }
};

std::string description_of(const Personal<std::string>& family, const Personal<std::string>& given,
                           const std::optional<Personal<linkage::BirthInterval>>& birth) {
    const std::string names = sorted_words(family.reveal() + " " + given.reveal());
    if (names.empty() || !birth) return {};
    return names + day_text(birth->reveal().min) + day_text(birth->reveal().max);
}
InCommon parents_of(const IndexEntry& known, const ListFields& fields) {
    InCommon parents;
    parents.compare(known.father_name, fields.father_name);
    parents.compare(known.mother_name, fields.mother_name);
    return parents;
}

// How many things more than names and birth two people must have in common. The first of January is
// written for whoever does not know their day.
int things_more(const linkage::BirthInterval& birth) {
    if (birth.precision != linkage::BirthPrecision::day) return 3;
    const std::chrono::year_month_day day{birth.min};
    const bool by_default = day.month() == std::chrono::January && day.day() == std::chrono::day{1};
    return by_default ? 1 : 0;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters) -- alike either way
bool share_a_word(std::string_view one, std::string_view other) {
    const std::vector<std::string> words = split(one, ' ');
    return std::ranges::any_of(split(other, ' '), [&words](const std::string& word) {
        return std::ranges::find(words, word) != words.end();
    });
}

}  // namespace

std::string content_of(const std::string& site, const ListFields& fields) {
    std::string text = site;
    const auto add = [&text](std::string_view part) {
        text += '\x1f';
        text += part;
    };
    add(fields.arrival_date ? day_text(*fields.arrival_date) : "");
    // A whole list tells which name is which; two lists may disagree.
    add(sorted_words(fields.family_name.reveal() + " " + fields.given_names.reveal()));
    add(fields.sex);
    if (fields.birth) {
        const linkage::BirthInterval& birth = fields.birth->reveal();
        add(day_text(birth.min) + day_text(birth.max));
    } else {
        add("");
    }
    add(fields.nationality);
    for (const auto* written :
         {&fields.birth_place, &fields.origin, &fields.father_name, &fields.mother_name})
        add(sorted_words(written->reveal()));
    add(fields.household);
    add(fields.relation);
    add(fields.phone.reveal());
    add(fields.document_type);
    add(fields.document_no.reveal());
    add(fields.marital_status);
    for (const std::string& language : fields.languages) add(language);
    for (const std::string& code : fields.vulnerabilities.reveal()) add(code);
    // A remark that was added is news, too; the row then counts as changed.
    add(sorted_words(fields.observations.reveal()));
    return text;
}

std::string description_of(const IndexEntry& known) {
    return description_of(known.family_name, known.given_names, known.birth);
}
std::string description_of(const ListFields& fields) {
    return description_of(fields.family_name, fields.given_names, fields.birth);
}

bool parents_differ(const IndexEntry& known, const ListFields& fields) {
    return parents_of(known, fields).differ;
}

bool says_the_same(const IndexEntry& known, const ListFields& fields) {
    const std::string sex = known.sex == registry::Sex::female ? "F"
                            : known.sex == registry::Sex::male ? "M"
                                                               : "";
    if ((!sex.empty() && !fields.sex.empty() && sex != fields.sex) ||
        (known.nationality && !fields.nationality.empty() &&
         *known.nationality != fields.nationality))
        return false;
    InCommon more = parents_of(known, fields);
    more.compare(known.birth_place, fields.birth_place);
    more.compare(known.origin, fields.origin);
    more.compare(known.phone, fields.phone);
    more.compare(known.document_no, fields.document_no);
    const std::string description = description_of(known);
    if (more.differ || description.empty() || description != description_of(fields)) return false;
    return more.same >= things_more(known.birth->reveal());
}

bool is_somebody_else(const linkage::PersonTraits& one, const linkage::PersonTraits& other) {
    const bool names =
        !one.given.empty() && !other.given.empty() && !share_a_word(one.given, other.given);
    const bool births = one.birth && other.birth &&
                        (one.birth->max < other.birth->min || other.birth->max < one.birth->min);
    return names && births;
}

}  // namespace jatigi::jobs
