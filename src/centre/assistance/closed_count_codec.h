// A count as it is sealed into its row:
//   {"v":1,"kind","count"?,"number"?,"service"?,"undone"?,"at": microseconds since 1970, UTC}
#pragma once
#include "centre/assistance/closed_count.h"
#include "platform/base/json.h"

namespace jatigi::assistance {

inline std::string encode_count(const ClosedCount& count) {
    json::object out{
        {"v", 1}, {"kind", enum_text(count.kind)}, {"at", count.at.time_since_epoch().count()}};
    if (count.kind == CountedKind::arrival) out["count"] = count.count;
    if (!count.number.reveal().empty()) out["number"] = count.number.reveal();
    if (!count.service.empty()) out["service"] = count.service;
    if (count.kind == CountedKind::undone) out["undone"] = id_text(count.undone);
    return boost::json::serialize(out);
}

// Nothing when it is not of this form.
inline std::optional<ClosedCount> decode_count(const CountId& id, std::string_view text) {
    const auto body = json::parse_object(text);
    if (!body || json::integer_at(*body, "v") != 1) return std::nullopt;
    const auto kind = parse_enum<CountedKind>(json::text_at(*body, "kind").value_or(""));
    const auto at = json::integer_at(*body, "at");
    if (!kind || !at) return std::nullopt;
    ClosedCount count{.id = id, .kind = *kind, .at = Instant{Instant::duration{*at}}};
    count.count = json::integer_at(*body, "count").value_or(1);
    count.number = Personal{std::string(json::text_at(*body, "number").value_or(""))};
    count.service = json::text_at(*body, "service").value_or("");
    if (count.kind == CountedKind::undone) {
        const auto undone = parse_id<CountEntity>(json::text_at(*body, "undone").value_or(""));
        if (!undone) return std::nullopt;
        count.undone = *undone;
    }
    return count;
}

}  // namespace jatigi::assistance
