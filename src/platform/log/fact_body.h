// The body of a fact: fmt u8 (0 = JSON; 1 is reserved for zstd with a dictionary), then
//   {"type","version","stream","actor","device","base","command","data"}
// in this order. `base` is the first 8 bytes of the hash of the last fact seen of that stream
// (zeros: none); actor and device are numbers that an earlier open fact of this site declared.
// Codecs of the modules write `data`, frozen and versioned, and lift old versions when they read.
#pragma once
#include "platform/base/json.h"
#include "platform/log/fact.h"
#include "platform/log/stream.h"

namespace jatigi::log {

using CommandId = Id<struct CommandEntity>;  // Made by the device, so a retry is recognised.

struct FactBody {
    std::string type;  // Past tense, "round.person_served".
    std::int64_t version = 1;
    StreamName stream;
    std::int64_t actor = 0;   // 0: the program itself.
    std::int64_t device = 0;  // 0: the node itself.
    ByteArray<8> base{};
    CommandId command;
    json::object data;
};

Bytes encode_body(const FactBody& body);
// Refuses with fact.body_unreadable.
Result<FactBody> decode_body(ByteView bytes);

}  // namespace jatigi::log
