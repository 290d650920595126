#include "jobs/import_api.h"

#include <fmt/format.h>
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
#include "platform/access/emergency_account.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::jobs {

namespace {

using Job = ImportShelf::Job;
using JobPtr = ImportShelf::JobPtr;

constexpr std::size_t list_bytes_max = std::size_t{64} << 20U;
constexpr std::size_t page_rows_max = 500, page_rows_default = 100;

// Withheld, how many are new is not said either: it would tell how many are known.
json::object counts_json(const ImportResult& result) {
    const ImportCounts& counts = result.counts;
    return {{"rows", counts.rows},
            {"accepted", counts.accepted},
            {"warned", counts.warned},
            {"rejected", counts.rejected},
            {"duplicates", counts.duplicates},
            {"registered", result.verdicts == Verdicts::shown ? counts.registered : 0},
            {"already_known", counts.already_known},
            {"probably_known", counts.probably_known},
            {"left_out", counts.left_out}};
}

// How often each reason was given, and how many rows hold words for protection staff.
json::object reasons_json(const ImportResult& result) {
    std::map<std::string, std::int64_t> counts;
    for (const ImportedRow& row : result.rows) {
        for (const std::string& reason : shown_reasons(row, result.verdicts)) ++counts[reason];
        if (!row.reading.sensitive_cells.empty()) ++counts["SENSITIVE_IN_LIST"];
    }
    json::object out;
    for (const auto& [reason, count] : counts) out[reason] = count;
    return out;
}

json::array reasons_of(const ImportedRow& row, Verdicts verdicts) {
    json::array reasons;
    for (const std::string& reason : shown_reasons(row, verdicts))
        reasons.push_back(json::value(reason));
    return reasons;
}

// Withheld, no row has a number: those without one would be the known.
json::object row_json(const ImportedRow& row, Verdicts verdicts) {
    json::object out{{"row", row.reading.number},
                     {"decision", enum_text(shown_decision(row, verdicts))},
                     {"reasons", reasons_of(row, verdicts)}};
    const bool shown = verdicts == Verdicts::shown;
    if (shown && !row.case_number.empty()) out["case_number"] = row.case_number;
    if (shown && !row.known_as.empty() && !row.hidden) out["known_as"] = row.known_as;
    if (row.reading.duplicate_of_row) out["duplicate_of_row"] = *row.reading.duplicate_of_row;
    return out;
}

// The same with who it is, for the page where the list is looked through.
json::object named_row_json(const ImportedRow& row, Verdicts verdicts) {
    json::object out = row_json(row, verdicts);
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
                     {"verdicts", enum_text(job.result.verdicts)},
                     {"counts", counts_json(job.result)}};
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
        json::object out = row_json(row, result.verdicts);
        if (!row.card.empty() && result.verdicts == Verdicts::shown) out["card"] = row.card;
        rows.push_back(std::move(out));
    }
    return boost::json::serialize(json::object{{"site", result.site},
                                               {"list_date", day_text(result.list_date)},
                                               {"committed", committed},
                                               {"verdicts", enum_text(result.verdicts)},
                                               {"counts", counts_json(result)},
                                               {"rows", std::move(rows)}});
}

