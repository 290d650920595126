// The tag that stands in the place of an account's number, and back: whoever has the keys tries all
// accounts.
#pragma once
#include "platform/log/fact_body.h"
#include "platform/vault/hidden.h"

namespace jatigi::log {

// The id in the place of a command's, in facts whose author is hidden: a device's own holds the time
// of its clock.
CommandId hidden_command(const vault::NodeSecrets& secrets, const CommandId& command);

std::int64_t author_tag(const vault::NodeSecrets& secrets, const StreamName& stream,
                        std::int64_t account);
std::int64_t author_tag(const vault::NodeSecrets& secrets, const CommandId& command,
                        std::int64_t account);

// True when `written`, a number or a tag, is this account.
inline bool is_author(const vault::NodeSecrets& secrets, const StreamName& stream,
                      std::int64_t account, std::int64_t written) {
    return written == account ||
           (vault::is_hidden(written) && written == author_tag(secrets, stream, account));
}

}  // namespace jatigi::log
