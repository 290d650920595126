#include "people/registry/index_change.h"

namespace jatigi::registry {

void IndexChange::begin() {
    people.clear();
    take_back();
}

void IndexChange::announce() {
    for (const IndexedPerson& person : people) {
        if (index_.find(person.entry.person)) continue;
        announced_.push_back(person.entry.person);
        index_.put(person);
    }
}

void IndexChange::end(bool committed) {
    if (!committed) return take_back();
    for (IndexedPerson& person : people) index_.put(std::move(person));
}

void IndexChange::take_back() {
    for (const std::int64_t person : announced_) index_.remove(person);
    announced_.clear();
}

}  // namespace jatigi::registry