// One by one: for a few people, inside the writer, where they may have moved a moment ago.
SightOf sight_for(const ImportContext& context, const access::Account& account) {
    return [&context, account](store::Connection& db, const registry::IndexEntry& entry) {
        const auto where = context.arrivals.where_is(db, entry.person);
        return where ? registry::sight_of(account, entry, *where) : registry::Sight::absent;
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

// After the answer, which is not to wait for it.
void tell_protection(const ImportContext& context, const access::Account& account,
                     const ImportResult& result) {
    std::set<log::LocalId> met;
    for (const ImportedRow& row : result.rows)
        met.insert(row.restricted.begin(), row.restricted.end());
    std::vector<log::LocalId> people(met.begin(), met.end());
    context.services.writer.submit<bool>(
        [who = account.id, people = std::move(people)](log::WriteTx& tx) -> Result<bool> {
            TRY(registry::note_restricted_hits(tx, who, people));
            return true;
        },
        [](const Result<bool>& told) {
            if (!told) spdlog::error("a restricted hit was not noted: {}", told.error().code);
        });
}

// Whether these people may be told of: counted like those of a search, and apart, since a list asks
// for many at once.
Result<Verdicts> counted(const ImportContext& context, log::WriteTx& tx,
                         const access::Account& account, const std::vector<std::int64_t>& people) {
    vault::OpeningLimits by_lists = context.limits;
    by_lists.names_per_hour_max = context.list_names_max;
    by_lists.names_alarm = by_lists.names_per_hour_max + 1;
    auto told = context.names_told.record(tx.db(), tx.now(), account.id, people, by_lists);
    if (told)
        told = context.names_shown.record(tx.db(), tx.now(), account.id, people, context.limits);
    if (!told && told.error().kind != ErrorKind::throttled) return std::unexpected(told.error());
    return told ? Verdicts::shown : Verdicts::withheld;
}

Result<void> record_list(log::WriteTx& tx, const access::Account& account,
                         const access::Action& action, const vault::ListOpening& opening) {
    TRY_ASSIGN(const auto opener, access::Gatekeeper::opener(tx.node(), account, action,
                                                             access::about_nobody()));
    return opener.record_list(tx.db(), tx.now(), opening);
}

// Says whether this account is told who of the list is known: only who reviews is, and only as many
// as list_names_max in an hour. One row of openings, whether anybody is known or not.
Result<void> judge_verdicts(const ImportContext& context, const access::Account& account,
                            ImportResult& result) {
    const auto people = people_told(context.index, result);
    TRY_ASSIGN(result.verdicts,
               context.services.writer.run<Verdicts>([&](log::WriteTx& tx) -> Result<Verdicts> {
                   TRY_ASSIGN(const auto site, sites::find_site(tx.db(), result.site));
                   Verdicts verdicts = Verdicts::withheld;
                   if (access::Gatekeeper::allow(account, registry::may::review_marked_rows,
                                                 FactClass::open, {.site = site.site})) {
                       TRY_ASSIGN(verdicts, counted(context, tx, account, people));
                   }
                   const bool shown = verdicts == Verdicts::shown;
                   TRY(record_list(tx, account, registry::may::search_persons,
                                   {.kind = "import",
                                    .filter = shown ? "" : "verdicts=withheld",
                                    .count = shown ? std::ssize(people) : 0}));
                   return verdicts;
               }));
    count_rows(result);
    tell_protection(context, account, result);
    return {};
}

// Somebody may have been registered while the list was written. Who made rows is new to nobody:
// they are known by this very list.
Result<void> judge_again(const ImportContext& context, const access::Account& account,
                         ImportResult& result, const std::vector<std::int64_t>& told) {
    if (result.verdicts == Verdicts::withheld || people_told(context.index, result) == told)
        return {};
    return judge_verdicts(context, account, result);
}

Result<std::string> import_at_once(const ImportContext& context, const http::Request& request) {
    ImportRequest wanted;
    TRY_ASSIGN(ImportResult result, read_import(context, request, wanted));
    wanted.is_stopping = stop_of(context);
    TRY(judge_verdicts(context, *request.account, result));
    const auto told = people_told(context.index, result);
    TRY(commit_import(context.services.writer, context.index, wanted, result, {}));
    TRY(judge_again(context, *request.account, result, told));
    return whole_json(result, true);
}

Result<std::string> preview(const ImportContext& context, const http::Request& request) {
    ImportRequest wanted;
    TRY_ASSIGN(ImportResult result, read_import(context, request, wanted));
    const auto job = std::make_shared<Job>();
    job->account = request.account->id;
    job->owner = *request.account;
    job->of = result.counts.accepted + result.counts.warned;
    job->result = std::move(result);
    job->bytes = std::make_shared<const std::string>(request.body);
    job->list_bytes = request.body.size();
    job->answers = std::move(wanted.answers);
    TRY(judge_verdicts(context, *request.account, job->result));
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
    }
    wanted.bytes = *bytes;
    if (households) wanted.households = *households;
    TRY_ASSIGN(ImportResult result, read_list(context, account, wanted));
    TRY(judge_verdicts(context, account, result));
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
        const Verdicts verdicts = job.result.verdicts;
        if (decision != "all" && enum_text(shown_decision(row, verdicts)) != decision) continue;
        if (total >= from && rows.size() < limit) rows.push_back(named_row_json(row, verdicts));
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
        job->result.verdicts = result.verdicts;
    }
    const ImportRequest request{.site = result.site,
                                .account = job->account,
                                .sight_of = sight_for(context, account),
                                .is_stopping = stop_of(context)};
    const auto told = people_told(context.index, result);
    auto done = compare_again(context, account, result);
    if (done)
        done = commit_import(context.services.writer, context.index, request, result,
                             [&job](std::int64_t rows, std::int64_t of) {
                                 const std::lock_guard lock(job->mutex);
                                 job->done = rows;
                                 job->of = of;
                             });
    if (done) done = judge_again(context, account, result, told);
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

bool may_approve(const access::Account& account, log::LocalId site) {
    return access::Gatekeeper::allow(account, registry::may::approve_verdicts, FactClass::open,
                                     {.site = site})
        .has_value();
}

// A list whose verdicts wait for a second person.
struct Waiting {
    std::string name, site, list_date;
    access::Account owner;
    std::int64_t rows = 0;
    std::vector<std::int64_t> people;
};
std::optional<Waiting> waiting_in(const ImportContext& context, Job& job) {
    const std::lock_guard lock(job.mutex);
    if (job.state == Job::State::running || job.result.verdicts == Verdicts::shown)
        return std::nullopt;
    return Waiting{.name = job.name,
                   .site = job.result.site,
                   .list_date = day_text(job.result.list_date),
                   .owner = job.owner,
                   .rows = job.result.counts.rows,
                   .people = people_told(context.index, job.result)};
}

// GET /api/v1/imports: how many names each would show, and to whom; not which.
Result<http::Answer> get_waiting(const ImportContext& context, const http::Read& read) {
    json::array list;
    for (const JobPtr& job : context.shelf.all(context.services.clock())) {
        const auto waiting = waiting_in(context, *job);
        if (!waiting || waiting->owner.id == read.account.id) continue;
        TRY_ASSIGN(const auto site, sites::find_site(read.db, waiting->site));
        if (!may_approve(read.account, site.site)) continue;
        list.push_back(json::object{{"import", waiting->name},
                                    {"site", waiting->site},
                                    {"list_date", waiting->list_date},
                                    {"account", waiting->owner.name},
                                    {"rows", waiting->rows},
                                    {"known", waiting->people.size()}});
    }
    return json::object{{"waiting", std::move(list)}};
}

// What was withheld is told: counted against who brought the list, and recorded for both.
Result<void> record_approval(const ImportContext& context, log::WriteTx& tx,
                             const access::Account& approver, const Waiting& waiting) {
    const access::Account& owner = waiting.owner;
    TRY(context.names_shown.record(tx.db(), tx.now(), owner.id, waiting.people, context.limits));
    const std::string by = fmt::format("approved_by={}", approver.id);
    const std::string of = fmt::format("account={}", owner.id);
    const auto count = static_cast<std::int64_t>(waiting.people.size());
    TRY(record_list(tx, owner, registry::may::search_persons,
                    {.kind = "import", .filter = by, .count = count}));
    return record_list(tx, approver, registry::may::approve_verdicts,
                       {.kind = "import_approval", .filter = of, .count = count});
}

// POST /api/v1/imports/{id}/approval
Result<std::string> approve(const ImportContext& context, const http::Request& request) {
    const access::Account& approver = *request.account;
    TRY_ASSIGN(const JobPtr job,
               context.shelf.find_of_anybody(request.args.at(0), context.services.clock()));
    TRY(context.services.writer.run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        std::string site_code;
        {
            const std::lock_guard lock(job->mutex);
            site_code = job->result.site;
        }
        TRY_ASSIGN(const auto site, sites::find_site(tx.db(), site_code));
        if (!may_approve(approver, site.site))
            return refuse(ErrorKind::not_found, "import.not_found");
        TRY_ASSIGN(const bool own, access::is_one_word(tx.db(), job->account, approver.id));
        if (own) return refuse(ErrorKind::conflict, "import.own_list");
        const auto waiting = waiting_in(context, *job);
        if (!waiting) return refuse(ErrorKind::conflict, "import.nothing_withheld");
        TRY(record_approval(context, tx, approver, *waiting));
        return true;
    }));
    const std::lock_guard lock(job->mutex);
    job->result.verdicts = Verdicts::shown;
    count_rows(job->result);
    return boost::json::serialize(
        json::object{{"import", job->name}, {"verdicts", enum_text(job->result.verdicts)}});
}

}  // namespace

std::vector<http::Route> import_routes(const ImportContext& context) {
    return {
        {"POST", "/api/v1/imports", http::Needs::session,
         [&context](const http::RequestPtr& request, const http::Reply& reply) {
             post_import(context, request, reply);
         },
         list_bytes_max},
        http::read_route(context.services, "GET /api/v1/imports", {registry::may::approve_verdicts},
                         [&context](const http::Read& read) { return get_waiting(context, read); }),
        http::slow_route(context.services, "POST /api/v1/imports/{id}/approval",
                         {registry::may::approve_verdicts}, http::Work::list,
                         [&context](const http::RequestPtr& request) {
                             const auto done = approve(context, *request);
                             return done ? http::json_response(200, *done)
                                         : http::problem(done.error());
                         }),
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
