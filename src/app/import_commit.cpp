#include "app/import_commit.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/import_match.h"
#include "app/import_person.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
#include "centre/sites/stay_view.h"
#include "people/registry/card.h"
#include "people/registry/restricted_hit_view.h"
#include "platform/base/random.h"

namespace jatigi::app {
namespace {

using registry::RowReading;

// Rows in one command of the writer: a commit each would cost a disk sync each, and many more
// would keep a distribution waiting.
constexpr std::size_t rows_at_once = 100;

struct RowOutcome {
    std::string case_number, card, refusal;
    std::optional<registry::IndexedPerson> added;
};

// What a row needs of the rows before it.
struct RowTask {
    ImportedRow* row;
    std::string first_case;  // Of the row that this one repeats.
    std::optional<registry::HouseholdId> household;
};

std::string params_of(std::string_view name, const std::string& case_number) {
    return fmt::format(R"({{"{}":"{}"}})", name, case_number);
}

// A row taken for somebody who is known already is kept with that person, sealed, for the review of
// duplicates: nothing of it is lost, and nobody gets two cards.
Result<registry::PersonRow> keep_with(log::WriteTx& tx, const log::Cause& cause,
                                      const std::string& case_number, const RowReading& row) {
    TRY_ASSIGN(auto person, registry::find_by_case_number(tx.db(), case_number));
    TRY(registry::append_to_file(
        tx, cause, person.id,
        registry::DuplicateWritten{registration_of(row, std::nullopt).identity}));
    TRY(seal_protection_cells(tx, cause, person.id, row));
    return person;
}

// Somebody known who had left, and came again.
Result<void> check_in_again(log::WriteTx& tx, const log::Cause& cause, const sites::SiteRow& site,
                            const registry::PersonRow& person, const RowReading& row) {
    TRY_ASSIGN(const auto presence, sites::presence_of(tx.db(), person.person));
    if (presence || !row.fields.arrival_date) return {};
    TRY_ASSIGN(const auto left, sites::left_on(tx.db(), person.person));
    if (left && *row.fields.arrival_date < *left) return {};
    TRY(sites::check_in(tx, cause, {person.id, person.person, site, *row.fields.arrival_date}));
    return {};
}

Result<std::string> register_row(log::WriteTx& tx, const log::Cause& cause,
                                 const sites::SiteRow& site, const RowTask& task,
                                 std::optional<registry::IndexedPerson>& added) {
    const RowReading& row = task.row->reading;
    const registry::Registration registration = registration_of(row, task.household);
    TRY_ASSIGN(const auto made, registry::register_person(tx, cause, site.code, registration));
    TRY(seal_protection_cells(tx, cause, made.person.id, row));
    TRY(sites::check_in(tx, cause,
                        {made.person.id, made.person.person, site, *row.fields.arrival_date}));
    added = registry::indexed_person({made.person.person, made.person.id, made.person.case_number,
                                      registration.sex, registration.nationality},
                                     evolve(registry::PersonFile{}, registration.identity));
    return params_of("case_number", made.person.case_number);
}

Result<std::string> work_of_row(log::WriteTx& tx, const log::Cause& cause,
                                const sites::SiteRow& site, const RowTask& task,
                                std::optional<registry::IndexedPerson>& added) {
    const ImportedRow& row = *task.row;
    if (!task.first_case.empty()) {
        TRY(keep_with(tx, cause, task.first_case, row.reading));
        return params_of("duplicate_of", task.first_case);
    }
    if (row.known == Known::probably) {
        TRY_ASSIGN(const auto person, keep_with(tx, cause, row.known_as, row.reading));
        TRY(check_in_again(tx, cause, site, person, row.reading));
        return params_of("known_as", row.known_as);
    }
    return register_row(tx, cause, site, task, added);
}

// Nothing for somebody who was erased since.
Result<std::string> card_of(log::WriteTx& tx, const std::string& case_number) {
    const auto person = registry::find_by_case_number(tx.db(), case_number);
    if (!person) {
        if (person.error().kind != ErrorKind::not_found) return std::unexpected(person.error());
        return std::string{};
    }
    TRY_ASSIGN(const auto serial, registry::valid_card(tx.db(), person->person));
    const vault::NodeSecrets& secrets = tx.node().secrets;
    return registry::card_code(serial, {secrets.mac_key(), secrets.site()});
}

Result<RowOutcome> write_row(log::WriteTx& tx, std::int64_t account, const sites::SiteRow& site,
                             const RowTask& task) {
    const log::Cause cause = cause_of_row(task.row->command, account);
    RowOutcome outcome;
    TRY_ASSIGN(const auto receipt, log::once(tx, cause, [&](log::WriteTx& inner) {
        return work_of_row(inner, cause, site, task, outcome.added);
    }));
    outcome.refusal = receipt.code;
    const auto params = json::parse_object(receipt.params).value_or(json::object{});
    for (const std::string_view name : {"case_number", "known_as"})
        if (const auto number = json::text_at(params, name)) outcome.case_number = *number;
    if (!outcome.case_number.empty()) {
        TRY_ASSIGN(outcome.card, card_of(tx, outcome.case_number));
    }
    return outcome;
}

class Commit {
public:
    Commit(log::Writer& writer, registry::RegisterIndex& index, const ImportRequest& request,
           ImportResult& result, const ImportProgress& progress)
        : writer_(writer), index_(index), request_(request), result_(result), progress_(progress) {
        for (const ImportedRow& row : result.rows) of_ += is_taken(row.reading) ? 1 : 0;
    }

