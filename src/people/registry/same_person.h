// Two files that turn out to be one person's. One account says so and another says so too; any one
// that may say it may unsay it, with a reason. Rows keep their file, queries join the files of one
// person (same_person_view.h), so that unsaying loses nothing. Open class: two random ids, no name.
#pragma once
#include <cstdint>
#include <variant>
#include <vector>

#include "people/registry/ids.h"
#include "platform/base/enum_text.h"
#include "platform/base/result.h"

namespace jatigi::registry {

using SamePersonId = Id<struct SamePersonEntity>;
constexpr std::string_view same_person_kind = "same_person";
// Of the review task that asks for the second word.
constexpr std::string_view same_person_reason = "same_person";

// Why somebody says that two files are one person's, or are not.
enum class SameGround { person_says, document_seen, recognised, seen_together, mistake };
constexpr auto enum_texts(SameGround) {
    return texts_in_order<SameGround>("person_says", "document_seen", "recognised", "seen_together",
                                      "mistake");
}

struct SameSaid {
    PersonId one, other;
    SameGround ground = SameGround::person_says;
    std::int64_t by = 0;  // A tag of the account, of its own in each stream (log/author.h).
    bool operator==(const SameSaid&) const = default;
};
struct SameConfirmed {
    SameGround ground = SameGround::person_says;
    std::int64_t by = 0;
    bool operator==(const SameConfirmed&) const = default;
};
// They are two people, or nobody can know.
struct SameUnsaid {
    SameGround ground = SameGround::person_says;
    std::int64_t by = 0;
    bool operator==(const SameUnsaid&) const = default;
};
using SamePersonEvent = std::variant<SameSaid, SameConfirmed, SameUnsaid>;

// Said a second time, by somebody else, it holds.
struct SaySame {
    SameSaid said;
};
struct UnsaySame {
    SameUnsaid unsaid;
};

struct NothingSaid {
    bool confirmed = false;  // Before the first word was heard of.
};
struct SaidByOne {
    SameSaid said;
};
struct SaidByTwo {
    SameSaid said;
};
struct Unsaid {};
using SamePerson = std::variant<NothingSaid, SaidByOne, SaidByTwo, Unsaid>;

// Whatever was unsaid stays so, whatever order facts come in: one file with two people in it is
// worse than one person with two files. Whoever says it again begins anew.
SamePerson evolve(const SamePerson& state, const SamePersonEvent& event);

// Refuses with same_person.one_file, same_person.ground_invalid (seen together, or a mistake),
// same_person.second_needed (the same account again), same_person.already_said, same_person.unsaid.
Result<std::vector<SamePersonEvent>> decide(const SamePerson& state, const SaySame& command);
// Refuses with same_person.not_said.
Result<std::vector<SamePersonEvent>> decide(const SamePerson& state, const UnsaySame& command);

}  // namespace jatigi::registry
