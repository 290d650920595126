// The generated access matrix: every route × every role × the site of the account × whom it is
// about, over real data, against the policy. Which routes there are is asked from the program.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "app/access_world_for_tests.h"
#include "centre/assistance/may.h"
#include "people/registry/may.h"

namespace jatigi::app {
namespace {

constexpr std::size_t cases_min = 5'000;
constexpr std::size_t messages_max = 20;

bool is_open_route(const std::string& shape) {
    return std::ranges::find(open_routes, shape) != open_routes.end() ||
           (shape.starts_with("GET /") && !shape.starts_with("GET /api/"));
}

enum class Outcome { allowed, refused, absent, no_session };
Outcome outcome_of(const Response& response) {
    if (response.status == 401) return Outcome::no_session;
    if (response.status == 403) return Outcome::refused;
    if (response.status == 404) return Outcome::absent;
    return Outcome::allowed;
}

std::vector<PersonKind> person_kinds(bool restrictions) {
    std::vector<PersonKind> kinds{{"", false, false}};
    for (const std::string& site : {std::string{}, sites_used[0], sites_used[1]})
        for (const bool restricted : {false, true})
            if (!restricted || restrictions) kinds.push_back({site, restricted, true});
    return kinds;
}

std::vector<Topic> topics_of(About about, const std::vector<PersonKind>& people) {
    std::vector<Topic> topics;
    switch (about) {
        case About::this_node: break;
        case About::nobody: topics.push_back({}); break;
        case About::task_about_person:
            for (const PersonKind& person : people)
                if (person.exists) topics.push_back({person.site, person});
            break;
        case About::person:
        case About::leaving_person:
            for (const PersonKind& person : people) topics.push_back({person.site, person});
            break;
        case About::site_or_all:
        case About::agreement:
            topics.push_back({});
            for (const std::string& site : sites_used) topics.push_back({site});
            break;
        case About::site:
        case About::site_in_path:
        case About::unit:
        case About::arrival:
        case About::round:
        case About::closed_round:
        case About::own_import:
        case About::nominal_list:
        case About::new_account:
            for (const std::string& site : sites_used) topics.push_back({site});
            break;
        case About::person_at_a_site:
        case About::person_at_a_round:
            for (const std::string& site : sites_used)
                for (const PersonKind& person : people) topics.push_back({site, person});
            break;
    }
    return topics;
}

class Matrix {
public:
    explicit Matrix(World& world)
        : world_(world),
          people_(person_kinds(world.has("POST /api/v1/persons/{}/restriction"))) {}

    void check_all() {
        for (const RouteRule& rule : route_rules()) {
            if (!world_.has(rule.route)) continue;
            for (const Topic& topic : topics_of(rule.about, people_))
                for (Who& who : world_.accounts()) check(rule, topic, who);
        }
    }
    // What ends the node is asked last, once for each role that may not, and once by one that may.
    void check_the_end() {
        for (const RouteRule& rule : route_rules()) {
            if (rule.about != About::this_node || !world_.has(rule.route)) continue;
            const auto may = [&](const Who& who) {
                return access::permits(
                    {who.account.role, who.account.site, rule.cls, *rule.action, {}});
            };
            for (Who& who : world_.accounts())
                if (!may(who)) check(rule, {}, who);
            const auto able = std::ranges::find_if(world_.accounts(), may);
            ASSERT_NE(able, world_.accounts().end());
            check(rule, {}, *able);
            world_.wait_until_locked();
        }
    }

