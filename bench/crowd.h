// As many invented people as a workload needs: the columns of the example list, each shuffled on its
// own, so that names, parents and places keep their frequencies and nobody is somebody.
#pragma once
#include <random>
#include <string>
#include <vector>

#include "people/lists/rows.h"

namespace jatigi::bench {

class Crowd {
public:
    explicit Crowd(unsigned seed = 1);
    // Another one each time; the birth is a day of its own for most.
    lists::ListFields next();
    // A list of that many people as a CSV with the usual headings.
    std::string list(std::size_t people);

private:
    const lists::ListFields& anybody();
    std::mt19937 random_;
    std::vector<lists::ListFields> people_;
};

}  // namespace jatigi::bench
