#include "testing/power_cut_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <expected>
#include <iterator>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "platform/base/bytes.h"

namespace jatigi::testing {
namespace {

constexpr std::size_t sector_bytes = 512;
constexpr int longest_name_bytes = 512;
// SQLite's unix VFS syncs the directory after the first sync of these (os_unix.c, as the flag
// UNIXFILE_DIRSYNC), and after no other. POSIX keeps no new name without that.
constexpr int journal_types =
    SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;

// The wal-index. SQLite's unix VFS forgets it when the last connection leaves, and so do we.
// Moving a Bytes keeps its address, which SQLite holds.
using WalIndex = std::vector<Bytes>;

struct Handle;

// An inode. Both directories and every open handle share it: an unlinked file lives on while it is
// open, and while its unlink could still be undone by a power cut.
struct File {
    Bytes current;                   // What every process on the machine sees.
    Bytes durable;                   // What is certainly on the platter.
    std::set<std::size_t> unsynced;  // Numbers of the sectors in which the two may differ.
    std::vector<Handle*> openers;
    std::weak_ptr<WalIndex> wal_index;  // The handles that mapped it own it.

    void write(std::size_t offset, ByteView bytes);
    void truncate(std::size_t size);
    void sync();
    void fail_sync();

private:
    void mark_unsynced(std::size_t begin, std::size_t end);
};

using Directory = std::map<std::string, std::shared_ptr<File>, std::less<>>;

struct Handle {
    std::shared_ptr<File> file;
    std::string name;  // Empty for SQLite's temporary files, which are in no directory.
    bool delete_on_close = false;
    bool first_sync_keeps_directory = false;
    std::uint64_t boot = 0;
    int lock = SQLITE_LOCK_NONE;
    // Owned together with the other connections that mapped it.
    std::shared_ptr<WalIndex> wal_index;
    unsigned shared_slots = 0;
    unsigned exclusive_slots = 0;
};

// Copies the part of a sector that both have.
void copy_sector(const Bytes& from, Bytes& to, std::size_t sector) {
    const std::size_t begin = sector * sector_bytes;
    const std::size_t end = std::min({begin + sector_bytes, from.size(), to.size()});
    if (begin < end) std::memcpy(to.data() + begin, from.data() + begin, end - begin);
}

void File::mark_unsynced(std::size_t begin, std::size_t end) {
    for (std::size_t sector = begin / sector_bytes; sector * sector_bytes < end; ++sector)
        unsynced.insert(sector);
}

void File::write(std::size_t offset, ByteView bytes) {
    if (bytes.empty()) return;
    const std::size_t end = offset + bytes.size();
    // A gap is written as zeros. The platter has zeros there as well, unless the file was longer
    // before; then truncate() marked those sectors.
    if (end > current.size()) current.resize(end);
    std::ranges::copy(bytes, current.begin() + static_cast<std::ptrdiff_t>(offset));
    mark_unsynced(offset, end);
}

void File::truncate(std::size_t size) {
    if (size < current.size()) mark_unsynced(size, current.size());
    current.resize(size);
}

void File::sync() {
    durable.resize(current.size());
    for (const std::size_t sector : unsynced) copy_sector(current, durable, sector);
    unsynced.clear();
}

// Reads still see the pages, but nobody will write them any more unless they are changed again.
void File::fail_sync() {
    const auto reached = std::next(unsynced.begin(), std::ssize(unsynced) / 2);
    for (auto sector = unsynced.begin(); sector != reached; ++sector) {
        const std::size_t end = std::min((*sector + 1) * sector_bytes, current.size());
        if (durable.size() < end) durable.resize(end);
        copy_sector(current, durable, *sector);
    }
    unsynced.clear();
}

// The bytes of a write that are left behind when it does not complete.
ByteView first_half(std::size_t offset, ByteView bytes) {
    if (bytes.empty()) return bytes;
    const std::size_t first = offset / sector_bytes;
    const std::size_t last = (offset + bytes.size() - 1) / sector_bytes;
    const std::size_t end = (first + (last - first + 1) / 2) * sector_bytes;
    return bytes.first(end > offset ? end - offset : 0);
}

// --- What a power cut leaves -------------------------------------------------------------------

// The one sector that was under the head when the power went.
struct Spoiled {
    std::shared_ptr<File> file;
    std::size_t sector = 0;
};

class PowerCut {
public:
    explicit PowerCut(std::uint64_t seed) : random_(seed) {}

