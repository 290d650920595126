// Whose file was restricted is hidden among all files of a small register, and among a part of a
// large one.
#include <gtest/gtest.h>

#include <set>

#include "people/registry/register_for_tests.h"
#include "platform/base/random.h"

namespace jatigi::registry {
namespace {

class HiddenAmong : public RegisterForTests {
protected:
    void enrol_many(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i)
            last_ = enrolled({{"given_names", fmt::format("Zz{}", hex(random_bytes<6>()))}});
    }
    // The files that got a fact when `restricted` of the last one was sent.
    std::set<std::int64_t> written_beside(bool restricted) {
        const std::int64_t before = last_position();
        EXPECT_EQ(change("protection_officer", last_, "restriction", {{"restricted", restricted}, {"reason", "invented"}})
                      .status,
                  200);
        const auto rows =
            db().rows("select stream from fact where pos > ? and stream is not null", before);
        std::set<std::int64_t> files;
        for (const store::Row& row : *rows) EXPECT_TRUE(files.insert(row.integer(0)).second);
        return files;
    }
    std::int64_t last_position() {
        return (*db().first("select max(pos) from fact"))->integer(0);
    }
    std::string last_;
};

TEST_P(HiddenAmong, AllFilesOfASmallRegister) {
    enrol_many(12);
    EXPECT_EQ(written_beside(true).size(), 12U);
    EXPECT_EQ(written_beside(false).size(), 12U);
}

TEST_P(HiddenAmong, APartOfALargeOneThatIsAlwaysTheSame) {
    enrol_many(2 * hidden_among_min + 10);
    const auto part = written_beside(true);
    // Half of them, give or take five standard errors.
    EXPECT_GT(part.size(), hidden_among_min - 35);
    EXPECT_LT(part.size(), hidden_among_min + 45);
    EXPECT_EQ(written_beside(false), part);
}

INSTANTIATE_TEST_SUITE_P(Each, HiddenAmong, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
