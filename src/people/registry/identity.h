// The sealed half of a person's file, class identity: who they are, whom they came with, what the
// desk should know. Corrections name the fields they change, so that two nodes that correct two
// fields at once lose neither.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "people/linkage/birth.h"
#include "people/registry/ids.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/personal.h"
#include "platform/base/result.h"

namespace jatigi::registry {

// A cell of a list that we keep as it was written.
struct Observation {
    std::string heading;
    Personal<std::string> text;
    bool operator==(const Observation&) const = default;
};

// Where on its list a person came: how a corrected row of a later version finds them.
struct ListedAs {
    ListId list;
    std::string number;      // The list's own, as written; may be empty.
    // Of its rows with people, from nought. Below nought: came with a later version, and stood before
    // the row -(place + 1) of the first.
    std::int64_t place = 0;
    bool operator==(const ListedAs&) const = default;
};

struct PersonIdentified {
    Personal<std::string> family_name, given_names;  // As written.
    std::optional<Personal<linkage::BirthInterval>> birth{};
    Personal<std::string> birth_place, origin, father_name, mother_name;
    Personal<std::string> marital_status, relation, household;  // As the list says.
    Personal<std::string> phone;  // E.164.
    Personal<std::vector<std::string>> languages{};  // ISO 639.
    Personal<std::string> document_type, document_no;
    std::vector<Observation> observations{};
    std::vector<std::string> flags{};  // Service flags at registration.
    std::optional<HouseholdId> household_id{};
    std::optional<ListedAs> listed{};
    bool operator==(const PersonIdentified&) const = default;
};

// The fields that are one text each, by their name in facts and answers.
using IdentityText = Personal<std::string> PersonIdentified::*;
constexpr std::array<std::pair<std::string_view, IdentityText>, 12> identity_texts{{
    {"family_name", &PersonIdentified::family_name},
    {"given_names", &PersonIdentified::given_names},
    {"birth_place", &PersonIdentified::birth_place},
    {"origin", &PersonIdentified::origin},
    {"father_name", &PersonIdentified::father_name},
    {"mother_name", &PersonIdentified::mother_name},
    {"marital_status", &PersonIdentified::marital_status},
    {"relation", &PersonIdentified::relation},
    {"household", &PersonIdentified::household},
    {"phone", &PersonIdentified::phone},
    {"document_type", &PersonIdentified::document_type},
    {"document_no", &PersonIdentified::document_no},
}};

// Flags that change a service. What only protection staff may know is never one of them.
constexpr std::array<std::string_view, 11> service_flags{
    "UAC",       "SEPARATED",  "SINGLE_PARENT",   "CHILD_HEADED_HH", "PREGNANT",      "LACTATING",
    "ELDERLY",   "DISABILITY", "CHRONIC_ILLNESS", "MEDICAL_URGENT",  "STATELESS_RISK"};
bool is_service_flag(std::string_view code);

// What another row of a list says of somebody who is probably this person; kept for review.
struct DuplicateWritten {
    PersonIdentified other;
    bool operator==(const DuplicateWritten&) const = default;
};
struct BirthChange {
    std::optional<Personal<linkage::BirthInterval>> now{};  // Nothing: not known after all.
    bool operator==(const BirthChange&) const = default;
};
// Somebody else is so alike that a person should look whether the two are one. It stands in the files
// of both, and changes nothing for either: likeness never denies.
struct LikenessNoticed {
    PersonId other;
    bool operator==(const LikenessNoticed&) const = default;
};
// What was corrected in the open profile, told here too: one history, with its reason.
struct ProfileChange {
    std::string field;  // sex, nationality.
    Personal<std::string> from, to;
    bool operator==(const ProfileChange&) const = default;
};
struct IdentityCorrected {
    std::map<std::string, Personal<std::string>, std::less<>> texts{};  // Keys of identity_texts.
    std::optional<BirthChange> birth{};
    std::optional<Personal<std::vector<std::string>>> languages{};
    std::vector<ProfileChange> profile{};
    std::string reason;  // typing_error, heard_better, document_seen, other.
    bool operator==(const IdentityCorrected&) const = default;
};
struct FlagsChanged {
    std::vector<std::string> add{}, remove{};
    bool operator==(const FlagsChanged&) const = default;
};
struct HouseholdJoined {
    HouseholdId household;
    std::string relation;  // HEAD SPOUSE SON DAUGHTER BROTHER SISTER NEPHEW, or empty.
    bool operator==(const HouseholdJoined&) const = default;
};
struct HouseholdLeft {
    HouseholdId household;
    bool operator==(const HouseholdLeft&) const = default;
};
using RestrictionId = Id<struct RestrictionEntity>;
// Protective: in force until a later fact names it, whatever order they come in.
struct FileRestricted {
    RestrictionId id;
    Personal<std::string> reason;
    bool operator==(const FileRestricted&) const = default;
};
struct RestrictionLifted {
    RestrictionId id;
    bool operator==(const RestrictionLifted&) const = default;
};
enum class PhotoPurpose { registration, travel_document };  // Each has its own consent.
constexpr auto enum_texts(PhotoPurpose) {
    return texts_in_order<PhotoPurpose>("registration", "travel_document");
}
struct PhotoKept {
    PhotoId photo;
    PhotoPurpose purpose = PhotoPurpose::registration;
    std::string media_type;  // image/jpeg, image/png.
    bool operator==(const PhotoKept&) const = default;
};
struct PhotoErased {
    PhotoId photo;
    bool operator==(const PhotoErased&) const = default;
};
// Written into every other file when one is restricted or a restriction is lifted: as long, and at the
// same moment, so that whoever counts sealed facts cannot tell whose it was.
struct NothingChanged {
    bool operator==(const NothingChanged&) const = default;
};
using IdentityEvent =
    std::variant<PersonIdentified, DuplicateWritten, LikenessNoticed, IdentityCorrected,
                 FlagsChanged, HouseholdJoined, HouseholdLeft, FileRestricted, RestrictionLifted,
                 PhotoKept, PhotoErased, NothingChanged>;

struct PersonFile {
    std::optional<PersonIdentified> identity{};
    std::set<std::string, std::less<>> flags{};
    std::optional<HouseholdJoined> household{};
    std::map<RestrictionId, Personal<std::string>> restrictions{};
    std::set<RestrictionId> lifted{};
    std::optional<PhotoKept> photo{};
    std::vector<PersonIdentified> elsewhere{};
    std::set<PersonId> alike{};
    // A fact of this file, or filed here, cannot be read: it may be a restriction.
    bool unreadable = false;

    bool restricted() const;
};

PersonFile evolve(PersonFile state, const IdentityEvent& event);

struct CorrectIdentity {
    IdentityCorrected correction;
};
struct ChangeFlags {
    FlagsChanged flags;
};
struct JoinHousehold {
    HouseholdJoined household;
};
struct LeaveHousehold {};
struct RestrictFile {
    FileRestricted restriction;
};
struct LiftRestrictions {};
struct KeepPhoto {
    PhotoKept photo;
};
struct ErasePhoto {};

// All refuse with person.not_identified when nothing readable is known of the person (erased, or
// from another node); no fact when nothing changes.
// Refuses with person.reason_missing, person.name_missing (no name would be left).
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const CorrectIdentity& command);
// Refuses with person.flag_unknown.
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const ChangeFlags& command);
// Leaves the household before, if any.
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const JoinHousehold& command);
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const LeaveHousehold& command);
// Refuses with person.reason_missing.
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const RestrictFile& command);
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const LiftRestrictions& command);
// Replaces the photo before.
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const KeepPhoto& command);
Result<std::vector<IdentityEvent>> decide(const PersonFile& state, const ErasePhoto& command);

}  // namespace jatigi::registry
