// Names on a list: one cell or two, and which is the family's.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace jatigi::lists {

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

}  // namespace jatigi::lists