    // The directory after the cut; each file in it is new and wholly durable.
    Directory survivors(const Directory& current, const Directory& durable, Overwrite overwrite);

private:
    // Not std::uniform_int_distribution, which differs between standard libraries.
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    Directory surviving_names(const Directory& current, const Directory& durable);
    void choose_spoiled(const Directory& directory);
    std::shared_ptr<File> survivor(const std::shared_ptr<File>& now,
                                   const std::shared_ptr<File>& before);
    std::size_t surviving_size(const File& file);
    Bytes surviving_content(const std::shared_ptr<File>& file);
    void spoil(Bytes& content, std::size_t sector);

    std::mt19937_64 random_;
    std::optional<Spoiled> spoiled_;
};

Directory PowerCut::survivors(const Directory& current, const Directory& durable,
                              Overwrite overwrite) {
    const Directory chosen = surviving_names(current, durable);
    if (overwrite == Overwrite::may_spoil_sector) choose_spoiled(chosen);
    Directory left;
    for (const auto& [name, file] : chosen) {
        auto copy = std::make_shared<File>();
        copy->durable = surviving_content(file);
        copy->current = copy->durable;
        left.emplace(name, std::move(copy));
    }
    return left;
}

Directory PowerCut::surviving_names(const Directory& current, const Directory& durable) {
    Directory names = current;
    names.insert(durable.begin(), durable.end());
    const auto find = [](const Directory& directory, const std::string& name) {
        const auto found = directory.find(name);
        return found == directory.end() ? nullptr : found->second;
    };
    Directory chosen;
    for (const auto& entry : names) {
        const std::string& name = entry.first;
        if (auto file = survivor(find(current, name), find(durable, name)))
            chosen.emplace(name, std::move(file));
    }
    return chosen;
}

void PowerCut::choose_spoiled(const Directory& directory) {
    std::vector<Spoiled> writing;
    for (const auto& [name, file] : directory) {
        // A sector beyond the current end was only cut off, so no head was over it.
        for (const std::size_t sector : file->unsynced)
            if (sector * sector_bytes < file->current.size()) writing.push_back({file, sector});
    }
    if (!writing.empty() && below(2) == 0) spoiled_ = writing[below(writing.size())];
}

// Which file the name leads to. One that was unlinked and made anew may also be in between.
std::shared_ptr<File> PowerCut::survivor(const std::shared_ptr<File>& now,
                                         const std::shared_ptr<File>& before) {
    if (now == before) return now;
    const std::uint64_t choice = below(now && before ? 3 : 2);
    if (choice == 2) return nullptr;
    return choice == 0 ? now : before;
}

std::size_t PowerCut::surviving_size(const File& file) {
    const std::size_t before = file.durable.size();
    const std::size_t now = file.current.size();
    const std::uint64_t choice = below(3);
    if (choice == 0) return before;
    // A file may grow byte by byte, but is cut off in one step.
    return choice == 1 || now <= before ? now : before + below(now - before + 1);
}

Bytes PowerCut::surviving_content(const std::shared_ptr<File>& file) {
    Bytes content = file->durable;
    content.resize(surviving_size(*file));
    // Half of the sectors, but sometimes none or all, so that the order between two files is lost
    // too: with many sectors an even coin would hardly ever show it.
    const std::uint64_t mood = below(8);
    for (const std::size_t sector : file->unsynced) {
        const bool lucky = below(2) == 0;
        if (mood == 0 || (mood != 1 && !lucky)) continue;
        copy_sector(file->current, content, sector);
    }
    if (spoiled_ && spoiled_->file == file) spoil(content, spoiled_->sector);
    return content;
}

void PowerCut::spoil(Bytes& content, std::size_t sector) {
    const std::size_t end = std::min((sector + 1) * sector_bytes, content.size());
    for (std::size_t place = sector * sector_bytes; place < end; ++place)
        content[place] = static_cast<std::uint8_t>(below(256));
}

// --- The disk ----------------------------------------------------------------------------------

struct Failure {
    std::uint64_t operation;
    int code;
};

struct Region {
    std::size_t number;
    std::size_t bytes;
};

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

// The methods named like SQLite's are SQLite's, and return its codes.
class Disk {
public:
    explicit Disk(Overwrite overwrite) : overwrite_(overwrite) {}

