#include "people/registry/register_index.h"

#include <algorithm>
#include <mutex>

#include "people/registry/case_number.h"
#include "people/registry/scan.h"
#include "platform/base/text.h"

namespace jatigi::registry {
namespace {

// How many of the latest people with one key are compared: the commonest full name of a large
// register has hundreds, and the other keys find the true one.
constexpr std::size_t most_of_one_key = 64;
constexpr std::size_t words_max = 8;

constexpr float as_written = 1.0F;
constexpr float beginning = 0.9F;
constexpr float one_letter_off = 0.7F;
constexpr std::size_t shortest_with_an_error = 4;
// Below this part of the words found, a hit is noise.
constexpr float least_score = 0.45F;
constexpr std::size_t shortest_number = 6;

// True when the words differ by at most one letter left out, put in, changed, or two swapped.
bool is_one_off(std::string_view one, std::string_view other) {
    if (one.size() > other.size()) std::swap(one, other);
    if (other.size() - one.size() > 1) return false;
    std::size_t at = 0;
    while (at < one.size() && one[at] == other[at]) ++at;
    if (one.size() < other.size()) return one.substr(at) == other.substr(at + 1);
    if (at + 1 < one.size() && one[at] == other[at + 1] && one[at + 1] == other[at] &&
        one.substr(at + 2) == other.substr(at + 2))
        return true;
    return at == one.size() || one.substr(at + 1) == other.substr(at + 1);
}

std::string digits_and_letters(std::string_view text) {
    std::string kept;
    for (const char c : text)
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) kept += c;
    return upper(kept);
}

// As it was typed, or by a scanner on another keyboard.
std::optional<std::string> number_in(std::string_view query) {
    for (const std::string& reading : scan_readings(query))
        if (auto number = parse_case_number(reading)) return number;
    return std::nullopt;
}

bool has_digit(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "Traoré 1988", as people say who they look for.
struct NameAndYear {
    std::string name;
    int year = 0;
};
std::optional<NameAndYear> name_and_year(std::string_view query) {
    NameAndYear found;
    for (const std::string& word : split(query, ' ')) {
        if (!has_digit(word)) {
            found.name += word + ' ';
            continue;
        }
        const bool is_year = word.size() == 4 &&
                             (word.starts_with("19") || word.starts_with("20")) &&
                             std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
        if (!is_year || found.year != 0) return std::nullopt;
        found.year = std::stoi(word);
    }
    if (found.year == 0 || trim(found.name).empty()) return std::nullopt;
    return found;
}

// Somebody whose birth nobody said may be of any year.
enum class BornThen { yes, unsaid, no };
BornThen born_in(const IndexEntry& entry, int year) {
    if (!entry.birth) return BornThen::unsaid;
    const auto& birth = entry.birth->reveal();
    const auto year_of = [](Day day) {
        return static_cast<int>(std::chrono::year_month_day{day}.year());
    };
    const bool fits = year_of(birth.min) <= year && year <= year_of(birth.max);
    return fits ? BornThen::yes : BornThen::no;
}

void drop(std::vector<std::uint32_t>& postings, std::uint32_t slot) {
    std::erase(postings, slot);
}

}  // namespace

linkage::PersonTraits traits_of(Sex sex, const std::optional<std::string>& nationality,
                                const PersonIdentified& identity) {
    const std::string_view sex_code = sex == Sex::female ? "F" : sex == Sex::male ? "M" : "";
    return linkage::traits_of(
        {.family_name = identity.family_name.reveal(),
         .given_names = identity.given_names.reveal(),
         .father_name = identity.father_name.reveal(),
         .mother_name = identity.mother_name.reveal(),
         .birth_place = identity.birth_place.reveal(),
         .origin = identity.origin.reveal(),
         .phone = identity.phone.reveal(),
         .document_type = identity.document_type.reveal(),
         .document_no = identity.document_no.reveal(),
         .sex = sex_code,
         .nationality = nationality ? std::string_view(*nationality) : std::string_view{},
         .marital_status = identity.marital_status.reveal(),
         .relation = identity.relation.reveal(),
         .languages = identity.languages.reveal(),
         .birth = identity.birth ? std::optional(identity.birth->reveal()) : std::nullopt});
}

std::optional<IndexedPerson> indexed_person(const RegisteredAs& registered,
                                            const PersonFile& file) {
    if (!file.identity && !file.unreadable) return std::nullopt;
    const PersonIdentified identity = file.identity.value_or(PersonIdentified{});
    IndexEntry entry{.person = registered.person,
                     .id = registered.id,
                     .case_number = registered.case_number,
                     .sex = registered.sex,
                     .nationality = registered.nationality};
    entry.family_name = identity.family_name;
    entry.given_names = identity.given_names;
    entry.father_name = identity.father_name;
    entry.mother_name = identity.mother_name;
    entry.birth_place = identity.birth_place;
    entry.origin = identity.origin;
    entry.phone = identity.phone;
    entry.document_no = identity.document_no;
    entry.birth = identity.birth;
    entry.list_household = identity.household.reveal();
    entry.listed = identity.listed;
    if (file.household) {
        entry.household = file.household->household;
        entry.relation = file.household->relation;
    }
    entry.flags.assign(file.flags.begin(), file.flags.end());
    entry.alike.assign(file.alike.begin(), file.alike.end());
    entry.written_again = !file.elsewhere.empty();
    entry.restricted = entry.holds_restriction = file.restricted();
    IndexedPerson person{std::move(entry),
                         traits_of(registered.sex, registered.nationality, identity),
                         linkage::name_words(identity.family_name.reveal())};
    for (linkage::NameWord& word : linkage::name_words(identity.given_names.reveal()))
        person.words.push_back(std::move(word));
    return person;
}

void RegisterIndex::reserve(std::size_t people) {
    constexpr std::size_t keys_of_one = 6;
    const std::unique_lock lock(mutex_);
    slots_.reserve(people);
    slot_of_.reserve(people);
    slot_of_case_.reserve(people);
    matches_.reserve(people * keys_of_one);
}

void RegisterIndex::put(IndexedPerson person) {
    const std::unique_lock lock(mutex_);
    if (closed_) return;
    ++version_;
    const auto known = slot_of_.find(person.entry.person);
    SlotNumber slot = 0;
    if (known != slot_of_.end()) {
        slot = known->second;
        unlink(slot);
    } else {
        slot = static_cast<SlotNumber>(slots_.size());
        slots_.emplace_back();
        slot_of_[person.entry.person] = slot;
    }
    if (quarantined_.contains(person.entry.person)) person.entry.restricted = true;
    slots_[slot] = {std::move(person), true};
    link(slot);
}

void RegisterIndex::quarantine(std::int64_t person) {
    const std::unique_lock lock(mutex_);
    if (closed_) return;
    ++version_;
    quarantined_.insert(person);
    if (const auto known = slot_of_.find(person); known != slot_of_.end())
        slots_[known->second].known.entry.restricted = true;
}

bool RegisterIndex::is_quarantined(std::int64_t person) const {
    const std::shared_lock lock(mutex_);
    return quarantined_.contains(person);
}

void RegisterIndex::restrict(std::int64_t person) {
    const std::unique_lock lock(mutex_);
    const auto known = slot_of_.find(person);
    if (known == slot_of_.end()) return;
    ++version_;
    slots_[known->second].known.entry.restricted = true;
}

void RegisterIndex::note_alike(std::int64_t person, PersonId other) {
    const std::unique_lock lock(mutex_);
    const auto known = slot_of_.find(person);
    if (known == slot_of_.end()) return;
    auto& alike = slots_[known->second].known.entry.alike;
    if (std::ranges::find(alike, other) == alike.end()) alike.push_back(other);
}

bool RegisterIndex::knows(std::int64_t person) const {
    const std::shared_lock lock(mutex_);
    return slot_of_.contains(person);
}

bool RegisterIndex::is_restricted(std::int64_t person) const {
    const std::shared_lock lock(mutex_);
    const auto known = slot_of_.find(person);
    return quarantined_.contains(person) ||
           (known != slot_of_.end() && slots_[known->second].known.entry.restricted);
}

bool RegisterIndex::holds_restriction(std::int64_t person) const {
    const std::shared_lock lock(mutex_);
    const auto known = slot_of_.find(person);
    return known != slot_of_.end() && slots_[known->second].known.entry.holds_restriction;
}

bool RegisterIndex::knows_another(std::int64_t person, PersonId id,
                                  std::string_view case_number) const {
    const std::shared_lock lock(mutex_);
    const auto known = slot_of_.find(person);
    if (known == slot_of_.end()) return false;
    const IndexEntry& entry = slots_[known->second].known.entry;
    return entry.id != id || entry.case_number != case_number;
}

void RegisterIndex::remove(std::int64_t person) {
    const std::unique_lock lock(mutex_);
    ++version_;
    const auto known = slot_of_.find(person);
    if (known == slot_of_.end()) return;
    unlink(known->second);
    slots_[known->second] = {};
    slot_of_.erase(known);
}

void RegisterIndex::clear() {
    const std::unique_lock lock(mutex_);
    forget();
}

void RegisterIndex::close() {
    const std::unique_lock lock(mutex_);
    closed_ = true;
    forget();
}

// The memory goes, too, not what stands in it alone.
void RegisterIndex::forget() {
    quarantined_.clear();
    std::vector<Slot>().swap(slots_);
    slot_of_.clear();
    slot_of_case_.clear();
    words_.clear();
    matches_.clear();
    households_.clear();
    lists_.clear();
}

std::uint64_t RegisterIndex::version() const {
    const std::shared_lock lock(mutex_);
    return version_;
}

std::size_t RegisterIndex::size() const {
    const std::shared_lock lock(mutex_);
    return slot_of_.size();
}

void RegisterIndex::link(SlotNumber slot) {
    const IndexedPerson& person = slots_[slot].known;
    slot_of_case_[person.entry.case_number] = slot;
    for (const linkage::NameWord& word : person.words) {
        if (word.key.empty()) continue;
        Postings& people = words_[word.key][word.spelling];
        if (people.empty() || people.back() != slot) people.push_back(slot);
    }
    for (const std::uint64_t key : linkage::match_keys(person.traits))
        matches_[key].push_back(slot);
    if (person.entry.household) households_[*person.entry.household].push_back(slot);
    if (person.entry.listed) lists_[person.entry.listed->list].push_back(slot);
}

void RegisterIndex::unlink(SlotNumber slot) {
    const IndexedPerson& person = slots_[slot].known;
    slot_of_case_.erase(person.entry.case_number);
    for (const linkage::NameWord& word : person.words) {
        const auto known = words_.find(word.key);
        if (known == words_.end()) continue;
        const auto written = known->second.find(word.spelling);
        if (written == known->second.end()) continue;
        drop(written->second, slot);
        if (written->second.empty()) known->second.erase(written);
    }
    for (const std::uint64_t key : linkage::match_keys(person.traits)) drop(matches_[key], slot);
    if (person.entry.household) drop(households_[*person.entry.household], slot);
    if (person.entry.listed) drop(lists_[person.entry.listed->list], slot);
}

// Raises the score of everybody with such a name.
void RegisterIndex::score_word(const linkage::NameWord& word, std::vector<float>& scores) const {
    std::vector<float> best(scores.size(), 0);
    const auto raise = [&](const Postings& people, float score) {
        for (const SlotNumber slot : people) best[slot] = std::max(best[slot], score);
    };
    for (const auto& [key, known] : words_) {
        const bool same = key == word.key;
        const bool near =
            !same && word.key.size() >= shortest_with_an_error && is_one_off(word.key, key);
        for (const auto& [spelling, people] : known) {
            if (same)
                raise(people, as_written);
            else if (spelling.starts_with(word.spelling))
                raise(people, beginning);
            else if (near)
                raise(people, one_letter_off);
        }
    }
    for (std::size_t slot = 0; slot < scores.size(); ++slot) scores[slot] += best[slot];
}

std::vector<RegisterIndex::Found> RegisterIndex::by_name(std::string_view query, const Judge& judge,
                                                         std::optional<int> year) const {
    std::vector<Found> found;
    std::vector<linkage::NameWord> words = linkage::name_words(query);
    if (words.size() > words_max) words.resize(words_max);
    if (words.empty()) return found;
    std::vector<float> scores(slots_.size(), 0);
    for (const linkage::NameWord& word : words) score_word(word, scores);
    const auto words_count = static_cast<float>(words.size());
    for (SlotNumber slot = 0; slot < slots_.size(); ++slot) {
        float score = scores[slot] / words_count;
        if (score < least_score) continue;
        const BornThen born = year ? born_in(slots_[slot].known.entry, *year) : BornThen::unsaid;
        if (born == BornThen::no) continue;
        if (born == BornThen::yes) score += 1;  // Before those of whom nobody said.
        const Sight sight = sight_of(slot, judge);
        if (sight != Sight::absent) found.push_back({score, slot, sight});
    }
    return found;
}

std::vector<RegisterIndex::Hit> RegisterIndex::by_number(std::string_view query, std::size_t limit,
                                                         const Judge& judge) const {
    std::vector<Hit> hits;
    std::size_t shown = 0;
    const auto case_number = number_in(query);
    const std::string number = digits_and_letters(query);
    // "00223…" is how many write "+223…".
    const std::string international = number.starts_with("00") ? number.substr(2) : number;
    for (SlotNumber slot = 0; slot < slots_.size() && shown < limit; ++slot) {
        if (!slots_[slot].used) continue;
        const IndexEntry& entry = slots_[slot].known.entry;
        const auto ends_with = [&](const Personal<std::string>& text) {
            const std::string known = digits_and_letters(text.reveal());
            return (number.size() >= shortest_number && known.ends_with(number)) ||
                   (international.size() >= shortest_number && known.ends_with(international));
        };
        if (!(case_number && entry.case_number == *case_number) && !ends_with(entry.phone) &&
            !ends_with(entry.document_no))
            continue;
        const Sight sight = sight_of(slot, judge);
        if (sight == Sight::absent) continue;
        hits.push_back({entry, 1, sight});
        if (sight == Sight::shown) ++shown;
    }
    return hits;
}

std::vector<RegisterIndex::Hit> RegisterIndex::search(std::string_view query, std::size_t limit,
                                                      const Judge& judge) const {
    const std::shared_lock lock(mutex_);
    const auto name = name_and_year(query);
    if (!name && (has_digit(query) || number_in(query))) return by_number(query, limit, judge);
    // Of equals the latest: who arrived this week is looked for more often.
    const auto worse = [](const Found& a, const Found& b) {
        return a.score != b.score ? a.score < b.score : a.slot < b.slot;
    };
    // A heap, since of thousands of namesakes only the first are wanted in order.
    std::vector<Found> found =
        name ? by_name(name->name, judge, name->year) : by_name(query, judge, {});
    std::ranges::make_heap(found, worse);
    std::vector<Hit> hits;
    for (std::size_t shown = 0; shown < limit && !found.empty();) {
        std::ranges::pop_heap(found, worse);
        const Found best = found.back();
        found.pop_back();
        hits.push_back({slots_[best.slot].known.entry, best.score, best.sight});
        if (best.sight == Sight::shown) ++shown;
    }
    return hits;
}

// Those of one key who are compared.
RegisterIndex::Postings RegisterIndex::latest_of(const Postings& people, const Judge& judge) const {
    if (people.size() <= most_of_one_key) return people;
    Postings latest;
    std::size_t shown = 0;
    for (auto at = people.rbegin(); at != people.rend() && shown < most_of_one_key; ++at) {
        const Sight sight = sight_of(*at, judge);
        if (sight == Sight::absent) continue;
        latest.push_back(*at);
        if (sight == Sight::shown) ++shown;
    }
    return latest;
}

// NOLINTBEGIN(bugprone-easily-swappable-parameters)
std::vector<RegisterIndex::Candidate> RegisterIndex::candidates(const linkage::PersonTraits& traits,
                                                                double least, std::size_t limit,
                                                                const Judge& judge) const {
    // NOLINTEND(bugprone-easily-swappable-parameters)
    const std::shared_lock lock(mutex_);
    Postings to_compare;
    for (const std::uint64_t key : linkage::match_keys(traits)) {
        const auto same = matches_.find(key);
        if (same == matches_.end()) continue;
        std::ranges::copy(latest_of(same->second, judge), std::back_inserter(to_compare));
    }
    std::ranges::sort(to_compare);
    const auto repeated = std::ranges::unique(to_compare);
    to_compare.erase(repeated.begin(), repeated.end());
    std::vector<std::pair<double, SlotNumber>> found;
    for (const SlotNumber slot : to_compare) {
        const double points = linkage::evidence(slots_[slot].known.traits, traits, least);
        if (points >= least) found.emplace_back(points, slot);
    }
    std::ranges::sort(found, std::greater<>{});
    std::vector<Candidate> result;
    std::size_t shown = 0;
    for (const auto& [points, slot] : found) {
        if (shown == limit) break;
        const Sight sight = sight_of(slot, judge);
        if (sight == Sight::absent) continue;
        const IndexedPerson& known = slots_[slot].known;
        result.push_back({known.entry, points, linkage::agreements(known.traits, traits), sight});
        if (sight == Sight::shown) ++shown;
    }
    return result;
}

std::optional<IndexEntry> RegisterIndex::find(std::int64_t person) const {
    const std::shared_lock lock(mutex_);
    const auto known = slot_of_.find(person);
    if (known == slot_of_.end()) return std::nullopt;
    return slots_[known->second].known.entry;
}

std::optional<IndexEntry> RegisterIndex::find(const std::string& case_number) const {
    const std::shared_lock lock(mutex_);
    const auto known = slot_of_case_.find(case_number);
    if (known == slot_of_case_.end()) return std::nullopt;
    return slots_[known->second].known.entry;
}

std::vector<IndexEntry> RegisterIndex::household(HouseholdId household) const {
    const std::shared_lock lock(mutex_);
    std::vector<IndexEntry> members;
    const auto known = households_.find(household);
    if (known == households_.end()) return members;
    for (const SlotNumber slot : known->second) members.push_back(slots_[slot].known.entry);
    return members;
}

std::vector<RegisterIndex::Listed> RegisterIndex::on_list(ListId list) const {
    const std::shared_lock lock(mutex_);
    std::vector<Listed> people;
    const auto known = lists_.find(list);
    if (known == lists_.end()) return people;
    people.reserve(known->second.size());
    for (const SlotNumber slot : known->second)
        people.push_back({slots_[slot].known.entry, slots_[slot].known.traits});
    return people;
}

std::vector<IndexEntry> RegisterIndex::all() const {
    const std::shared_lock lock(mutex_);
    std::vector<IndexEntry> entries;
    entries.reserve(slot_of_.size());
    for (const Slot& slot : slots_)
        if (slot.used) entries.push_back(slot.known.entry);
    return entries;
}

}  // namespace jatigi::registry
