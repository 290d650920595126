// A lock for many readers and one writer that lets the writer in as soon as those who read now are done.
// std::shared_mutex of this library lets readers in before a writer that waits: two that read without
// a pause would keep it waiting for ever, and everybody who waits for the writer with it. A reader must
// not take it a second time.
#pragma once
#include <pthread.h>

namespace jatigi {

class FairMutex {
public:
    FairMutex() {
        pthread_rwlockattr_t attributes;
        pthread_rwlockattr_init(&attributes);
        pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
        pthread_rwlock_init(&lock_, &attributes);
        pthread_rwlockattr_destroy(&attributes);
    }
    FairMutex(const FairMutex&) = delete;
    FairMutex& operator=(const FairMutex&) = delete;
    ~FairMutex() { pthread_rwlock_destroy(&lock_); }

    void lock() { pthread_rwlock_wrlock(&lock_); }
    void unlock() { pthread_rwlock_unlock(&lock_); }
    void lock_shared() { pthread_rwlock_rdlock(&lock_); }
    void unlock_shared() { pthread_rwlock_unlock(&lock_); }

private:
    pthread_rwlock_t lock_;
};

}  // namespace jatigi