    std::uint64_t operations() const;
    bool dead() const;
    bool has_handles() const;
    Overwrite overwrite() const { return overwrite_; }

    void cut_after(std::uint64_t operations);
    void reboot(std::uint64_t seed);
    void fail_writes_with(int code);
    void fail_once_at(Failure failure);  // The operation is counted from now.
    void heal();

    std::expected<std::unique_ptr<Handle>, int> open(const char* name, int flags);
    void close(std::unique_ptr<Handle> handle);
    int unlink(const std::string& name, bool sync_directory);
    std::expected<bool, int> has_content(const std::string& name) const;

    int read(const Handle& handle, std::size_t offset, std::span<std::uint8_t> into) const;
    int write(Handle& handle, std::size_t offset, ByteView bytes);
    int truncate(Handle& handle, std::size_t size);
    int sync(Handle& handle);
    std::expected<std::size_t, int> size(const Handle& handle) const;

    int lock(Handle& handle, int wanted);
    int unlock(Handle& handle, int wanted);
    std::expected<bool, int> is_reserved(const Handle& handle) const;

    // The region's address, or null when it does not exist and must not be made.
    std::expected<void*, int> map(Handle& handle, Region region, bool make);
    int lock_slots(Handle& handle, unsigned slots, bool exclusive);
    int unlock_slots(Handle& handle, unsigned slots);
    int unmap(Handle& handle);
    void barrier() const { const std::lock_guard guard(mutex_); }

private:
    bool reaches(const Handle& handle) const { return !dead_ && handle.boot == boot_; }
    int begin(int own_error, bool needs_space = false);

