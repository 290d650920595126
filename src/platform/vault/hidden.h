// What the node's own tables would tell a reader without keys: who did it, whom it is about, how
// many. A tag stands in the place of a number, and texts are sealed, with keys of the node, so that
// they survive the rotation of the KEK. docs/inferences.md says what each of them hides.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/result.h"
#include "platform/vault/node_secrets.h"

namespace jatigi::vault {

// A tag or a hidden number is greater than every number of an account, person or count: rows of
// before hold these in clear, and are told apart.
constexpr std::int64_t hidden_min = std::int64_t{1} << 61;
constexpr bool is_hidden(std::int64_t number) {
    return number >= hidden_min;
}
constexpr bool is_hidden(std::string_view text) {
    return text.starts_with('~');
}

// The same for the same message, and nothing to whoever has no key.
std::int64_t tag_of(const NodeSecrets& secrets, std::string_view message);

// A number of at most 20 bits, and back. `of` says which number it is: it opens nowhere else.
std::int64_t hide_number(const NodeSecrets& secrets, std::string_view of, std::int64_t number);
std::int64_t shown_number(const NodeSecrets& secrets, std::string_view of, std::int64_t number);

// A text without NUL, filled up so that all shorter than `step` bytes (a multiple of 32) have one
// length: '~' and hex of nonce ‖ AEAD. What is not hidden comes back as it is.
std::string hide_text(const NodeSecrets& secrets, std::string_view of, std::string_view text,
                      std::size_t step);
// Refuses with vault.seal_broken.
Result<std::string> shown_text(const NodeSecrets& secrets, std::string_view of,
                               std::string_view text);

}  // namespace jatigi::vault
