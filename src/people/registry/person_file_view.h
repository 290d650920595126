// Reading one person's sealed file. Who may is not asked here: the Opener knows.
#pragma once
#include "people/registry/identity.h"
#include "people/registry/person_view.h"
#include "platform/log/write_tx.h"
#include "platform/vault/opener.h"

namespace jatigi::registry {

// One correction as it was made; field by field what stood there before.
struct FieldChange {
    std::string field;
    Personal<std::string> from, to;
};
struct FileChange {
    Instant at{};
    std::int64_t actor = 0;  // The account's number.
    std::string reason;
    std::vector<FieldChange> fields;
};
struct FileReading {
    PersonFile file;
    std::vector<FileChange> history;  // Oldest first.
};

// An empty file when the person was erased, or the identity was never recorded here. A fact that
// cannot be read, or is about somebody else, changes nothing but that the file counts as restricted.
Result<FileReading> read_file(store::Connection& db, PersonId id, const vault::Opener& opener);

// Everybody who has a sealed file that can be read, in no order.
Result<std::vector<PersonId>> people_with_file(store::Connection& db);

// The file as a command needs it, inside the writer: nothing of it leaves but the command's verdict.
Result<PersonFile> fold_file(log::WriteTx& tx, PersonId id);

// "1988-10-27/1989-10-26 estimated": a birth interval as one text, empty for none.
std::string birth_text(const std::optional<Personal<linkage::BirthInterval>>& birth);
// "1988-10-27", "1988-10", "1988", "~1989": as it may stand on paper.
std::string birth_short(const std::optional<Personal<linkage::BirthInterval>>& birth);

}  // namespace jatigi::registry
