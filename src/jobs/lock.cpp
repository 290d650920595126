#include "jobs/lock.h"

#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "node/serving_mark.h"
#include "platform/access/session.h"
#include "platform/store/transaction.h"

namespace jatigi::jobs {
namespace {

constexpr std::string_view memory_swaps = "memory.swaps";  // error code
constexpr int looks_max = 150;
constexpr std::chrono::milliseconds between_looks{100};

Result<void> write_here(const node::Place& place, Instant now,
                        const std::function<Result<void>(store::Connection&)>& change) {
    TRY_ASSIGN(const auto database, node::open_to_write(place, store::IfMissing::refuse));
    store::Connection& db = *database.connection;
    TRY(store::migrate(db, node::migrations(), now));
    return store::in_transaction(db, [&] { return change(db); });
}

// The server answers with the setting, the only thing that tells that it is done.
Result<void> wait_for_lock(const node::Place& place) {
    for (int look = 0; look < looks_max; ++look) {
        TRY_ASSIGN(const auto reader, store::open_reader(node::location_of(place)));
        const auto open = vault::refuse_if_locked(*reader);
        if (!open && open.error().code == "vault.locked") return {};
        std::this_thread::sleep_for(between_looks);
    }
    return refuse(ErrorKind::unavailable, "vault.lock_unanswered",
                  "the server did not lock within 15 seconds; stop it and run this again");
}

}  // namespace

namespace {

bool machine_swaps() {
    std::ifstream swaps("/proc/swaps");
    std::string line;
    std::getline(swaps, line);  // The heading.
    return static_cast<bool>(std::getline(swaps, line));
}

// All of the memory or nothing: with a limit, a program that goes on growing would be refused
// memory.
void keep_out_of_swap() {
    rlimit limit{};
    const bool unlimited =
        ::getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_max == RLIM_INFINITY;
    if (unlimited) {
        limit.rlim_cur = RLIM_INFINITY;
        ::setrlimit(RLIMIT_MEMLOCK, &limit);
        if (::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0) return;
    }
    if (machine_swaps())
        spdlog::warn(
            "{}: names and keys may be written to the swap: set LimitMEMLOCK=infinity, or "
            "encrypt the swap",
            memory_swaps);
}

}  // namespace

void harden_process() {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_DUMPABLE, 0);
    keep_out_of_swap();
}

Result<void> close_the_doors(store::Connection& tx, Instant now) {
    TRY(access::Sessions::end_all(tx, now));
    return vault::write_lock(tx, now);
}

void prepare_lock(vault::LockSwitch& lock, log::Writer& writer, log::Node& node) {
    lock.in_order("sessions", [&writer]() -> Result<void> {
        TRY(writer.run<bool>([](log::WriteTx& tx) -> Result<bool> {
            TRY(close_the_doors(tx.db(), tx.now()));
            return true;
        }));
        return {};
    });
    lock.wiping("keys", [&node]() -> Result<void> {
        node.keyring.forget();
        node.secrets.forget();
        return {};
    });
}

Result<Locked> lock_node(const node::Place& place, Instant now) {
    if (const auto server = node::serving_process(place)) {
        if (::kill(*server, SIGUSR1) != 0)
            return refuse(ErrorKind::not_allowed, "vault.lock_unanswered",
                          "process " + std::to_string(*server) +
                              " belongs to another user: run this as its user or as root");
        TRY(wait_for_lock(place));
        return Locked::by_the_server;
    }
    TRY(write_here(place, now, [now](store::Connection& tx) { return close_the_doors(tx, now); }));
    return Locked::here;
}

Result<KeyFileState> unlock_node(const node::Place& place, Instant now) {
    TRY_ASSIGN(const auto file, node::open_key_file(place));
    TRY(write_here(place, now, [&file](store::Connection& tx) -> Result<void> {
        TRY(vault::NodeSecrets::load(tx, file.keks()));
        return vault::write_unlock(tx);
    }));
    return file.has_passphrase() ? KeyFileState::with_passphrase : KeyFileState::in_clear;
}

}  // namespace jatigi::jobs
