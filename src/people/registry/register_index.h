// Everybody's names in memory, for search by any spelling and for "is this person known already?".
// Filled at start from the sealed files, changed after each commit, cleared when the node is
// locked. Names are never in a table: this is the only place where many of them stand together.
// Safe to use from several threads. It asks nobody who may: its callers judge by the policy.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "people/linkage/name_spelling.h"
#include "people/linkage/person_likeness.h"
#include "people/registry/identity.h"
#include "people/registry/person.h"
#include "platform/base/fair_mutex.h"

namespace jatigi::registry {

struct IndexEntry {
    std::int64_t person = 0;  // Local number.
    PersonId id;
    std::string case_number;
    Sex sex = Sex::unknown;
    std::optional<std::string> nationality{};
    Personal<std::string> family_name, given_names, father_name, mother_name, birth_place, origin,
        phone, document_no;
    std::optional<Personal<linkage::BirthInterval>> birth{};
    std::optional<HouseholdId> household{};
    std::string relation;
    std::string list_household;  // The household's number on the list the person came with.
    std::optional<ListedAs> listed{};
    std::vector<std::string> flags;
    std::vector<PersonId> alike;  // Who may be the same person.
    bool written_again = false;   // A later row was kept with this file.
    bool restricted = false;
    bool holds_restriction = false;  // It is this file's own, and not another's of the person.
};

// What is known of a person, as it is compared with others.
linkage::PersonTraits traits_of(Sex sex, const std::optional<std::string>& nationality,
                                const PersonIdentified& identity);
// What is compared is made with the person, before the index is locked to put it in.
struct IndexedPerson {
    IndexEntry entry;
    linkage::PersonTraits traits;
    std::vector<linkage::NameWord> words;
};
// The person as a register's row knows them, before the sealed file is looked at.
struct RegisteredAs {
    std::int64_t person = 0;
    PersonId id;
    std::string case_number;
    Sex sex = Sex::unknown;
    std::optional<std::string> nationality{};
};
// Nothing when there is no readable identity, unless it may be one of the facts that cannot be
// read.
std::optional<IndexedPerson> indexed_person(const RegisteredAs& registered, const PersonFile& file);

// What whoever asks may know of somebody who was found.
enum class Sight : std::uint8_t {
    shown,
    told,   // Behaves as absent, and protection is told.
    asked,  // Has left another site: only whoever stands there and answers a question is this
            // person.
    absent,
};
// Asked of everybody who was found, before any limit is applied: whoever may not be shown must not
// take the place of somebody who may. Quick, and asks nothing of the index.
using Judge = std::function<Sight(const IndexEntry&)>;

class RegisterIndex {
public:
    struct Hit {
        IndexEntry entry;
        double score = 0;  // 0 to 1.
        Sight sight = Sight::shown;
    };
    struct Candidate {
        IndexEntry entry;
        double evidence = 0;  // Points, likely_evidence and more: probably the same.
        std::vector<std::string_view> because;
        Sight sight = Sight::shown;
    };

    // Room for so many people, so that a large register is filled without moving.
    void reserve(std::size_t people);
    // Adds or replaces.
    void put(IndexedPerson person);
    // Restricted from now on, whatever is put: something that is stored about them cannot be read.
    void quarantine(std::int64_t person);
    bool is_quarantined(std::int64_t person) const;
    // Restricted until they are put again: another file of theirs is.
    void restrict(std::int64_t person);
    void remove(std::int64_t person);
    // This person may be the other one.
    void note_alike(std::int64_t person, PersonId other);
    void clear();
    // Forgets everybody, for good: whoever is put in afterwards is not kept.
    void close();
    std::size_t size() const;
    // Another number after each change: whether a comparison made before is still good.
    std::uint64_t version() const;

    // Best first, until `limit` of them are shown; who is told of stands where they would have
    // stood. Without a judge all are shown. A word may be the beginning of a name, or a name with
    // one letter wrong; a case number, a telephone or a document number is found as a whole.
    std::vector<Hit> search(std::string_view query, std::size_t limit,
                            const Judge& judge = {}) const;
    // Likewise, those with at least `least` points.
    std::vector<Candidate> candidates(const linkage::PersonTraits& traits, double least,
                                      std::size_t limit, const Judge& judge = {}) const;
    std::optional<IndexEntry> find(std::int64_t person) const;
    bool knows(std::int64_t person) const;
    // Also of somebody who is not in the index.
    bool is_restricted(std::int64_t person) const;
    bool holds_restriction(std::int64_t person) const;
    // Whether somebody else is known by this local number: by another id or another case number.
    bool knows_another(std::int64_t person, PersonId id, std::string_view case_number) const;
    std::optional<IndexEntry> find(const std::string& case_number) const;
    std::vector<IndexEntry> household(HouseholdId household) const;
    // Whoever came on this list or on a version of it, in order of registration.
    struct Listed {
        IndexEntry entry;
        linkage::PersonTraits traits;
    };
    std::vector<Listed> on_list(ListId list) const;
    std::vector<IndexEntry> all() const;  // In order of registration.

private:
    struct Slot {
        IndexedPerson known;
        bool used = false;
    };
    using SlotNumber = std::uint32_t;
    using Postings = std::vector<SlotNumber>;

    void link(SlotNumber slot);
    void unlink(SlotNumber slot);
    struct Found {
        float score;
        SlotNumber slot;
        Sight sight;
    };

    Sight sight_of(SlotNumber slot, const Judge& judge) const {
        return judge ? judge(slots_[slot].known.entry) : Sight::shown;
    }
    void score_word(const linkage::NameWord& word, std::vector<float>& scores) const;
    // `year`: of birth, where it was typed beside the name.
    std::vector<Found> by_name(std::string_view query, const Judge& judge,
                               std::optional<int> year) const;
    std::vector<Hit> by_number(std::string_view query, std::size_t limit, const Judge& judge) const;
    Postings latest_of(const Postings& people, const Judge& judge) const;

    void forget();  // Under the lock.

    mutable FairMutex mutex_;
    std::unordered_set<std::int64_t> quarantined_;
    bool closed_ = false;
    std::uint64_t version_ = 0;
    std::vector<Slot> slots_;
    std::unordered_map<std::int64_t, SlotNumber> slot_of_;
    std::unordered_map<std::string, SlotNumber> slot_of_case_;
    // The people with one spelling key, by spelling: what somebody has typed so far is the
    // beginning of a spelling, not of a key. Of each person's own: somebody found by how another
    // writes the same name would tell that there is another.
    using Word = std::map<std::string, Postings>;
    std::unordered_map<std::string, Word> words_;
    std::unordered_map<std::uint64_t, Postings> matches_;
    std::map<HouseholdId, Postings> households_;
    std::map<ListId, Postings> lists_;
};

}  // namespace jatigi::registry
