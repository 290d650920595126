// What a command changes in the index of names. It changes on the writer's thread alone: whoever is new
// stands there before the commit, so that the next command of the same commit is told of them, and goes
// again if nothing came of it.
#pragma once
#include "people/registry/register_index.h"

namespace jatigi::registry {

class IndexChange {
public:
    explicit IndexChange(RegisterIndex& index) : index_(index) {}

    std::vector<IndexedPerson> people;

    // At the start of the work, which may run twice.
    void begin();
    // At its end: those who are new are there from here on.
    void announce();
    // After the commit, or instead of it.
    void end(bool committed);

private:
    void take_back();
    RegisterIndex& index_;
    std::vector<std::int64_t> announced_;
};

}  // namespace jatigi::registry
