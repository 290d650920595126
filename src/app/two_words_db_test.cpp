// That two files are one person's takes the words of two people.
#include <gtest/gtest.h>

#include "app/access_world_for_tests.h"
#include "platform/access/emergency_account.h"

namespace jatigi::app {
namespace {

class TwoWords : public ::testing::TestWithParam<store::Dialect> {
protected:
    TwoWords() {
        night_.account = world_.write<access::Account>([this](log::WriteTx& tx) {
            return access::create_emergency_account(
                tx, {.name = "night.reg", .role = Role::registrar, .reason = "relief"},
                registrar_.account, {.command = {7, 7}});
        });
        world_.sign_in(night_);
        one_ = person();
        other_ = person();
    }
    std::string person() {
        const RouteRule& rule = *std::ranges::find(
            route_rules(), std::string_view{"POST /api/v1/persons/{}/flags"}, &RouteRule::route);
        const Topic topic{.site = "ASM", .person = PersonKind{.site = "ASM"}};
        world_.renew(rule, topic);
        return world_.scene_of(rule, topic, registrar_).person;
    }
    // The state that it has then, or the code of the refusal.
    std::string say(const Who& who, std::string_view what = "same") {
        const Response response = world_.send(
            who.token,
            {.method = "POST",
             .path = fmt::format("/api/v1/persons/{}/{}", one_, what),
             .body = fmt::format(R"({{"command":"{:032x}","other":"{}","ground":"person_says"}})",
                                 ++commands_, other_)});
        const auto answer = json::parse_object(response.body).value_or(json::object{});
        return std::string(
            json::text_at(answer, response.status < 300 ? "state" : "code").value_or(""));
    }

    World world_{GetParam()};
    Who& registrar_ = world_.staff(Role::registrar);
    Who night_{};
    std::string one_, other_;
    std::uint64_t commands_ = 8'000'000;
};

TEST_P(TwoWords, AreNotThoseOfAnEmergencyAccountAndOfWhoMadeIt) {
    EXPECT_EQ(say(night_), "said");
    EXPECT_EQ(say(registrar_), "same_person.second_needed");
    EXPECT_EQ(say(registrar_, "not-same"), "unsaid");
    EXPECT_EQ(say(registrar_), "said");
    EXPECT_EQ(say(night_), "same_person.second_needed");
    EXPECT_EQ(say(world_.staff(Role::centre_manager)), "confirmed");
}

TEST_P(TwoWords, AreNotThoseOfTwoEmergencyAccountsOfOnePerson) {
    Who other_night{};
    other_night.account = world_.write<access::Account>([this](log::WriteTx& tx) {
        return access::create_emergency_account(
            tx, {.name = "night.two", .role = Role::registrar, .reason = "relief"},
            registrar_.account, {.command = {7, 8}});
    });
    world_.sign_in(other_night);
    EXPECT_EQ(say(night_), "said");
    EXPECT_EQ(say(other_night), "same_person.second_needed");
}

INSTANTIATE_TEST_SUITE_P(Each, TwoWords, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
