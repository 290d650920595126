// The real store, writer and register on a disk that loses power at any operation. Every command
// that was answered must be there after the reboot, and the log must verify. The control run with
// synchronous=NORMAL must lose some: a test that cannot fail proves nothing.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>

#include "node/open_node.h"
#include "node/views.h"
#include "people/registry/registration_api.h"
#include "platform/base/random.h"
#include "platform/log/verify.h"
#include "platform/store/sqlite.h"
#include "testing/power_cut_disk.h"

namespace jatigi::node {
namespace {

using testing::Overwrite;
using testing::PowerCutDisk;

constexpr int commands = 24;
const Instant now = std::chrono::sys_days{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{7};

vault::Kek fixed_kek() {
    ByteArray<32> bytes{};
    bytes.fill(7);
    return {1, vault::Secret(bytes)};
}

// The machine: its disk, and the settings of the store on it.
struct Machine {
    PowerCutDisk disk;
    store::Synchronous synchronous;

    Result<std::unique_ptr<store::Connection>> open() {
        return store::open_sqlite({.path = "jatigi.db",
                                   .access = store::SqliteAccess::write,
                                   .vfs = disk.vfs_name(),
                                   .synchronous = synchronous,
                                   .checkpoint_pages = 40});
    }
};

Result<void> prepare(Machine& machine) {
    TRY_ASSIGN(auto db, machine.open());
    TRY(fill_new_store(*db, fixed_kek(), {"cut", false}, now));
    return {};
}

Result<std::string> register_somebody(log::WriteTx& tx) {
    const log::Cause cause{.command = id_v4<log::CommandEntity>(random_bytes<16>())};
    registry::Registration person;
    person.identity.family_name = Personal<std::string>{"Nom-Inventé"};
    TRY_ASSIGN(const auto made, registry::register_person(tx, cause, "ASM", person));
    return made.person.case_number;
}

// Registers people until the disk dies; gives the case numbers that were answered.
Result<std::vector<std::string>> work(Machine& machine) {
    TRY_ASSIGN(auto db, machine.open());
    TRY_ASSIGN(auto secrets, vault::NodeSecrets::load(*db, fixed_kek()));
    const log::Node node{vault::Keyring(fixed_kek()), std::move(secrets)};
    const auto reconnect = [&machine] { return machine.open(); };
    TRY_ASSIGN(const auto writer, log::Writer::start(std::move(db), reconnect, node, all_views(),
                                                     [] { return now; }, {}));
    std::mutex mutex;
    std::vector<std::string> answered;
    for (int i = 0; i < commands; ++i) {
        // Two at a time, so that groups of more than one are cut as well.
        writer->submit<std::string>(register_somebody, [&](const Result<std::string>& number) {
            const std::lock_guard lock(mutex);
            if (number) answered.push_back(*number);
        });
        const auto second = writer->run<std::string>(register_somebody);
        const std::lock_guard lock(mutex);
        if (second) answered.push_back(*second);
    }
    return answered;
}

struct Loss {
    std::size_t answered = 0, lost = 0, corrupt = 0;
};

// What the machine holds after the reboot.
Result<Loss> inspect(Machine& machine, const std::vector<std::string>& answered) {
    Loss loss{.answered = answered.size()};
    TRY_ASSIGN(auto db, machine.open());
    TRY_ASSIGN(const auto sound, db->first("PRAGMA integrity_check"));
    loss.corrupt += sound->text(0) == "ok" ? 0 : 1;
    for (const std::string& number : answered)
        loss.lost += registry::find_by_case_number(*db, number) ? 0 : 1;
    TRY(db->begin_read());
    const vault::Keyring keyring(fixed_kek());
    TRY_ASSIGN(const auto report, log::verify(*db, &keyring, all_views(), {}));
    loss.corrupt += report.problems.empty() ? 0 : 1;
    loss.corrupt += report.unreadable == 0 ? 0 : 1;
    return loss;
}

std::uint64_t operations_of_a_whole_run(store::Synchronous synchronous, Overwrite overwrite) {
    Machine machine{PowerCutDisk("count", overwrite), synchronous};
    EXPECT_TRUE(prepare(machine));
    const std::uint64_t before = machine.disk.operations();
    EXPECT_TRUE(work(machine));
    return machine.disk.operations() - before;
}

int cuts_wanted() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe) -- nobody changes the environment
    const char* text = std::getenv("JATIGI_POWER_CUTS");
    return text != nullptr ? std::atoi(text) : 200;
}

// Cuts spread over the whole run, each on a machine of its own.
Loss cut_many_times(store::Synchronous synchronous, Overwrite overwrite, int cuts) {
    const std::uint64_t operations = operations_of_a_whole_run(synchronous, overwrite);
    Loss total;
    for (int i = 0; i < cuts; ++i) {
        Machine machine{PowerCutDisk("cut", overwrite), synchronous};
        EXPECT_TRUE(prepare(machine));
        const auto seed = static_cast<std::uint64_t>(i);
        machine.disk.cut_after(seed * 7'919 % operations);
        const auto answered = work(machine).value_or(std::vector<std::string>{});
        machine.disk.reboot(seed);
        const auto loss = inspect(machine, answered);
        if (!loss) {
            ++total.corrupt;
            continue;
        }
        total.answered += loss->answered;
        total.lost += loss->lost;
        total.corrupt += loss->corrupt;
    }
    return total;
}

TEST(PowerCut, NothingAnsweredIsLostOnADiskThatPromisesNothing) {
    const Loss loss =
        cut_many_times(store::Synchronous::full, Overwrite::may_spoil_sector, cuts_wanted() / 2);
    EXPECT_GT(loss.answered, 0U);
    EXPECT_EQ(loss.lost, 0U) << "of " << loss.answered;
    EXPECT_EQ(loss.corrupt, 0U);
}

TEST(PowerCut, NothingAnsweredIsLostOnADiskAsUnixHasIt) {
    const Loss loss =
        cut_many_times(store::Synchronous::full, Overwrite::powersafe, cuts_wanted() / 2);
    EXPECT_GT(loss.answered, 0U);
    EXPECT_EQ(loss.lost, 0U) << "of " << loss.answered;
    EXPECT_EQ(loss.corrupt, 0U);
}

TEST(PowerCut, TheControlRunWithoutSyncsLosesFacts) {
    const Loss loss = cut_many_times(store::Synchronous::normal, Overwrite::powersafe, 60);
    EXPECT_GT(loss.lost, 0U) << "of " << loss.answered << ": the disk does not bite";
}

TEST(FullDisk, EveryCommandIsRefusedAndNothingIsHalfDone) {
    Machine machine{PowerCutDisk("full"), store::Synchronous::full};
    ASSERT_TRUE(prepare(machine));
    auto db = machine.open();
    ASSERT_TRUE(db);
    auto secrets = vault::NodeSecrets::load(**db, fixed_kek());
    ASSERT_TRUE(secrets);
    const log::Node node{vault::Keyring(fixed_kek()), *std::move(secrets)};
    std::vector<std::string> answered;
    {
        const auto writer = log::Writer::start(
            *std::move(db), [&machine] { return machine.open(); }, node, all_views(),
            [] { return now; }, {});
        ASSERT_TRUE(writer);
        answered.push_back((*writer)->run<std::string>(register_somebody).value_or(""));
        machine.disk.fail_writes_with(SQLITE_FULL);
        for (int i = 0; i < 3; ++i) {
            const auto refused = (*writer)->run<std::string>(register_somebody);
            ASSERT_FALSE(refused);
            EXPECT_EQ(refused.error().code, "store.full");
        }
        machine.disk.heal();
        const auto after = (*writer)->run<std::string>(register_somebody);
        ASSERT_TRUE(after) << after.error().code;
        answered.push_back(*after);
    }
    machine.disk.reboot(1);
    const auto loss = inspect(machine, answered);
    ASSERT_TRUE(loss);
    EXPECT_EQ(loss->lost, 0U);
    EXPECT_EQ(loss->corrupt, 0U);
}

// One operation fails, and the disk works again: the answer may be a refusal, but what was answered
// with yes stays.
TEST(FullDisk, OneFailingOperationAnywhereLosesNothingThatWasAnswered) {
    const std::uint64_t operations =
        operations_of_a_whole_run(store::Synchronous::full, Overwrite::powersafe);
    for (std::uint64_t at = 0; at < operations; at += 3) {
        Machine machine{PowerCutDisk("once", Overwrite::powersafe), store::Synchronous::full};
        ASSERT_TRUE(prepare(machine));
        machine.disk.fail_once_at(at, at % 2 == 0 ? SQLITE_IOERR : SQLITE_FULL);
        const auto answered = work(machine).value_or(std::vector<std::string>{});
        // A run that groups its commits otherwise may end before; what is read back must not fail
        // then.
        machine.disk.heal();
        machine.disk.reboot(at);
        const auto loss = inspect(machine, answered);
        ASSERT_TRUE(loss) << "operation " << at << ": " << loss.error().code;
        EXPECT_EQ(loss->lost, 0U) << "operation " << at;
        EXPECT_EQ(loss->corrupt, 0U) << "operation " << at;
    }
}

}  // namespace
}  // namespace jatigi::node
