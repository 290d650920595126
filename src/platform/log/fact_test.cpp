#include "platform/log/fact.h"

#include <gtest/gtest.h>

#include "platform/log/fact_body.h"

// The texts below are FROZEN. They were computed with another program (Python's struct and
// hashlib), and they stand in logs: when one of these tests fails, the code is wrong.

namespace jatigi::log {
namespace {

constexpr std::string_view body_json =
    R"({"type":"round.person_served","version":1,)"
    R"("stream":"round:00112233445566778899aabbccddeeff",)"
    R"("actor":7,"device":3,"base":"a0a1a2a3a4a5a6a7",)"
    R"("command":"0185b9a3f2c17fffbfffffffffffffff",)"
    R"("data":{"person":"0123456789abcdeffedcba9876543210","reason":"child"}})";
constexpr std::string_view open_hex =
    "01" "0102030405060708" "00000001" "0000000000000002"
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
    "0005f25ba1a20950" "0005" "00" "00000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000" "000000ff";
constexpr std::string_view open_hash =
    "dfecab116ec9f0952d084e24c08681f9a1d7e7859a0deed6812b9101a88c412f";
constexpr std::string_view sealed_hex =
    "01" "0102030405060708" "ffffffff" "ffffffffffffffff"
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
    "ffffffffffffffff" "ffff" "04" "0102030405060708090a0b0c0d0e0f10"
    "c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf" "00000030";
constexpr std::string_view sealed_hash =
    "172cfb7fb3ca6d9f42481de509fc710c447d6fda39096996d870bd0bfd2f7911";

template <std::size_t N>
ByteArray<N> counting(std::uint8_t first) {
    ByteArray<N> bytes;
    for (std::size_t i = 0; i < N; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
    return bytes;
}

FactHeader open_header() {
    return {.site = counting<8>(1),
            .epoch = 1,
            .seq = 2,
            .prev = counting<32>(0),
            .hlc_us = 1'673'850'251'250'000,
            .hlc_n = 5,
            .cls = FactClass::open,
            .ct_length = 255};
}
FactHeader sealed_header() {
    FactHeader header{.site = counting<8>(1),
                      .epoch = 0xFFFF'FFFF,
                      .seq = ~0ULL,
                      .hlc_us = ~0ULL,
                      .hlc_n = 0xFFFF,
                      .cls = FactClass::trafficking,
                      .key_id = counting<16>(1),
                      .nonce = counting<24>(200),
                      .ct_length = 48};
    header.prev.fill(0xFF);
    return header;
}
Bytes open_body() {
    Bytes body{0};
    append(body, as_bytes(body_json));
    return body;
}
const FactBody decoded_body{.type = "round.person_served",
                            .version = 1,
                            .stream = {"round", {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                                 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}},
                            .actor = 7,
                            .device = 3,
                            .base = {0xA0, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7},
                            .command = {0x0185B9A3F2C17FFFULL, 0xBFFFFFFFFFFFFFFFULL},
                            .data = {{"person", "0123456789abcdeffedcba9876543210"},
                                     {"reason", "child"}}};

std::string malformed(const FactHeader& header) {
    const auto decoded = decode_header(encode_header(header));
    if (decoded) return "taken";
    EXPECT_EQ(decoded.error().code, "fact.malformed");
    return decoded.error().detail;
}
std::string malformed(const Bytes& bytes) {
    const auto decoded = decode_header(bytes);
    if (decoded) return "taken";
    EXPECT_EQ(decoded.error().code, "fact.malformed");
    return decoded.error().detail;
}

TEST(FactFormat, AnOpenHeaderIsFrozen) {
    EXPECT_EQ(hex(encode_header(open_header())), open_hex);
    EXPECT_EQ(decode_header(encode_header(open_header())).value(), open_header());
}

TEST(FactFormat, ASealedHeaderWithTheLargestNumbersIsFrozen) {
    EXPECT_EQ(hex(encode_header(sealed_header())), sealed_hex);
    EXPECT_EQ(decode_header(encode_header(sealed_header())).value(), sealed_header());
}

TEST(FactFormat, TheHashIsFrozen) {
    EXPECT_EQ(hex(hash_fact(encode_header(open_header()), open_body())), open_hash);
    EXPECT_EQ(hex(hash_fact(encode_header(sealed_header()), counting<48>(0))), sealed_hash);
}

TEST(FactFormat, TheBodyIsFrozen) {
    EXPECT_EQ(hex(encode_body(decoded_body)), hex(open_body()));
    EXPECT_EQ(open_body().size(), 255U);
}

TEST(FactFormat, TheBodyComesBack) {
    const auto body = decode_body(open_body());
    ASSERT_TRUE(body);
    EXPECT_EQ(body->type, decoded_body.type);
    EXPECT_EQ(body->version, decoded_body.version);
    EXPECT_EQ(body->stream, decoded_body.stream);
    EXPECT_EQ(body->actor, decoded_body.actor);
    EXPECT_EQ(body->device, decoded_body.device);
    EXPECT_EQ(body->base, decoded_body.base);
    EXPECT_EQ(body->command, decoded_body.command);
    EXPECT_EQ(body->data, decoded_body.data);
}

TEST(FactFormat, AWholeFactComesBack) {
    Bytes fact = encode_header(open_header());
    append(fact, open_body());
    const auto decoded = decode_fact(fact);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->header, open_header());
    EXPECT_EQ(decoded->ct, open_body());
}

TEST(FactFormat, AHeaderHas108Bytes) {
    Bytes bytes = encode_header(open_header());
    EXPECT_EQ(bytes.size(), header_bytes);
    EXPECT_EQ(malformed(Bytes(bytes.begin(), bytes.end() - 1)), "header length");
    bytes.push_back(0);
    EXPECT_EQ(malformed(bytes), "header length");
    EXPECT_EQ(malformed(Bytes{}), "header length");
}

TEST(FactFormat, AnotherVersionIsRefused) {
    Bytes bytes = encode_header(open_header());
    for (const unsigned version : {0U, 2U, 255U}) {
        bytes[0] = static_cast<std::uint8_t>(version);
        EXPECT_EQ(malformed(bytes), "unknown version");
    }
}

TEST(FactFormat, TheLastClassIsTakenAndTheNextIsRefused) {
    Bytes bytes = encode_header(sealed_header());
    constexpr std::size_t cls_at = 1 + 8 + 4 + 8 + 32 + 8 + 2;
    EXPECT_EQ(bytes[cls_at], fact_class_max);
    EXPECT_EQ(malformed(bytes), "taken");
    bytes[cls_at] = fact_class_max + 1;
    EXPECT_EQ(malformed(bytes), "unknown class");
}

TEST(FactFormat, NumbersStartAtOne) {
    FactHeader header = open_header();
    header.seq = 0;
    EXPECT_EQ(malformed(header), "seq 0");
    header.seq = 1;
    header.prev = {};
    EXPECT_EQ(malformed(header), "taken");
}

TEST(FactFormat, TheFirstFactOfTheFirstEpochHasNoPredecessor) {
    FactHeader header = open_header();
    header.seq = 1;
    EXPECT_EQ(malformed(header), "first fact with a predecessor");
    header.epoch = 2;
    EXPECT_EQ(malformed(header), "taken");
}

TEST(FactFormat, AnOpenFactHasNeitherKeyNorNonce) {
    FactHeader header = open_header();
    header.key_id[15] = 1;
    EXPECT_EQ(malformed(header), "open fact with a key");
    header = open_header();
    header.nonce[23] = 1;
    EXPECT_EQ(malformed(header), "open fact with a key");
}

TEST(FactFormat, ASealedFactNamesItsKey) {
    for (std::uint8_t cls = 1; cls <= fact_class_max; ++cls) {
        FactHeader header = sealed_header();
        header.cls = static_cast<FactClass>(cls);
        EXPECT_EQ(malformed(header), "taken");
        header.key_id = {};
        EXPECT_EQ(malformed(header), "sealed fact without a key");
    }
}

TEST(FactFormat, ABodyIsNeitherEmptyNorTooLong) {
    FactHeader header = open_header();
    header.ct_length = 0;
    EXPECT_EQ(malformed(header), "empty body");
    header.ct_length = 1;
    EXPECT_EQ(malformed(header), "taken");
    header.ct_length = body_bytes_max + 64;
    EXPECT_EQ(malformed(header), "taken");
    header.ct_length = body_bytes_max + 65;
    EXPECT_EQ(malformed(header), "body too long");
    EXPECT_LE(vault::sealed_size(body_bytes_max), body_bytes_max + 64);
}

TEST(FactFormat, AFactIsExactlyHeaderAndBody) {
    Bytes fact = encode_header(open_header());
    const auto detail = [&] {
        const auto decoded = decode_fact(fact);
        return decoded ? std::string("taken") : decoded.error().detail;
    };
    EXPECT_EQ(detail(), "body length");
    append(fact, open_body());
    EXPECT_EQ(detail(), "taken");
    fact.push_back(0);
    EXPECT_EQ(detail(), "body length");
    fact.resize(header_bytes - 1);
    EXPECT_EQ(detail(), "too short");
}

// One case for each rule of the body: a replacement in the frozen text, and what it must give.
struct BadBody {
    const char* rule;
    std::string from, to;
};
class BodyRule : public ::testing::TestWithParam<BadBody> {};

TEST_P(BodyRule, IsChecked) {
    std::string text(body_json);
    const std::size_t at = text.find(GetParam().from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, GetParam().from.size(), GetParam().to);
    Bytes body{0};
    append(body, as_bytes(text));
    const auto decoded = decode_body(body);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, "fact.body_unreadable");
}

INSTANTIATE_TEST_SUITE_P(
    Each, BodyRule,
    ::testing::Values(
        BadBody{"TypeIsMissing", R"("type":)", R"("kind":)"},
        BadBody{"TypeIsText", R"("round.person_served")", "1"},
        BadBody{"TypeIsNotEmpty", R"("round.person_served")", R"("")"},
        BadBody{"TypeHasNothingToEscape", R"("round.person_served")", R"("\tound.person_served")"},
        BadBody{"VersionIsMissing", R"("version":1,)", ""},
        BadBody{"VersionIsANumber", R"("version":1)", R"("version":"1")"},
        BadBody{"StreamIsMissing", R"("stream":)", R"("river":)"},
        BadBody{"StreamHasAKind", "round:0011", ":0011"},
        BadBody{"StreamKindIsSmallLetters", "round:0011", "Round:0011"},
        BadBody{"StreamIdHas16Bytes", "ddeeff", "ddee"},
        BadBody{"ActorIsMissing", R"("actor":7,)", ""},
        BadBody{"ActorIsANumber", R"("actor":7)", R"("actor":7.5)"},
        BadBody{"DeviceIsMissing", R"("device":3,)", ""},
        BadBody{"BaseIsMissing", R"("base":)", R"("bass":)"},
        BadBody{"BaseHasEightBytes", "a0a1a2a3a4a5a6a7", "a0a1a2a3a4a5a6"},
        BadBody{"BaseIsHex", "a0a1a2a3a4a5a6a7", "a0a1a2a3a4a5a6ag"},
        BadBody{"CommandIsMissing", R"("command":)", R"("order":)"},
        BadBody{"CommandIsAnId", "0185b9a3f2c1", "0185b9a3f2c"},
        BadBody{"DataIsMissing", R"("data":)", R"("date":)"},
        BadBody{"DataIsAnObject", R"("data":{)", R"("data":[{)"},
        BadBody{"NumbersAreWhole", R"("data":{)", R"("data":{"a":1.5,)"},
        BadBody{"NumbersAreWithin64Bits", R"("data":{)",
                R"("data":{"a":[{"b":1111111111111111111111}],)"},
        BadBody{"NothingFollows", R"("child"}})", R"("child"}}x)"}),
    [](const auto& tested) { return std::string(tested.param.rule); });

TEST(FactBody, TheFirstByteIsTheFormat) {
    Bytes body = open_body();
    body[0] = 1;
    EXPECT_FALSE(decode_body(body));
    EXPECT_FALSE(decode_body(Bytes{}));
    EXPECT_FALSE(decode_body(Bytes{0}));
}

TEST(FactBody, ALongBodyIsTakenUpToItsLimit) {
    FactBody body = decoded_body;
    body.data["person"] = "";
    const std::size_t rest = encode_body(body).size();
    body.data["person"] = std::string(body_bytes_max - rest, 'x');
    EXPECT_EQ(encode_body(body).size(), body_bytes_max);
    EXPECT_TRUE(decode_body(encode_body(body)));
    body.data["person"] = std::string(body_bytes_max - rest + 1, 'x');
    EXPECT_FALSE(decode_body(encode_body(body)));
}

TEST(StreamName, TextAndNameAreTheSameBothWays) {
    EXPECT_EQ(parse_stream(stream_text(decoded_body.stream)), decoded_body.stream);
    EXPECT_EQ(stream_text(decoded_body.stream), "round:00112233445566778899aabbccddeeff");
}

TEST(StreamName, AKindHasOneTo32SmallLetters) {
    const std::string id = ":00112233445566778899aabbccddeeff";
    EXPECT_TRUE(parse_stream("r" + id));
    EXPECT_TRUE(parse_stream("unit_cost" + id));
    EXPECT_TRUE(parse_stream(std::string(32, 'a') + id));
    EXPECT_FALSE(parse_stream(std::string(33, 'a') + id));
    EXPECT_FALSE(parse_stream(id));
    EXPECT_FALSE(parse_stream("round2" + id));
    EXPECT_FALSE(parse_stream("round"));
    EXPECT_FALSE(parse_stream("round:"));
    EXPECT_FALSE(parse_stream("round:" + id));
}

TEST(FoldOrder, ClockFirstThenNodeThenNumber) {
    const FactHeader header = open_header();
    const auto later = [&](auto change) {
        FactHeader other = header;
        change(other);
        return fold_order(header) < fold_order(other);
    };
    EXPECT_TRUE(later([](FactHeader& h) { h.hlc_us += 1, h.site = {}; }));
    EXPECT_TRUE(later([](FactHeader& h) { h.hlc_n += 1, h.site = {}; }));
    EXPECT_TRUE(later([](FactHeader& h) { h.site[7] += 1, h.seq = 1; }));
    EXPECT_TRUE(later([](FactHeader& h) { h.epoch += 1, h.seq = 1; }));
    EXPECT_TRUE(later([](FactHeader& h) { h.seq += 1; }));
}

}  // namespace
}  // namespace jatigi::log