    const Overwrite overwrite_;
    mutable std::mutex mutex_;
    Directory current_;
    Directory durable_;
    std::uint64_t operations_ = 0;
    std::uint64_t boot_ = 0;
    std::uint64_t handles_ = 0;
    bool dead_ = false;
    std::uint64_t cut_ = never;  // The numbers of operations, from the disk's first on.
    Failure failure_{.operation = never, .code = SQLITE_OK};
    int write_failure_ = SQLITE_OK;
};

std::uint64_t Disk::operations() const {
    const std::lock_guard guard(mutex_);
    return operations_;
}

bool Disk::dead() const {
    const std::lock_guard guard(mutex_);
    return dead_;
}

bool Disk::has_handles() const {
    const std::lock_guard guard(mutex_);
    return handles_ > 0;
}

void Disk::cut_after(std::uint64_t operations) {
    const std::lock_guard guard(mutex_);
    cut_ = operations_ + operations;
}

void Disk::reboot(std::uint64_t seed) {
    const std::lock_guard guard(mutex_);
    // New files for old: handles of the previous boot keep the old ones, with their locks.
    current_ = PowerCut(seed).survivors(current_, durable_, overwrite_);
    durable_ = current_;
    ++boot_;
    dead_ = false;
    cut_ = never;
}

void Disk::fail_writes_with(int code) {
    const std::lock_guard guard(mutex_);
    write_failure_ = code;
}

void Disk::fail_once_at(Failure failure) {
    const std::lock_guard guard(mutex_);
    failure_ = {.operation = operations_ + failure.operation, .code = failure.code};
}

void Disk::heal() {
    const std::lock_guard guard(mutex_);
    failure_.operation = never;
    write_failure_ = SQLITE_OK;
}

// Counts the operation and says whether it succeeds. `own_error` is what SQLite calls its failure.
int Disk::begin(int own_error, bool needs_space) {
    const std::uint64_t number = operations_++;
    if (number == cut_) {
        dead_ = true;
        return SQLITE_IOERR;
    }
    if (number == failure_.operation)
        return failure_.code == SQLITE_IOERR ? own_error : failure_.code;
    return needs_space ? write_failure_ : SQLITE_OK;
}

std::expected<std::unique_ptr<Handle>, int> Disk::open(const char* name, int flags) {
    const std::lock_guard guard(mutex_);
    if (dead_) return std::unexpected(SQLITE_IOERR);
    auto handle = std::make_unique<Handle>();
    handle->boot = boot_;
    handle->name = name == nullptr ? "" : name;
    handle->delete_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    handle->first_sync_keeps_directory = (flags & journal_types) != 0;
    const auto found = current_.find(handle->name);
    if (found != current_.end()) {
        if ((flags & SQLITE_OPEN_EXCLUSIVE) != 0) return std::unexpected(SQLITE_CANTOPEN);
        handle->file = found->second;
    } else {
        if ((flags & SQLITE_OPEN_CREATE) == 0) return std::unexpected(SQLITE_CANTOPEN);
        if (const int code = begin(SQLITE_CANTOPEN)) return std::unexpected(code);
        handle->file = std::make_shared<File>();
        if (!handle->name.empty()) current_.emplace(handle->name, handle->file);
    }
    handle->file->openers.push_back(handle.get());
    ++handles_;
    return handle;
}

void Disk::close(std::unique_ptr<Handle> handle) {
    const std::lock_guard guard(mutex_);
    std::erase(handle->file->openers, handle.get());
    --handles_;
    if (!handle->delete_on_close || !reaches(*handle)) return;
    const auto found = current_.find(handle->name);
    if (found != current_.end() && found->second == handle->file) current_.erase(found);
}

int Disk::unlink(const std::string& name, bool sync_directory) {
    const std::lock_guard guard(mutex_);
    if (dead_) return SQLITE_IOERR;
    if (!current_.contains(name)) return SQLITE_IOERR_DELETE_NOENT;
    if (const int code = begin(SQLITE_IOERR_DELETE)) return code;
    current_.erase(name);
    if (sync_directory) durable_ = current_;
    return SQLITE_OK;
}

std::expected<bool, int> Disk::has_content(const std::string& name) const {
    const std::lock_guard guard(mutex_);
    if (dead_) return std::unexpected(SQLITE_IOERR);
    const auto found = current_.find(name);
    return found != current_.end() && !found->second->current.empty();
}

int Disk::read(const Handle& handle, std::size_t offset, std::span<std::uint8_t> into) const {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    const Bytes& content = handle.file->current;
    const ByteView rest = ByteView(content).subspan(std::min(offset, content.size()));
    const std::size_t there = std::min(into.size(), rest.size());
    std::ranges::copy(rest.first(there), into.begin());
    // SQLite requires the rest of a short read to be zero.
    std::ranges::fill(into.subspan(there), std::uint8_t{0});
    return there == into.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int Disk::write(Handle& handle, std::size_t offset, ByteView bytes) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    const int code = begin(SQLITE_IOERR_WRITE, true);
    handle.file->write(offset, code == SQLITE_OK ? bytes : first_half(offset, bytes));
    return code;
}

int Disk::truncate(Handle& handle, std::size_t size) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    const int code = begin(SQLITE_IOERR_TRUNCATE, size > handle.file->current.size());
    if (code == SQLITE_OK) handle.file->truncate(size);
    return code;
}

int Disk::sync(Handle& handle) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    const int code = begin(SQLITE_IOERR_FSYNC);
    if (dead_) return code;  // What was on its way is for reboot() to choose.
    if (code != SQLITE_OK) {
        handle.file->fail_sync();
        return code;
    }
    handle.file->sync();
    if (std::exchange(handle.first_sync_keeps_directory, false)) durable_ = current_;
    return SQLITE_OK;
}

std::expected<std::size_t, int> Disk::size(const Handle& handle) const {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return std::unexpected(SQLITE_IOERR);
    return handle.file->current.size();
}

// --- Locks between connections -----------------------------------------------------------------

