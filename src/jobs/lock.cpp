#include "jobs/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <thread>

#include "platform/access/session.h"

namespace jatigi::app {
namespace {

constexpr int looks_max = 150;
constexpr std::chrono::milliseconds between_looks{100};

std::string serving_path(const Place& place) {
    return location_of(place).is_postgres() ? key_path_of(place) + ".serving"
                                            : place.data + "/serving";
}

Result<void> write_here(const Place& place, Instant now,
                        const std::function<Result<void>(store::Connection&)>& change) {
    TRY_ASSIGN(const auto database, open_to_write(place, store::IfMissing::refuse));
    store::Connection& db = *database.connection;
    TRY(store::migrate(db, migrations(), now));
    TRY(db.begin());
    if (auto done = change(db); !done) {
        db.rollback();
        return done;
    }
    return db.commit();
}

// The server answers with the setting, the only thing that tells that it is done.
Result<void> wait_for_lock(const Place& place) {
    for (int look = 0; look < looks_max; ++look) {
        TRY_ASSIGN(const auto reader, store::open_reader(location_of(place)));
        const auto open = vault::refuse_if_locked(*reader);
        if (!open && open.error().code == "vault.locked") return {};
        std::this_thread::sleep_for(between_looks);
    }
    return refuse(ErrorKind::unavailable, "vault.lock_unanswered",
                  "the server did not lock within 15 seconds; stop it and run this again");
}

}  // namespace

void harden_process() {
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    prctl(PR_SET_DUMPABLE, 0);
}

Result<ServingMark> ServingMark::make(const Place& place) {
    const std::string path = serving_path(place);
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return refuse(ErrorKind::unavailable, "store.unavailable",
                      path + " cannot be opened: errno " + std::to_string(errno));
    ServingMark mark(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return refuse(ErrorKind::unavailable, "store.in_use", "a server runs already");
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        return refuse(ErrorKind::unavailable, "store.unavailable", path + " cannot be written");
    return mark;
}

ServingMark::ServingMark(ServingMark&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

ServingMark::~ServingMark() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<int> serving_process(const Place& place) {
    const int descriptor = ::open(serving_path(place).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::nullopt;
    std::array<char, 32> text{};
    // A number alone may be that of another process by now; a held lock is the server's own.
    const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    const ssize_t length = ::read(descriptor, text.data(), text.size());
    ::close(descriptor);
    int pid = 0;
    if (!held || length <= 0) return std::nullopt;
    std::from_chars(text.data(), text.data() + length, pid);
    return pid > 1 ? std::optional(pid) : std::nullopt;
}

namespace {

Result<void> close_the_doors(store::Connection& tx, Instant now) {
    TRY(access::Sessions::end_all(tx, now));
    return vault::write_lock(tx, now);
}

}  // namespace

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

Result<Locked> lock_node(const Place& place, Instant now) {
    if (const auto server = serving_process(place)) {
        if (::kill(*server, SIGUSR1) != 0)
            return refuse(ErrorKind::not_allowed, "vault.lock_unanswered",
                          "process " + std::to_string(*server) +
                              " belongs to another user: run this as its user or as root");
        TRY(wait_for_lock(place));
        return Locked::by_the_server;
    }
    TRY(write_here(place, now,
                   [now](store::Connection& tx) { return close_the_doors(tx, now); }));
    return Locked::here;
}

Result<KeyFileState> unlock_node(const Place& place, Instant now) {
    TRY_ASSIGN(const auto file, open_key_file(place));
    TRY(write_here(place, now, [&file](store::Connection& tx) -> Result<void> {
        TRY(vault::NodeSecrets::load(tx, file.keks()));
        return vault::write_unlock(tx);
    }));
    return file.has_passphrase() ? KeyFileState::with_passphrase : KeyFileState::in_clear;
}

}  // namespace jatigi::app
