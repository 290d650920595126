#include "people/registry/register_index_view.h"

#include <algorithm>
#include <deque>
#include <future>
#include <unordered_set>
#include <utility>

#include "people/registry/identity_codec.h"
#include "people/registry/person_codec.h"
#include "people/registry/person_file_view.h"
#include "people/registry/same_person_codec.h"
#include "people/registry/same_person_view.h"
#include "platform/log/body_in_place.h"
#include "platform/log/quarantine.h"
#include "platform/log/read.h"
#include "platform/vault/seal.h"

namespace jatigi::registry {
namespace {

// Local numbers of streams read at a time: enough to be quick, few enough to stay small.
constexpr std::int64_t streams_at_once = 4'096;
constexpr std::size_t chunks_at_once = 6;

using Register = std::unordered_map<std::string, RegisteredAs>;  // By the 16 bytes of the id.

std::string key_of(const Bytes& id) {
    return {id.begin(), id.end()};
}

Result<Register> registered_people(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select p.person, s.id, p.case_number, p.sex, "
                                        "p.nationality from person p join stream s "
                                        "on s.local = p.person where p.erased = 0"));
    Register people;
    people.reserve(rows.size());
    for (const store::Row& row : rows)
        people.emplace(
            key_of(row.bytes(1)),
            RegisteredAs{row.integer(0), row.id<PersonEntity>(1), row.text(2),
                         parse_enum<Sex>(row.text(3)).value_or(Sex::unknown), row.text_or_null(4)});
    return people;
}

struct KeyHash {
    std::size_t operator()(const vault::KeyId& id) const {
        return static_cast<std::size_t>(big_endian(ByteView(id).first(8)));  // Random already.
    }
};
struct HeldKey {
    vault::Secret key;
    vault::PersonBytes person{};
};
// All of them at once: one look at the keyring for each fact would cost more than opening it.
struct Keys {
    std::unordered_map<vault::KeyId, HeldKey, KeyHash> held;
    std::vector<vault::PersonBytes> broken;  // Whose key is there and does not open.
};

Result<Keys> identity_keys(store::Connection& db, const vault::Keyring& keyring) {
    Keys keys;
    TRY_ASSIGN(const auto count, db.first("select count(*) from keyring"));
    keys.held.reserve(static_cast<std::size_t>(count->integer(0)));
    TRY(keyring.for_each(
        db,
        [&keys](const vault::KeyringEntry& entry) -> Result<void> {
            if (entry.cls == FactClass::identity)
                keys.held.emplace(entry.id, HeldKey{entry.key.copy(), entry.person});
            return {};
        },
        [&keys](const vault::BrokenKey& broken) {
            if (broken.cls == FactClass::identity) keys.broken.push_back(broken.person);
        }));
    // Not one opens: that is no damage, it is another key file.
    if (keys.held.empty() && !keys.broken.empty())
        return refuse(ErrorKind::unavailable, "vault.seal_broken");
    return keys;
}

struct OpenedEvent {
    log::FoldOrder order;
    IdentityEvent event;
};

// What came of a chunk of streams.
struct Loaded {
    std::vector<IndexedPerson> people;
    std::int64_t broken = 0;  // Facts that cannot be read here.
    // Whom those of them are about that are filed under somebody else.
    std::vector<vault::PersonBytes> missing_facts;
    std::vector<Bytes> strangers;  // Whose file is read, and whom the register's table leaves out.
};

// Opens and folds the streams of some rows, on a thread of its own.
class ChunkReader {
public:
    ChunkReader(const Keys& keys, const Register& people) : keys_(keys), people_(people) {}

    Result<Loaded> read(const store::Rows& rows) {
        for (std::size_t at = 0; at < rows.size(); ++at) {
            open(rows[at]);
            if (at + 1 < rows.size() && rows[at + 1].integer(0) == rows[at].integer(0)) continue;
            finish(rows[at].bytes(1));
        }
        return std::move(loaded_);
    }

private:
    void open(const store::Row& row) {
        const auto header = log::decode_header(row.bytes(2));
        if (!header) return spoil();
        const auto held = keys_.held.find(header->key_id);
        // Whoever is erased is not among the people. Another's key is missing: what was sealed with
        // it may have been a restriction.
        if (held == keys_.held.end()) return spoil();
        const HeldKey& key = held->second;
        if (!std::ranges::equal(key.person, row.bytes(1)) || header->cls != FactClass::identity) {
            loaded_.missing_facts.push_back(key.person);
            ++loaded_.broken;
            whole_ = false;
            return;
        }
        const auto plain = vault::unseal(key.key, header->nonce, row.bytes(2), row.bytes(3));
        if (!plain || !body_.read(*plain) || !stands_here(row.bytes(1))) return spoil();
        if (auto event = decode_identity(body_.type(), body_.version(), body_.data()))
            events_.push_back({log::fold_order(*header), *std::move(event)});
        else if (knows_identity(body_.type(), body_.version()))
            spoil();
    }

    void spoil() {
        ++spoiled_;
        whole_ = false;
    }

