#include "platform/log/fact.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace jatigi::log {
namespace {

class Reader {
public:
    explicit Reader(ByteView bytes) : bytes_(bytes) {}
    std::uint64_t number(std::size_t width) { return big_endian(take(width)); }
    template <std::size_t N>
    ByteArray<N> array() {
        return fixed_bytes<N>(take(N));
    }

private:
    ByteView take(std::size_t width) {
        const ByteView part = bytes_.first(width);
        bytes_ = bytes_.subspan(width);
        return part;
    }
    ByteView bytes_;
};

bool all_zero(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

std::unexpected<Error> malformed(std::string why) {
    return refuse(ErrorKind::invalid, "fact.malformed", std::move(why));
}

Result<void> check(const FactHeader& header) {
    const bool keyless = all_zero(header.key_id) && all_zero(header.nonce);
    if (header.seq == 0) return malformed("seq 0");
    if (header.seq == 1 && header.epoch == 1 && !all_zero(header.prev))
        return malformed("first fact with a predecessor");
    if (header.cls == FactClass::open && !keyless) return malformed("open fact with a key");
    if (header.cls != FactClass::open && all_zero(header.key_id))
        return malformed("sealed fact without a key");
    if (header.ct_length == 0) return malformed("empty body");
    if (header.ct_length > body_bytes_max + 64) return malformed("body too long");
    return {};
}

}  // namespace

Bytes encode_header(const FactHeader& header) {
    Bytes out;
    out.reserve(header_bytes);
    put_big_endian(out, fact_version, 1);
    append(out, header.site);
    put_big_endian(out, header.epoch, 4);
    put_big_endian(out, header.seq, 8);
    append(out, header.prev);
    put_big_endian(out, header.hlc_us, 8);
    put_big_endian(out, header.hlc_n, 2);
    put_big_endian(out, static_cast<std::uint8_t>(header.cls), 1);
    append(out, header.key_id);
    append(out, header.nonce);
    put_big_endian(out, header.ct_length, 4);
    assert(out.size() == header_bytes);
    return out;
}

Result<FactHeader> decode_header(ByteView bytes) {
    if (bytes.size() != header_bytes) return malformed("header length");
    Reader in(bytes);
    if (in.number(1) != fact_version) return malformed("unknown version");
    FactHeader header;
    header.site = in.array<8>();
    header.epoch = static_cast<std::uint32_t>(in.number(4));
    header.seq = in.number(8);
    header.prev = in.array<32>();
    header.hlc_us = in.number(8);
    header.hlc_n = static_cast<std::uint16_t>(in.number(2));
    const auto cls = in.number(1);
    if (cls > fact_class_max) return malformed("unknown class");
    header.cls = static_cast<FactClass>(cls);
    header.key_id = in.array<16>();
    header.nonce = in.array<24>();
    header.ct_length = static_cast<std::uint32_t>(in.number(4));
    TRY(check(header));
    return header;
}

Result<FactBytes> decode_fact(ByteView bytes) {
    if (bytes.size() < header_bytes) return malformed("too short");
    TRY_ASSIGN(const FactHeader header, decode_header(bytes.first(header_bytes)));
    const ByteView ct = bytes.subspan(header_bytes);
    if (ct.size() != header.ct_length) return malformed("body length");
    return FactBytes{header, Bytes(ct.begin(), ct.end())};
}

Hash hash_fact(ByteView header, ByteView ct) {
    constexpr std::array<std::uint8_t, 1> leaf{0};
    return Sha256{}.add(leaf).add(header).add(ct).finish();
}

}  // namespace jatigi::log
