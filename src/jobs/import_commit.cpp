#include "jobs/import_commit.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <ranges>
#include <set>

#include "centre/sites/heading_answer_codec.h"
#include "centre/sites/site_view.h"
#include "centre/sites/stay_api.h"
#include "centre/sites/stay_view.h"
#include "jobs/import_match.h"
#include "jobs/import_person.h"
#include "people/registry/card.h"
#include "people/registry/index_change.h"
#include "people/registry/restricted_hit_view.h"
#include "platform/base/random.h"
#include "platform/log/handle.h"
#include "platform/review/raise.h"
#include "platform/review/review_task_view.h"

namespace jatigi::jobs {
namespace {

using lists::RowReading;

// Rows in one command of the writer: a commit each would cost a disk sync each, and many more
// would keep a distribution waiting.
constexpr std::size_t rows_at_once = 100;

struct RowOutcome {
    std::string case_number, card, refusal;
    std::string person;  // Case number of whom the row is about, the first of two rows included.
};

// What the index of names, and protection, hear of rows that were written.
struct Written {
    registry::ChangedPeople& added;
    // Who may be whom, by local number.
    std::vector<std::pair<log::LocalId, registry::PersonId>> alike{};
    std::vector<registry::HitTag> listed_again{};
};

// What a row needs of the rows before it.
struct RowTask {
    ImportedRow* row;
    std::string earlier;  // Case number of the person of the row that this one is like.
    OnTheList list;
};

std::string params_of(std::string_view name, const std::string& case_number) {
    return fmt::format(R"({{"{}":"{}"}})", name, case_number);
}

// A row taken for somebody who is known already is kept with that person, sealed, for the review of
// duplicates: nothing of it is lost, and nobody gets two cards.
Result<registry::PersonRow> keep_with(log::WriteTx& tx, const log::Cause& cause,
                                      const std::string& case_number, const RowReading& row) {
    TRY_ASSIGN(auto person, registry::find_by_case_number(tx.db(), case_number));
    TRY(registry::append_to_file(tx, cause, person.id,
                                 registry::DuplicateWritten{registration_of(row, {}).identity}));
    TRY(registry::seal_protection_cells(tx, cause, person.id, protection_cells_of(row)));
    return person;
}

// Somebody known who had left, and came again.
Result<void> check_in_again(log::WriteTx& tx, const log::Cause& cause, const sites::SiteRow& site,
                            const registry::PersonRow& person, const RowReading& row) {
    TRY_ASSIGN(const auto presence, sites::presence_of(tx.db(), person.person));
    if (presence || !row.fields.arrival_date) return {};
    TRY_ASSIGN(const auto left, sites::left_on(tx.db(), person.person));
    if (left && *row.fields.arrival_date < *left) return {};
    TRY(sites::check_in(tx, cause, person, site, *row.fields.arrival_date));
    return {};
}

// In the files of both; each has its own key.
Result<void> note_likeness(log::WriteTx& tx, const log::Cause& cause,
                           const registry::PersonRow& person, const registry::PersonRow& other,
                           Written& written) {
    TRY(registry::append_to_file(tx, cause, person.id, registry::LikenessNoticed{other.id}));
    TRY(registry::append_to_file(tx, cause, other.id, registry::LikenessNoticed{person.id}));
    written.alike.emplace_back(person.person, other.id);
    written.alike.emplace_back(other.person, person.id);
    return {};
}

// Those whom the row is like, and who were not erased since.
Result<void> note_likenesses(log::WriteTx& tx, const log::Cause& cause, const RowTask& task,
                             const registry::PersonRow& person, Written& written) {
    std::set<std::string> numbers(task.row->also_like.begin(), task.row->also_like.end());
    numbers.insert({task.earlier, task.row->known_as});
    for (const std::string& number : numbers) {
        if (number.empty()) continue;
        const auto other = registry::find_by_case_number(tx.db(), number);
        if (!other && other.error().kind == ErrorKind::not_found) continue;
        if (!other) return std::unexpected(other.error());
        TRY(note_likeness(tx, cause, person, *other, written));
        // What somebody restricted would leave, too: a row beside it, and a task that is never
        // shown.
        if (number == task.earlier) continue;
        TRY_ASSIGN(const auto tag, registry::note_nobody_met(tx));
        written.listed_again.push_back(tag);
    }
    return {};
}

// Whoever brings the list is told nothing of them; protection is told which file was made.
Result<void> note_restricted(log::WriteTx& tx, const log::Cause& cause, const ImportedRow& row,
                             const registry::PersonRow& person, Written& written) {
    const std::set<log::LocalId> restricted(row.restricted.begin(), row.restricted.end());
    for (const log::LocalId file : restricted) {
        TRY_ASSIGN(const auto other, registry::find_by_local(tx.db(), file));
        if (!other) continue;
        TRY(note_likeness(tx, cause, person, *other, written));
        TRY_ASSIGN(const auto tag,
                   registry::note_restricted_hit(tx, cause.actor, file, person.person));
        written.listed_again.push_back(tag);
    }
    return {};
}

// What the list says that somebody should look at, as a task about whom the row made or met.
Result<void> leave_task(log::WriteTx& tx, const log::Cause& cause, registry::PersonId person,
                        const ImportedRow& row) {
    auto marks = shown_reasons(row);
    // Of a restricted file the same mark as of another: it is shown to whoever may know of that
    // file. Not beside a mark of another row, which whoever may know of that row is shown with all
    // others; nor where the row went into a file that others may see, or into a task beside one
    // that says the rest.
    const std::string alike(enum_text(Known::maybe));
    const std::string repeated(enum_text(lists::RowReason::duplicate_suspected));
    const auto has = [&marks](const std::string& mark) {
        return std::ranges::find(marks, mark) != marks.end();
    };
    const auto subject = review::task_subject(registry::person_kind, person);
    const std::string reason(registry::marked_row_reason);
    if (!row.restricted.empty() && row.known == Known::no && !has(repeated)) {
        TRY_ASSIGN(const auto open, review::open_tasks(tx.db(), reason, subject));
        if (marks.empty() || open.empty()) marks.push_back(alike);
    }
    if (marks.empty()) return {};
    return review::raise_task(tx, cause, {.reason = reason, .subject = subject, .marks = marks});
}

Result<std::string> register_row(log::WriteTx& tx, const log::Cause& cause,
                                 const sites::SiteRow& site, const RowTask& task,
                                 Written& written) {
    const RowReading& row = task.row->reading;
    const registry::Registration registration = registration_of(row, task.list);
    TRY_ASSIGN(const auto made, registry::register_person(tx, cause, site.code, registration));
    TRY(sites::check_in(tx, cause, made.person, site, *row.fields.arrival_date));
    TRY(leave_task(tx, cause, made.person.id, *task.row));
    TRY(note_likenesses(tx, cause, task, made.person, written));
    TRY(note_restricted(tx, cause, *task.row, made.person, written));
    if (auto known =
            registry::indexed_person({made.person.person, made.person.id, made.person.case_number,
                                      registration.sex, registration.nationality},
                                     evolve(registry::PersonFile{}, registration.identity)))
        written.added.push_back(*std::move(known));
    return params_of("case_number", made.person.case_number);
}

Result<std::string> work_of_row(log::WriteTx& tx, const log::Cause& cause,
                                const sites::SiteRow& site, const RowTask& task, Written& written) {
    const ImportedRow& row = *task.row;
    if (row.reading.repeats && !task.earlier.empty()) {
        TRY_ASSIGN(const auto person, keep_with(tx, cause, task.earlier, row.reading));
        TRY(leave_task(tx, cause, person.id, row));
        return params_of("duplicate_of", task.earlier);
    }
    if (row.known == Known::probably) {
        TRY_ASSIGN(const auto person, keep_with(tx, cause, row.known_as, row.reading));
        TRY(check_in_again(tx, cause, site, person, row.reading));
        TRY(leave_task(tx, cause, person.id, row));
        return params_of("known_as", row.known_as);
    }
    return register_row(tx, cause, site, task, written);
}

// Of somebody who is new: whose card it is otherwise is asked of nobody's list.
Result<std::string> card_of(log::WriteTx& tx, const std::string& case_number) {
    TRY_ASSIGN(const auto person, registry::find_by_case_number(tx.db(), case_number));
    TRY_ASSIGN(const auto serial, registry::valid_card(tx.db(), person.person));
    const vault::NodeSecrets& secrets = tx.node().secrets;
    return registry::card_code(serial, {secrets.mac_key(), secrets.site()});
}

Result<RowOutcome> write_row(log::WriteTx& tx, std::int64_t account, const sites::SiteRow& site,
                             const RowTask& task, Written& written) {
    const log::Cause cause = cause_of_row(task.row->command, account);
    const std::size_t made_before = written.added.size();
    TRY_ASSIGN(const auto receipt, log::once(tx, cause, [&](log::WriteTx& inner) {
                   return work_of_row(inner, cause, site, task, written);
               }));
    RowOutcome outcome{.refusal = receipt.code};
    const auto params = json::parse_object(receipt.params).value_or(json::object{});
    for (const std::string_view name : {"case_number", "known_as"})
        if (const auto number = json::text_at(params, name)) outcome.case_number = *number;
    outcome.person = json::text_at(params, "duplicate_of").value_or(outcome.case_number);
    if (written.added.size() > made_before) {
        TRY_ASSIGN(outcome.card, card_of(tx, outcome.case_number));
    }
    return outcome;
}

class Commit {
public:
    Commit(log::Writer& writer, registry::RegisterIndex& index, const ImportRequest& request,
           ImportResult& result, const ImportProgress& progress)
        : writer_(writer),
          index_(index),
          request_(request),
          result_(result),
          progress_(progress),
          match_(result),
          list_(result.continues.value_or(id_v4<registry::ListEntity>(random_bytes<16>()))),
          expected_(result.compared_with) {
        for (const ImportedRow& row : result.rows) of_ += is_taken(row.reading) ? 1 : 0;
        note_places();
    }

