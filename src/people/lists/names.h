// Names on a list: one cell or two, which is the family's, and how alike two spellings are.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace jatigi::registry {

struct NameReading {
    std::string family;
    std::string given;
};
enum class NameOrder { family_first, given_first };

// Capitals tell the family name ("TRAORÉ Mamadou Lamine"), then a comma, then the order of the
// heading: one word with its particle (Ag, Ould, Ben ...).
NameReading split_full_name(std::string_view cell, NameOrder order);

// How the list itself uses words as names. Two cells are swapped when each is mostly used the other
// way round in the rest of the list; a list too small to tell says nothing.
class NameUsage {
public:
    void add(const NameReading& name);
    bool swapped(const NameReading& name) const;

private:
    struct Counts {
        int family = 0;
        int given = 0;
    };
    static void count(std::map<std::string, Counts, std::less<>>& table, std::string_view name,
                      int Counts::* side);
    Counts counts_of(std::string_view name, int Counts::* own_side) const;

    std::map<std::string, Counts, std::less<>> names_;
    std::map<std::string, Counts, std::less<>> words_;
};

// One spelling for the many that French and English clerks give West African names: Coulibaly and
// Kulibali, Diallo and Jallow, Ousmane and Usman. Only for comparison inside one list.
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

}  // namespace jatigi::registry
