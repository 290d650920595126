#include "platform/vault/lock_switch.h"

#include "platform/store/setting.h"

namespace jatigi::vault {

LockSwitch::Visit::Visit(LockSwitch& lock) : lock_(lock) {
    // Counted before the look, so that lock() sees whoever was admitted.
    lock_.visits_.fetch_add(1);
    admitted_ = !lock_.locked_.load();
}

LockSwitch::Visit::~Visit() {
    lock_.leave();
}

void LockSwitch::leave() {
    if (visits_.fetch_sub(1) != 1 || !locked_.load()) return;
    const std::lock_guard guard(mutex_);
    empty_.notify_all();
}

void LockSwitch::lock(const Report& report, std::chrono::milliseconds patience) {
    shut();
    if (locking_.exchange(true)) return;
    const auto run = [&](const std::vector<Named>& steps) {
        for (const Named& named : steps)
            if (const auto done = named.step(); !done && report) report(named.name, done.error());
    };
    run(steps_);
    {
        std::unique_lock guard(mutex_);
        empty_.wait_for(guard, patience, [this] { return visits_.load() == 0; });
    }
    run(wipes_);
}

Result<void> write_lock(store::Connection& tx, Instant now) {
    return store::put_setting(tx, "locked", instant_text(now));
}

Result<void> write_unlock(store::Connection& tx) {
    TRY(tx.run("delete from setting where name = 'locked'"));
    return {};
}

Result<void> refuse_if_locked(store::Connection& db) {
    TRY_ASSIGN(const auto settings, store::read_settings(db));
    const auto found = settings.find("locked");
    if (found == settings.end()) return {};
    return refuse(ErrorKind::unavailable, "vault.locked",
                  "locked since " + found->second + "; open it with `jatigi unlock`");
}

}  // namespace jatigi::vault
