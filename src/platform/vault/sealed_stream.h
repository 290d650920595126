// A sealed stream, for backups: any number of bytes under one key. libsodium's secretstream
// (XChaCha20-Poly1305): its header of 24 bytes, then chunks, each behind its length (u32,
// big-endian), all with the same associated data. Each chunk opens only after the one before it,
// and the last one is marked, so that none can be changed, moved, doubled, left out or taken from
// elsewhere, and nothing can be cut off.
#pragma once
#include <functional>
#include <span>
#include <string>

#include "platform/base/result.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

class StreamSealer {
public:
    StreamSealer(const Secret& key, std::string_view associated, std::size_t chunk_bytes);
    StreamSealer(const StreamSealer&) = delete;
    StreamSealer& operator=(const StreamSealer&) = delete;
    ~StreamSealer();

    void add(ByteView bytes);
    // Closes a chunk that is not full, then writes the last one, which may be empty.
    void finish(ByteView last = {});
    // What was sealed since this was asked last.
    Bytes take();

private:
    void push(std::uint8_t tag);
    crypto_secretstream_xchacha20poly1305_state state_{};
    std::string associated_;
    std::size_t chunk_bytes_;
    Bytes sealed_;
    SecretBytes chunk_;
};

struct SealedStream {
    // Fills `into` with the next bytes; gives how many there were.
    std::function<std::size_t(std::span<std::uint8_t> into)> read;
    const Secret& key;
    std::string_view associated;
    std::size_t chunk_bytes_max = 0;
};
enum class Chunk { within, last };

// Opens a stream to its end, behind which nothing may follow. The chunks come in order, each one
// only when it is genuine; that all were there is known after the last one alone. What is wrong is
// told to `damaged`, whose error is given back.
Result<void> open_stream(const SealedStream& stream,
                         const std::function<Result<void>(ByteView, Chunk)>& visit,
                         const std::function<Error(std::string_view what)>& damaged);

}  // namespace jatigi::vault
