#include "people/registry/same_person_view.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "people/registry/same_person_codec.h"

namespace jatigi::registry {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE same_person(
    said {KEY},
    one {INT} NOT NULL,
    other {INT} NOT NULL,
    state TEXT NOT NULL,
    ground TEXT NOT NULL,
    said_by {INT} NOT NULL,
    decided_by {INT},
    at {INT} NOT NULL
);
CREATE INDEX same_person_one ON same_person(one);
CREATE INDEX same_person_other ON same_person(other);
CREATE TABLE person_root(
    person {KEY},
    root {INT} NOT NULL
);
CREATE INDEX person_root_root ON person_root(root);
)";

using Files = std::vector<log::LocalId>;

Result<Files> joined_to(store::Connection& db, log::LocalId person) {
    return db.column<log::LocalId>(
        "select other from same_person where one = ? and state = ? "
        "union select one from same_person where other = ? and state = ?",
        person, SameState::confirmed, person, SameState::confirmed);
}

// Every file that a chain of words joins to this one.
Result<Files> component_of(store::Connection& db, log::LocalId person) {
    Files found{person};
    std::unordered_set<log::LocalId> known{person};
    for (std::size_t next = 0; next < found.size(); ++next) {
        TRY_ASSIGN(const Files others, joined_to(db, found[next]));
        for (const log::LocalId other : others)
            if (known.insert(other).second) found.push_back(other);
    }
    return found;
}

// The lowest by the ids that every node knows, whatever local numbers it gave.
Result<log::LocalId> lowest_of(store::Connection& db, const Files& files) {
    std::optional<std::pair<Bytes, log::LocalId>> lowest;
    for (const log::LocalId file : files) {
        TRY_ASSIGN(const auto row, db.first("select id from stream where local = ?", file));
        std::pair<Bytes, log::LocalId> one{row->bytes(0), file};
        if (!lowest || one < *lowest) lowest = std::move(one);
    }
    return lowest->second;
}

Result<void> put_root(store::Connection& db, const Files& files) {
    for (const log::LocalId file : files)
        TRY(db.run("delete from person_root where person = ?", file));
    if (files.size() == 1) return {};
    TRY_ASSIGN(const log::LocalId root, lowest_of(db, files));
    for (const log::LocalId file : files)
        TRY(db.run("insert into person_root(person, root) values (?, ?)", file, root));
    return {};
}

// After two said so of these, or one unsaid it.
Result<void> find_roots(store::Connection& db, log::LocalId one, log::LocalId other) {
    TRY_ASSIGN(const Files of_one, component_of(db, one));
    TRY(put_root(db, of_one));
    if (std::ranges::find(of_one, other) != of_one.end()) return {};
    TRY_ASSIGN(const Files of_other, component_of(db, other));
    return put_root(db, of_other);
}

Result<void> add_said(log::ViewTx& tx, const log::FactRecord& fact, const SameSaid& e) {
    TRY_ASSIGN(const auto one, tx.local(person_kind, e.one));
    TRY_ASSIGN(const auto other, tx.local(person_kind, e.other));
    return tx.run(
        "insert into same_person(said, one, other, state, ground, said_by, at) "
        "values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        fact.stream, one, other, SameState::said, e.ground, e.by, fact.at());
}

Result<void> put_state(log::ViewTx& tx, const log::FactRecord& fact, SameState state,
                       SameGround ground, std::int64_t by) {
    TRY_ASSIGN(const auto row, tx.db().first("select one, other from same_person where said = ? "
                                             "and state <> ?",
                                             fact.stream, SameState::unsaid));
    if (!row) return {};
    TRY(tx.run(
        "update same_person set state = ?, ground = ?, decided_by = ?, at = ? where said = ?",
        state, ground, by, fact.at(), fact.stream));
    return find_roots(tx.db(), row->integer(0), row->integer(1));
}

Result<void> add_confirmed(log::ViewTx& tx, const log::FactRecord& fact, const SameConfirmed& e) {
    return put_state(tx, fact, SameState::confirmed, e.ground, e.by);
}

Result<void> add_unsaid(log::ViewTx& tx, const log::FactRecord& fact, const SameUnsaid& e) {
    return put_state(tx, fact, SameState::unsaid, e.ground, e.by);
}

}  // namespace

const log::View same_person_view{
    .name = "same_person",
    .schema = schema,
    .tables = {"same_person", "person_root"},
    .kinds = {same_person_kind},
    .apply = log::apply_events<SamePersonStream, add_said, add_confirmed, add_unsaid>,
    .dumps = {"select s.id, x.id, y.id, t.state, t.ground, t.said_by, t.decided_by, t.at "
              "from same_person t join stream s on s.local = t.said "
              "join stream x on x.local = t.one join stream y on y.local = t.other",
              "select p.id, r.id from person_root t join stream p on p.local = t.person "
              "join stream r on r.local = t.root"}};

Result<std::vector<SameRow>> same_said(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto rows,
               db.rows("select s.id, case when t.one = ? then t.other else t.one end, t.state, "
                       "t.ground, t.said_by, t.decided_by, t.at from same_person t "
                       "join stream s on s.local = t.said where t.one = ? or t.other = ? "
                       "order by case when t.state = ? then 1 else 0 end, t.at desc, t.said desc",
                       person, person, person, SameState::unsaid));
    std::vector<SameRow> said;
    std::set<log::LocalId> known;
    for (const store::Row& row : rows) {
        if (!known.insert(row.integer(1)).second) continue;
        said.push_back(
            {.id = row.id<SamePersonEntity>(0),
             .other = row.integer(1),
             .state = parse_enum<SameState>(row.text(2)).value_or(SameState::said),
             .ground = parse_enum<SameGround>(row.text(3)).value_or(SameGround::person_says),
             .said_by = row.integer(4),
             .decided_by = row.integer_or_null(5),
             .at = row.instant(6)});
    }
    return said;
}

Result<std::optional<std::pair<log::LocalId, log::LocalId>>> two_files_of(store::Connection& db,
                                                                          log::LocalId said) {
    std::optional<std::pair<log::LocalId, log::LocalId>> files;
    TRY_ASSIGN(const auto row, db.first("select one, other from same_person where said = ?", said));
    if (row) files.emplace(row->integer(0), row->integer(1));
    return files;
}

Result<std::vector<log::LocalId>> files_of(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(Files files,
               db.column<log::LocalId>("select f.person from person_root r join person_root f "
                                       "on f.root = r.root where r.person = ? order by f.person",
                                       person));
    if (files.empty()) files.push_back(person);
    return files;
}

Result<Roots> person_roots(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select person, root from person_root"));
    Roots roots;
    for (const store::Row& row : rows) roots.emplace(row.integer(0), row.integer(1));
    return roots;
}

Persons count_people(const Roots& roots, std::span<const log::LocalId> files) {
    std::unordered_set<log::LocalId> people;
    for (const log::LocalId file : files) people.insert(root_of(roots, file));
    return Persons{std::ssize(people)};
}

}  // namespace jatigi::registry
