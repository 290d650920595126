#include "platform/base/hash.h"

#include <openssl/evp.h>

#include <cassert>

namespace jatigi {

// Fetching the algorithm costs more than a short hash, so each thread does it once.
struct Sha256::Context {
    EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* state = EVP_MD_CTX_new();
    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() {
        EVP_MD_CTX_free(state);
        EVP_MD_free(algorithm);
    }
};

Sha256::Sha256() {
    thread_local Context context;
    context_ = &context;
    const int begun = EVP_DigestInit_ex2(context.state, context.algorithm, nullptr);
    assert(begun == 1);
    static_cast<void>(begun);
}

Sha256& Sha256::add(ByteView bytes) {
    const int added = EVP_DigestUpdate(context_->state, bytes.data(), bytes.size());
    assert(added == 1);
    static_cast<void>(added);
    return *this;
}

Hash Sha256::finish() {
    Hash hash;
    unsigned int length = 0;
    const int finished = EVP_DigestFinal_ex(context_->state, hash.data(), &length);
    assert(finished == 1 && length == hash.size());
    static_cast<void>(finished);
    return hash;
}

}  // namespace jatigi
