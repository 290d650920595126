// Which files are one person's: what was said, and the person root. The files that words of two
// join point to one root, the lowest of their ids; the rows of every module keep their own file,
// and queries ask here which files to look at.
#pragma once
#include <span>
#include <unordered_map>

#include "people/registry/same_person.h"
#include "platform/base/day.h"
#include "platform/base/quantity.h"
#include "platform/log/view.h"

namespace jatigi::registry {

extern const log::View same_person_view;

enum class SameState { said, confirmed, unsaid };
constexpr auto enum_texts(SameState) {
    return texts_in_order<SameState>("said", "confirmed", "unsaid");
}
struct SameRow {
    SamePersonId id;
    log::LocalId other = 0;  // The other file.
    SameState state = SameState::said;
    SameGround ground = SameGround::person_says;
    std::int64_t said_by = 0;                  // Account, or its tag.
    std::optional<std::int64_t> decided_by{};  // Who said so too, or unsaid it.
    Instant at;                                // Of the last word.
};
// What holds about this file and each other one: what was said and not unsaid, else the last of
// what was.
Result<std::vector<SameRow>> same_said(store::Connection& db, log::LocalId person);

// The two files that something was said of; nothing when nobody said it.
Result<std::optional<std::pair<log::LocalId, log::LocalId>>> two_files_of(store::Connection& db,
                                                                          log::LocalId said);

// All files of the person that this file is of, itself included, in the order of their numbers.
Result<std::vector<log::LocalId>> files_of(store::Connection& db, log::LocalId person);
// The root of every file that is one of several, for what looks at everybody.
using Roots = std::unordered_map<log::LocalId, log::LocalId>;
Result<Roots> person_roots(store::Connection& db);
inline log::LocalId root_of(const Roots& roots, log::LocalId person) {
    const auto found = roots.find(person);
    return found == roots.end() ? person : found->second;
}
// How many people these files are of.
Persons count_people(const Roots& roots, std::span<const log::LocalId> files);

}  // namespace jatigi::registry