int Disk::lock(Handle& handle, int wanted) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    if (handle.lock >= wanted) return SQLITE_OK;
    int others = SQLITE_LOCK_NONE;  // The strongest of them.
    for (const Handle* other : handle.file->openers)
        if (other != &handle) others = std::max(others, other->lock);
    if (wanted == SQLITE_LOCK_SHARED) {
        if (others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    } else if (others >= SQLITE_LOCK_RESERVED) {
        return SQLITE_BUSY;
    } else if (wanted == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
        handle.lock = SQLITE_LOCK_PENDING;  // No new reader enters; those inside may finish.
        return SQLITE_BUSY;
    }
    handle.lock = wanted;
    return SQLITE_OK;
}

int Disk::unlock(Handle& handle, int wanted) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    handle.lock = std::min(handle.lock, wanted);
    return SQLITE_OK;
}

std::expected<bool, int> Disk::is_reserved(const Handle& handle) const {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return std::unexpected(SQLITE_IOERR);
    return std::ranges::any_of(handle.file->openers, [](const Handle* opener) {
        return opener->lock >= SQLITE_LOCK_RESERVED;
    });
}

std::expected<void*, int> Disk::map(Handle& handle, Region region, bool make) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return std::unexpected(SQLITE_IOERR);
    if (!handle.wal_index) {
        handle.wal_index = handle.file->wal_index.lock();
        if (!handle.wal_index) handle.wal_index = std::make_shared<WalIndex>();
        handle.file->wal_index = handle.wal_index;
    }
    WalIndex& regions = *handle.wal_index;
    if (region.number >= regions.size() && !make) return nullptr;
    while (region.number >= regions.size()) regions.emplace_back(region.bytes);
    return regions[region.number].data();
}

int Disk::lock_slots(Handle& handle, unsigned slots, bool exclusive) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle) || !handle.wal_index) return SQLITE_IOERR;
    unsigned shared = 0;  // Slots that other connections hold.
    unsigned exclusively = 0;
    for (const Handle* other : handle.file->openers) {
        if (other == &handle) continue;
        shared |= other->shared_slots;
        exclusively |= other->exclusive_slots;
    }
    if ((slots & exclusively) != 0 || (exclusive && (slots & shared) != 0)) return SQLITE_BUSY;
    (exclusive ? handle.exclusive_slots : handle.shared_slots) |= slots;
    return SQLITE_OK;
}

int Disk::unlock_slots(Handle& handle, unsigned slots) {
    const std::lock_guard guard(mutex_);
    if (!reaches(handle)) return SQLITE_IOERR;
    handle.shared_slots &= ~slots;
    handle.exclusive_slots &= ~slots;
    return SQLITE_OK;
}

int Disk::unmap(Handle& handle) {
    const std::lock_guard guard(mutex_);
    handle.shared_slots = 0;
    handle.exclusive_slots = 0;
    handle.wal_index.reset();
    return reaches(handle) ? SQLITE_OK : SQLITE_IOERR;
}

// --- What SQLite calls -------------------------------------------------------------------------

// SQLite allocates this, as raw memory of szOsFile bytes, and knows only its first member.
struct OpenFile {
    sqlite3_file base;
    Disk* disk;
    Handle* handle;  // Ours from xOpen to xClose.
};

OpenFile& ours(sqlite3_file* file) {
    return *reinterpret_cast<OpenFile*>(file);
}
Disk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<Disk*>(vfs->pAppData);
}
std::size_t unsigned_of(sqlite3_int64 value) {
    return static_cast<std::size_t>(value);
}

// Stores an answer where SQLite wants it.
template <class Value, class Answer>
int answer(Answer* where, const std::expected<Value, int>& result) {
    if (!result) return result.error();
    *where = static_cast<Answer>(*result);
    return SQLITE_OK;
}

int x_close(sqlite3_file* file) {
    ours(file).disk->close(std::unique_ptr<Handle>(ours(file).handle));
    return SQLITE_OK;
}

int x_read(sqlite3_file* file, void* into, int bytes, sqlite3_int64 offset) {
    const std::span target(static_cast<std::uint8_t*>(into), unsigned_of(bytes));
    return ours(file).disk->read(*ours(file).handle, unsigned_of(offset), target);
}

int x_write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 offset) {
    const ByteView source(static_cast<const std::uint8_t*>(from), unsigned_of(bytes));
    return ours(file).disk->write(*ours(file).handle, unsigned_of(offset), source);
}

