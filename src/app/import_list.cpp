#include "app/import_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
#include "people/registry/card.h"
#include "people/registry/registration_api.h"
#include "platform/log/handle.h"
#include "platform/print/csv.h"

namespace jatigi::app {
namespace {

using registry::RowDecision;
using registry::RowReading;
using registry::RowReason;

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "|") + part;
    return text;
}

bool is_taken(const RowReading& row) {
    return row.decision == RowDecision::accepted || row.decision == RowDecision::warned;
}

void add_observation(std::vector<registry::Observation>& to, std::string heading,
                     const std::string& text) {
    if (!text.empty()) to.push_back({std::move(heading), Personal<std::string>{text}});
}

bool is_sensitive(const RowReading& row, registry::ListField field) {
    return std::find(row.sensitive_cells.begin(), row.sensitive_cells.end(), field) !=
           row.sensitive_cells.end();
}

std::vector<std::string> flags_of(const RowReading& row, bool protection) {
    std::vector<std::string> flags;
    for (const std::string& code : row.fields.vulnerabilities.reveal())
        if (registry::is_protection_code(code) == protection) flags.push_back(code);
    return flags;
}

// What a list says beside the fields we know: what anybody at the desk may read, or else what is for
// protection staff alone (violence, trafficking, torture, asylum, mental health).
std::vector<registry::Observation> observations_of(const RowReading& row, bool protection) {
    std::vector<registry::Observation> observations;
    if (is_sensitive(row, registry::ListField::observations) == protection)
        add_observation(observations, "observations", row.fields.observations.reveal());
    add_observation(observations, "vulnerabilities", joined(flags_of(row, protection)));
    if (is_sensitive(row, registry::ListField::unknown) == protection)
        for (const registry::ListExtra& extra : row.fields.extras)
            add_observation(observations, extra.heading, extra.text.reveal());
    return observations;
}

registry::Registration registration_of(const RowReading& row) {
    const registry::ListFields& fields = row.fields;
    registry::Registration person;
    person.sex = fields.sex == "F"   ? registry::Sex::female
                 : fields.sex == "M" ? registry::Sex::male
                                     : registry::Sex::unknown;
    if (!fields.nationality.empty()) person.nationality = fields.nationality;
    registry::PersonIdentified& identity = person.identity;
    identity.family_name = fields.family_name;
    identity.given_names = fields.given_names;
    identity.birth = fields.birth;
    identity.birth_place = fields.birth_place;
    identity.origin = fields.origin;
    identity.father_name = fields.father_name;
    identity.mother_name = fields.mother_name;
    identity.marital_status = Personal<std::string>{fields.marital_status};
    identity.relation = Personal<std::string>{fields.relation};
    identity.household = Personal<std::string>{fields.household};
    identity.phone = fields.phone;
    identity.languages = Personal<std::vector<std::string>>{fields.languages};
    identity.document_type = Personal<std::string>{fields.document_type};
    identity.document_no = fields.document_no;
    identity.observations = observations_of(row, false);
    return person;
}

// The cells of a row that are for protection staff alone, sealed in their class.
Result<void> seal_protection_cells(log::WriteTx& tx, const log::Cause& cause,
                                   registry::PersonId person, const RowReading& row) {
    json::array cells;
    for (const registry::Observation& cell : observations_of(row, true))
        cells.push_back(json::object{{"heading", cell.heading}, {"text", cell.text.reveal()}});
    if (cells.empty()) return {};
    TRY(tx.append({.stream = log::stream_name("protection", person),
                   .cls = FactClass::protection,
                   .person = fixed_bytes<16>(id_bytes(person)),
                   .type = "person.list_cells_sealed",
                   .data = {{"cells", std::move(cells)}}},
                  cause));
    return {};
}

// A row taken for somebody who already stands in the list is kept with that person, sealed, for the
// review of duplicates: nothing of it is lost, and nobody gets two cards.
Result<std::string> keep_with_first(log::WriteTx& tx, const log::Cause& cause,
                                    const std::string& first_case, const RowReading& row) {
    TRY_ASSIGN(const auto first, registry::find_by_case_number(tx.db(), first_case));
    TRY(registry::keep_suspected_duplicate(tx, cause, first.id,
                                           registration_of(row).identity));
    TRY(seal_protection_cells(tx, cause, first.id, row));
    return fmt::format(R"({{"duplicate_of":"{}"}})", first_case);
}

