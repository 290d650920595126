#include "platform/vault/sealed_stream.h"

#include <algorithm>

namespace jatigi::vault {
namespace {

constexpr std::size_t tag_bytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t start_bytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;

class PullState {
public:
    PullState() = default;
    PullState(const PullState&) = delete;
    PullState& operator=(const PullState&) = delete;
    ~PullState() { sodium_memzero(&value, sizeof value); }

    crypto_secretstream_xchacha20poly1305_state value{};
};

}  // namespace

StreamSealer::StreamSealer(const Secret& key, std::string_view associated, std::size_t chunk_bytes)
    : associated_(associated), chunk_bytes_(chunk_bytes), sealed_(start_bytes) {
    crypto_secretstream_xchacha20poly1305_init_push(&state_, sealed_.data(), key.data());
    chunk_.bytes().reserve(chunk_bytes);
}

StreamSealer::~StreamSealer() {
    sodium_memzero(&state_, sizeof state_);
}

void StreamSealer::add(ByteView bytes) {
    while (!bytes.empty()) {
        const std::size_t room = std::min(chunk_bytes_ - chunk_.bytes().size(), bytes.size());
        append(chunk_.bytes(), bytes.first(room));
        bytes = bytes.subspan(room);
        if (chunk_.bytes().size() == chunk_bytes_)
            push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    }
}

void StreamSealer::finish(ByteView last) {
    if (!chunk_.bytes().empty()) push(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    append(chunk_.bytes(), last);
    push(crypto_secretstream_xchacha20poly1305_TAG_FINAL);
}

Bytes StreamSealer::take() {
    return std::exchange(sealed_, Bytes{});
}

void StreamSealer::push(std::uint8_t tag) {
    const std::size_t length = chunk_.bytes().size() + tag_bytes;
    put_big_endian(sealed_, length, 4);
    const std::size_t at = sealed_.size();
    sealed_.resize(at + length);
    crypto_secretstream_xchacha20poly1305_push(
        &state_, sealed_.data() + at, nullptr, chunk_.bytes().data(), chunk_.bytes().size(),
        as_bytes(associated_).data(), associated_.size(), tag);
    sodium_memzero(chunk_.bytes().data(), chunk_.bytes().size());
    chunk_.bytes().clear();
}

Result<void> open_stream(const SealedStream& stream,
                         const std::function<Result<void>(ByteView, Chunk)>& visit,
                         const std::function<Error(std::string_view what)>& damaged) {
    const auto read_whole = [&stream](std::span<std::uint8_t> into) {
        return stream.read(into) == into.size();
    };
    const auto cut_off = [&damaged] { return std::unexpected(damaged("it was cut off")); };
    ByteArray<start_bytes> start{};
    PullState state;
    if (!read_whole(start)) return cut_off();
    if (crypto_secretstream_xchacha20poly1305_init_pull(&state.value, start.data(),
                                                        stream.key.data()) != 0)
        return std::unexpected(damaged("its payload"));
    Bytes sealed(stream.chunk_bytes_max + tag_bytes);
    SecretBytes chunk(Bytes(stream.chunk_bytes_max));
    for (;;) {
        ByteArray<4> length_bytes{};
        if (!read_whole(length_bytes)) return cut_off();
        const std::size_t length = big_endian(length_bytes);
        if (length < tag_bytes || length > sealed.size())
            return std::unexpected(damaged("the length of a chunk"));
        if (!read_whole(std::span(sealed).first(length))) return cut_off();
        unsigned long long opened = 0;
        std::uint8_t tag = 0;
        if (crypto_secretstream_xchacha20poly1305_pull(
                &state.value, chunk.bytes().data(), &opened, &tag, sealed.data(), length,
                as_bytes(stream.associated).data(), stream.associated.size()) != 0)
            return std::unexpected(damaged("a chunk does not open"));
        const bool last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        TRY(visit(chunk.view().first(static_cast<std::size_t>(opened)),
                  last ? Chunk::last : Chunk::within));
        if (last) break;
    }
    ByteArray<1> more{};
    if (stream.read(more) != 0) return std::unexpected(damaged("something follows its end"));
    return {};
}

}  // namespace jatigi::vault
