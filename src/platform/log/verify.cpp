#include "platform/log/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "platform/log/head.h"
#include "platform/log/quarantine.h"
#include "platform/log/read.h"
#include "platform/store/sqlite.h"
#include "platform/vault/erasure.h"

namespace jatigi::log {
namespace {

constexpr std::size_t problems_max = 100;  // Enough to see the pattern.

using ChainName = std::pair<SiteId, std::uint32_t>;  // site, epoch

struct Chain {
    std::uint64_t seq = 0;
    Hash hash{};
    ByteArray<32> sign_public{};
    std::map<std::uint64_t, Hash> hashes;  // Only those that a signed head names.
};

class Check {
public:
    Check(store::Connection& db, const vault::Keyring* keyring) : db_(db), keyring_(keyring) {}

    VerifyReport take_report() { return std::move(report_); }
    void problem(std::string what) {
        if (report_.problems.size() < problems_max) report_.problems.push_back(std::move(what));
    }

    Result<void> load_heads() {
        TRY_ASSIGN(heads_, db_.rows("select site, epoch, seq, hash, signature from head "
                                    "order by site, epoch, seq"));
        report_.heads = static_cast<std::int64_t>(heads_.size());
        for (const store::Row& row : heads_) chain_of(row).hashes[seq_of(row)] = Hash{};
        return {};
    }

    Result<void> fact(const StoredFact& stored) {
        ++report_.facts;
        const auto header = decode_header(stored.header);
        if (!header) {
            problem(fmt::format("pos {}: header malformed", stored.pos));
            return {};
        }
        if (header->ct_length != stored.body.size())
            problem(fmt::format("pos {}: body length", stored.pos));
        if (hash_fact(stored.header, stored.body) != stored.hash)
            problem(fmt::format("pos {}: hash differs", stored.pos));
        if (static_cast<std::int64_t>(header->seq) != stored.seq || header->epoch != stored.epoch)
            problem(fmt::format("pos {}: filed under another number", stored.pos));
        link(stored, *header);
        if (header->cls != FactClass::open) return sealed(stored, *header);
        return open(stored, *header);
    }

    // What no fact tells of: a key that opens nothing.
    Result<void> keys() {
        if (keyring_ == nullptr) return {};
        return keyring_->for_each(
            db_, [](const vault::KeyringEntry&) { return Result<void>{}; },
            [this](const vault::BrokenKey& broken) {
                problem(fmt::format("keyring: key {} does not open", hex(broken.id)));
            });
    }

    void signatures() {
        for (const store::Row& row : heads_) {
            Chain& chain = chain_of(row);
            const Hash hash = fixed_bytes<32>(row.bytes(3));
            const auto epoch = static_cast<std::uint32_t>(row.integer(1));
            const auto site = fixed_bytes<8>(row.bytes(0));
            if (!vault::verify_signature(
                    chain.sign_public, head_message(site, epoch, seq_of(row), hash), row.bytes(4)))
                problem(fmt::format("head at seq {}: signature does not verify", seq_of(row)));
            if (chain.hashes[seq_of(row)] != hash)
                problem(
                    fmt::format("head at seq {}: the log holds another fact or none", seq_of(row)));
        }
        for (const auto& [name, chain] : chains_) {
            const std::uint64_t last = chain.hashes.empty() ? 0 : chain.hashes.rbegin()->first;
            if (chain.seq > last)
                report_.unsigned_tail += static_cast<std::int64_t>(chain.seq - last);
        }
    }

private:
    static std::uint64_t seq_of(const store::Row& row) {
        return static_cast<std::uint64_t>(row.integer(2));
    }
    Chain& chain_of(const store::Row& row) {
        return chains_[{fixed_bytes<8>(row.bytes(0)), static_cast<std::uint32_t>(row.integer(1))}];
    }

    void link(const StoredFact& stored, const FactHeader& header) {
        Chain& chain = chains_[{header.site, header.epoch}];
        Hash expected = chain.hash;
        if (header.seq == 1 && header.epoch > 1) {
            const auto before = chains_.find({header.site, header.epoch - 1});
            if (before != chains_.end()) expected = before->second.hash;
        }
        if (header.seq != chain.seq + 1)
            problem(fmt::format("pos {}: seq {} after {}", stored.pos, header.seq, chain.seq));
        if (header.prev != expected)
            problem(fmt::format("pos {}: prev is not the hash of the fact before", stored.pos));
        chain.seq = header.seq;
        chain.hash = stored.hash;
        if (const auto named = chain.hashes.find(header.seq); named != chain.hashes.end())
            named->second = stored.hash;
    }

    Result<void> open(const StoredFact& stored, const FactHeader& header) {
        const auto body = decode_body(stored.body);
        if (const auto opened = body ? decode_node_opened(*body) : read_node_opened(stored.body))
            chains_[{header.site, header.epoch}].sign_public = opened->sign_public;
        if (!body) {
            problem(fmt::format("pos {}: body unreadable, its stream is quarantined", stored.pos));
            return {};
        }
        TRY_ASSIGN(const auto local, streams_.find(db_, body->stream));
        if (!stored.stream || local != stored.stream)
            problem(fmt::format("pos {}: filed under another stream", stored.pos));
        return {};
    }

