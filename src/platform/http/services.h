// What a handler may use. Made once, in app/.
#pragma once
#include <memory>
#include <mutex>
#include <span>

#include "platform/access/common_password.h"
#include "platform/access/policy.h"
#include "platform/access/security_record.h"
#include "platform/access/second_factor_rule.h"
#include "platform/access/session.h"
#include "platform/base/clock.h"
#include "platform/http/workers.h"
#include "platform/log/writer.h"
#include "platform/store/connection.h"
#include "platform/vault/lock_switch.h"

namespace jatigi::http {

// Read-only connections, lent one at a time; opened when first needed, at most as many as there are
// threads that ask.
class ReadPool {
public:
    using Connect = std::function<Result<std::unique_ptr<store::Connection>>()>;
    explicit ReadPool(Connect connect) : connect_(std::move(connect)) {}

    // Calls read(connection) in one snapshot; again on a fresh connection when the first one died,
    // as all do that lay idle while the database's leader changed.
    template <class T>
    Result<T> read(const std::function<Result<T>(store::Connection&)>& work) {
        TRY_ASSIGN(auto connection, take());
        Result<T> result = in_snapshot(*connection, work);
        if (!result && !connection->in_transaction()) {
            drop_idle();
            TRY_ASSIGN(connection, connect_());
            result = in_snapshot(*connection, work);
        }
        if (!connection->in_transaction()) return result;
        connection->rollback();
        give_back(std::move(connection));
        return result;
    }

private:
    template <class T>
    static Result<T> in_snapshot(store::Connection& connection,
                                 const std::function<Result<T>(store::Connection&)>& work) {
        TRY(connection.begin_read());
        return work(connection);
    }

    Result<std::unique_ptr<store::Connection>> take();
    void give_back(std::unique_ptr<store::Connection> connection);
    void drop_idle();
    Connect connect_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<store::Connection>> idle_;
};

// What accounts need to know of sites, which are a module to the right of this one.
struct SiteNames {
    std::function<Result<std::string>(store::Connection&, log::LocalId)> code_of;
    std::function<Result<log::LocalId>(store::Connection&, std::string_view)> find;
    // Codes and names, which are no passwords.
    std::function<Result<std::vector<std::string>>(store::Connection&)> all_names{};
};

// The rows of a QR code, each a text of 0 and 1: drawing belongs to another room.
using QrRows = std::function<Result<std::vector<std::string>>(std::string_view)>;

// Somebody was let in before anybody looked: review, which stands over this module, is told.
using EmergencyMade =
    std::function<Result<void>(log::WriteTx&, const log::Cause&, const access::Account&)>;

// A clock that is put right over the network goes back by seconds.
constexpr std::chrono::minutes clock_tolerance{5};

// Of tests that do not look.
inline access::SecurityRecord& nobody_reads() {
    static access::SecurityRecord record;
    return record;
}

struct Services {
    log::Writer& writer;
    ReadPool& readers;
    Workers& workers;
    access::Sessions& sessions;
    access::Throttle& throttle;
    const log::Node& node;
    Clock clock;
    std::string node_name;
    bool demonstration = false;
    SiteNames sites{};
    vault::LockSwitch* lock = nullptr;      // Nothing: a server that is never locked.
    Instant latest_fact_at{};               // The latest time of any fact of the log, at start.
    std::span<const access::Rule> rules{};  // Of every module: what the screens may offer.
    EmergencyMade emergency_made{};
    access::SecurityRecord& security = nobody_reads();
    access::SecondFactorRule second_factor = access::SecondFactorRule::offered;
    const access::CommonPasswords* common_passwords = nullptr;  // Nothing: a test.
    QrRows qr_rows{};

    // The clock runs before the log's last fact: it was set back, or its battery is empty. Heals as
    // soon as the clock is put right.
    bool clock_is_behind() const { return clock() + clock_tolerance < latest_fact_at; }
};

}  // namespace jatigi::http