    std::size_t cases = 0, allowed = 0;
    std::size_t unexpected_allow = 0, unexpected_refusal = 0, told_apart = 0;
    std::vector<std::string> messages;

private:
    struct Verdict {
        bool allowed = false;
        bool behaves_as_absent = false;  // Allowed in general, but not to this person.
    };
    Verdict verdict_of(const RouteRule& rule, const Topic& topic, const Who& who) {
        if (!rule.action) return {.allowed = true};
        access::Subject subject;
        if (!topic.site.empty()) subject.site = world_.number_of(topic.site);
        // Whoever left is of the site that they left.
        if (topic.site.empty() && topic.person && topic.person->exists)
            subject.site = world_.number_of(sites_used[0]);
        subject.every_site = topic.site.empty() &&
                             (rule.about == About::site_or_all || rule.about == About::agreement);
        if (topic.person) subject.restricted = topic.person->restricted;
        access::AccessRequest asked{who.account.role, who.account.site, rule.cls, *rule.action,
                                    subject};
        const bool permitted = access::permits(asked);
        const bool exists = !topic.person || topic.person->exists;
        asked.subject = access::about_nobody();
        const bool by_person =
            rule.about == About::person || rule.about == About::leaving_person;
        const bool hidden = rule.typed_number && subject.restricted && opens(who, {}) &&
                            !opens(who, subject);
        return {.allowed = permitted && exists && !hidden,
                .behaves_as_absent = (by_person && !permitted && access::permits(asked)) ||
                                     (permitted && exists && hidden)};
    }

    static bool opens(const Who& who, const access::Subject& subject) {
        return access::permits({who.account.role, who.account.site, FactClass::identity,
                                registry::may::open_person, subject});
    }

    void check(const RouteRule& rule, const Topic& topic, Who& who) {
        const Scene scene = world_.scene_of(rule, topic, who);
        const Response response = world_.ask(who.token, rule, scene);
        const Outcome outcome = outcome_of(response);
        const Verdict verdict = verdict_of(rule, topic, who);
        ++cases;
        if (verdict.allowed) ++allowed;
        if (verdict.allowed && outcome != Outcome::allowed)
            note(unexpected_refusal, "refused though allowed", rule, topic, who, response);
        if (!verdict.allowed && outcome == Outcome::allowed)
            note(unexpected_allow, "ALLOWED though refused", rule, topic, who, response);
        if (outcome == Outcome::no_session)
            note(unexpected_refusal, "no session", rule, topic, who, response);
        if (verdict.behaves_as_absent && outcome != Outcome::allowed &&
            response.body != absent_answer(rule, topic, who))
            note(told_apart, "not as if absent", rule, topic, who, response);
        if (rule.route == "DELETE /api/v1/session") world_.sign_in(who);
        if (rule.spends && response.status < 300) world_.renew(rule, topic);
    }

    // What this account hears about a number that nobody has.
    const std::string& absent_answer(const RouteRule& rule, const Topic& topic, Who& who) {
        std::string& known = absent_[{std::string(rule.route), topic.site, who.account.id}];
        const Topic nobody{.site = topic.site, .person = PersonKind{.exists = false}};
        if (known.empty())
            known = world_.ask(who.token, rule, world_.scene_of(rule, nobody, who)).body;
        return known;
    }

    // NOLINTNEXTLINE(readability-function-size)
    void note(std::size_t& count, std::string_view what, const RouteRule& rule, const Topic& topic,
              const Who& who, const Response& response) {
        ++count;
        if (messages.size() >= messages_max) return;
        std::string about = topic.site;
        if (topic.person && !topic.person->exists) about += " nobody";
        if (topic.person && topic.person->exists)
            about += (topic.person->restricted ? " restricted person of '" : " person of '") +
                     topic.person->site + "'";
        messages.push_back(fmt::format("{}: {} by {} about [{}]: {} {}", what, rule.route,
                                       who.account.name, about, response.status, response.body));
    }