    Result<void> run() {
        note_known_households();
        TRY(tell_protection());
        std::vector<RowTask> batch;
        for (ImportedRow& row : result_.rows) {
            if (!is_taken(row.reading)) continue;
            // A row that repeats one of this batch waits until that one has its number.
            if (batch.size() == rows_at_once || repeats_one_of(batch, row)) {
                TRY(write(batch));
                batch.clear();
            }
            batch.push_back({&row, first_case_of(row), household_of(row)});
        }
        return write(batch);
    }

private:
    bool repeats_one_of(const std::vector<RowTask>& batch, const ImportedRow& row) const {
        return row.reading.duplicate_of_row && !batch.empty() &&
               *row.reading.duplicate_of_row >= batch.front().row->reading.number;
    }
    std::string first_case_of(const ImportedRow& row) const {
        if (!row.reading.duplicate_of_row) return {};
        const auto first = case_of_row_.find(*row.reading.duplicate_of_row);
        return first == case_of_row_.end() ? std::string{} : first->second;
    }
    // The household of those on the list who are registered already.
    void note_known_households() {
        for (const ImportedRow& row : result_.rows) {
            const std::string& number = row.reading.fields.household;
            if (row.known != Known::already || number.empty()) continue;
            const auto entry = index_.find(row.known_as);
            if (entry && entry->household) households_[number] = *entry->household;
        }
    }
    Result<void> tell_protection() {
        if (result_.restricted_hits.empty()) return {};
        TRY(writer_.run<bool>([this](log::WriteTx& tx) -> Result<bool> {
            for (const log::LocalId person : result_.restricted_hits)
                TRY(registry::note_restricted_hit(tx, request_.account, person));
            return true;
        }));
        return {};
    }
    std::optional<registry::HouseholdId> household_of(const ImportedRow& row) {
        const std::string& number = row.reading.fields.household;
        if (number.empty()) return std::nullopt;
        const auto [known, made] = households_.try_emplace(number);
        if (made) known->second = id_v4<registry::HouseholdEntity>(random_bytes<16>());
        return known->second;
    }

    Result<std::vector<RowOutcome>> write_together(const std::vector<RowTask>& batch) {
        return writer_.run<std::vector<RowOutcome>>(
            [&](log::WriteTx& tx) -> Result<std::vector<RowOutcome>> {
                TRY_ASSIGN(const auto site, sites::find_site(tx.db(), result_.site));
                std::vector<RowOutcome> outcomes;
                for (const RowTask& task : batch) {
                    TRY_ASSIGN(auto outcome, write_row(tx, request_.account, site, task));
                    outcomes.push_back(std::move(outcome));
                }
                return outcomes;
            });
    }

    Result<void> write(const std::vector<RowTask>& batch) {
        if (batch.empty()) return {};
        auto outcomes = write_together(batch);
        if (outcomes) {
            for (std::size_t i = 0; i < batch.size(); ++i)
                take(*batch[i].row, std::move((*outcomes)[i]));
        } else if (outcomes.error().kind == ErrorKind::unavailable) {
            return std::unexpected(outcomes.error());
        } else {
            // One row was refused after it had written: each by itself, so that it alone is undone.
            TRY(write_one_by_one(batch));
        }
        done_ += static_cast<std::int64_t>(batch.size());
        if (progress_) progress_(done_, of_);
        return {};
    }

    Result<void> write_one_by_one(const std::vector<RowTask>& batch) {
        for (const RowTask& task : batch) {
            auto outcome = write_together({task});
            if (!outcome && outcome.error().kind == ErrorKind::unavailable)
                return std::unexpected(outcome.error());
            take(*task.row, outcome ? std::move(outcome->front())
                                    : RowOutcome{.refusal = std::string(outcome.error().code)});
        }
        return {};
    }

    void take(ImportedRow& row, RowOutcome outcome) {
        row.refusal = outcome.refusal;
        if (!row.refusal.empty()) {
            row.reading.decision = registry::RowDecision::rejected;
            return;
        }
        if (outcome.added) {
            ++result_.counts.registered;
            index_.put(*std::move(outcome.added));
        }
        case_of_row_[row.reading.number] = outcome.case_number;
        // A file may have been restricted since the preview.
        const auto entry = index_.find(outcome.case_number);
        if (row.hidden || (entry && entry->restricted && request_.account != 0)) return;
        row.case_number = outcome.case_number;
        row.card = outcome.card;
    }

    log::Writer& writer_;
    registry::RegisterIndex& index_;
    const ImportRequest& request_;
    ImportResult& result_;
    const ImportProgress& progress_;
    std::map<int, std::string> case_of_row_;
    std::map<std::string, registry::HouseholdId> households_;  // By the list's own number.
    std::int64_t done_ = 0, of_ = 0;
};

}  // namespace

Result<void> commit_import(log::Writer& writer, registry::RegisterIndex& index,
                           const ImportRequest& request, ImportResult& result,
                           const ImportProgress& progress) {
    TRY(Commit(writer, index, request, result, progress).run());
    count_rows(result);
    return {};
}

}  // namespace jatigi::app