int x_truncate(sqlite3_file* file, sqlite3_int64 size) {
    return ours(file).disk->truncate(*ours(file).handle, unsigned_of(size));
}

// SQLITE_SYNC_DATAONLY makes no difference: fdatasync, too, keeps a size that readers need.
int x_sync(sqlite3_file* file, int /*flags*/) {
    return ours(file).disk->sync(*ours(file).handle);
}

int x_file_size(sqlite3_file* file, sqlite3_int64* size) {
    return answer(size, ours(file).disk->size(*ours(file).handle));
}

int x_lock(sqlite3_file* file, int level) {
    return ours(file).disk->lock(*ours(file).handle, level);
}

int x_unlock(sqlite3_file* file, int level) {
    return ours(file).disk->unlock(*ours(file).handle, level);
}

int x_check_reserved_lock(sqlite3_file* file, int* reserved) {
    return answer(reserved, ours(file).disk->is_reserved(*ours(file).handle));
}

int x_file_control(sqlite3_file* /*file*/, int /*request*/, void* /*argument*/) {
    return SQLITE_NOTFOUND;
}

int x_sector_size(sqlite3_file* /*file*/) {
    return static_cast<int>(sector_bytes);
}

// Never more than the one promise. A file here may grow before its data arrive (no SAFE_APPEND),
// writes are reordered (no SEQUENTIAL) and a page is torn (no ATOMIC).
int x_device_characteristics(sqlite3_file* file) {
    return ours(file).disk->overwrite() == Overwrite::powersafe ? SQLITE_IOCAP_POWERSAFE_OVERWRITE
                                                                : 0;
}

int x_shm_map(sqlite3_file* file, int region, int bytes, int make, void volatile** address) {
    return answer(address,
                  ours(file).disk->map(*ours(file).handle,
                                       {.number = unsigned_of(region), .bytes = unsigned_of(bytes)},
                                       make != 0));
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): the signature is SQLite's.
int x_shm_lock(sqlite3_file* file, int first, int count, int flags) {
    const unsigned slots = ((1U << static_cast<unsigned>(count)) - 1U)
                           << static_cast<unsigned>(first);
    if ((flags & SQLITE_SHM_UNLOCK) != 0)
        return ours(file).disk->unlock_slots(*ours(file).handle, slots);
    return ours(file).disk->lock_slots(*ours(file).handle, slots,
                                       (flags & SQLITE_SHM_EXCLUSIVE) != 0);
}

void x_shm_barrier(sqlite3_file* file) {
    ours(file).disk->barrier();
}

// The wal-index is in no file of ours, so there is nothing to delete.
int x_shm_unmap(sqlite3_file* file, int /*delete_file*/) {
    return ours(file).disk->unmap(*ours(file).handle);
}

const sqlite3_io_methods& io_methods() {
    static const sqlite3_io_methods methods = [] {
        sqlite3_io_methods io{};
        io.iVersion = 2;  // With shared memory, without memory-mapped pages.
        io.xClose = x_close;
        io.xRead = x_read;
        io.xWrite = x_write;
        io.xTruncate = x_truncate;
        io.xSync = x_sync;
        io.xFileSize = x_file_size;
        io.xLock = x_lock;
        io.xUnlock = x_unlock;
        io.xCheckReservedLock = x_check_reserved_lock;
        io.xFileControl = x_file_control;
        io.xSectorSize = x_sector_size;
        io.xDeviceCharacteristics = x_device_characteristics;
        io.xShmMap = x_shm_map;
        io.xShmLock = x_shm_lock;
        io.xShmBarrier = x_shm_barrier;
        io.xShmUnmap = x_shm_unmap;
        return io;
    }();
    return methods;
}

int x_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    file->pMethods = nullptr;  // So that SQLite does not close what was not opened.
    auto handle = disk_of(vfs).open(name, flags);
    if (!handle) return handle.error();
    ours(file).disk = &disk_of(vfs);
    ours(file).handle = handle->release();
    file->pMethods = &io_methods();
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int x_delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    return disk_of(vfs).unlink(name, sync_directory != 0);
}

