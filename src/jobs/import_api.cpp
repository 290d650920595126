#include "jobs/import_api.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "centre/sites/site_view.h"
#include "jobs/import_answers_api.h"
#include "jobs/import_commit.h"
#include "jobs/import_decisions.h"
#include "jobs/import_match.h"
#include "people/registry/may.h"
#include "people/registry/person_fields_api.h"
#include "people/registry/restricted_hit_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::jobs {

namespace {

using Job = ImportShelf::Job;
using JobPtr = ImportShelf::JobPtr;

constexpr std::size_t list_bytes_max = std::size_t{64} << 20U;
constexpr std::size_t page_rows_max = 500, page_rows_default = 100;

json::object counts_json(const ImportCounts& counts) {
    return {{"rows", counts.rows},
            {"accepted", counts.accepted},
            {"warned", counts.warned},
            {"rejected", counts.rejected},
            {"duplicates", counts.duplicates},
            {"registered", counts.registered},
            {"already_known", counts.already_known},
            {"probably_known", counts.probably_known},
            {"left_out", counts.left_out}};
}

// How often each reason was given, and how many rows hold words for protection staff.
json::object reasons_json(const ImportResult& result) {
    std::map<std::string, std::int64_t> counts;
    for (const ImportedRow& row : result.rows) {
        for (const std::string& reason : shown_reasons(row)) ++counts[reason];
        if (!row.reading.sensitive_cells.empty()) ++counts["SENSITIVE_IN_LIST"];
    }
    json::object out;
    for (const auto& [reason, count] : counts) out[reason] = count;
    return out;
}

json::array reasons_of(const ImportedRow& row) {
    json::array reasons;
    for (const std::string& reason : shown_reasons(row)) reasons.push_back(json::value(reason));
    return reasons;
}

json::object row_json(const ImportedRow& row) {
    json::object out{{"row", row.reading.number},
                     {"decision", enum_text(row.reading.decision)},
                     {"reasons", reasons_of(row)}};
    if (!row.case_number.empty()) out["case_number"] = row.case_number;
    if (!row.known_as.empty() && !row.hidden) out["known_as"] = row.known_as;
    if (row.reading.duplicate_of_row) out["duplicate_of_row"] = *row.reading.duplicate_of_row;
    return out;
}

// The same with who it is, for the page where the list is looked through.
json::object named_row_json(const ImportedRow& row) {
    json::object out = row_json(row);
    const lists::ListFields& fields = row.reading.fields;
    out["family_name"] = fields.family_name.reveal();
    out["given_names"] = fields.given_names.reveal();
    out["birth"] = registry::birth_json(fields.birth);
    out["sex"] = fields.sex;
    out["nationality"] = fields.nationality;
    out["arrival_date"] = fields.arrival_date ? day_text(*fields.arrival_date) : "";
    return out;
}

json::object job_json(Job& job) {
    const std::lock_guard lock(job.mutex);
    json::object out{{"import", job.name},
                     {"site", job.result.site},
                     {"list_date", day_text(job.result.list_date)},
                     {"state", enum_text(job.state)},
                     {"done", job.done},
                     {"of", job.of},
                     {"counts", counts_json(job.result.counts)}};
    if (job.state != Job::State::running) {
        out["reasons"] = reasons_json(job.result);
        out["answers"] = answers_json(job.answers);
        add_questions(job.result, out);
    }
    if (!job.problem.empty()) out["problem"] = job.problem;
    return out;
}

// The one-call form: everything in one answer.
std::string whole_json(const ImportResult& result, bool committed) {
    json::array rows;
    for (const ImportedRow& row : result.rows) {
        if (row.reading.kind != lists::RowKind::data) continue;
        json::object out = row_json(row);
        if (!row.card.empty()) out["card"] = row.card;
        rows.push_back(std::move(out));
    }
    return boost::json::serialize(json::object{{"site", result.site},
                                               {"list_date", day_text(result.list_date)},
                                               {"committed", committed},
                                               {"counts", counts_json(result.counts)},
                                               {"rows", std::move(rows)}});
}

// One by one: for a few people, inside the writer, where they may have moved a moment ago.
SightOf sight_for(const ImportContext& context, const access::Account& account) {
    return [&context, account](store::Connection& db, const registry::IndexEntry& entry) {
        const auto site = context.arrivals.site_of(db, entry.person);
        return site ? registry::sight_of(account, entry, *site) : registry::Sight::absent;
    };
}

// The register as this account may find it.
Result<Register> register_for(const ImportContext& context, const access::Account& account,
                              store::Connection& db) {
    TRY_ASSIGN(auto places, context.arrivals.places(db));
    return Register{db, context.services.node, context.index,
                    [account, places = std::move(places)](store::Connection&,
                                                          const registry::IndexEntry& entry) {
                        return registry::sight_of(account, entry, places(entry.person));
                    }};
}

// Whoever was registered since the preview is known now.
Result<void> compare_again(const ImportContext& context, const access::Account& account,
                           ImportResult& result) {
    if (result.compared_with == context.index.version()) return {};
    TRY(context.services.readers.read<bool>([&](store::Connection& db) -> Result<bool> {
        TRY_ASSIGN(const Register reg, register_for(context, account, db));
        TRY(ListMatch(result).match(reg));
        return true;
    }));
    return {};
}

// The list as this account may bring it to the site.
Result<ImportResult> read_list(const ImportContext& context, const access::Account& account,
                               const ImportRequest& wanted) {
    return context.services.readers.read<ImportResult>(
        [&](store::Connection& db) -> Result<ImportResult> {
            TRY_ASSIGN(const auto site, sites::find_site(db, wanted.site));
            TRY(access::Gatekeeper::allow(account, registry::may::import_list, FactClass::identity,
                                          {.site = site.site}));
            TRY_ASSIGN(const Register reg, register_for(context, account, db));
            return preview_import(reg, wanted, context.services.clock(), {});
        });
}

Result<ImportResult> read_import(const ImportContext& context, const http::Request& request,
                                 ImportRequest& wanted) {
    wanted = {.bytes = request.body,
              .site = request.query_text("site").value_or(""),
              .list_date = parse_day(request.query_text("list_date").value_or("")),
              .account = request.account->id,
              .sight_of = sight_for(context, *request.account)};
    if (request.query_text("list_date") && !wanted.list_date)
        return http::member_missing("list_date");
    TRY_ASSIGN(wanted.answers, answers_in_query(request));
    return read_list(context, *request.account, wanted);
}

// A commit is cut between batches when the server stops: what is written stays, and the list is
// brought again for the rest.
std::function<bool()> stop_of(const ImportContext& context) {
    return [&workers = context.services.workers] { return workers.is_stopping(); };
}

Result<std::string> import_at_once(const ImportContext& context, const http::Request& request) {
    ImportRequest wanted;
    TRY_ASSIGN(ImportResult result, read_import(context, request, wanted));
    wanted.is_stopping = stop_of(context);
    TRY(commit_import(context.services.writer, context.index, wanted, result, {}));
    return whole_json(result, true);
}

std::int64_t known_in(const ImportResult& result) {
    return std::ranges::count_if(
        result.rows, [](const ImportedRow& row) { return !row.known_as.empty() && !row.hidden; });
}

// After the answer, which is not to wait for it.
void tell_protection(const ImportContext& context, const access::Account& account,
                     const ImportResult& result) {
    std::set<log::LocalId> people;
    for (const ImportedRow& row : result.rows)
        people.insert(row.restricted.begin(), row.restricted.end());
    if (people.empty()) return;
    context.services.writer.submit<bool>(
        [who = account.id, people = std::move(people)](log::WriteTx& tx) -> Result<bool> {
            for (const log::LocalId person : people)
                TRY(registry::note_restricted_hit(tx, who, person));
            return true;
        },
        [](const Result<bool>& told) {
            if (!told) spdlog::error("a restricted hit was not noted: {}", told.error().code);
        });
}

// A list tells whom of it the register knows: an opening, as a search is, whether it knows anybody
// or not. `told` of them were shown before, when the same list was read without the answers.
Result<void> record_known(const ImportContext& context, const access::Account& account,
                          const ImportResult& result, std::int64_t told) {
    const std::int64_t known = std::max<std::int64_t>(known_in(result) - told, 0);
    TRY(context.services.writer.run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY_ASSIGN(const auto opener, access::Gatekeeper::opener(tx.node().keyring, account,
                                                                 registry::may::search_persons,
                                                                 access::about_nobody()));
        TRY(opener.record_list(tx.db(), tx.now(), {.kind = "import", .count = known}));
        return true;
    }));
    tell_protection(context, account, result);
    return {};
}

