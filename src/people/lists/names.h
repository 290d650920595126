// Names on a list: one cell or two, and which is the family's.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace jatigi::lists {

struct NameReading {
    std::string family;
    std::string given;
    std::string also;       // What somebody is called besides: "le Vieux" of "Ali dit le Vieux".
    std::string sex{};      // "M" or "F", of a title that was left out: "Mme".
    bool by_order = false;  // Nothing but the order of the words told which is the family's.
};
enum class NameOrder { family_first, given_first };

// A particle with the word after it is the family's name, wherever it stands ("MOSSA AG ALHASSANE",
// "Ag Alhassane Mossa"); else capitals tell it ("TRAORÉ Mamadou Lamine"), then a comma, then the
// order of the heading: one word. Titles and marks of office are left out.
NameReading split_full_name(std::string_view cell, NameOrder order);
// Both halves without titles, marks of office, and what stands after "dit".
NameReading without_titles(NameReading name);

struct Parents {
    std::string father;
    std::string mother;
};
// "Bakari Exemple et de Nana Modèle", "Bakari / Nana". Nothing when it does not come in two.
std::optional<Parents> split_parents(std::string_view cell);

bool is_in_capital_letters(std::string_view text);  // Two or more, and no small ones.

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

}  // namespace jatigi::lists
