#include "people/registry/person_file_view.h"

#include <algorithm>

#include "people/registry/identity_codec.h"
#include "platform/log/read.h"
#include "platform/vault/seal.h"

namespace jatigi::registry {
namespace {

struct OpenedFact {
    log::FoldOrder order;
    Instant at;
    std::int64_t actor;
    IdentityEvent event;
};

// The readable facts of the sealed stream, in fold order. `open(header, fact)` gives the plain body,
// or nothing when the key is gone.
template <class Open>
Result<std::vector<OpenedFact>> opened_facts(store::Connection& db, PersonId id, const Open& open) {
    std::vector<OpenedFact> facts;
    TRY_ASSIGN(const auto stream, db.first("select local from stream where id = ? and kind = ?",
                                           id_bytes(id), identity_kind));
    if (!stream) return facts;
    TRY_ASSIGN(const auto stored, log::read_stream(db, stream->integer(0)));
    for (const log::StoredFact& fact : stored) {
        TRY_ASSIGN(const auto header, log::decode_header(fact.header));
        TRY_ASSIGN(const auto plain, open(header, fact));
        if (!plain) continue;
        TRY_ASSIGN(const auto body, log::decode_body(*plain));
        auto event = decode_identity(body.type, body.version, body.data);
        if (!event) continue;
        const Instant at{std::chrono::microseconds{static_cast<std::int64_t>(header.hlc_us)}};
        facts.push_back({log::fold_order(header), at, body.actor, *std::move(event)});
    }
    std::ranges::stable_sort(facts, {}, &OpenedFact::order);
    return facts;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
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
                                 Personal<std::string>{joined(before.languages.reveal())},
                                 Personal<std::string>{joined(correction.languages->reveal())}});
    return change;
}

}  // namespace

std::string birth_text(const std::optional<Personal<BirthInterval>>& birth) {
    if (!birth) return {};
    const BirthInterval& interval = birth->reveal();
    return day_text(interval.min) + "/" + day_text(interval.max) + " " +
           std::string(birth_precision_text(interval.precision));
}

std::string birth_short(const std::optional<Personal<BirthInterval>>& birth) {
    if (!birth) return {};
    const BirthInterval& interval = birth->reveal();
    const std::string first = day_text(interval.min);
    switch (interval.precision) {
        case BirthPrecision::day: return first;
        case BirthPrecision::month: return first.substr(0, 7);
        case BirthPrecision::year: return first.substr(0, 4);
        case BirthPrecision::estimated:
            return "~" + day_text(interval.min + (interval.max - interval.min) / 2).substr(0, 4);
    }
    return first;
}

Result<FileReading> read_file(store::Connection& db, PersonId id, const vault::Opener& opener) {
    TRY_ASSIGN(const auto facts,
               opened_facts(db, id, [&](const log::FactHeader& header, const log::StoredFact& fact) {
                   return opener.open(db, header.cls, header.key_id, header.nonce, fact.header,
                                      fact.body);
               }));
    FileReading reading;
    for (const OpenedFact& fact : facts) {
        const auto* correction = std::get_if<IdentityCorrected>(&fact.event);
        if (correction != nullptr && reading.file.identity)
            reading.history.push_back(change_of(fact, *correction, *reading.file.identity));
        reading.file = evolve(std::move(reading.file), fact.event);
    }
    return reading;
}

Result<PersonFile> fold_file(log::WriteTx& tx, PersonId id) {
    const vault::Keyring& keyring = tx.node().keyring;
    const auto open = [&](const log::FactHeader& header,
                          const log::StoredFact& fact) -> Result<std::optional<Bytes>> {
        TRY_ASSIGN(const auto key, keyring.find(tx.db(), header.key_id));
        if (!key) return std::optional<Bytes>{};
        TRY_ASSIGN(Bytes plain, vault::unseal(*key, header.nonce, fact.header, fact.body));
        return std::optional<Bytes>{std::move(plain)};
    };
    TRY_ASSIGN(const auto facts, opened_facts(tx.db(), id, open));
    PersonFile file;
    for (const OpenedFact& fact : facts) file = evolve(std::move(file), fact.event);
    return file;
}

}  // namespace jatigi::registry
