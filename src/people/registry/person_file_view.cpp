#include "people/registry/person_file_view.h"

#include "people/registry/identity_codec.h"
#include "platform/log/read.h"

namespace jatigi::registry {

Result<std::optional<PersonIdentified>> read_identity(store::Connection& db, PersonId id,
                                                      const vault::Opener& opener) {
    TRY_ASSIGN(const auto stream, db.first("select local from stream where id = ? and kind = ?",
                                           id_bytes(id), identity_kind));
    std::optional<PersonIdentified> identity;
    if (!stream) return identity;
    TRY_ASSIGN(const auto facts, log::read_stream(db, stream->integer(0)));
    for (const log::StoredFact& fact : facts) {
        TRY_ASSIGN(const auto header, log::decode_header(fact.header));
        TRY_ASSIGN(const auto opened, opener.open(db, header.cls, header.key_id, header.nonce,
                                                  fact.header, fact.body));
        if (!opened) continue;
        TRY_ASSIGN(const auto body, log::decode_body(*opened));
        if (auto event = decode_identity(body.type, body.version, body.data))
            identity = *std::move(event);
    }
    return identity;
}

}  // namespace jatigi::registry
