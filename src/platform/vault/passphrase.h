// Where a passphrase comes from: a terminal without echo, or a file descriptor that another program
// fills. Never an argument or the environment: others can read those.
#pragma once
#include <functional>

#include "platform/base/result.h"
#include "platform/vault/secret.h"

namespace jatigi::vault {

enum class PassphraseUse {
    open,    // The one that was set.
    choose,  // A new one; a terminal asks twice.
};
using PassphraseSource = std::function<Result<SecretBytes>(PassphraseUse)>;

constexpr std::size_t passphrase_characters_min = 12;

// Refuses with vault.passphrase_needed (no terminal), vault.passphrase_differs. `given_up`: a
// descriptor that can be read once nobody needs to type it any more; then it refuses, too.
PassphraseSource passphrase_from_terminal(int given_up = -1);
// One line each time it is asked. Refuses with vault.passphrase_needed when there is no more.
PassphraseSource passphrase_from_descriptor(int descriptor);

}  // namespace jatigi::vault
