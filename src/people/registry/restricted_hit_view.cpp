#include "people/registry/restricted_hit_view.h"

#include <fmt/format.h>

#include <charconv>

#include "people/registry/person_view.h"
#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/seal.h"

namespace jatigi::registry {
namespace {

// Of the node, like the cards' key, so that it survives the rotation of the KEK.
vault::Secret hit_key(const vault::NodeSecrets& secrets) {
    return vault::Secret(keyed_digest<32>(secrets.mac_key(), as_bytes("restricted hit, key")));
}

// The same for one account and person within an hour, and nothing to whoever has no key.
ByteArray<16> tag_of(const vault::NodeSecrets& secrets, std::int64_t account, log::LocalId person,
                     Instant now) {
    const auto hour = std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count();
    const std::string message =
        fmt::format("restricted hit, tag: {} {} {}", account, person, hour);
    return keyed_digest<16>(secrets.mac_key(), as_bytes(message));
}

}  // namespace

Result<void> note_restricted_hit(log::WriteTx& tx, std::int64_t account, log::LocalId person) {
    const vault::NodeSecrets& secrets = tx.node().secrets;
    const auto tag = tag_of(secrets, account, person, tx.now());
    const vault::Nonce nonce = random_bytes<24>();
    const std::string number = std::to_string(person);
    TRY(tx.db().run("insert into restricted_hit(tag, at, account, nonce, person) "
                    "values (?, ?, ?, ?, ?) on conflict do nothing",
                    tag, tx.now().time_since_epoch().count(), account, nonce,
                    vault::seal(hit_key(secrets), nonce, tag, as_bytes(number))));
    return {};
}

Result<std::vector<RestrictedHit>> restricted_hits(store::Connection& db,
                                                   const vault::NodeSecrets& secrets) {
    TRY_ASSIGN(const auto rows, db.rows("select tag, at, account, nonce, person "
                                        "from restricted_hit order by at desc limit 500"));
    const vault::Secret key = hit_key(secrets);
    std::vector<RestrictedHit> hits;
    for (const store::Row& row : rows) {
        TRY_ASSIGN(const Bytes number, vault::unseal(key, fixed_bytes<24>(row.bytes(3)),
                                                     row.bytes(0), row.bytes(4)));
        log::LocalId person = 0;
        const std::string_view text = as_text(number);
        std::from_chars(text.data(), text.data() + text.size(), person);
        TRY_ASSIGN(const auto case_number, case_number_of(db, person));
        if (!case_number) continue;  // Erased since.
        hits.push_back({Instant{std::chrono::microseconds{row.integer(1)}}, row.integer(2),
                        *case_number});
    }
    return hits;
}

}  // namespace jatigi::registry