Result<std::string> preview(const ImportContext& context, const http::Request& request) {
    ImportRequest wanted;
    TRY_ASSIGN(ImportResult result, read_import(context, request, wanted));
    const auto job = std::make_shared<Job>();
    job->account = request.account->id;
    job->of = result.counts.accepted + result.counts.warned;
    job->result = std::move(result);
    job->bytes = std::make_shared<const std::string>(request.body);
    job->answers = std::move(wanted.answers);
    TRY(record_known(context, *request.account, job->result, 0));
    TRY(context.shelf.put(job, context.services.clock()));
    return boost::json::serialize(job_json(*job));
}

bool may_import(const http::RequestPtr& request, const http::Reply& reply) {
    const auto allowed = access::Gatekeeper::allow_role(
        *request->account, registry::may::import_list, FactClass::identity);
    if (!allowed) reply(http::problem(allowed.error()));
    return allowed.has_value();
}

void post_import(const ImportContext& context, const http::RequestPtr& request,
                 const http::Reply& reply) {
    if (!may_import(request, reply)) return;
    http::answer_on_worker(context.services, http::Work::list, reply, [&context, request] {
        const bool at_once = request->query_text("commit") == "true";
        const auto done = at_once ? import_at_once(context, *request) : preview(context, *request);
        return done ? http::json_response(at_once ? 200 : 201, *done) : http::problem(done.error());
    });
}

