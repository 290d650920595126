#include "people/registry/person_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "people/registry/person_codec.h"
#include "platform/base/overloaded.h"

namespace jatigi::registry {
namespace {

constexpr std::string_view schema = R"(
CREATE TABLE person(
    person {KEY},
    case_number TEXT NOT NULL,
    sex TEXT NOT NULL,
    birth_min TEXT,
    birth_max TEXT,
    nationality TEXT,
    nationality_heard TEXT,
    hearing_outcome TEXT,
    erased {INT} NOT NULL
);
CREATE INDEX person_case ON person(case_number);
CREATE TABLE card(
    serial {BYTES} PRIMARY KEY,
    person {INT} NOT NULL,
    void {INT} NOT NULL
) {CLUSTERED};
CREATE INDEX card_person ON card(person);
)";

std::optional<std::string> month_of(const std::optional<BirthMonths>& birth, bool first) {
    if (!birth) return std::nullopt;
    return month_text(first ? birth->first : birth->last);
}

Result<void> add_profile(store::Connection& db, log::LocalId person, const PersonProfiled& e) {
    TRY(
        db.run("insert into person(person, case_number, sex, birth_min, birth_max, nationality, "
               "erased) values (?, ?, ?, ?, ?, ?, 0) on conflict do nothing",
               person, e.case_number, enum_text(e.sex), month_of(e.birth, true),
               month_of(e.birth, false), e.nationality));
    return {};
}

Result<void> add_card(store::Connection& db, log::LocalId person, const CardIssued& e) {
    TRY(db.run("update card set void = 1 where person = ?", person));
    TRY(db.run("insert into card(serial, person, void) values (?, ?, 0) on conflict do nothing",
               e.serial, person));
    return {};
}

Result<void> correct_profile(store::Connection& db, log::LocalId person,
                             const ProfileCorrected& e) {
    TRY(
        db.run("update person set sex = ?, birth_min = ?, birth_max = ?, nationality = ? "
               "where person = ?",
               enum_text(e.sex), month_of(e.birth, true), month_of(e.birth, false), e.nationality,
               person));
    return {};
}

Result<void> note_hearing(store::Connection& db, log::LocalId person, const NationalityHeard& e) {
    TRY(db.run("update person set nationality_heard = ?, hearing_outcome = ? where person = ?",
               e.nationality, enum_text(e.outcome), person));
    return {};
}

Result<void> erase(store::Connection& db, log::LocalId person) {
    TRY(db.run("update person set erased = 1 where person = ?", person));
    TRY(db.run("update card set void = 1 where person = ?", person));
    return {};
}

Result<void> apply(log::ViewTx& tx, const log::FactRecord& fact) {
    const auto event = decode_person(fact.body.type, fact.body.version, fact.body.data);
    if (!event) return {};
    return std::visit(
        Overloaded{
            [&](const PersonProfiled& e) { return add_profile(tx.db(), fact.stream, e); },
            [&](const CardIssued& e) { return add_card(tx.db(), fact.stream, e); },
            [&](const ProfileCorrected& e) { return correct_profile(tx.db(), fact.stream, e); },
            [&](const NationalityHeard& e) { return note_hearing(tx.db(), fact.stream, e); },
            [&](const PersonErased&) { return erase(tx.db(), fact.stream); },
        },
        *event);
}

PersonRow person_of(const store::Row& row) {
    return {row.integer(0),      row.id<PersonEntity>(1), row.text(2),
            row.text(3),         row.text_or_null(4),     row.text_or_null(5),
            row.text_or_null(6), row.text_or_null(7),     row.text_or_null(8)};
}

std::string with_columns(std::string_view rest) {
    return fmt::format(
        "select p.person, s.id, p.case_number, p.sex, p.birth_min, p.birth_max, "
        "p.nationality, p.nationality_heard, p.hearing_outcome "
        "from person p join stream s on s.local = p.person {}",
        rest);
}

CountedProfile counted(std::string sex, const std::optional<std::string>& birth_min,
                       const std::optional<std::string>& birth_max) {
    CountedProfile profile{.sex = std::move(sex)};
    const auto first = parse_month(birth_min.value_or(""));
    const auto last = parse_month(birth_max.value_or(""));
    if (first) profile.birth_first = *first / std::chrono::day{1};
    if (last) profile.birth_last = std::chrono::sys_days{*last / std::chrono::last};
    return profile;
}

}  // namespace

