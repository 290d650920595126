#include "app/ready.h"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <condition_variable>

#include "app/access_rules.h"
#include "app/review.h"
#include "jobs/retention.h"
#include "jobs/self_check.h"
#include "node/embedded.h"
#include "node/reference.h"
#include "node/run_mark.h"
#include "node/serving_mark.h"
#include "node/views.h"
#include "people/registry/register_index_view.h"
#include "platform/http/security_watch.h"
#include "platform/log/head.h"
#include "platform/log/quarantine.h"
#include "platform/print/pdf_document.h"
#include "platform/vault/lock_switch.h"

namespace jatigi::app {

// In the order in which they need each other; they go in the reverse one, when every thread but
// this one has ended: no thread can come upon a part that has gone.
struct Ready::Parts {
    Parts() = default;
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() { stop(std::chrono::seconds{0}); }

    void stop(std::chrono::seconds patience);
    void prepare_lock(const std::function<void()>& locked);

    node::Place place;
    node::Settings settings;
    std::optional<node::ServingMark> mark;
    std::optional<node::OpenNode> node;
    registry::RegisterIndex index;
    vault::LockSwitch lock;
    std::optional<http::ReadPool> readers;
    access::Sessions sessions;
    access::Throttle throttle;
    access::SecurityRecord security;
    std::optional<http::Services> services;
    std::optional<RouteContexts> contexts;
    http::Workers workers;
    std::unique_ptr<http::Server> server;
    std::jthread tidier;
};

namespace {

constexpr std::string_view data_altered = "data.altered";  // error code

// The data protection officer reads it in the security record; what exactly stands in the journal.
void tell(const http::Services& services, jobs::Checked part,
          const std::vector<std::string>& problems) {
    if (problems.empty()) return;
    for (const std::string& problem : problems) spdlog::error("{}: {}", data_altered, problem);
    http::note_security(services, {access::SecurityKind::altered, 0, std::string(enum_text(part))});
}

// What a reader was refused, or the writer saw, since this was asked last.
void tell_of_refused(const http::Services& services) {
    if (services.node.known->take_altered())
        tell(services, jobs::Checked::log, {"something was changed from outside while the node runs"});
}

// What was counted and not written yet. It fails on a full disk, and after that there is nobody to
// tell.
void write_security(const http::Services& services) {
    const auto rows = services.security.take(services.clock(), true);
    if (rows.empty()) return;
    static_cast<void>(services.writer.run<bool>([&rows](log::WriteTx& tx) -> Result<bool> {
        TRY(access::SecurityRecord::write(tx, rows));
        return true;
    }));
}

}  // namespace

// Each step ends what could still ask something of the next ones. Twice does no harm.
void Ready::Parts::stop(std::chrono::seconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    tidier.request_stop();
    if (server) server->stop_taking();
    workers.stop_taking();
    if (server) server->finish(until);
    workers.stop();
    // An emergency lock that was asked for is written, so that the node does not start again.
    if (contexts && contexts->locker.joinable()) contexts->locker.join();
    if (node && node->writer) {
        if (services) {
            tell_of_refused(*services);
            write_security(*services);
        }
        node::mark_end(*node->writer, place);
        node->writer->stop();
    }
    if (server) server->stop();
    if (tidier.joinable()) tidier.join();
}

void Ready::Parts::prepare_lock(const std::function<void()>& locked) {
    jobs::prepare_lock(lock, *node->writer, *node->node);
    lock.wiping("names in memory", [this]() -> Result<void> {
        // What is given back from here on is overwritten, and what lies free goes to the system.
        // NOLINTNEXTLINE(concurrency-mt-unsafe) -- the others have stopped
        ::mallopt(M_PERTURB, 0xA5);
        index.close();
        contexts->shelf.close();
        sessions.forget_all();
        ::malloc_trim(0);
        return {};
    });
    if (locked)
        lock.wiping("what is left in memory", [locked]() -> Result<void> {
            locked();
            return {};
        });
}

namespace {

constexpr std::chrono::minutes tidy_time{1};

constexpr std::chrono::hours a_day{24};

void sweep(log::Writer& writer) {
    const auto rules = jobs::read_retention(node::embedded_text("reference/retention.csv"));
    if (!rules) return;
    writer.submit<jobs::Swept>(
        [rules = *rules](log::WriteTx& tx) { return jobs::sweep(tx, rules); },
        [](const Result<jobs::Swept>&) {});  // Tried again tomorrow.
    for (const auto& [table, kept_for] : rules->watched)
        writer.submit<std::int64_t>(
            [table, kept_for](log::WriteTx& tx) {
                return jobs::sweep_watched(tx, table, kept_for);
            },
            [name = enum_text(table)](const Result<std::int64_t>& swept) {
                // A disk or database that is away is told by everything else.
                if (!swept && swept.error().kind != ErrorKind::unavailable)
                    spdlog::warn("{}: rows of {} stay", swept.error().code, name);
            });
}

// In one reading beside all others. Keys are used as by a request, so that a lock waits for it and
// no longer.
Result<jobs::Alterations> check_self(const http::Services& services, const node::Place& place,
                                     const std::stop_token& stopped) {
    TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
    TRY(reader->begin_read());
    jobs::Alterations found;
    std::optional<log::ChainProof> proof;
    {
        const vault::LockSwitch::Visit visit(*services.lock);
        if (!visit) return refuse(ErrorKind::unavailable, "vault.locked");
        TRY_ASSIGN(found, jobs::check_tables(*reader, &services.node));
        const auto loaded = log::load_proof(*reader, services.node);
        if (loaded) proof = *loaded;  // That it is another's is told already.
    }
    if (!proof) return found;
    TRY_ASSIGN(const auto of_log, jobs::check_log(*reader, *proof, stopped));
    for (const std::string& problem : of_log) found[jobs::Checked::log].push_back(problem);
    TRY_ASSIGN(auto views, jobs::check_views(*reader, node::all_views(), stopped));
    if (!views.empty()) found[jobs::Checked::views] = std::move(views);
    return found;
}

void tell_of_alterations(const http::Services& services, const node::Place& place,
                         const ReadyTold& told, const std::stop_token& stopped) {
    const auto found = check_self(services, place, stopped);
    if (!found) {
        if (found.error().code == "log.altered") {
            tell(services, jobs::Checked::log, {found.error().detail});
            return;
        }
        // It stops, or the database is away, which is told by everything else.
        if (found.error().kind != ErrorKind::unavailable)
            spdlog::error("{}: the data could not be looked through", found.error().code);
        return;
    }
    for (const auto& [part, problems] : *found) tell(services, part, problems);
    if (told.checked) told.checked(found->size());
}

// The reader is closed at once: the writer's connection must be the last, so that the WAL is folded
// into the database at a clean stop.
Result<node::Settings> settings_of(const node::Place& place) {
    TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
    TRY(vault::refuse_if_locked(*reader));
    return node::read_settings(*reader);
}

constexpr std::string_view clock_behind = "clock.behind";  // error code

// A wrong clock writes wrong days into facts that nobody can change.
void tell_of_clock(const http::Services& services) {
    if (!services.clock_is_behind()) return;
    const auto behind = std::chrono::duration_cast<std::chrono::minutes>(services.latest_fact_at -
                                                                         services.clock());
    spdlog::warn(
        "{}: the clock is {} minutes before the latest fact of the log: set it right "
        "before anything is recorded",
        clock_behind, behind.count());
}

// What holds names leaves memory when its time is over, though nobody asks for anything; once a day
// rows that are no longer kept leave the database, and the node looks through its own data.
void tidy_until(const std::stop_token& stopped, const RouteContexts& contexts,
                const node::Place& place, const ReadyTold& told) {
    const http::Services& services = contexts.services;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    const auto once_a_day = [&] {
        sweep(services.writer);
        tell_of_alterations(services, place, told, stopped);
        return std::chrono::steady_clock::now();
    };
    auto last = once_a_day();
    while (!wake.wait_for(lock, stopped, tidy_time, [] { return false; }) &&
           !stopped.stop_requested()) {
        contexts.imports.shelf.forget_old(services.clock());
        node::note_end(services.writer, place);
        tell_of_refused(services);
        if (std::chrono::steady_clock::now() - last >= a_day) last = once_a_day();
    }
}

void report_step(const std::string& step, const Error& error) {
    spdlog::error("locking: {}: {}", step, error.code);
}

}  // namespace

Ready::Ready(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Ready::Ready(Ready&&) noexcept = default;
Ready::~Ready() = default;

Result<Ready> Ready::start(const node::Place& place, const http::Listen& listen, const Clock& clock,
                           const ReadyTold& told) {
    auto made = std::make_unique<Parts>();
    Parts& parts = *made;
    parts.place = place;
    TRY_ASSIGN(parts.settings, settings_of(place));
    TRY_ASSIGN(node::ServingMark mark, node::ServingMark::make(place));
    parts.mark.emplace(std::move(mark));
    const auto progress = [](std::int64_t facts) {
        spdlog::info("rebuilding views: {} facts", facts);
    };
    TRY_ASSIGN(node::OpenNode node, node::open_node(place, clock, progress, told.taken_over,
                                                    node::IfAltered::refuse, node::Knows::later));
    parts.node.emplace(std::move(node));
    parts.readers.emplace([place] { return store::open_reader(node::location_of(place)); });
    TRY_ASSIGN(const auto keys_reader, store::open_reader(node::location_of(place)));
    Instant latest_fact_at{};
    auto second_factor = access::SecondFactorRule::offered;
    TRY(parts.readers->read<bool>([&](store::Connection& db) -> Result<bool> {
        TRY(node::know_own_facts(db, *parts.node->node));
        TRY_ASSIGN(const std::int64_t broken,
                   registry::load_index(db, *keys_reader, parts.node->node->keyring, parts.index));
        if (broken > 0)
            spdlog::error(
                "{} sealed facts cannot be read where they are filed; the files they may "
                "belong to count as restricted: run `jatigi verify`",
                broken);
        TRY_ASSIGN(const auto quarantine, log::read_quarantine(db));
        if (quarantine.facts > 0)
            spdlog::error(
                "{} facts cannot be read, {} streams are in quarantine: run `jatigi "
                "verify`",
                quarantine.facts, quarantine.streams.size());
        TRY(parts.sessions.load(db, *parts.node->node, clock()));
        TRY_ASSIGN(second_factor, access::second_factor_rule(db, *parts.node->node));
        // Whoever shows a demonstration says what time it is.
        if (!parts.settings.demonstration) {
            TRY_ASSIGN(latest_fact_at, log::latest_fact_at(db));
        }
        return true;
    }));
    parts.services.emplace(http::Services{
        *parts.node->writer, *parts.readers, parts.workers, parts.sessions, parts.throttle,
        *parts.node->node, clock, parts.settings.node_name, parts.settings.demonstration,
        site_names(), &parts.lock, latest_fact_at, access_rules(), emergency_task, parts.security,
        second_factor, &node::reference().common_passwords, print::qr_rows});
    tell_of_clock(*parts.services);
    parts.contexts.emplace(*parts.services, parts.index, parts.lock);
    parts.contexts->backups = [place] { return jobs::list_backups(place); };
    parts.prepare_lock(told.locked);
    TRY_ASSIGN(parts.server,
               http::Server::start(listen, *parts.services, all_routes(*parts.contexts)));
    parts.tidier = std::jthread([&parts, told](const std::stop_token& stopped) {
        pthread_setname_np(pthread_self(), "jatigi-tidy");
        // Found before it began, and told whatever becomes of the next look.
        tell(*parts.services, jobs::Checked::log, parts.node->altered);
        tidy_until(stopped, *parts.contexts, parts.place, told);
    });
    return Ready(std::move(made));
}

std::uint16_t Ready::port() const {
    return parts_->server->port();
}
std::size_t Ready::people_known() const {
    return parts_->index.size();
}
log::Writer& Ready::writer() {
    return *parts_->node->writer;
}
const node::Settings& Ready::settings() const {
    return parts_->settings;
}
void Ready::lock() {
    parts_->lock.lock(report_step);
}
void Ready::stop(std::chrono::seconds patience) {
    parts_->stop(patience);
}
std::uint64_t Ready::taken() const {
    return parts_->server->taken();
}
std::size_t Ready::under_way() const {
    return parts_->server->under_way();
}

}  // namespace jatigi::app
