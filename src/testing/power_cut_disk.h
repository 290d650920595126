// A disk of our own, to test durability: an SQLite VFS that keeps its files in memory and can lose
// power, or fail, at any single I/O operation. Open databases with vfs_name() as the VFS.
//
//     PowerCutDisk disk("power_cut");
//     disk.cut_after(57);
//     ... run transactions until one fails, then close the connection ...
//     disk.reboot(seed);
//     ... open again: every acknowledged transaction must be there ...
//
// It is as hostile as POSIX and disks allow, where that is cheap to model:
// - only a sync makes a file's content and size durable;
// - only a sync of the directory, which all files share, makes creations and unlinks durable. It
//   happens where SQLite's unix VFS does one: with the first sync of a journal or WAL after it was
//   opened, and with an xDelete that asks for it. Until then each name is in doubt by itself;
// - unsynced 512-byte sectors survive a cut in a random subset: torn and reordered;
// - a failed sync writes a part and forgets the rest, as Linux does ("fsyncgate"): trying the sync
//   again succeeds and helps nothing;
// - a failed or cut write leaves the first half of its sectors behind.
// It does not model older versions of a sector that was written twice between two syncs, a drive
// that lies about a sync, or decay of data that was synced.
//
// An operation is one create, write, truncate, sync or delete that reaches the disk. Reads, locks
// and shared memory are not counted. All methods may be called from any thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

namespace jatigi::testing {

// What a power cut may do to the bytes of a sector beside those that were being written.
enum class Overwrite {
    // The disk promises SQLite nothing, and a reboot may fill one unsynced sector with noise.
    // SQLite then pads the WAL to whole sectors at each synced commit.
    may_spoil_sector,
    // SQLITE_IOCAP_POWERSAFE_OVERWRITE, the promise that SQLite's unix VFS makes unless told
    // otherwise. So this gives the I/O pattern of production, without padding.
    powersafe,
};

class PowerCutDisk {
public:
    // Registers the VFS, not as the default. The name must not be in use.
    explicit PowerCutDisk(std::string vfs_name, Overwrite overwrite = Overwrite::may_spoil_sector);
    // Unregisters it. Every connection must be closed by then: SQLite keeps pointers to us.
    ~PowerCutDisk();
    PowerCutDisk(const PowerCutDisk&) = delete;
    PowerCutDisk& operator=(const PowerCutDisk&) = delete;

    const char* vfs_name() const;

    // How many operations reached the disk since it was made, failed ones included. A dead disk
    // counts no more, and nothing resets the count.
    std::uint64_t operations() const;

    // This many more operations succeed; the one after them is cut, and from then on everything
    // answers SQLITE_IOERR until reboot().
    void cut_after(std::uint64_t operations);
    bool dead() const;

    // Power returns (if it was still on, it fails now). The same history and the same seed give
    // the same files. No cut and no lock remains; failures asked for stay until heal().
    // Connections from before the reboot answer SQLITE_IOERR for ever, and have only to be closed.
    void reboot(std::uint64_t seed);

    // Every write, and every truncate that grows a file, fails with this code, e.g. SQLITE_FULL.
    // Overwrites fail too: a copy-on-write file system needs space for them.
    void fail_writes_with(int sqlite_code);
    // One operation fails with this code, and later ones succeed. Operations are counted from now
    // and from 0, so fail_once_at(n) hits the one that cut_after(n) would cut. SQLITE_IOERR stands
    // for the extended code that belongs to the operation it hits, e.g. SQLITE_IOERR_FSYNC for a
    // sync.
    void fail_once_at(std::uint64_t operation, int sqlite_code);
    // No failure remains, also not one asked for that has not happened yet.
    void heal();

private:
    struct Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace jatigi::testing