    // What shows without a key: a sealed fact that is filed nowhere is one that nobody reads.
    Result<std::optional<StreamName>> place_of(const StoredFact& stored) {
        std::optional<StreamName> name;
        if (stored.stream) {
            TRY_ASSIGN(name, stream_of(db_, *stored.stream));
        }
        if (!name) problem(fmt::format("pos {}: sealed, and filed under no stream", stored.pos));
        return name;
    }

    Result<void> sealed(const StoredFact& stored, const FactHeader& header) {
        ++report_.sealed;
        TRY_ASSIGN(const auto place, place_of(stored));
        if (keyring_ == nullptr) return {};
        const auto key = keyring_->find_entry(db_, header.key_id);
        if (!key && !is_unreadable(key.error())) return std::unexpected(key.error());
        if (key && !*key) return without_key(stored, header, place);
        const auto plain =
            key ? vault::unseal((*key)->key, header.nonce, stored.header, stored.body)
                : Result<Bytes>(std::unexpected(key.error()));
        const Result<FactBody> body = plain ? decode_body(*plain) : std::unexpected(plain.error());
        if (!body) {
            problem(fmt::format("pos {}: seal does not open", stored.pos));
        } else if ((*key)->person != body->stream.id || (*key)->cls != header.cls) {
            problem(
                fmt::format("pos {}: sealed with a key of another person or class", stored.pos));
        } else if (place && *place != body->stream) {
            problem(fmt::format("pos {}: filed under another person or stream", stored.pos));
        }
        return {};
    }

    // Erased people are unreadable, and that is well; others have lost a key.
    Result<void> without_key(const StoredFact& stored, const FactHeader& header,
                             const std::optional<StreamName>& place) {
        ++report_.unreadable;
        TRY_ASSIGN(const bool key_erased, vault::is_erased_key(db_, header.key_id));
        if (key_erased) return {};
        TRY_ASSIGN(const bool erased,
                   place ? vault::is_erased(db_, place->id) : Result<bool>{false});
        if (!erased)
            problem(fmt::format("pos {}: its key is missing, and was not erased", stored.pos));
        return {};
    }

    store::Connection& db_;
    const vault::Keyring* keyring_;
    VerifyReport report_;
    store::Rows heads_;
    std::map<ChainName, Chain> chains_;
    StreamTable streams_;
};

std::string dump_line(const store::Row& row) {
    std::string line;
    for (const store::Value& value : row.values()) {
        if (const auto* integer = std::get_if<std::int64_t>(&value))
            line += std::to_string(*integer);
        else if (const auto* text = std::get_if<std::string>(&value))
            line += *text;
        else if (const auto* bytes = std::get_if<Bytes>(&value))
            line += hex(*bytes);
        else
            line += '-';
        line += '|';
    }
    return line;
}

Result<std::vector<std::string>> dump(store::Connection& db, std::string_view sql) {
    TRY_ASSIGN(const auto rows, db.rows(sql));
    std::vector<std::string> lines;
    lines.reserve(rows.size());
    for (const store::Row& row : rows) lines.push_back(dump_line(row));
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace

Result<std::vector<std::string>> compare_views(store::Connection& db, Views views,
                                               const Progress& progress,
                                               const std::stop_token& stopped) {
    std::vector<std::string> problems;
    TRY_ASSIGN(const auto second,
               store::open_sqlite({.path = ":memory:", .access = store::SqliteAccess::write}));
    TRY(
        second->script("CREATE TABLE stream(local {KEY}, kind TEXT NOT NULL, id {BYTES} NOT NULL, "
                       "UNIQUE(id, kind))"));
    TRY(create_views(*second, views));
    TRY(second->begin());
    TRY(replay(db, *second, views, progress, stopped));
    for (const View* view : views) {
        for (const std::string_view sql : view->dumps) {
            TRY_ASSIGN(const auto live, dump(db, sql));
            TRY_ASSIGN(const auto derived, dump(*second, sql));
            if (live != derived)
                problems.push_back(
                    fmt::format("view {}: {} rows here, {} from the facts, and they differ",
                                view->name, live.size(), derived.size()));
        }
    }
    return problems;
}

namespace {

// The column that says whose facts they are is no part of what is hashed; nobody's but ours come in
// yet.
Result<void> check_site_column(store::Connection& db, Check& check) {
    TRY_ASSIGN(const auto others,
               db.value<std::int64_t>("select count(*) from fact where site is not null"));
    if (others.value_or(0) > 0)
        check.problem(fmt::format("{} facts are filed under another node", *others));
    return {};
}

}  // namespace

Result<VerifyReport> verify(store::Connection& db, const vault::Keyring* keyring, Views views,
                            const Progress& progress) {
    Check check(db, keyring);
    TRY(check.load_heads());
    TRY(for_each_fact(db, [&](const StoredFact& stored) { return check.fact(stored); }));
    TRY(check.keys());
    TRY(check_site_column(db, check));
    check.signatures();
    auto compared = compare_views(db, views, progress, {});
    if (!compared)
        check.problem(fmt::format("the facts could not be applied: {}", compared.error().code));
    else
        for (std::string& problem : *compared) check.problem(std::move(problem));
    return check.take_report();
}

}  // namespace jatigi::log
