#include "testing/planted_fact.h"

#include "platform/base/random.h"
#include "platform/log/fact.h"
#include "platform/log/head.h"
#include "platform/log/log_end.h"

namespace jatigi::testing {

Result<std::int64_t> plant(store::Connection& db, const log::Node& node, const Planted& planted) {
    TRY_ASSIGN(const log::Head head, log::load_head(db));
    log::StreamTable streams;
    TRY(streams.load(db));
    TRY_ASSIGN(const log::LocalId stream, streams.find_or_add(db, planted.stream));
    log::FactHeader header{.site = node.secrets.site(),
                           .epoch = head.epoch,
                           .seq = head.seq + 1,
                           .prev = head.hash,
                           .hlc_us = 4'000'000'000'000'000,
                           .cls = planted.cls,
                           .ct_length = static_cast<std::uint32_t>(planted.body.size())};
    Bytes ct = planted.body;
    if (planted.cls != FactClass::open) {
        TRY_ASSIGN(const vault::PersonKey key,
                   node.keyring.key_for(db, planted.stream.id, planted.cls));
        header.key_id = key.id;
        header.nonce = random_bytes<24>();
        header.ct_length = static_cast<std::uint32_t>(vault::sealed_size(planted.body.size()));
        ct = vault::seal(key.key, header.nonce, log::encode_header(header), planted.body);
    }
    const Bytes text = log::encode_header(header);
    const std::int64_t pos = head.pos + 1;
    TRY(db.run("insert into fact(pos, site, epoch, seq, stream, received_at, header, body, hash) "
               "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
               pos, std::monostate{}, static_cast<std::int64_t>(header.epoch),
               static_cast<std::int64_t>(header.seq), stream, std::int64_t{0}, text, ct,
               log::hash_fact(text, ct)));
    TRY(log::seal_on(db, node));
    return pos;
}

Bytes body_of(const log::StreamName& stream, std::string type, json::object data) {
    return log::encode_body({.type = std::move(type),
                             .stream = stream,
                             .command = {0x91A7, 0x7ED},
                             .data = std::move(data)});
}

Bytes cut_inside_a_letter(Bytes body) {
    const std::size_t at = as_text(body).find("é");
    body.erase(body.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    return body;
}

}  // namespace jatigi::testing