// Somebody whom the preview named is restricted since.
bool names_hidden(const ImportContext& context, Job& job) {
    const std::lock_guard lock(job.mutex);
    return std::ranges::any_of(job.result.rows, [&context](const ImportedRow& row) {
        for (const std::string& number : {row.known_as, row.case_number}) {
            const auto entry = number.empty() ? std::nullopt : context.index.find(number);
            if (entry && entry->restricted) return true;
        }
        return false;
    });
}

// A preview that named somebody who is hidden now is forgotten, as all are after an hour.
Result<JobPtr> job_of(const ImportContext& context, const http::Request& request) {
    TRY_ASSIGN(JobPtr job, context.shelf.find(request.args.at(0), request.account->id,
                                              context.services.clock()));
    if (names_hidden(context, *job)) return refuse(ErrorKind::not_found, "import.not_found");
    return job;
}

// The same list once more, with what was answered, or with a second file.
Result<std::string> read_again(const ImportContext& context, const JobPtr& job,
                               const access::Account& account) {
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> households;
    std::int64_t told = 0;
    ImportRequest wanted{.account = account.id, .sight_of = sight_for(context, account)};
    {
        const std::lock_guard lock(job->mutex);
        if (job->state != Job::State::previewed)
            return refuse(ErrorKind::conflict, "import.already_committed");
        bytes = job->bytes;
        households = job->households;
        wanted.site = job->result.site;
        wanted.list_date = job->result.list_date;
        wanted.answers = job->answers;
        told = known_in(job->result);
    }
    wanted.bytes = *bytes;
    if (households) wanted.households = *households;
    TRY_ASSIGN(ImportResult result, read_list(context, account, wanted));
    TRY(record_known(context, account, result, told));
    {
        const std::lock_guard lock(job->mutex);
        if (job->state != Job::State::previewed)
            return refuse(ErrorKind::conflict, "import.already_committed");
        job->of = result.counts.accepted + result.counts.warned;
        job->result = std::move(result);
    }
    return boost::json::serialize(job_json(*job));
}

// `take` puts what was sent into the job, under its lock.
using TakeAnswer = Result<void> (*)(Job& job, const http::Request& request);

http::Handler answers_job(const ImportContext& context, TakeAnswer take) {
    return [&context, take](const http::RequestPtr& request, const http::Reply& reply) {
        if (!may_import(request, reply)) return;
        const auto job = job_of(context, *request);
        if (!job) return reply(http::problem(job.error()));
        http::answer_on_worker(
            context.services, http::Work::list, reply, [&context, take, job = *job, request] {
                Result<void> taken;
                {
                    const std::lock_guard lock(job->mutex);
                    taken = take(*job, *request);
                }
                if (!taken) return http::problem(taken.error());
                const auto done = read_again(context, job, *request->account);
                return done ? http::json_response(200, *done) : http::problem(done.error());
            });
    };
}

Result<void> take_answers(Job& job, const http::Request& request) {
    TRY_ASSIGN(const json::object body, http::body_object(request));
    TRY_ASSIGN(job.answers, answers_of(body));
    return {};
}

Result<void> take_households(Job& job, const http::Request& request) {
    job.households = std::make_shared<const std::string>(request.body);
    job.answers.join = true;
    return {};
}

// A list has many thousands of rows: even to count their reasons is slow.
using JobReader = http::Response (*)(Job&, const http::Request&);

http::Handler reads_job(const ImportContext& context, JobReader read) {
    return [&context, read](const http::RequestPtr& request, const http::Reply& reply) {
        if (!may_import(request, reply)) return;
        const auto job = job_of(context, *request);
        if (!job) return reply(http::problem(job.error()));
        http::answer_on_worker(context.services, http::Work::read, reply,
                               [read, job = *job, request] { return read(*job, *request); });
    };
}

http::Response get_job(Job& job, const http::Request&) {
    return http::json_response(200, boost::json::serialize(job_json(job)));
}

