#include "testing/note_view.h"

#include <array>

namespace jatigi::testing {
namespace {

constexpr std::string_view schema =
    "CREATE TABLE note(pos {KEY}, note {INT} NOT NULL, words TEXT NOT NULL);";

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    if (fact.body.type != "note.written" || fact.body.version != 1) return {};
    TRY(tx.db().run("insert into note(pos, note, words) values (?, ?, ?)", fact.pos, fact.stream,
                    json::text_at(fact.body.data, "words").value_or("")));
    return {};
}

log::NewFact note(NoteId id, std::string_view words) {
    return {.stream = log::stream_name("note", id),
            .type = "note.written",
            .data = {{"words", words}}};
}

}  // namespace

const log::View note_view{
    .name = "note",
    .schema = schema,
    .tables = {"note"},
    .kinds = {"note"},
    .apply = apply,
    .dumps = {"select s.id, n.words from note n join stream s on s.local = n.note"}};

log::Views note_views() {
    static const std::array<const log::View*, 1> views{&note_view};
    return views;
}

Result<std::int64_t> write_note(log::WriteTx& tx, const log::Cause& cause, NoteId id,
                                std::string_view words) {
    return tx.append(note(id, words), cause);
}

Result<std::int64_t> write_sealed_note(log::WriteTx& tx, const log::Cause& cause, NoteId id,
                                       std::string_view words) {
    log::NewFact fact = note(id, words);
    fact.stream.kind = "sealed_note";
    fact.cls = FactClass::identity;
    fact.person = fixed_bytes<16>(id_bytes(id));
    return tx.append(fact, cause);
}

Result<std::int64_t> count_notes(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select count(*) from note"));
    return row->integer(0);
}

}  // namespace jatigi::testing
