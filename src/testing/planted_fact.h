// A fact that no writer writes, as it may stand in older data: number, chain and hash are right, its
// body is any bytes.
#pragma once
#include "platform/log/fact_body.h"
#include "platform/log/node.h"

namespace jatigi::testing {

struct Planted {
    log::StreamName stream;
    FactClass cls = FactClass::open;  // Any other: sealed with a key of the stream's id.
    Bytes body;
};
// Its position. In the caller's transaction, if there is one; a Writer that runs does not know of it.
Result<std::int64_t> plant(store::Connection& db, const log::Node& node, const Planted& planted);

// The body of a fact of this stream, with `data`.
Bytes body_of(const log::StreamName& stream, std::string type, json::object data);
// The same, cut inside the first "é" and closed again, as a limit in bytes left it.
Bytes cut_inside_a_letter(Bytes body);

}  // namespace jatigi::testing