    World& world_;
    std::vector<PersonKind> people_;
    std::map<std::tuple<std::string, std::string, std::int64_t>, std::string> absent_;
};

class AccessMatrix : public ::testing::TestWithParam<store::Dialect> {
protected:
    World world_{GetParam()};
};

TEST_P(AccessMatrix, EveryRouteOfTheProgramHasARule) {
    for (const http::Route& route : world_.routes()) {
        const std::string shape = shape_of(route);
        const auto rules = std::ranges::count(route_rules(), shape, &RouteRule::route);
        EXPECT_EQ(rules, is_open_route(shape) ? 0 : 1) << shape;
        EXPECT_EQ(route.needs == http::Needs::nothing, is_open_route(shape)) << shape;
    }
}

TEST_P(AccessMatrix, EveryRouteAnswersAsThePolicySays) {
    Matrix matrix(world_);
    matrix.check_all();
    matrix.check_the_end();
    for (const std::string& message : matrix.messages) ADD_FAILURE() << message;
    EXPECT_EQ(matrix.unexpected_allow, 0U);
    EXPECT_EQ(matrix.unexpected_refusal, 0U);
    EXPECT_EQ(matrix.told_apart, 0U);
    EXPECT_GT(matrix.allowed, 0U);
    std::cout << "access matrix: " << matrix.cases << " cases, " << matrix.allowed
              << " allowed by the policy, " << matrix.unexpected_allow << " unexpected allows, "
              << matrix.unexpected_refusal << " unexpected refusals, " << matrix.told_apart
              << " told apart from absent\n";
}

TEST_P(AccessMatrix, WithoutASessionThereIsNothingBehindTheDoor) {
    Who& ended = world_.accounts().front();
    const std::string ended_token = ended.token;
    world_.sessions().forget(ended_token);
    for (const http::Route& route : world_.routes()) {
        if (route.needs == http::Needs::nothing) continue;
        for (const std::string& token :
             {std::string{}, std::string(32, '0'), ended_token, std::string(8'000, 'x')}) {
            Request request{.method = route.method, .path = route.pattern};
            const Response response = world_.send(token, std::move(request));
            EXPECT_EQ(response.status, 401) << shape_of(route);
            EXPECT_NE(response.body.find("session.required"), std::string::npos);
        }
    }
}

// A list, too: who is found by name is who may be found.
TEST_P(AccessMatrix, SearchShowsExactlyWhomThePolicyShows) {
    const RouteRule search{"POST /api/v1/persons/search", registry::may::search_persons,
                           FactClass::identity, About::person};
    ASSERT_TRUE(world_.has(search.route));
    std::size_t shown = 0;
    for (const PersonKind& kind : person_kinds(true)) {
        if (!kind.exists) continue;
        Who& registrar = world_.staff(Role::registrar);
        const Scene scene = world_.scene_of(search, {kind.site, kind}, registrar);
        for (Who& who : world_.accounts()) {
            Request request{.method = "POST", .path = "/api/v1/persons/search"};
            request.body = fmt::format(R"({{"query":"{}"}})", scene.person);
            const Response response = world_.send(who.token, std::move(request));
            access::Subject subject{.restricted = kind.restricted};
            subject.site = world_.number_of(kind.site.empty() ? sites_used[0] : kind.site);
            const bool found = response.body.find(scene.person) != std::string::npos;
            EXPECT_EQ(found,
                      access::permits({who.account.role, who.account.site, FactClass::identity,
                                       registry::may::search_persons, subject}))
                << who.account.name << " " << kind.site << (kind.restricted ? " restricted" : "");
            shown += found ? 1 : 0;
        }
    }
    EXPECT_GT(shown, 0U);
}

TEST_P(AccessMatrix, TheListOfRoundsHoldsOnesOwnSiteAlone) {
    const RouteRule one{"GET /api/v1/rounds/{}", assistance::may::read_rounds, FactClass::open,
                        About::round};
    for (const std::string& site : sites_used) {
        const std::string round =
            world_.scene_of(one, {site}, world_.staff(Role::food_distributor)).argument;
        for (Who& who : world_.accounts()) {
            const Response response =
                world_.send(who.token, {.method = "GET", .path = "/api/v1/rounds"});
            EXPECT_EQ(response.body.find(round) != std::string::npos,
                      access::permits({who.account.role,
                                       who.account.site,
                                       FactClass::open,
                                       assistance::may::read_rounds,
                                       {.site = world_.number_of(site)}}))
                << who.account.name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Each, AccessMatrix, testing::both_stores(), testing::store_name);

// The other direction, apart: it holds when every route of the table is there.
class AccessMatrixTable : public ::testing::Test {};

TEST_F(AccessMatrixTable, EveryRuleHasItsRouteAndThereAreFiveThousandCases) {
    World world(store::Dialect::sqlite);
    std::size_t cases = 0;
    for (const RouteRule& rule : route_rules()) {
        EXPECT_TRUE(world.has(rule.route)) << rule.route << " is in the table and not there";
        cases += topics_of(rule.about, person_kinds(true)).size() * world.accounts().size();
    }
    std::cout << "access matrix: " << cases << " cases when every route is there\n";
    EXPECT_GE(cases, cases_min);
}

}  // namespace
}  // namespace jatigi::app
