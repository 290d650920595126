// The generated access matrix: every route × every role × the site of the account × whom it is
// about, over real data, against the policy. Which routes there are is asked from the program.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <iostream>
#include <map>
#include <set>
#include <thread>

#include "app/access_matrix_for_tests.h"
#include "app/routes.h"
#include "centre/assistance/may.h"
#include "centre/sites/site_view.h"
#include "node/open_node.h"
#include "people/registry/case_number.h"
#include "people/registry/may.h"
#include "platform/access/account.h"
#include "platform/base/json.h"
#include "platform/http/dispatch_for_tests.h"
#include "testing/databases.h"

namespace jatigi::app {
namespace {

using namespace std::chrono_literals;
using access::Role;
using http::Request;
using http::Response;

constexpr Instant now = Day{2023y / 1 / 16} + 10h;
const std::array<std::string, 2> sites_used{"ASM", "AGZ"};
constexpr std::size_t cases_min = 5'000;
constexpr std::size_t messages_max = 20;

// "POST /api/v1/persons/{code}/flags" → "POST /api/v1/persons/{}/flags": names of arguments say
// nothing.
std::string shape_of(const http::Route& route) {
    std::string shape = route.method + ' ';
    bool inside = false;
    for (const char c : route.pattern) {
        if (c == '}') inside = false;
        if (!inside) shape += c;
        if (c == '{') inside = true;
    }
    return shape;
}

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

struct Who {
    access::Account account;
    std::string site;  // Empty: the whole node.
    std::string token;
};

// A person of the test: where, restricted or not; or a number that nobody has.
struct PersonKind {
    std::string site;  // Empty: nowhere.
    bool restricted = false;
    bool exists = true;
    auto operator<=>(const PersonKind&) const = default;
};

// Whom one request is about.
struct Topic {
    std::string site;  // Empty: none.
    std::optional<PersonKind> person{};
};

class World {
public:
    explicit World(store::Dialect dialect) : database_(dialect) {
        const node::Place place{.data = database_.location().text(), .keys = database_.key_path()};
        EXPECT_TRUE(node::initialise(place, {"matrix", false}, clock_));
        auto opened = node::open_node(place, clock_, {});
        EXPECT_TRUE(opened) << opened.error().code;
        node_.emplace(std::move(opened).value());
        services_.emplace(http::Services{*node_->writer, readers_, workers_, sessions_, throttle_,
                                         *node_->node, clock_, "matrix", false, site_names()});
        lock_.wiping("the test waits for this", [this]() -> Result<void> {
            locked_.set_value();
            return {};
        });
        contexts_.emplace(*services_, index_, lock_);
        dispatch_.emplace(*services_, all_routes(*contexts_));
        for (const http::Route& route : dispatch_->routes()) shapes_.insert(shape_of(route));
        for (const auto& [role, name] : access::role_names)
            for (const std::string& site : {std::string{}, sites_used[0], sites_used[1]})
                add_account(role, site);
    }

    const std::vector<http::Route>& routes() const { return dispatch_->routes(); }
    bool has(std::string_view shape) const { return shapes_.contains(shape); }
    std::deque<Who>& accounts() { return accounts_; }
    Who& staff(Role role) {
        return *std::ranges::find_if(accounts_, [&](const Who& who) {
            return who.account.role == role && who.site.empty();
        });
    }
    std::int64_t number_of(const std::string& site) {
        return sites::find_site(database_.reader(), site)->site;
    }

    Response send(const std::string& token, Request request) {
        request.session_token = token;
        return dispatch_->send(std::move(request));
    }
    // "POST /api/v1/persons/{}/flags" with the rule's body about this scene.
    Response ask(const std::string& token, const RouteRule& rule, const Scene& scene) {
        Request request = begin_request(rule.route, scene.argument);
        rule.fill(request, scene);
        return send(token, std::move(request));
    }

    Scene scene_of(const RouteRule& rule, const Topic& topic, Who& who) {
        const bool all = topic.site.empty() && rule.about == About::site_or_all;
        Scene scene{.site = topic.site.empty() && !all ? sites_used[0] : topic.site,
                    .command = next_command(),
                    .unique = next_letters()};
        if (topic.person) {
            scene.person = person(*topic.person);
            scene.restricted = topic.person->restricted;
        }
        scene.argument = argument_of(rule, topic, who);
        return scene;
    }

