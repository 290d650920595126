#include "platform/log/author.h"

#include <fmt/format.h>

namespace jatigi::log {

std::int64_t author_tag(const vault::NodeSecrets& secrets, const StreamName& stream,
                        std::int64_t account) {
    return vault::tag_of(secrets, fmt::format("author {} {}", stream_text(stream), account));
}

std::int64_t author_tag(const vault::NodeSecrets& secrets, const CommandId& command,
                        std::int64_t account) {
    return vault::tag_of(secrets, fmt::format("author of {} {}", id_text(command), account));
}

}  // namespace jatigi::log