// Like the unix VFS, which takes an empty file for an absent one. Nobody asks about permissions.
int x_access(sqlite3_vfs* vfs, const char* name, int /*question*/, int* yes) {
    *yes = 0;
    return answer(yes, disk_of(vfs).has_content(name));
}

int x_full_pathname(sqlite3_vfs* /*vfs*/, const char* name, int bytes, char* full) {
    const std::size_t length = std::strlen(name);
    if (length >= unsigned_of(bytes)) return SQLITE_CANTOPEN;
    std::memcpy(full, name, length + 1);
    return SQLITE_OK;
}

int x_get_last_error(sqlite3_vfs* /*vfs*/, int /*bytes*/, char* /*text*/) {
    return 0;
}

// Chance and time come from the machine. SQLite asks its default VFS for the seed anyway, so the
// salts in a WAL differ from run to run, though the operations do not.
sqlite3_vfs* machine_vfs() {
    static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
    return found;
}

int x_randomness(sqlite3_vfs* /*vfs*/, int bytes, char* into) {
    return machine_vfs()->xRandomness(machine_vfs(), bytes, into);
}

int x_sleep(sqlite3_vfs* /*vfs*/, int microseconds) {
    return machine_vfs()->xSleep(machine_vfs(), microseconds);
}

int x_current_time(sqlite3_vfs* /*vfs*/, double* day) {
    return machine_vfs()->xCurrentTime(machine_vfs(), day);
}

int x_current_time_int64(sqlite3_vfs* /*vfs*/, sqlite3_int64* milliseconds) {
    return machine_vfs()->xCurrentTimeInt64(machine_vfs(), milliseconds);
}

// xDlOpen and its family stay null: no test loads an extension, and SQLite forbids it by default.
sqlite3_vfs vfs_on(Disk& disk, const char* name) {
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(OpenFile);
    vfs.mxPathname = longest_name_bytes;
    vfs.zName = name;
    vfs.pAppData = &disk;
    vfs.xOpen = x_open;
    vfs.xDelete = x_delete;
    vfs.xAccess = x_access;
    vfs.xFullPathname = x_full_pathname;
    vfs.xRandomness = x_randomness;
    vfs.xSleep = x_sleep;
    vfs.xCurrentTime = x_current_time;
    vfs.xGetLastError = x_get_last_error;
    vfs.xCurrentTimeInt64 = x_current_time_int64;
    return vfs;
}

}  // namespace

struct PowerCutDisk::Machine {
    Machine(std::string vfs_name, Overwrite overwrite)
        : name(std::move(vfs_name)), disk(overwrite), vfs(vfs_on(disk, name.c_str())) {}
    std::string name;
    Disk disk;
    sqlite3_vfs vfs;
};

PowerCutDisk::PowerCutDisk(std::string vfs_name, Overwrite overwrite)
    : machine_(std::make_unique<Machine>(std::move(vfs_name), overwrite)) {
    assert(sqlite3_vfs_find(machine_->name.c_str()) == nullptr);
    const int code = sqlite3_vfs_register(&machine_->vfs, 0);
    assert(code == SQLITE_OK);
    static_cast<void>(code);
}

PowerCutDisk::~PowerCutDisk() {
    assert(!machine_->disk.has_handles());
    sqlite3_vfs_unregister(&machine_->vfs);
}

const char* PowerCutDisk::vfs_name() const {
    return machine_->name.c_str();
}
std::uint64_t PowerCutDisk::operations() const {
    return machine_->disk.operations();
}
void PowerCutDisk::cut_after(std::uint64_t operations) {
    machine_->disk.cut_after(operations);
}
bool PowerCutDisk::dead() const {
    return machine_->disk.dead();
}
void PowerCutDisk::reboot(std::uint64_t seed) {
    machine_->disk.reboot(seed);
}
void PowerCutDisk::fail_writes_with(int sqlite_code) {
    machine_->disk.fail_writes_with(sqlite_code);
}
void PowerCutDisk::fail_once_at(std::uint64_t operation, int sqlite_code) {
    machine_->disk.fail_once_at({.operation = operation, .code = sqlite_code});
}
void PowerCutDisk::heal() {
    machine_->disk.heal();
}

}  // namespace jatigi::testing
