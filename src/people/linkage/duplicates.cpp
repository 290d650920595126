#include "people/linkage/duplicates.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace jatigi::linkage {
namespace {

// How many of the latest people with one key are looked at. A camp list has some thirty people of
// the commonest full name; beyond that a key tells nobody apart.
constexpr std::size_t most_of_one_key = 60;

constexpr std::uint32_t nobody = UINT32_MAX;

// A key of one person, and the same key of the last person before who has it. Chains instead of
// sets of people by key: a hundred thousand people have half a million keys, most of them once.
struct Link {
    std::uint32_t person = 0;
    std::uint32_t previous = nobody;  // Index of a link.
};

class Chains {
public:
    explicit Chains(const std::vector<PersonTraits>& traits) {
        std::vector<std::uint64_t> keys;
        for (std::size_t i = 0; i < traits.size(); ++i) {
            first_link_.push_back(links_.size());
            for (const std::uint64_t key : match_keys(traits[i])) {
                keys.push_back(key);
                links_.push_back({.person = static_cast<std::uint32_t>(i), .previous = nobody});
            }
        }
        first_link_.push_back(links_.size());
        std::vector<std::uint32_t> order(links_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, [&](std::uint32_t one, std::uint32_t other) {
            return keys[one] != keys[other] ? keys[one] < keys[other] : one < other;
        });
        for (std::size_t i = 1; i < order.size(); ++i) {
            if (keys[order[i]] == keys[order[i - 1]]) links_[order[i]].previous = order[i - 1];
        }
    }

    // Earlier people who share a key, some of them more than once.
    template <class Visit>
    void visit_earlier(std::size_t person, Visit visit) const {
        for (std::size_t i = first_link_[person]; i < first_link_[person + 1]; ++i) {
            std::uint32_t at = links_[i].previous;
            for (std::size_t n = 0; n < most_of_one_key && at != nobody; ++n) {
                visit(links_[at].person);
                at = links_[at].previous;
            }
        }
    }

private:
    std::vector<Link> links_;  // Those of a person side by side.
    std::vector<std::size_t> first_link_;
};

}  // namespace

std::vector<std::optional<std::size_t>> suspected_duplicates(
    const std::vector<PersonTraits>& people, const DuplicateProgress& progress) {
    std::vector<std::optional<std::size_t>> result(people.size());
    const Chains chains(people);
    std::vector<std::uint32_t> compared_with(people.size(), nobody);
    for (std::size_t i = 0; i < people.size(); ++i) {
        double best = likely_evidence;
        chains.visit_earlier(i, [&](std::uint32_t candidate) {
            if (compared_with[candidate] == i) return;
            compared_with[candidate] = static_cast<std::uint32_t>(i);
            const double points = evidence(people[candidate], people[i], best);
            // Of equals the earliest: that is where the person stands first.
            if (points < best || (points <= best && result[i] && *result[i] < candidate)) return;
            best = points;
            result[i] = candidate;
        });
        if (progress) progress(i + 1);
    }
    return result;
}

}  // namespace jatigi::linkage
