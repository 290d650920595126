#include "platform/vault/lock_switch.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace jatigi::vault {
namespace {

TEST(LockSwitch, VisitsAreAdmittedUntilItIsLocked) {
    LockSwitch lock;
    EXPECT_TRUE(LockSwitch::Visit(lock));
    lock.lock({});
    EXPECT_TRUE(lock.is_locked());
    EXPECT_FALSE(LockSwitch::Visit(lock));
}

TEST(LockSwitch, ShutFromInsideAVisitAdmitsNobodyElseAndLockStillDoesTheRest) {
    LockSwitch lock;
    int wiped = 0;
    lock.wiping("keys", [&]() -> Result<void> {
        ++wiped;
        return {};
    });
    {
        const LockSwitch::Visit visit(lock);
        lock.shut();
        EXPECT_FALSE(LockSwitch::Visit(lock));
        EXPECT_EQ(wiped, 0);
    }
    lock.lock({});
    EXPECT_EQ(wiped, 1);
}

TEST(LockSwitch, EveryStepIsTriedAndFailuresAreReported) {
    LockSwitch lock;
    std::vector<std::string> done, failed;
    lock.wiping("keys", [&]() -> Result<void> {
        done.push_back("keys");
        return {};
    });
    lock.in_order("sessions", [&]() -> Result<void> {
        done.push_back("sessions");
        return refuse(ErrorKind::unavailable, "store.full");
    });
    lock.in_order("other", [&]() -> Result<void> {
        done.push_back("other");
        return {};
    });
    lock.lock([&](const std::string& step, const Error& error) {
        failed.push_back(step + " " + std::string(error.code));
    });
    EXPECT_EQ(done, (std::vector<std::string>{"sessions", "other", "keys"}));
    EXPECT_EQ(failed, std::vector<std::string>{"sessions store.full"});
}

TEST(LockSwitch, ASecondLockDoesNothing) {
    LockSwitch lock;
    int times = 0;
    lock.wiping("keys", [&]() -> Result<void> {
        ++times;
        return {};
    });
    lock.lock({});
    lock.lock({});
    EXPECT_EQ(times, 1);
}

TEST(LockSwitch, NothingIsWipedUnderARequest) {
    LockSwitch lock;
    std::atomic<bool> wiped = false;
    std::promise<void> closing;
    lock.in_order("sessions", [&]() -> Result<void> {
        closing.set_value();
        return {};
    });
    lock.wiping("keys", [&]() -> Result<void> {
        wiped = true;
        return {};
    });
    std::thread locker;
    {
        const LockSwitch::Visit visit(lock);
        ASSERT_TRUE(visit);
        locker = std::thread([&] { lock.lock({}, std::chrono::hours{1}); });
        closing.get_future().wait();
        EXPECT_FALSE(wiped);
    }
    locker.join();
    EXPECT_TRUE(wiped);
}

TEST(LockSwitch, ARequestThatHangsDoesNotKeepTheKeysInMemory) {
    LockSwitch lock;
    bool wiped = false;
    lock.wiping("keys", [&]() -> Result<void> {
        wiped = true;
        return {};
    });
    const LockSwitch::Visit visit(lock);
    lock.lock({}, std::chrono::milliseconds{1});
    EXPECT_TRUE(wiped);
}

}  // namespace
}  // namespace jatigi::vault
