#include "platform/log/head.h"

#include "platform/base/text.h"

namespace jatigi::log {

Bytes head_message(const vault::SiteId& site, std::uint32_t epoch, std::uint64_t seq,
                   const Hash& hash) {
    constexpr std::string_view purpose = "jatigi-head-1";
    Bytes message(purpose.begin(), purpose.end());
    append(message, site);
    put_big_endian(message, epoch, 4);
    put_big_endian(message, seq, 8);
    append(message, hash);
    return message;
}

Result<void> sign_head(store::Connection& tx, const Node& node, const Head& head, Instant now) {
    const vault::Signature signature =
        node.secrets.sign(head_message(node.secrets.site(), head.epoch, head.seq, head.hash));
    TRY(
        tx.run("insert into head(site, epoch, seq, hash, signature, signed_at) "
               "values (?, ?, ?, ?, ?, ?) on conflict do nothing",
               node.secrets.site(), static_cast<std::int64_t>(head.epoch),
               static_cast<std::int64_t>(head.seq), head.hash, signature, now));
    return {};
}

Result<Head> load_head(store::Connection& db) {
    TRY_ASSIGN(const auto last, db.first("select epoch, seq, hash from fact where site is null "
                                         "order by pos desc limit 1"));
    TRY_ASSIGN(const auto pos, db.first("select coalesce(max(pos), 0) from fact"));
    Head head;
    head.pos = pos->integer(0);
    if (!last) return head;
    head.epoch = static_cast<std::uint32_t>(last->integer(0));
    head.seq = static_cast<std::uint64_t>(last->integer(1));
    head.hash = fixed_bytes<32>(last->bytes(2));
    return head;
}

Result<Instant> latest_fact_at(store::Connection& db) {
    TRY_ASSIGN(const auto row, db.first("select coalesce(max(received_at), 0) from fact"));
    return row->instant(0);
}

Result<bool> has_fact_between(store::Connection& db, Instant from, Instant to) {
    TRY_ASSIGN(const auto last, db.first("select coalesce(max(pos), 0) from fact"));
    std::int64_t first = 1, end = last->integer(0) + 1;  // The first that is not before `from`.
    std::optional<Instant> found;
    while (first < end) {
        const std::int64_t middle = first + (end - first) / 2;
        TRY_ASSIGN(const auto row, db.first("select received_at from fact where pos = ?", middle));
        if (!row || row->instant(0) < from) {
            first = middle + 1;
        } else {
            end = middle;
            found = row->instant(0);
        }
    }
    return found && *found < to;
}

std::optional<NodeOpened> decode_node_opened(const FactBody& body) {
    if (body.type != node_opened_type || body.version != 1) return std::nullopt;
    const auto code = json::text_at(body.data, "code");
    const auto sign = from_hex(json::text_at(body.data, "sign_public").value_or(""));
    const auto box = from_hex(json::text_at(body.data, "box_public").value_or(""));
    if (!code || !sign || sign->size() != 32 || !box || box->size() != 32) return std::nullopt;
    return NodeOpened{std::string(*code), fixed_bytes<32>(*sign), fixed_bytes<32>(*box)};
}

std::optional<NodeOpened> read_node_opened(ByteView body) {
    Bytes mended;
    if (const std::string_view text = as_text(body); !valid_utf8(text)) {
        const std::string utf8 = mended_utf8(text);
        mended.assign(utf8.begin(), utf8.end());
        body = mended;
    }
    const auto read = decode_body(body);
    return read ? decode_node_opened(*read) : std::nullopt;
}

}  // namespace jatigi::log