    // The subject was used up: the next case gets another.
    void renew(const RouteRule& rule, const Topic& topic) {
        if (topic.person) people_.erase(*topic.person);
        if (topic.person) tasks_.erase(*topic.person);
        if (rule.about == About::round) rounds_.erase(topic.site);
    }
    void sign_in(Who& who) {
        who.token = node_->writer
                        ->run<std::string>([&](log::WriteTx& tx) {
                            return access::Sessions::begin(tx, who.account);
                        })
                        .value();
        sessions_.remember(who.token, who.account, now);
    }
    access::Sessions& sessions() { return sessions_; }
    void wait_until_locked() { locked_.get_future().wait(); }

private:
    // Locking goes on in a thread of its own, which may outlive a test: so do the switches.
    static vault::LockSwitch& fresh_switch() {
        static std::deque<vault::LockSwitch> switches;
        return switches.emplace_back();
    }

    void add_account(Role role, const std::string& site) {
        access::NewAccount wanted{
            std::string(enum_text(role)) + "." + (site.empty() ? "all" : site), role};
        if (!site.empty()) wanted.site = number_of(site);
        accounts_.push_back({.site = site});
        accounts_.back().account =
            node_->writer
                ->run<access::Account>([&](log::WriteTx& tx) {
                    return access::create_account(tx, wanted, {.command = {1, ++commands_}});
                })
                .value();
        sign_in(accounts_.back());
    }