    Result<void> run() {
        note_known_households();
        TRY(keep_answers());
        Rows batch;
        for (ImportedRow& row : result_.rows) {
            if (!is_taken(row.reading)) continue;
            batch.push_back(&row);
            if (batch.size() < rows_at_once) continue;
            TRY(write(batch));
            batch.clear();
        }
        return write(batch);
    }

private:
    using Rows = std::vector<ImportedRow*>;
    using Outcomes = std::vector<RowOutcome>;

    // Where each stands on the list. Who came with a later version stands before the next of those
    // whom whoever brings it may find: an own number would tell of a gap where somebody else stood.
    void note_places() {
        std::int64_t next = 0;
        for (const auto& person : index_.on_list(list_))
            next = std::max(next, list_place(person.entry.listed->place) + 1);
        for (const ImportedRow& row : std::views::reverse(result_.rows)) {
            if (!is_taken(row.reading)) continue;
            places_[&row] = result_.continues ? before_place(next) : match_.place_of(row);
            // One that is perhaps known is somebody else's, and may stand elsewhere on it.
            if (row.known_as.empty() || row.hidden || row.known == Known::maybe) continue;
            const auto entry = index_.find(row.known_as);
            if (entry && entry->listed && entry->listed->list == list_)
                next = list_place(entry->listed->place);
        }
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
    // For the next list of the site.
    Result<void> keep_answers() {
        if (result_.new_answers.empty()) return {};
        TRY(writer_.run<bool>([this](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto site, sites::find_site(tx.db(), result_.site));
            for (const auto& [heading, field] : result_.new_answers)
                TRY(log::execute<sites::HeadingAnswerStream>(
                    tx,
                    cause_of_row(id_v4<log::CommandEntity>(random_bytes<16>()), request_.account),
                    id_v4<sites::HeadingAnswerEntity>(random_bytes<16>()),
                    sites::AnswerHeading{{site.id, heading, std::string(enum_text(field))}}));
            return true;
        }));
        result_.new_answers.clear();
        return {};
    }
    // In a command of its own, which is no row's: the log is to tell of nobody that they are
    // restricted.
    Result<void> ask_protection(log::WriteTx& tx, const Written& written) {
        // Nor does their order say whom of the list each is about.
        auto tags = written.listed_again;
        shuffle(tags);
        for (const registry::HitTag& tag : tags)
            TRY(review::raise_task(
                tx, cause_of_row(id_v4<log::CommandEntity>(random_bytes<16>()), request_.account),
                {.reason = std::string(registry::listed_again_reason),
                 .subject = {std::string(registry::restricted_hit_kind), tag}}));
        return {};
    }
    std::optional<registry::HouseholdId> household_of(const ImportedRow& row) {
        const std::string& number = row.reading.fields.household;
        if (number.empty()) return std::nullopt;
        const auto [known, made] = households_.try_emplace(number);
        if (made) known->second = id_v4<registry::HouseholdEntity>(random_bytes<16>());
        return known->second;
    }
    RowTask task_of(ImportedRow& row) {
        RowTask task{.row = &row,
                     .list = {.household = household_of(row),
                              .listed = registry::ListedAs{list_, row.reading.fields.list_no,
                                                           places_.at(&row)}}};
        if (!row.reading.duplicate_of_row) return task;
        const auto earlier = case_of_row_.find(*row.reading.duplicate_of_row);
        if (earlier != case_of_row_.end()) task.earlier = earlier->second;
        return task;
    }

