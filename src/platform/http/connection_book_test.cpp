#include "platform/http/connection_book.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

class Book : public ::testing::Test {
protected:
    ConnectionBook::Place enter(const std::string& address, std::chrono::seconds at = 0s) {
        const std::size_t number = entered_++;
        return book_.enter(boost::asio::ip::make_address(address), start_ + at,
                           [this, number] { closed_.push_back(number); });
    }

    const ConnectionBook::Time start_{};
    const ConnectionLimits limits_{.strangers = 4, .strangers_of_address = 2};
    ConnectionBook book_{limits_};
    std::size_t entered_ = 0;
    std::vector<std::size_t> closed_;
};

using Numbers = std::vector<std::size_t>;

TEST_F(Book, OneMoreFromAnAddressClosesTheOneThatWasIdleForLongest) {
    enter("10.0.0.1", 0s);
    enter("10.0.0.2", 0s);
    enter("10.0.0.1", 1s);
    EXPECT_EQ(closed_, Numbers{});
    enter("10.0.0.1", 2s);
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, OneMoreInAllClosesTheOneThatWasIdleForLongest) {
    for (int i = 1; i <= 4; ++i)
        enter("10.0.0." + std::to_string(i), 10s - std::chrono::seconds{i});
    EXPECT_EQ(closed_, Numbers{});
    enter("10.0.0.9", 20s);
    EXPECT_EQ(closed_, Numbers{3});
    EXPECT_EQ(book_.strangers(), 4U);
}

TEST_F(Book, WhoWaitsForAnAnswerIsNotClosedForAnotherWhoMustGoThen) {
    book_.waits(enter("10.0.0.1"));
    book_.waits(enter("10.0.0.1"));
    enter("10.0.0.1");
    EXPECT_EQ(closed_, Numbers{2});
}

// Whoever sends a request as slowly as may be holds up nobody.
TEST_F(Book, WhoSendsStillGivesWayToAnother) {
    book_.sends(enter("10.0.0.1"));
    book_.sends(enter("10.0.0.1"));
    enter("10.0.0.1", 1s);
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, WhoHasASessionKeepsItsPlaceAndTakesNoneOfTheOthers) {
    for (int i = 0; i < 8; ++i) {
        const auto place = enter("10.0.0.1");
        book_.shows(place, true);
        book_.answered(place, start_);
    }
    enter("10.0.0.1");
    enter("10.0.0.1");
    EXPECT_EQ(closed_, Numbers{});
    book_.close_idle(start_ + 1h);
    EXPECT_EQ(closed_, (Numbers{8, 9}));
}

TEST_F(Book, WhoseSessionHasEndedIsAStrangerAgain) {
    const auto place = enter("10.0.0.1");
    book_.shows(place, true);
    book_.answered(place, start_);
    book_.shows(place, false);
    book_.answered(place, start_ + 5s);
    EXPECT_EQ(book_.strangers(), 1U);
    book_.close_idle(start_ + 15s);
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, AStrangerIsClosedWhenItIsIdleForTenSecondsAndNotBefore) {
    enter("10.0.0.1");
    book_.close_idle(start_ + limits_.stranger_idle_max - 1ns);
    EXPECT_EQ(closed_, Numbers{});
    book_.close_idle(start_ + limits_.stranger_idle_max);
    book_.close_idle(start_ + 1h);
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, WhoWaitsForAnAnswerIsNotIdleAndItsTimeBeginsWithTheAnswer) {
    const auto place = enter("10.0.0.1");
    book_.waits(place);
    book_.close_idle(start_ + 1h);
    EXPECT_EQ(closed_, Numbers{});
    book_.answered(place, start_ + 1h);
    book_.close_idle(start_ + 1h + 9s);
    EXPECT_EQ(closed_, Numbers{});
    book_.close_idle(start_ + 1h + 10s);
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, APlaceThatWasLeftIsFree) {
    const auto first = enter("10.0.0.1");
    enter("10.0.0.1");
    book_.leave(first);
    enter("10.0.0.1");
    EXPECT_EQ(closed_, Numbers{});
    EXPECT_EQ(book_.size(), 2U);
}

TEST_F(Book, AddressesOfOneNetworkOfVersionSixAreOne) {
    enter("2001:db8:1:2::1");
    enter("2001:db8:1:2::2");
    enter("2001:db8:1:3::1");
    EXPECT_EQ(closed_, Numbers{});
    enter("2001:db8:1:2:ffff::3");
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, AnAddressOfVersionFourIsOneHoweverItIsWritten) {
    enter("10.0.0.1");
    enter("::ffff:10.0.0.1");
    enter("::ffff:10.0.0.1");
    EXPECT_EQ(closed_, Numbers{0});
}

TEST_F(Book, AProxyOnThisMachineIsNotCountedByItsAddress) {
    for (const char* address : {"127.0.0.1", "127.0.0.1", "::1", "::ffff:127.0.0.1"})
        enter(address);
    EXPECT_EQ(closed_, Numbers{});
    enter("127.0.0.1");
    EXPECT_EQ(closed_, Numbers{0});
}

TEST(ConnectionLimits, LeavePlacesToThoseWhoHaveASession) {
    constexpr ConnectionLimits limits;
    static_assert(limits.strangers < limits.all);
    static_assert(limits.strangers_of_address < limits.strangers);
}

}  // namespace
}  // namespace jatigi::http
