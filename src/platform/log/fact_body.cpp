#include "platform/log/fact_body.h"

#include <fmt/format.h>

#include <algorithm>

namespace jatigi::log {
namespace {
constexpr std::uint8_t format_json = 0;

std::unexpected<Error> unreadable(std::string why) {
    return refuse(ErrorKind::invalid, "fact.body_unreadable", std::move(why));
}

// "unit_cost.set". It is written without escapes, so nothing else may come in.
bool is_type(std::string_view type) {
    return !type.empty() && std::ranges::all_of(type, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    });
}
}  // namespace

Bytes encode_body(const FactBody& body) {
    const std::string data = boost::json::serialize(body.data);
    fmt::memory_buffer text;
    text.push_back(static_cast<char>(format_json));
    fmt::format_to(std::back_inserter(text),
                   R"({{"type":"{}","version":{},"stream":"{}","actor":{},"device":{},)"
                   R"("base":"{}","command":"{}","data":{}}})",
                   body.type, body.version, stream_text(body.stream), body.actor, body.device,
                   hex(body.base), id_text(body.command), data);
    return Bytes(text.begin(), text.end());
}

Result<FactBody> decode_body(ByteView bytes) {
    if (bytes.empty() || bytes.size() > body_bytes_max || bytes[0] != format_json)
        return unreadable("format");
    const auto parsed = json::parse_object(as_text(bytes.subspan(1)));
    if (!parsed) return unreadable("not a JSON object");
    const auto type = json::text_at(*parsed, "type");
    const auto version = json::integer_at(*parsed, "version");
    const auto stream = json::text_at(*parsed, "stream");
    const auto actor = json::integer_at(*parsed, "actor");
    const auto device = json::integer_at(*parsed, "device");
    const auto base = json::text_at(*parsed, "base");
    const auto command = json::text_at(*parsed, "command");
    const json::object* data = json::object_at(*parsed, "data");
    if (!type || !version || !stream || !actor || !device || !base || !command || data == nullptr)
        return unreadable("a member is missing");
    if (std::ranges::any_of(*data, [](const auto& member) {
            return json::holds_a_fraction(member.value());
        }))
        return unreadable("a number is not whole");
    const auto name = parse_stream(*stream);
    const auto base_bytes = from_hex(*base);
    const auto command_id = parse_id<CommandEntity>(*command);
    if (!is_type(*type) || !name || !base_bytes || base_bytes->size() != 8 || !command_id)
        return unreadable("a member is not of its form");
    return FactBody{std::string(*type), *version,  *name,       *actor,
                    *device,            fixed_bytes<8>(*base_bytes), *command_id, *data};
}

}  // namespace jatigi::log