    // Who was registered since the list was compared is known now: at a desk, or from another
    // version of this list. Only here, on the writer's thread, can nobody come in between.
    Result<void> compare_again(log::WriteTx& tx, const Rows& batch) {
        others_changed_ = others_changed_ || index_.version() != expected_;
        if (!others_changed_) return {};
        return match_.match({tx.db(), tx.node(), index_, request_.sight_of}, batch);
    }

    Result<Outcomes> write_rows(log::WriteTx& tx, const Rows& batch, registry::IndexChange& change,
                                Written& written) {
        change.begin();
        written.alike.clear();
        written.listed_again.clear();
        TRY(compare_again(tx, batch));
        TRY_ASSIGN(const auto site, sites::find_site(tx.db(), result_.site));
        Outcomes outcomes;
        for (ImportedRow* row : batch) {
            TRY_ASSIGN(auto outcome, write_row(tx, request_.account, site, task_of(*row), written));
            case_of_row_[row->reading.number] = outcome.person;
            match_.claim(outcome.person);
            outcomes.push_back(std::move(outcome));
        }
        TRY(ask_protection(tx, written));
        change.announce();
        announced_ = index_.version();
        return outcomes;
    }

    Result<Outcomes> write_together(const Rows& batch) {
        registry::IndexChange change(index_);
        Written effects{change.people};
        std::promise<Result<Outcomes>> written;
        writer_.submit<Outcomes>(
            [&](log::WriteTx& tx) { return write_rows(tx, batch, change, effects); },
            [&](Result<Outcomes> outcomes) {
                result_.counts.registered +=
                    outcomes ? static_cast<std::int64_t>(change.people.size()) : 0;
                others_changed_ = others_changed_ || (outcomes && index_.version() != announced_);
                change.end(outcomes.has_value());
                if (outcomes)
                    for (const auto& [person, other] : effects.alike)
                        index_.note_alike(person, other);
                expected_ = index_.version();
                written.set_value(std::move(outcomes));
            });
        return written.get_future().get();
    }

