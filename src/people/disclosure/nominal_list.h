// A nominal list: names, perhaps with birth and nationality, that leave the centre on paper. It
// takes the centre manager and the protection officer together, a purpose, a recipient, and every
// copy has a number. Only the permission and the copies are facts; the names stay in the sealed
// files and are read when a copy is printed. Open class: the texts hold no names
// (disclosure_text.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "people/disclosure/ids.h"
#include "people/disclosure/running_number.h"
#include "platform/base/bytes.h"
#include "platform/base/day.h"
#include "platform/base/enum_text.h"
#include "platform/base/quantity.h"
#include "platform/base/result.h"

namespace jatigi::disclosure {

// reference/disclosure.csv.
struct DisclosureRules {
    Days approval_valid{};  // For how long copies may be made.
    Days copy_kept{};       // After which a copy on paper is to be destroyed.
};
// Nothing when a number is missing, unreadable or under 1.
std::optional<DisclosureRules> read_disclosure_rules(std::string_view csv);

// What is printed beside the case number.
enum class ListColumn { names, birth, nationality, document };
constexpr auto enum_texts(ListColumn) {
    return texts_in_order<ListColumn>("names", "birth", "nationality", "document");
}

// The two who decide together.
enum class Hand { centre_manager, protection_officer };
constexpr auto enum_texts(Hand) {
    return texts_in_order<Hand>("centre_manager", "protection_officer");
}

struct Signer {
    std::int64_t actor = 0;
    Hand hand = Hand::centre_manager;
    bool operator==(const Signer&) const = default;
};

struct NominalListProposed {
    RunningNumber number;
    ByteArray<16> site{};             // Id of the site's stream.
    std::vector<ListColumn> columns;  // In the order of the enumeration.
    std::string purpose;
    std::string recipient;  // An office: "Préfecture d'Arlit".
    std::optional<RequestId> request{};
    Signer by;
    std::string chosen{};  // chosen_people.h, hidden; empty: everybody who is present.
    bool operator==(const NominalListProposed&) const = default;
};
struct NominalListApproved {
    Signer by;
    Instant valid_until;   // The last moment at which a copy may be made.
    std::string device{};  // "same": whoever proposed it signed in on this device, too.
    bool operator==(const NominalListApproved&) const = default;
};
struct NominalListRefused {
    Signer by;
    std::string reason;
    bool operator==(const NominalListRefused&) const = default;
};
struct NominalListCopied {
    std::int64_t copy = 0;  // From 1.
    // Hidden (vault/hidden.h): beside how many are present it would tell, copy by copy, who is left
    // out. In clear in copies of before.
    Persons rows;
    Signer by;
    bool operator==(const NominalListCopied&) const = default;
};
using NominalListEvent =
    std::variant<NominalListProposed, NominalListApproved, NominalListRefused, NominalListCopied>;

struct ProposeList {
    NominalListProposed list;
};
struct ApproveList {
    Signer by;
    Instant now;
    Days valid{};
    bool same_device = false;
};
struct RefuseList {
    Signer by;
    std::string reason;
};
struct CopyList {
    Signer by;
    Instant now;
    Persons rows;
    std::int64_t number_min = 1;  // first_number(): copies printed after a backup keep theirs.
    std::optional<Persons> rows_hidden{};  // What is written of them.
};

// Of a list whose first fact is not known here yet.
struct NoList {
    std::vector<NominalListEvent> early;
};
struct ProposedList {
    NominalListProposed list;
};
struct ApprovedList {
    NominalListProposed list;
    Instant valid_until;
    std::int64_t copies = 0;  // The highest number given.
};
struct RefusedList {
    NominalListProposed list;
};
using NominalList = std::variant<NoList, ProposedList, ApprovedList, RefusedList>;

// A refusal holds whatever the order in which facts come: it protects.
NominalList evolve(const NominalList& state, const NominalListEvent& event);

// Refuses with disclosure.already_proposed, disclosure.columns_invalid (none, twice),
// disclosure.purpose_missing, disclosure.recipient_missing, and as check_text() does.
Result<std::vector<NominalListEvent>> decide(const NominalList& state, const ProposeList& command);
// Refuses with disclosure.list_not_found, disclosure.already_decided, disclosure.same_person,
// disclosure.same_role.
Result<std::vector<NominalListEvent>> decide(const NominalList& state, const ApproveList& command);
// Either hand may refuse, also the one that proposed. Refuses with disclosure.list_not_found,
// disclosure.already_decided, and as check_text() does.
Result<std::vector<NominalListEvent>> decide(const NominalList& state, const RefuseList& command);
// Whether a copy may be made now. Refuses with disclosure.list_not_found, disclosure.not_approved,
// disclosure.approval_expired.
Result<void> check_copy(const NominalList& state, Instant now);
// Refuses as check_copy() does, and with disclosure.no_rows.
Result<std::vector<NominalListEvent>> decide(const NominalList& state, const CopyList& command);

}  // namespace jatigi::disclosure
