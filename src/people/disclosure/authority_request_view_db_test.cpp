#include <gtest/gtest.h>

#include <array>

#include "people/disclosure/authority_request_codec.h"
#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/nominal_list_view.h"
#include "testing/put_fact.h"

namespace jatigi::disclosure {
namespace {

using namespace std::chrono_literals;
using testing::put_fact;

const RequestId first{7, 1}, second{7, 2};
constexpr ByteArray<16> site{9, 1};
constexpr Day received = 2023y / 1 / 12;

log::Views request_views() {
    static const std::array<const log::View*, 2> views{&request_view, &list_view};
    return views;
}

RequestRecorded recorded(std::int64_t number) {
    return {.number = {2023, number},
            .authority = "Invented brigade",
            .about = RequestAbout::one_person,
            .asked = "whether somebody is here",
            .received = received};
}

bool everything(const RequestRow&) {
    return true;
}

class RequestView : public ::testing::TestWithParam<store::Dialect> {
protected:
    testing::TestNode node_{GetParam(), request_views()};
};

TEST_P(RequestView, ARequestComesBackAsItWasRecorded) {
    RequestRecorded at_a_site = recorded(1);
    at_a_site.site = site;
    at_a_site.legal_basis = "none given";
    put_fact<RequestStream>(node_, first, at_a_site);
    const RequestRow row = request_by_number(node_.db(), {2023, 1}).value();
    EXPECT_EQ(row.id, first);
    EXPECT_EQ(row.authority, at_a_site.authority);
    EXPECT_EQ(row.about, RequestAbout::one_person);
    EXPECT_EQ(row.asked, at_a_site.asked);
    EXPECT_EQ(row.legal_basis, "none given");
    EXPECT_EQ(row.received, received);
    EXPECT_EQ(row.at, node_.now);
    ASSERT_TRUE(row.site);
    EXPECT_FALSE(row.answer);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(RequestView, AnAnswerStandsWithItsRequestAndNoOther) {
    put_fact<RequestStream>(node_, first, recorded(1));
    put_fact<RequestStream>(node_, second, recorded(2));
    node_.now += std::chrono::hours{1};
    put_fact<RequestStream>(node_, second,
                            RequestAnswered{RequestAnswer::refused, "no grounds", {}});
    const RequestRow row = request_by_number(node_.db(), {2023, 2}).value();
    ASSERT_TRUE(row.answer);
    EXPECT_EQ(row.answer->answer, RequestAnswer::refused);
    EXPECT_EQ(row.answer->text, "no grounds");
    EXPECT_EQ(row.answer->at, node_.now);
    EXPECT_FALSE(request_by_number(node_.db(), {2023, 1}).value().answer);
    testing::expect_rebuilt_alike(node_);
}

TEST_P(RequestView, TheNewestComeFirstAndOnlyThoseThatAreShown) {
    put_fact<RequestStream>(node_, first, recorded(1));
    node_.now += std::chrono::hours{1};
    put_fact<RequestStream>(node_, second, recorded(2));
    const auto all = list_requests(node_.db(), everything).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all.front().number, (RunningNumber{2023, 2}));
    const auto one = list_requests(node_.db(), [](const RequestRow& row) {
                         return row.number.number == 1;
                     }).value();
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one.front().id, first);
}

TEST_P(RequestView, NumbersGoOnWithinTheirYear) {
    EXPECT_EQ(next_request_number(node_.db(), 2023).value(), (RunningNumber{2023, 1}));
    put_fact<RequestStream>(node_, first, recorded(1));
    EXPECT_EQ(next_request_number(node_.db(), 2023).value(), (RunningNumber{2023, 2}));
    EXPECT_EQ(next_request_number(node_.db(), 2024).value(), (RunningNumber{2024, 1}));
    EXPECT_EQ(request_by_number(node_.db(), {2023, 7}).error().code,
              "disclosure.request_not_found");
}

INSTANTIATE_TEST_SUITE_P(Each, RequestView, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::disclosure