    bool stands_here(const Bytes& id) {
        if (id != id_) {
            id_ = id;
            stream_ = log::stream_text({std::string(identity_kind), fixed_bytes<16>(id)});
        }
        return body_.stream() == stream_;
    }

    void finish(const Bytes& id) {
        std::ranges::stable_sort(events_, {}, &OpenedEvent::order);
        const bool is_read = !events_.empty();
        PersonFile file;
        file.unreadable = !whole_;
        for (const OpenedEvent& opened : events_) file = evolve(std::move(file), opened.event);
        events_.clear();
        whole_ = true;
        const std::int64_t spoiled = std::exchange(spoiled_, 0);
        const auto person = people_.find(key_of(id));
        if (person == people_.end()) {
            // Of the erased nothing is read.
            if (is_read) loaded_.strangers.push_back(id);
            return;
        }
        loaded_.broken += spoiled;
        if (auto known = indexed_person(person->second, file))
            loaded_.people.push_back(*std::move(known));
    }

    const Keys& keys_;
    const Register& people_;
    log::BodyInPlace body_;
    std::vector<OpenedEvent> events_;
    bool whole_ = true;
    std::int64_t spoiled_ = 0;  // Facts of the stream that is read.
    Bytes id_;                  // Of the stream that is read,
    std::string stream_;        // and its name as bodies write it.
    Loaded loaded_;
};

Result<store::Rows> rows_after(store::Connection& db, std::int64_t after) {
    return db.rows(
        "select s.local, s.id, f.header, f.body from stream s join fact f "
        "on f.stream = s.local where s.kind = ? and s.local > ? and s.local <= ? "
        "order by s.local, f.pos",
        identity_kind, after, after + streams_at_once);
}

// Whose facts stand outside every stream of an identity: an identity's key seals nothing else. The
// column that says where a fact stands is hashed by nobody, so all facts are looked through.
Result<std::vector<vault::PersonBytes>> filed_elsewhere(store::Connection& db, const Keys& keys) {
    constexpr std::int64_t facts_at_once = 50'000;
    constexpr ByteArray<1> open_class{static_cast<std::uint8_t>(FactClass::open)};
    TRY_ASSIGN(const auto last, db.first("select coalesce(max(pos), 0) from fact"));
    std::vector<vault::PersonBytes> people;
    for (std::int64_t after = 0; after < last->integer(0); after += facts_at_once) {
        TRY_ASSIGN(
            const auto rows,
            db.rows("select f.header from fact f where f.pos > ? and f.pos <= ? and "
                    "substr(f.header, ?, 1) <> ? and not exists (select 1 from stream s "
                    "where s.local = f.stream and s.kind = ?)",
                    after, after + facts_at_once, log::header_class_at, open_class, identity_kind));
        for (const store::Row& row : rows) {
            const auto header = log::decode_header(row.bytes(0));
            if (!header) continue;  // Its stream is in quarantine, if it has one.
            const auto held = keys.held.find(header->key_id);
            if (held != keys.held.end()) people.push_back(held->second.person);
        }
    }
    return people;
}

// They cannot be shown as they are, so they are kept from all but protection. Whoever has no
// readable identity is found by the case number alone.
void quarantine(RegisterIndex& index, const Register& people, const vault::PersonBytes& id) {
    const auto person = people.find({id.begin(), id.end()});
    if (person == people.end()) return;
    const std::int64_t number = person->second.person;
    index.quarantine(number);
    if (index.find(number)) return;
    if (auto known = indexed_person(person->second, PersonFile{.unreadable = true}))
        index.put(*std::move(known));
}

Result<void> quarantine_streams(store::Connection& db, RegisterIndex& index,
                                const Register& people) {
    TRY_ASSIGN(const auto found, log::read_quarantine(db));
    for (const log::StreamName& stream : found.streams) quarantine(index, people, stream.id);
    return {};
}

// Two files that are one person's, as the facts say: the table may say less.
Result<std::vector<std::pair<std::string, std::string>>> joined_by_facts(store::Connection& db) {
    TRY_ASSIGN(const auto rows,
               db.rows("select s.local, s.id, f.header, f.body from stream s join fact f "
                       "on f.stream = s.local where s.kind = ? order by s.local, f.pos",
                       same_person_kind));
    std::vector<std::pair<std::string, std::string>> joined;
    std::vector<std::pair<log::FoldOrder, SamePersonEvent>> events;
    log::BodyInPlace body;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto header = log::decode_header(rows[at].bytes(2));
        if (header && body.read(rows[at].bytes(3)))
            if (auto event = SamePersonStream::decode(body.type(), body.version(), body.data()))
                events.emplace_back(log::fold_order(*header), *std::move(event));
        if (at + 1 < rows.size() && rows[at + 1].integer(0) == rows[at].integer(0)) continue;
        std::ranges::stable_sort(events, {}, [](const auto& one) { return one.first; });
        SamePerson state;
        for (const auto& [order, event] : events) state = evolve(state, event);
        events.clear();
        if (const auto* by_two = std::get_if<SaidByTwo>(&state))
            joined.emplace_back(key_of(id_bytes(by_two->said.one)),
                                key_of(id_bytes(by_two->said.other)));
    }
    return joined;
}

