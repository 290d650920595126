// What people write about a request or a list. It stands in open facts, which are kept for ever and
// go to other nodes, so it must hold no name and nothing else that tells who somebody is: write
// "one person, file ASM00427K", never "Awa D.". A program cannot check that; screens say it.
#pragma once
#include <string_view>

#include "platform/base/result.h"

namespace jatigi::disclosure {

constexpr std::size_t text_letters_max = 500;

// Refuses with disclosure.text_too_long (params: name, letters_max), disclosure.text_invalid
// (params: name; not UTF-8).
Result<void> check_text(std::string_view name, std::string_view text);

}  // namespace jatigi::disclosure