const log::View person_view{
    .name = "person",
    .schema = schema,
    .tables = {"person", "card"},
    .kinds = {person_kind},
    .apply = apply,
    .dumps = {
        "select s.id, p.case_number, p.sex, p.birth_min, p.birth_max, p.nationality, "
        "p.nationality_heard, p.hearing_outcome, p.erased "
        "from person p join stream s on s.local = p.person",
        "select c.serial, s.id, c.void from card c join stream s on s.local = c.person",
    }};

Result<PersonRow> find_by_case_number(store::Connection& db, std::string_view case_number) {
    TRY_ASSIGN(const auto row,
               db.first(with_columns("where p.case_number = ? and p.erased = 0"), case_number));
    if (!row) return refuse(ErrorKind::not_found, "person.not_found");
    return person_of(*row);
}

Result<PersonRow> find_even_erased(store::Connection& db, std::string_view case_number) {
    TRY_ASSIGN(const auto row, db.first(with_columns("where p.case_number = ?"), case_number));
    if (!row) return refuse(ErrorKind::not_found, "person.not_found");
    return person_of(*row);
}

Result<std::optional<PersonRow>> find_by_id(store::Connection& db, PersonId id) {
    TRY_ASSIGN(const auto row,
               db.first(with_columns("where s.id = ? and s.kind = ? and p.erased = 0"),
                        id_bytes(id), person_kind));
    if (!row) return std::optional<PersonRow>{};
    return std::optional{person_of(*row)};
}

Result<std::optional<PersonRow>> find_by_local(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto row,
               db.first(with_columns("where p.person = ? and p.erased = 0"), person));
    if (!row) return std::optional<PersonRow>{};
    return std::optional{person_of(*row)};
}

Result<CardHolder> find_by_card(store::Connection& db, const CardSerial& serial) {
    TRY_ASSIGN(const auto row,
               db.first("select p.person, s.id, p.case_number, p.sex, p.birth_min, p.birth_max, "
                        "p.nationality, p.nationality_heard, p.hearing_outcome, c.void "
                        "from card c join person p on p.person = c.person "
                        "join stream s on s.local = c.person "
                        "where c.serial = ? and p.erased = 0",
                        serial));
    if (!row) return refuse(ErrorKind::not_found, "card.unknown");
    return CardHolder{person_of(*row), row->integer(9) != 0};
}

Result<CardSerial> valid_card(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto row,
               db.first("select serial from card where person = ? and void = 0", person));
    if (!row) return refuse(ErrorKind::not_found, "card.unknown");
    return fixed_bytes<6>(row->bytes(0));
}

Result<std::optional<std::string>> case_number_of(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto row,
               db.first("select case_number from person where person = ? and erased = 0", person));
    if (!row) return std::optional<std::string>{};
    return std::optional<std::string>{row->text(0)};
}

Result<std::unordered_map<log::LocalId, std::string>> case_numbers(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select person, case_number from person where erased = 0"));
    std::unordered_map<log::LocalId, std::string> found;
    found.reserve(rows.size());
    for (const store::Row& row : rows) found.emplace(row.integer(0), row.text(1));
    return found;
}

CountedProfile counted_profile(const PersonRow& person) {
    return counted(person.sex, person.birth_min, person.birth_max);
}

std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>> ages_on(
    const CountedProfile& profile, Day day) {
    const auto age = [day](const std::optional<Day>& birth) -> std::optional<std::int64_t> {
        if (!birth) return std::nullopt;
        return std::max<std::int64_t>(years_between(*birth, day), 0);
    };
    return {age(profile.birth_last), age(profile.birth_first)};
}

Result<std::unordered_map<log::LocalId, CountedProfile>> counted_profiles(store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select person, sex, birth_min, birth_max from person"));
    std::unordered_map<log::LocalId, CountedProfile> found;
    found.reserve(rows.size());
    for (const store::Row& row : rows)
        found.emplace(row.integer(0),
                      counted(row.text(1), row.text_or_null(2), row.text_or_null(3)));
    return found;
}

Result<std::unordered_map<log::LocalId, std::optional<std::string>>> nationalities(
    store::Connection& db) {
    TRY_ASSIGN(const auto rows, db.rows("select person, nationality from person"));
    std::unordered_map<log::LocalId, std::optional<std::string>> found;
    found.reserve(rows.size());
    for (const store::Row& row : rows) found.emplace(row.integer(0), row.text_or_null(1));
    return found;
}

}  // namespace jatigi::registry