// Of several files of one person, one that is restricted restricts all; so does one whose
// restriction is not known here, since the register's table leaves it out.
Result<void> restrict_other_files(store::Connection& db, RegisterIndex& index,
                                  const Register& people, const std::vector<Bytes>& strangers) {
    std::unordered_map<std::string, log::LocalId> numbers;
    for (const Bytes& id : strangers)
        numbers.emplace(key_of(id), -1 - static_cast<log::LocalId>(numbers.size()));
    const auto number_of = [&](const std::string& key) -> log::LocalId {
        if (const auto known = people.find(key); known != people.end()) return known->second.person;
        const auto stranger = numbers.find(key);
        return stranger == numbers.end() ? 0 : stranger->second;
    };
    std::unordered_map<log::LocalId, std::vector<log::LocalId>> joined;
    const auto join = [&joined](log::LocalId one, log::LocalId other) {
        if (one == 0 || other == 0 || one == other) return;
        joined[one].push_back(other);
        joined[other].push_back(one);
    };
    TRY_ASSIGN(const Roots roots, person_roots(db));
    for (const auto& [file, root] : roots) join(file, root);
    TRY_ASSIGN(const auto by_facts, joined_by_facts(db));
    for (const auto& [one, other] : by_facts) join(number_of(one), number_of(other));
    std::vector<log::LocalId> reached;
    for (const auto& [file, others] : joined)
        if (file < 0 || index.is_restricted(file)) reached.push_back(file);
    std::unordered_set<log::LocalId> restricted(reached.begin(), reached.end());
    while (!reached.empty()) {
        const log::LocalId file = reached.back();
        reached.pop_back();
        if (file > 0) index.restrict(file);
        for (const log::LocalId other : joined[file])
            if (restricted.insert(other).second) reached.push_back(other);
    }
    return {};
}

}  // namespace

Result<std::int64_t> load_index(store::Connection& db, const vault::Keyring& keyring,
                                RegisterIndex& index) {
    return load_index(db, db, keyring, index);
}

Result<std::int64_t> load_index(store::Connection& db, store::Connection& keys_db,
                                const vault::Keyring& keyring, RegisterIndex& index) {
    const std::shared_future<Result<Keys>> reading_keys =
        std::async(std::launch::async, [&] { return identity_keys(keys_db, keyring); });
    if (&db == &keys_db) reading_keys.wait();
    TRY_ASSIGN(const Register people, registered_people(db));
    index.reserve(people.size());
    std::int64_t broken = 0;
    std::vector<vault::PersonBytes> missing_facts;
    std::vector<Bytes> strangers;
    // Chunks are opened on another core while the next is read and the one before is put in; the
    // first wait there for the keys.
    const auto open = [&reading_keys, &people](const store::Rows& rows) -> Result<Loaded> {
        const Result<Keys>& keys = reading_keys.get();
        if (!keys) return std::unexpected(keys.error());
        return ChunkReader(*keys, people).read(rows);
    };
    std::deque<std::future<Result<Loaded>>> under_way;
    const auto take_first = [&]() -> Result<void> {
        TRY_ASSIGN(Loaded loaded, under_way.front().get());
        under_way.pop_front();
        broken += loaded.broken;
        std::ranges::copy(loaded.missing_facts, std::back_inserter(missing_facts));
        std::ranges::move(loaded.strangers, std::back_inserter(strangers));
        for (IndexedPerson& person : loaded.people) index.put(std::move(person));
        return {};
    };
    for (std::int64_t after = 0;; after += streams_at_once) {
        // Where numbers are missing there is nothing to read.
        TRY_ASSIGN(const auto next,
                   db.value<std::int64_t>("select min(local) from stream where local > ?", after));
        if (!next || *next >= log::local_end) break;
        after = *next - 1;
        TRY_ASSIGN(store::Rows rows, rows_after(db, after));
        under_way.push_back(std::async(std::launch::async, open, std::move(rows)));
        if (under_way.size() > chunks_at_once) TRY(take_first());
    }
    while (!under_way.empty()) TRY(take_first());
    for (const vault::PersonBytes& id : missing_facts) quarantine(index, people, id);
    const Result<Keys>& keys = reading_keys.get();
    if (!keys) return std::unexpected(keys.error());
    for (const vault::PersonBytes& id : keys->broken) quarantine(index, people, id);
    TRY_ASSIGN(const auto elsewhere, filed_elsewhere(db, *keys));
    for (const vault::PersonBytes& id : elsewhere) quarantine(index, people, id);
    broken += std::ssize(elsewhere);
    TRY(quarantine_streams(db, index, people));
    TRY(restrict_other_files(db, index, people, strangers));
    return broken;
}

Result<std::optional<IndexedPerson>> indexed_now(log::WriteTx& tx, const PersonRow& person) {
    TRY_ASSIGN(const PersonFile file, fold_file(tx, person.id));
    return indexed_person({person.person, person.id, person.case_number,
                           parse_enum<Sex>(person.sex).value_or(Sex::unknown), person.nationality},
                          file);
}

}  // namespace jatigi::registry
