#include <gtest/gtest.h>

#include <array>

#include "people/registry/same_person_codec.h"
#include "people/registry/same_person_view.h"
#include "testing/put_fact.h"

namespace jatigi::registry {
namespace {

using testing::local_of;
using testing::put_fact;

const PersonId awa{1, 1}, hawa{1, 2}, eva{1, 3};
const SamePersonId one{2, 1}, two{2, 2}, three{2, 3};

log::Views same_views() {
    static const std::array<const log::View*, 1> views{&same_person_view};
    return views;
}

class SamePersonView : public ::testing::TestWithParam<store::Dialect> {
protected:
    void say(SamePersonId id, PersonId first, PersonId second) {
        put_fact<SamePersonStream>(node_, id, SameSaid{first, second, SameGround::recognised, 3});
    }
    void confirm(SamePersonId id) {
        put_fact<SamePersonStream>(node_, id, SameConfirmed{SameGround::recognised, 4});
    }
    void unsay(SamePersonId id) {
        put_fact<SamePersonStream>(node_, id, SameUnsaid{SameGround::mistake, 5});
    }
    void join(SamePersonId id, PersonId first, PersonId second) {
        say(id, first, second);
        confirm(id);
    }
    log::LocalId file(PersonId id) { return local_of(node_, id); }
    std::vector<log::LocalId> files(const std::vector<PersonId>& ids) {
        std::vector<log::LocalId> all;
        for (const PersonId id : ids) all.push_back(file(id));
        std::ranges::sort(all);
        return all;
    }
    std::vector<log::LocalId> of(PersonId id) { return files_of(db(), file(id)).value(); }
    store::Connection& db() { return node_.db(); }

    testing::TestNode node_{GetParam(), same_views()};
};

TEST_P(SamePersonView, OneWordJoinsNobody) {
    say(one, awa, hawa);
    EXPECT_EQ(of(awa), files({awa}));
    EXPECT_TRUE(person_roots(db()).value().empty());
    const auto said = same_said(db(), file(hawa)).value();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].id, one);
    EXPECT_EQ(said[0].other, file(awa));
    EXPECT_EQ(said[0].state, SameState::said);
    EXPECT_EQ(said[0].ground, SameGround::recognised);
    EXPECT_EQ(said[0].said_by, 3);
    EXPECT_FALSE(said[0].decided_by);
    EXPECT_EQ(two_files_of(db(), local_of(node_, one)).value(), std::pair(file(awa), file(hawa)));
    testing::expect_rebuilt_alike(node_);
}

TEST_P(SamePersonView, TwoWordsPointBothFilesToTheLowestId) {
    join(one, hawa, awa);
    EXPECT_EQ(of(awa), files({awa, hawa}));
    EXPECT_EQ(of(hawa), files({awa, hawa}));
    const Roots roots = person_roots(db()).value();
    EXPECT_EQ(root_of(roots, file(hawa)), file(awa));
    EXPECT_EQ(root_of(roots, file(awa)), file(awa));
    EXPECT_EQ(root_of(roots, 99'999), 99'999);
    EXPECT_EQ(same_said(db(), file(awa)).value().at(0).decided_by, 4);
    unsay(one);
    EXPECT_EQ(same_said(db(), file(awa)).value().at(0).ground, SameGround::mistake);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(SamePersonView, ChainsAreOnePersonAndUnsayingParts) {
    join(one, eva, hawa);
    join(two, hawa, awa);
    EXPECT_EQ(of(eva), files({awa, hawa, eva}));
    const auto all = files({awa, hawa, eva});
    EXPECT_EQ(count_people(person_roots(db()).value(), all), Persons{1});
    unsay(two);
    EXPECT_EQ(of(awa), files({awa}));
    EXPECT_EQ(of(eva), files({hawa, eva}));
    EXPECT_EQ(root_of(person_roots(db()).value(), file(eva)), file(hawa));
    EXPECT_EQ(count_people(person_roots(db()).value(), all), Persons{2});
    testing::expect_rebuilt_alike(node_);
}

TEST_P(SamePersonView, AnotherWayRoundHoldsThemTogether) {
    join(one, awa, hawa);
    join(two, hawa, eva);
    join(three, eva, awa);
    unsay(two);
    EXPECT_EQ(of(eva), files({awa, hawa, eva}));
    testing::expect_rebuilt_alike(node_);
}

TEST_P(SamePersonView, WhatWasUnsaidStaysSoUntilItIsSaidAnew) {
    join(one, awa, hawa);
    unsay(one);
    confirm(one);
    EXPECT_EQ(of(awa), files({awa}));
    EXPECT_EQ(same_said(db(), file(awa)).value().at(0).state, SameState::unsaid);
    join(two, awa, hawa);
    EXPECT_EQ(of(awa), files({awa, hawa}));
    const auto said = same_said(db(), file(awa)).value();
    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].state, SameState::confirmed);
    testing::expect_rebuilt_alike(node_);
}

INSTANTIATE_TEST_SUITE_P(Each, SamePersonView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
