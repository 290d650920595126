// How names are spelled, and how alike two spellings are.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jatigi::linkage {

// One spelling for the many that French and English clerks give West African names: Coulibaly and
// Kulibali, Diallo and Jallow, Ousmane and Usman. For comparison alone.
std::string spelling_key(std::string_view word);
// A word of a name in plain small letters, and its spelling key, which is empty for a lone "h".
struct NameWord {
    std::string spelling, key;
};
std::vector<NameWord> name_words(std::string_view name);
// The keys of the words, joined by blanks; no more than eight.
std::string spelling_keys(std::string_view name);

// 0 to 1: how well the words of the shorter name are found in the longer, in any order. Both are
// spelling keys joined by blanks.
double name_likeness(std::string_view one, std::string_view other);

}  // namespace jatigi::linkage