std::size_t number_in(const http::Request& request, std::string_view name, std::size_t fallback) {
    const std::string text = request.query_text(name).value_or("");
    std::size_t number = fallback;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

http::Response running() {
    return http::problem({ErrorKind::conflict, "import.running", {}, {}});
}

http::Response get_rows(Job& job, const http::Request& request) {
    const std::string decision = request.query_text("decision").value_or("all");
    const std::size_t from = number_in(request, "from", 0);
    const std::size_t limit =
        std::min(number_in(request, "limit", page_rows_default), page_rows_max);
    json::array rows;
    std::size_t total = 0;
    const std::lock_guard lock(job.mutex);
    if (job.state == Job::State::running) return running();
    for (const ImportedRow& row : job.result.rows) {
        if (row.reading.kind != lists::RowKind::data) continue;
        if (decision != "all" && enum_text(row.reading.decision) != decision) continue;
        if (total >= from && rows.size() < limit) rows.push_back(named_row_json(row));
        ++total;
    }
    return http::json_response(
        200, boost::json::serialize(json::object{{"rows", std::move(rows)}, {"total", total}}));
}

http::Response get_rejected(Job& job, const http::Request&) {
    const std::lock_guard lock(job.mutex);
    if (job.state == Job::State::running) return running();
    return {200,
            "text/csv; charset=utf-8",
            rejected_csv(job.result),
            {{"Content-Disposition", "attachment; filename=\"rejected.csv\""},
             {"Cache-Control", "no-store"}}};
}

// The rows are taken out while they are written, so that nobody waits for the lock.
void write_job(const ImportContext& context, const JobPtr& job, const access::Account& account) {
    ImportResult result;
    {
        const std::lock_guard lock(job->mutex);
        result = std::move(job->result);
        job->bytes = job->households = nullptr;
        job->result.site = result.site;
        job->result.list_date = result.list_date;
        job->result.counts = result.counts;
    }
    const ImportRequest request{.site = result.site,
                                .account = job->account,
                                .sight_of = sight_for(context, account),
                                .is_stopping = stop_of(context)};
    auto done = compare_again(context, account, result);
    if (done)
        done = commit_import(context.services.writer, context.index, request, result,
                             [&job](std::int64_t rows, std::int64_t of) {
                                 const std::lock_guard lock(job->mutex);
                                 job->done = rows;
                                 job->of = of;
                             });
    const std::lock_guard lock(job->mutex);
    job->result = std::move(result);
    job->state = done ? Job::State::committed : Job::State::failed;
    if (!done) job->problem = done.error().code;
}

// A list that failed half-way may be committed again: what was written is known by its receipts.
void post_commit(const ImportContext& context, const http::RequestPtr& request,
                 const http::Reply& reply) {
    if (!may_import(request, reply)) return;
    const auto found = job_of(context, *request);
    if (!found) return reply(http::problem(found.error()));
    const JobPtr& job = *found;
    {
        const std::lock_guard lock(job->mutex);
        if (job->state == Job::State::running || job->state == Job::State::committed)
            return reply(http::problem({ErrorKind::conflict, "import.already_committed", {}, {}}));
        if (const auto answered = is_answered(job->result); !answered)
            return reply(http::problem(answered.error()));
        job->state = Job::State::running;
        job->problem.clear();
        job->done = 0;
    }
    const bool queued = context.services.workers.submit(
        [&context, job, account = *request->account] { write_job(context, job, account); },
        http::Work::list);
    if (!queued) {
        const std::lock_guard lock(job->mutex);
        job->state = Job::State::previewed;
        return reply(http::problem({ErrorKind::unavailable, "store.overloaded", "workers", {}}));
    }
    reply(http::json_response(202, boost::json::serialize(job_json(*job))));
}

}  // namespace

std::vector<http::Route> import_routes(const ImportContext& context) {
    return {
        {"POST", "/api/v1/imports", http::Needs::session,
         [&context](const http::RequestPtr& request, const http::Reply& reply) {
             post_import(context, request, reply);
         },
         list_bytes_max},
        {"GET", "/api/v1/imports/{id}", http::Needs::session, reads_job(context, get_job)},
        {"GET", "/api/v1/imports/{id}/rows", http::Needs::session, reads_job(context, get_rows)},
        {"GET", "/api/v1/imports/{id}/rejected.csv", http::Needs::session,
         reads_job(context, get_rejected)},
        {"POST", "/api/v1/imports/{id}/answers", http::Needs::session,
         answers_job(context, take_answers)},
        {"POST", "/api/v1/imports/{id}/households", http::Needs::session,
         answers_job(context, take_households), list_bytes_max},
        {"POST", "/api/v1/imports/{id}/commit", http::Needs::session,
         [&context](const http::RequestPtr& request, const http::Reply& reply) {
             post_commit(context, request, reply);
         }}};
}

}  // namespace jatigi::jobs
