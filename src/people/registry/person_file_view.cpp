#include "people/registry/person_file_view.h"

#include <algorithm>
#include <functional>

#include "people/registry/identity_codec.h"
#include "platform/base/text.h"
#include "platform/log/quarantine.h"
#include "platform/log/read.h"

namespace jatigi::registry {
namespace {

struct OpenedFact {
    log::FoldOrder order;
    Instant at;
    std::int64_t actor;
    IdentityEvent event;
};

struct OpenedFile {
    std::vector<OpenedFact> facts;  // In fold order.
    bool whole = true;              // False: a fact cannot be read, or is about somebody else.
};

// Opens a sealed text; nothing when the key is gone.
using Open = std::function<Result<std::optional<Bytes>>(const vault::Sealed& sealed)>;

// Nothing when a later program wrote the fact. Refuses as is_unreadable() says, also when the key is
// missing: what it sealed may have been a restriction, and nobody asks for the file of the erased.
Result<std::optional<OpenedFact>> opened_fact(const log::StoredFact& fact, PersonId id,
                                              const Open& open) {
    TRY_ASSIGN(const auto header, log::decode_header(fact.header));
    if (header.cls != FactClass::identity) return refuse(ErrorKind::unavailable, "fact.misfiled");
    TRY_ASSIGN(const auto plain, open({.person = fixed_bytes<16>(id_bytes(id)),
                                       .cls = header.cls,
                                       .key_id = header.key_id,
                                       .nonce = header.nonce,
                                       .associated = fact.header,
                                       .text = fact.body}));
    if (!plain) return refuse(ErrorKind::unavailable, "fact.body_unreadable", "its key");
    TRY_ASSIGN(const auto body, log::filed_body(*plain, log::stream_name(identity_kind, id)));
    auto event = decode_identity(body.type, body.version, body.data);
    if (!event && knows_identity(body.type, body.version))
        return refuse(ErrorKind::unavailable, "fact.body_unreadable", "its data");
    if (!event) return std::optional<OpenedFact>{};
    const Instant at{std::chrono::microseconds{static_cast<std::int64_t>(header.hlc_us)}};
    return std::optional{
        OpenedFact{log::fold_order(header), at, body.actor, *std::move(event)}};
}

Result<OpenedFile> opened_file(store::Connection& db, PersonId id, const Open& open) {
    OpenedFile file;
    TRY_ASSIGN(const bool quarantined, log::is_quarantined(db, fixed_bytes<16>(id_bytes(id))));
    file.whole = !quarantined;
    TRY_ASSIGN(const auto stream, db.first("select local from stream where id = ? and kind = ?",
                                           id_bytes(id), identity_kind));
    if (!stream) return file;
    TRY_ASSIGN(const auto stored, log::read_stream(db, stream->integer(0)));
    for (const log::StoredFact& fact : stored) {
        auto opened = opened_fact(fact, id, open);
        if (!opened) {
            if (!log::is_unreadable(opened.error())) return std::unexpected(opened.error());
            file.whole = false;
        } else if (*opened) {
            file.facts.push_back(**std::move(opened));
        }
    }
    std::ranges::stable_sort(file.facts, {}, &OpenedFact::order);
    return file;
}

FileChange change_of(const OpenedFact& fact, const IdentityCorrected& correction,
                     const PersonIdentified& before) {
    FileChange change{fact.at, fact.actor, correction.reason, {}};
    for (const auto& [name, member] : identity_texts)
        if (const auto found = correction.texts.find(name); found != correction.texts.end())
            change.fields.push_back({std::string(name), before.*member, found->second});
    if (correction.birth)
        change.fields.push_back({"birth", Personal<std::string>{birth_text(before.birth)},
                                 Personal<std::string>{birth_text(correction.birth->now)}});
    for (const ProfileChange& profile : correction.profile)
        change.fields.push_back({profile.field, profile.from, profile.to});
    if (correction.languages)
        change.fields.push_back({"languages",
                                 Personal<std::string>{join(before.languages.reveal(), " ")},
                                 Personal<std::string>{join(correction.languages->reveal(), " ")}});
    return change;
}

}  // namespace

std::string birth_text(const std::optional<Personal<linkage::BirthInterval>>& birth) {
    if (!birth) return {};
    const linkage::BirthInterval& interval = birth->reveal();
    return day_text(interval.min) + "/" + day_text(interval.max) + " " +
           std::string(enum_text(interval.precision));
}

std::string birth_short(const std::optional<Personal<linkage::BirthInterval>>& birth) {
    if (!birth) return {};
    const linkage::BirthInterval& interval = birth->reveal();
    std::string first = day_text(interval.min);
    switch (interval.precision) {
        case linkage::BirthPrecision::day:
            return first;
        case linkage::BirthPrecision::month:
            return first.substr(0, 7);
        case linkage::BirthPrecision::year:
            return first.substr(0, 4);
        case linkage::BirthPrecision::estimated:
            return "~" + day_text(interval.min + (interval.max - interval.min) / 2).substr(0, 4);
    }
    return first;
}

Result<FileReading> read_file(store::Connection& db, PersonId id, const vault::Opener& opener) {
    TRY_ASSIGN(const OpenedFile opened,
               opened_file(db, id, [&](const vault::Sealed& sealed) {
                   return opener.open(db, sealed);
               }));
    FileReading reading;
    reading.file.unreadable = !opened.whole;
    for (const OpenedFact& fact : opened.facts) {
        const auto* correction = std::get_if<IdentityCorrected>(&fact.event);
        if (correction != nullptr && reading.file.identity)
            reading.history.push_back(change_of(fact, *correction, *reading.file.identity));
        reading.file = evolve(std::move(reading.file), fact.event);
    }
    return reading;
}

Result<std::vector<PersonId>> people_with_file(store::Connection& db) {
    return db.list([](const store::Row& row) { return row.id<PersonEntity>(0); },
                   "select s.id from keyring k join stream s on s.id = k.person and s.kind = ? "
                   "where k.class = ?",
                   identity_kind, static_cast<std::int64_t>(FactClass::identity));
}

Result<PersonFile> fold_file(log::WriteTx& tx, PersonId id) {
    const vault::Keyring& keyring = tx.node().keyring;
    TRY_ASSIGN(const OpenedFile opened,
               opened_file(tx.db(), id, [&](const vault::Sealed& sealed) {
                   return keyring.open(tx.db(), sealed);
               }));
    PersonFile file;
    file.unreadable = !opened.whole;
    for (const OpenedFact& fact : opened.facts) file = evolve(std::move(file), fact.event);
    return file;
}

}  // namespace jatigi::registry
