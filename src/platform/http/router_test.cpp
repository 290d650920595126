#include "platform/http/router.h"

#include <gtest/gtest.h>

namespace jatigi::http {
namespace {

Route route(std::string method, std::string pattern, std::size_t body_bytes_max = 1'000) {
    return {std::move(method), std::move(pattern), Needs::session, {}, body_bytes_max};
}

const Router& router() {
    static const Router made({route("GET", "/"),
                              route("GET", "/api/v1/rounds"),
                              route("POST", "/api/v1/rounds"),
                              route("GET", "/api/v1/rounds/latest"),
                              route("GET", "/api/v1/rounds/{id}"),
                              route("POST", "/api/v1/rounds/{id}/servings", 5'000),
                              route("GET", "/a/{one}/b/{two}")});
    return made;
}

// The pattern that was found, "" when none was.
std::string pattern(std::string_view method, std::string_view path) {
    const auto match = router().find(method, path);
    return match ? match->route->pattern : "";
}

TEST(Router, FindsTheRouteOfAPath) {
    EXPECT_EQ(pattern("GET", "/"), "/");
    EXPECT_EQ(pattern("GET", "/api/v1/rounds"), "/api/v1/rounds");
    EXPECT_EQ(pattern("POST", "/api/v1/rounds/12/servings"), "/api/v1/rounds/{id}/servings");
}

TEST(Router, TheMethodTellsTwoRoutesApart) {
    EXPECT_EQ(router().find("GET", "/api/v1/rounds")->route->method, "GET");
    EXPECT_EQ(router().find("POST", "/api/v1/rounds")->route->method, "POST");
    EXPECT_EQ(pattern("DELETE", "/api/v1/rounds"), "");
    EXPECT_EQ(pattern("get", "/api/v1/rounds"), "");
}

TEST(Router, GivesTheArgumentsInOrder) {
    const auto match = router().find("GET", "/a/first/b/second");
    ASSERT_TRUE(match);
    EXPECT_EQ(match->args, (std::vector<std::string>{"first", "second"}));
}

TEST(Router, ArgumentsStayEncoded) {
    EXPECT_EQ(router().find("GET", "/api/v1/rounds/a%2Fb")->args.at(0), "a%2Fb");
}

TEST(Router, APlainRouteHasNoArguments) {
    EXPECT_TRUE(router().find("GET", "/api/v1/rounds")->args.empty());
}

TEST(Router, TheFirstThatFitsWins) {
    EXPECT_EQ(pattern("GET", "/api/v1/rounds/latest"), "/api/v1/rounds/latest");
    EXPECT_EQ(pattern("GET", "/api/v1/rounds/later"), "/api/v1/rounds/{id}");
}

TEST(Router, AnEmptyArgumentFitsNothing) {
    EXPECT_EQ(pattern("GET", "/api/v1/rounds/"), "");
    EXPECT_EQ(pattern("POST", "/api/v1/rounds//servings"), "");
}

TEST(Router, OneSegmentMoreOrLessFitsNothing) {
    EXPECT_EQ(pattern("GET", "/api/v1"), "");
    EXPECT_EQ(pattern("GET", "/api/v1/rounds/12/servings/3"), "");
    EXPECT_EQ(pattern("GET", "/api/v1/rounds/12/"), "");
    EXPECT_EQ(pattern("GET", "//api/v1/rounds"), "");
    EXPECT_EQ(pattern("GET", ""), "");
}

TEST(Router, SegmentsAreComparedWholeAndInTheirCase) {
    EXPECT_EQ(pattern("GET", "/api/v1/roundsx"), "");
    EXPECT_EQ(pattern("GET", "/API/v1/rounds"), "");
}

TEST(Router, KnowsTheLargestBodyOfAllRoutes) {
    EXPECT_EQ(router().body_bytes_max(), 5'000U);
    EXPECT_EQ(Router({}).body_bytes_max(), 0U);
}

}  // namespace
}  // namespace jatigi::http