Result<std::string> register_row(log::WriteTx& tx, const log::Cause& cause,
                                 const sites::SiteRow& site, const RowReading& row) {
    TRY_ASSIGN(const auto made,
               registry::register_person(tx, cause, site.code, registration_of(row)));
    TRY(seal_protection_cells(tx, cause, made.person.id, row));
    TRY(sites::check_in(tx, cause,
                        {made.person.id, made.person.person, site, *row.fields.arrival_date}));
    return fmt::format(R"({{"case_number":"{}"}})", made.person.case_number);
}

struct FileKey {
    ByteView mac_key;
    Hash digest;
};

log::Cause cause_of_row(const FileKey& key, std::int64_t account, int row) {
    Bytes message(key.digest.begin(), key.digest.end());
    put_big_endian(message, static_cast<std::uint64_t>(row), 4);
    // Derived from content, so it is keyed: a plain hash would let a reader test a guessed list.
    const auto id = keyed_digest<16>(key.mac_key, message);
    // Receipts of rows belong to no account: whoever brings the same file again adds nobody.
    return {.account = 0, .actor = account, .device = 0,
            .command = id_v4<log::CommandEntity>(id), .digest = id};
}

Result<std::string> card_of(log::WriteTx& tx, const std::string& case_number) {
    TRY_ASSIGN(const auto person, registry::find_by_case_number(tx.db(), case_number));
    TRY_ASSIGN(const auto serial, registry::valid_card(tx.db(), person.person));
    const vault::NodeSecrets& secrets = tx.node().secrets;
    return registry::card_code(serial, {secrets.mac_key(), secrets.site()});
}

struct RowOutcome {
    std::string case_number, card, refusal;
    bool duplicate = false, new_person = false;
};

Result<RowOutcome> write_row(log::WriteTx& tx, const log::Cause& cause, const sites::SiteRow& site,
                             const RowReading& row, const std::string& first_case) {
    const auto head_before = tx.appended();
    TRY_ASSIGN(const auto receipt, log::once(tx, cause, [&](log::WriteTx& inner) {
        return first_case.empty() ? register_row(inner, cause, site, row)
                                  : keep_with_first(inner, cause, first_case, row);
    }));
    RowOutcome outcome{.refusal = receipt.code,
                       .duplicate = !first_case.empty(),
                       .new_person = tx.appended() > head_before};
    const auto params = json::parse_object(receipt.params).value_or(json::object{});
    if (const auto number = json::text_at(params, "case_number")) {
        outcome.case_number = std::string(*number);
        TRY_ASSIGN(outcome.card, card_of(tx, outcome.case_number));
    }
    return outcome;
}

void count_outcome(ImportCounts& counts, const RowOutcome& outcome) {
    if (outcome.case_number.empty()) return;
    ++(outcome.new_person ? counts.registered : counts.already_known);
}

// A refusal belongs to the row; a failing store ends the import, and running it again goes on.
Result<void> take_outcome(const Result<RowOutcome>& outcome, ImportedRow& row,
                          ImportCounts& counts) {
    if (!outcome && outcome.error().kind == ErrorKind::unavailable)
        return std::unexpected(outcome.error());
    row.refusal = outcome ? outcome->refusal : std::string(outcome.error().code);
    if (!row.refusal.empty()) {
        ++counts.rejected;
        --(row.reading.decision == RowDecision::accepted ? counts.accepted : counts.warned);
        row.reading.decision = RowDecision::rejected;
        return {};
    }
    row.case_number = outcome->case_number;
    row.card = outcome->card;
    count_outcome(counts, *outcome);
    return {};
}

ImportCounts count(const std::vector<ImportedRow>& rows) {
    ImportCounts counts;
    for (const ImportedRow& row : rows) {
        if (row.reading.kind != registry::RowKind::data) continue;
        ++counts.rows;
        if (row.reading.decision == RowDecision::accepted) ++counts.accepted;
        if (row.reading.decision == RowDecision::warned) ++counts.warned;
        if (row.reading.decision == RowDecision::rejected) ++counts.rejected;
        if (is_taken(row.reading) && row.reading.duplicate_of_row) ++counts.duplicates;
    }
    return counts;
}

}  // namespace

