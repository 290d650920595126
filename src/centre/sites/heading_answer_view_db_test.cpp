#include <gtest/gtest.h>

#include <array>

#include "centre/sites/heading_answer_codec.h"
#include "centre/sites/heading_answer_view.h"
#include "testing/put_fact.h"

namespace jatigi::sites {
namespace {

const SiteId assamaka{2, 1}, arlit{2, 2};

log::Views heading_views() {
    static const std::array<const log::View*, 1> views{&heading_answer_view};
    return views;
}

class HeadingAnswers : public ::testing::TestWithParam<store::Dialect> {
protected:
    void put(std::uint64_t id, const SiteId& site, std::string heading, std::string field) {
        testing::put_fact<HeadingAnswerStream>(
            node_, HeadingAnswerId{9, id},
            HeadingAnswered{site, std::move(heading), std::move(field)});
    }
    testing::TestNode node_{GetParam(), heading_views()};
};

TEST_P(HeadingAnswers, TheLastAnswerOfAHeadingHolds) {
    put(1, assamaka, "kari", "given_names");
    put(2, assamaka, "togo", "unknown");
    put(3, assamaka, "kari", "family_name");
    EXPECT_EQ(answered_headings(node_.db(), assamaka).value(),
              (AnsweredHeadings{{"kari", "family_name"}, {"togo", "unknown"}}));
    testing::expect_rebuilt_alike(node_);
}

TEST_P(HeadingAnswers, AnotherSiteHasItsOwn) {
    put(1, assamaka, "kari", "given_names");
    EXPECT_EQ(answered_headings(node_.db(), arlit).value(), AnsweredHeadings{});
}

INSTANTIATE_TEST_SUITE_P(Each, HeadingAnswers, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::sites