    Result<void> write(const Rows& batch) {
        if (batch.empty()) return {};
        if (request_.is_stopping && request_.is_stopping())
            return refuse(ErrorKind::unavailable, "server.stopping");
        auto outcomes = write_together(batch);
        if (outcomes) {
            for (std::size_t i = 0; i < batch.size(); ++i) take(*batch[i], (*outcomes)[i]);
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

    Result<void> write_one_by_one(const Rows& batch) {
        for (ImportedRow* row : batch) {
            auto outcome = write_together({row});
            if (!outcome && outcome.error().kind == ErrorKind::unavailable)
                return std::unexpected(outcome.error());
            take(*row, outcome ? std::move(outcome->front())
                               : RowOutcome{.refusal = std::string(outcome.error().code)});
        }
        return {};
    }

    void take(ImportedRow& row, const RowOutcome& outcome) {
        row.refusal = outcome.refusal;
        if (!row.refusal.empty()) {
            row.reading.decision = lists::RowDecision::rejected;
            return;
        }
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
    ListMatch match_;
    const registry::ListId list_;
    std::map<const ImportedRow*, std::int64_t> places_;
    std::map<int, std::string> case_of_row_;
    std::map<std::string, registry::HouseholdId> households_;  // By the list's own number.
    // RegisterIndex::version(): when the list was compared or this changed it last, and at the end
    // of the last work.
    std::uint64_t expected_, announced_ = 0;
    // From the first change by somebody else on: every batch is compared, since each is compared by
    // itself.
    bool others_changed_ = false;
    std::int64_t done_ = 0, of_ = 0;
};

}  // namespace

Result<void> commit_import(log::Writer& writer, registry::RegisterIndex& index,
                           const ImportRequest& request, ImportResult& result,
                           const ImportProgress& progress) {
    TRY(is_answered(result));
    TRY(Commit(writer, index, request, result, progress).run());
    count_rows(result);
    return {};
}

}  // namespace jatigi::jobs