    std::string next_command() { return fmt::format("{:032x}", ++commands_); }
    // "ba", "bb" …: names that look like nobody else's.
    std::string next_letters() {
        std::string letters;
        for (std::uint64_t rest = ++letters_used_ * 7'919; rest > 0; rest /= 26)
            letters += static_cast<char>('a' + rest % 26);
        return letters;
    }

    static Request begin_request(std::string_view route, const std::string& argument) {
        const std::size_t space = route.find(' ');
        Request request{.method = std::string(route.substr(0, space)),
                        .path = std::string(route.substr(space + 1))};
        if (const std::size_t at = request.path.find("{}"); at != std::string::npos)
            request.path.replace(at, 2, argument);
        return request;
    }

    // As staff of the whole node; must succeed.
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    json::object done(Role role, std::string_view route, const std::string& argument,
                      const std::string& body, Fill fill = nullptr) {
        Request request = begin_request(route, argument);
        request.body = body;
        if (fill != nullptr) fill(request, {.site = argument, .command = next_command(),
                                            .unique = next_letters()});
        const Response response = send(staff(role).token, std::move(request));
        EXPECT_LT(response.status, 300) << route << ": " << response.body;
        return json::parse_object(response.body).value_or(json::object{});
    }

    // Well formed, so that only its absence can be wrong with it.
    static std::string nobodys_number() {
        // Of five digits, as no new number is.
        return registry::make_case_number("ASM", "09000").value_or(
            registry::make_case_number("ASM", "09001").value_or(""));
    }

    // The case number of a person of this kind; registered at first need, through the routes.
    std::string person(const PersonKind& kind) {
        if (!kind.exists) return nobodys_number();
        auto& known = people_[kind];
        if (!known.empty()) return known;
        Scene scene{.site = kind.site.empty() ? sites_used[0] : kind.site,
                    .command = next_command(),
                    .unique = next_letters()};
        const std::string number(
            json::text_at(done(Role::registrar, "POST /api/v1/persons", {},
                               filled(new_person, scene)),
                          "case_number")
                .value_or(""));
        if (has("PUT /api/v1/persons/{}/photo"))
            done(Role::registrar, "PUT /api/v1/persons/{}/photo", number, {}, photo_upload);
        scene.person = number;
        scene.command = next_command();
        if (kind.site.empty())
            done(Role::registrar, "POST /api/v1/stays/end", {}, filled(stay_end_json, scene));
        scene.command = next_command();
        scene.restricted = true;
        if (kind.restricted)
            done(Role::protection_officer, "POST /api/v1/persons/{}/restriction", number,
                 filled(restriction_json, scene));
        return known = number;
    }
    static constexpr std::string_view new_person =
        R"({"command":"$C","site":"$S","despite":[],"person":{"family_name":"Zz$U",)"
        R"("given_names":"Yy$U","sex":"F","nationality":"MLI"}})";

    std::string argument_of(const RouteRule& rule, const Topic& topic, Who& who) {
        switch (rule.about) {
            case About::person: return person(*topic.person);
            case About::round:
            case About::person_at_a_round: return round(topic.site);
            case About::own_import: return import(topic.site, who);
            case About::nominal_list: return nominal_list(topic.site);
            case About::new_account: return new_account(topic.site);
            case About::task_about_person:
                return task_about(*topic.person);
            case About::nobody: return thing_of_nobody(rule.route);
            case About::agreement:
                return agreement(topic.site);
            case About::site:
            case About::site_or_all:
            case About::leaving_person:
            case About::person_at_a_site:
            case About::this_node: return {};
        }
        return {};
    }
    std::string thing_of_nobody(std::string_view route) {
        if (route.find("authority-requests/{}") != std::string_view::npos) {
            if (request_.empty())
                request_ = number_in(done(Role::protection_officer,
                                          "POST /api/v1/authority-requests", {}, {},
                                          json<authority_request_json>));
            return request_;
        }
        return {};
    }
    // The second time it is there already, which is as good.
    std::string agreement(const std::string& site) {
        Request request = begin_request("POST /api/v1/agreements", {});
        json<agreement_json>(request, {.site = site, .command = next_command()});
        send(staff(Role::finance_officer).token, std::move(request));
        return "ACCESS-1" + site;
    }
    // Said by protection, who may speak of restricted files, too; nobody has looked at it yet.
    std::string task_about(const PersonKind& kind) {
        std::string& known = tasks_[kind];
        if (!known.empty()) return known;
        const std::string number = person(kind);
        auto aside = people_.extract(PersonKind{.site = kind.site});
        const std::string other = person({.site = kind.site});
        if (!aside.empty()) people_.insert_or_assign(aside.key(), aside.mapped());
        done(Role::protection_officer, "POST /api/v1/persons/{}/same", number,
             filled(same_json, {.person = other, .command = next_command()}));
        const json::object open =
            done(Role::protection_officer, "GET /api/v1/review-tasks", {}, {});
        for (const json::value& task : *json::array_at(open, "tasks"))
            if (json::text_at(*json::object_at(task.get_object(), "about"), "case_number") ==
                number)
                known = std::string(json::text_at(task.get_object(), "id").value_or(""));
        EXPECT_FALSE(known.empty());
        return known;
    }
    static std::string number_in(const json::object& answer) {
        return std::string(json::text_at(answer, "number").value_or(""));
    }
    std::string round(const std::string& site) {
        auto& known = rounds_[site];
        if (known.empty()) {
            const auto made = done(Role::food_distributor, "POST /api/v1/rounds", {},
                                   filled(breakfast, {.site = site, .command = next_command()}));
            const json::object* round = json::object_at(made, "round");
            known = round == nullptr ? "" : std::string(json::text_at(*round, "id").value_or(""));
        }
        return known;
    }
    static constexpr std::string_view breakfast =
        R"({"command":"$C","site":"$S","service":"BREAKFAST","day":"2023-01-16"})";

    std::string nominal_list(const std::string& site) {
        auto& known = lists_[site];
        if (known.empty())
            known = number_in(done(Role::centre_manager, "POST /api/v1/nominal-lists", {},
                                   filled(nominal_list_json,
                                          {.site = site, .command = next_command()})));
        return known;
    }

    std::string new_account(const std::string& site) {
        const auto made = done(Role::administrator, "POST /api/v1/accounts", {},
                               filled(unconfirmed_account_json, {.site = site,
                                                                 .command = next_command(),
                                                                 .unique = next_letters()}));
        return std::string(json::text_at(made, "name").value_or(""));
    }

    // A fresh preview of this account, where it may make one; else somebody else's.
    std::string import(const std::string& site, Who& who) {
        const bool own = access::permits({who.account.role,
                                          who.account.site,
                                          FactClass::identity,
                                          registry::may::import_list,
                                          {.site = number_of(site)}});
        const std::string& token = own ? who.token : staff(Role::registrar).token;
        Request request = begin_request("POST /api/v1/imports", {});
        list_upload(request, {.site = site, .unique = next_letters()});
        for (;;) {
            const Response made = send(token, request);
            // Earlier lists are still being written: they end by themselves.
            if (made.status == 429) {
                std::this_thread::yield();
                continue;
            }
            EXPECT_EQ(made.status, 201) << made.body;
            const auto answer = json::parse_object(made.body).value_or(json::object{});
            return std::string(json::text_at(answer, "import").value_or(""));
        }
    }

    testing::TestDatabase database_;
    const Clock clock_ = [] { return now; };
    http::ReadPool readers_{[this] { return store::open_reader(database_.location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::optional<node::OpenNode> node_;
    http::Workers workers_;
    vault::LockSwitch& lock_ = fresh_switch();
    std::promise<void> locked_;
    registry::RegisterIndex index_;
    std::optional<http::Services> services_;
    std::optional<RouteContexts> contexts_;
    std::optional<http::Dispatch> dispatch_;
    std::set<std::string, std::less<>> shapes_;
    std::deque<Who> accounts_;
    std::map<PersonKind, std::string> people_, tasks_;
    std::map<std::string, std::string> rounds_, lists_;
    std::string request_;
    std::uint64_t commands_ = 0, letters_used_ = 0;
};

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
        case About::round:
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
            if (!kind.site.empty()) subject.site = world_.number_of(kind.site);
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
