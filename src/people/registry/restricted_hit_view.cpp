#include "people/registry/restricted_hit_view.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "people/registry/person_view.h"
#include "platform/base/hash.h"
#include "platform/base/random.h"
#include "platform/vault/seal.h"
#include "platform/vault/watch.h"

namespace jatigi::registry {
namespace {

// Of the node, like the cards' key, so that it survives the rotation of the KEK.
vault::Secret hit_key(const vault::NodeSecrets& secrets) {
    return vault::Secret(keyed_digest<32>(secrets.mac_key(), as_bytes("restricted hit, key")));
}

// Who was met, the file made in spite of it, and who met them: of one length for all. Hits of before
// hold the first number alone, without zeros, or two; their account is in the table, in clear.
struct Met {
    log::LocalId person = 0;     // 0: nobody.
    log::LocalId listed_as = 0;  // 0: none.
    std::optional<std::int64_t> account{};
};
std::string text_of(const Met& met) {
    return fmt::format("{:020} {:020} {:020}", met.person, met.listed_as, met.account.value_or(0));
}
Met met_in(std::string_view text) {
    Met met;
    const char* at = text.data();
    const char* const end = at + text.size();
    const auto next = [&at, end](std::int64_t& number) {
        if (at >= end) return false;
        at = std::from_chars(at, end, number).ptr + 1;
        return true;
    };
    next(met.person);
    next(met.listed_as);
    if (std::int64_t account = 0; next(account)) met.account = account;
    return met;
}

// The same for one account and person within an hour, and nothing to whoever has no key.
HitTag tag_of(const vault::NodeSecrets& secrets, std::int64_t account, const Met& met,
              Instant now) {
    const auto hour = std::chrono::floor<std::chrono::hours>(now).time_since_epoch().count();
    std::string message = fmt::format("restricted hit, tag: {} {} {}", account, met.person, hour);
    if (met.listed_as != 0) message += fmt::format(" {}", met.listed_as);
    return keyed_digest<16>(secrets.mac_key(), as_bytes(message));
}

// The account stands inside: whoever is never among those who came upon a restricted file would be of
// protection.
Result<void> put_hit(log::WriteTx& tx, const HitTag& tag, const Met& met) {
    const vault::Nonce nonce = random_bytes<24>();
    const std::string text = text_of(met);
    return vault::put_watched(
        tx.db(), vault::Watched::restricted_hit, tag, tx.now(), std::int64_t{0}, nonce,
        vault::seal(hit_key(tx.node().secrets), nonce, tag, as_bytes(text)));
}

constexpr std::int64_t hits_at_once = 500;
// Most rows are of nobody: weeks of a large centre.
constexpr std::int64_t rows_read_max = 50'000;

// Nothing when the person was erased since.
Result<std::optional<RestrictedHit>> hit_of(store::Connection& db, const vault::Secret& key,
                                            const store::Row& row) {
    TRY_ASSIGN(const Bytes number,
               vault::unseal(key, fixed_bytes<24>(row.bytes(3)), row.bytes(0), row.bytes(4)));
    const Met met = met_in(as_text(number));
    if (met.person == 0) return std::optional<RestrictedHit>{};
    TRY_ASSIGN(const auto case_number, case_number_of(db, met.person));
    if (!case_number) return std::optional<RestrictedHit>{};
    RestrictedHit hit{row.instant(1), met.account.value_or(row.integer(2)), *case_number};
    if (met.listed_as != 0) {
        TRY_ASSIGN(hit.listed_as, case_number_of(db, met.listed_as));
    }
    return std::optional{std::move(hit)};
}

}  // namespace

Result<HitTag> note_restricted_hit(log::WriteTx& tx, std::int64_t account, log::LocalId person,
                                   std::optional<log::LocalId> listed_as) {
    const vault::NodeSecrets& secrets = tx.node().secrets;
    const Met met{person, listed_as.value_or(0), account};
    const HitTag tag = tag_of(secrets, account, met, tx.now());
    TRY_ASSIGN(const bool noted,
               tx.db().any("select at from restricted_hit where tag = ?", tag));
    if (!noted) TRY(put_hit(tx, tag, met));
    return tag;
}

Result<HitTag> note_nobody_met(log::WriteTx& tx) {
    const HitTag tag = random_bytes<16>();
    TRY(put_hit(tx, tag, {}));
    return tag;
}

Result<void> note_restricted_hits(log::WriteTx& tx, std::int64_t account,
                                  std::span<const log::LocalId> people) {
    const std::int64_t before = tx.db().writes();
    for (const log::LocalId person : people) TRY(note_restricted_hit(tx, account, person));
    if (tx.db().writes() == before) TRY(note_nobody_met(tx));
    return {};
}

Result<std::optional<RestrictedHit>> restricted_hit_by_tag(store::Connection& db,
                                                           const vault::NodeSecrets& secrets,
                                                           const HitTag& tag) {
    TRY_ASSIGN(const auto row, db.first("select tag, at, account, nonce, person "
                                        "from restricted_hit where tag = ?",
                                        tag));
    if (!row) return std::optional<RestrictedHit>{};
    return hit_of(db, hit_key(secrets), *row);
}

Result<std::vector<RestrictedHit>> restricted_hits(store::Connection& db,
                                                   const vault::NodeSecrets& secrets,
                                                   const HitTest& shown) {
    const vault::Secret key = hit_key(secrets);
    std::vector<RestrictedHit> hits;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
    Bytes last_tag;
    for (std::int64_t read = 0; read < rows_read_max; read += hits_at_once) {
        TRY_ASSIGN(const auto rows,
                   db.rows("select tag, at, account, nonce, person from restricted_hit "
                           "where at <= ? and (at < ? or tag > ?) order by at desc, tag limit ?",
                           last, last, last_tag, hits_at_once));
        for (const store::Row& row : rows) {
            TRY_ASSIGN(auto hit, hit_of(db, key, row));
            if (!hit) continue;
            TRY_ASSIGN(const bool wanted, shown(*hit));
            if (!wanted) continue;
            hits.push_back(*std::move(hit));
            if (hits.size() > restricted_hits_max) return hits;
        }
        if (std::ssize(rows) < hits_at_once) return hits;
        last = rows.back().integer(1);
        last_tag = rows.back().bytes(0);
    }
    return hits;
}

}  // namespace jatigi::registry
