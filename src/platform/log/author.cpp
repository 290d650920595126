#include "platform/log/author.h"

#include <fmt/format.h>

#include "platform/base/hash.h"

namespace jatigi::log {

CommandId hidden_command(const vault::NodeSecrets& secrets, const CommandId& command) {
    Bytes about = id_bytes(command);
    append(about, as_bytes("jatigi command"));
    return id_v4<CommandEntity>(keyed_digest<16>(secrets.mac_key(), about));
}

std::int64_t author_tag(const vault::NodeSecrets& secrets, const StreamName& stream,
                        std::int64_t account) {
    return vault::tag_of(secrets, fmt::format("author {} {}", stream_text(stream), account));
}

std::int64_t author_tag(const vault::NodeSecrets& secrets, const CommandId& command,
                        std::int64_t account) {
    return vault::tag_of(secrets, fmt::format("author of {} {}", id_text(command), account));
}

}  // namespace jatigi::log