Result<ImportResult> preview_import(store::Connection& db, const ImportRequest& request,
                                    Instant now) {
    TRY_ASSIGN(const auto site, sites::find_site(db, request.site));
    TRY_ASSIGN(const auto table, registry::read_list(request.bytes, {}));
    const Day list_date = request.list_date.value_or(site_day(now, site.utc_offset));
    TRY_ASSIGN(auto reading, registry::read_rows(table, reference().lists, list_date));
    ImportResult result{.site = site.code, .list_date = list_date};
    for (RowReading& row : reading.rows) result.rows.push_back({std::move(row), {}, {}, {}});
    result.counts = count(result.rows);
    return result;
}

Result<void> commit_import(log::Writer& writer, const ImportRequest& request, ImportResult& result,
                           const ImportProgress& progress) {
    const Hash digest = Sha256{}.add(as_bytes(request.bytes)).finish();
    std::map<int, std::string> case_of_row;
    std::int64_t done = 0;
    for (ImportedRow& row : result.rows) {
        if (!is_taken(row.reading)) continue;
        const auto first = row.reading.duplicate_of_row
                               ? case_of_row.find(*row.reading.duplicate_of_row)
                               : case_of_row.end();
        const std::string first_case = first == case_of_row.end() ? std::string{} : first->second;
        const auto outcome = writer.run<RowOutcome>([&](log::WriteTx& tx) -> Result<RowOutcome> {
            TRY_ASSIGN(const auto site, sites::find_site(tx.db(), result.site));
            const log::Cause cause = cause_of_row({tx.node().secrets.mac_key(), digest},
                                                  request.account, row.reading.number);
            return write_row(tx, cause, site, row.reading, first_case);
        });
        TRY(take_outcome(outcome, row, result.counts));
        case_of_row[row.reading.number] = first_case.empty() ? row.case_number : first_case;
        if (progress) progress(++done, result.counts.accepted + result.counts.warned);
    }
    return {};
}

std::vector<RowReason> shown_reasons(const ImportedRow& row) {
    std::vector<RowReason> reasons = row.reading.reasons;
    std::erase(reasons, RowReason::sensitive_in_list);
    return reasons;
}

std::string decisions_csv(const ImportResult& result) {
    print::CsvWriter csv;
    csv.row({"row", "decision", "reasons", "case_number", "card", "duplicate_of_row", "list_no",
             "arrival_date", "family_name", "given_names", "sex", "birth_min", "birth_max",
             "birth_precision", "nationality", "birth_place", "origin", "father_name",
             "mother_name", "marital_status", "household", "relation", "phone", "languages",
             "document_type", "document_no", "vulnerabilities", "observations"});
    for (const ImportedRow& row : result.rows) {
        const RowReading& reading = row.reading;
        std::vector<std::string> reasons;
        for (const RowReason reason : shown_reasons(row))
            reasons.emplace_back(registry::row_reason_text(reason));
        if (!row.refusal.empty()) reasons.push_back(row.refusal);
        const registry::ListFields& f = reading.fields;
        const bool shown = is_taken(reading);
        const auto birth = shown && f.birth ? std::optional(f.birth->reveal()) : std::nullopt;
        const auto text = [&](const std::string& value) { return shown ? value : std::string{}; };
        csv.row({std::to_string(reading.number),
                 std::string(registry::row_decision_text(reading.decision)), joined(reasons),
                 row.case_number, row.card,
                 reading.duplicate_of_row ? std::to_string(*reading.duplicate_of_row) : "",
                 text(f.list_no), shown && f.arrival_date ? day_text(*f.arrival_date) : "",
                 text(f.family_name.reveal()), text(f.given_names.reveal()), text(f.sex),
                 birth ? day_text(birth->min) : "", birth ? day_text(birth->max) : "",
                 birth ? std::string(registry::birth_precision_text(birth->precision)) : "",
                 text(f.nationality), text(f.birth_place.reveal()), text(f.origin.reveal()),
                 text(f.father_name.reveal()), text(f.mother_name.reveal()),
                 text(f.marital_status), text(f.household), text(f.relation),
                 text(f.phone.reveal()), text(joined(f.languages)), text(f.document_type),
                 text(f.document_no.reveal()), text(joined(flags_of(reading, false))),
                 is_sensitive(reading, registry::ListField::observations)
                     ? std::string{}
                     : text(f.observations.reveal())});
    }
    return csv.text();
}

}  // namespace jatigi::app
