// A node with everything that the access matrix asks about: accounts of every role and site, people
// of every kind, and one thing of each sort that a route is about, made as they are asked for.
#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <thread>

#include "app/access_matrix_for_tests.h"
#include "app/access_rules.h"
#include "app/routes.h"
#include "centre/sites/site_view.h"
#include "node/open_node.h"
#include "people/registry/case_number.h"
#include "platform/access/account.h"
#include "platform/access/openings.h"
#include "platform/base/json.h"
#include "platform/http/dispatch_for_tests.h"
#include "testing/databases.h"

namespace jatigi::app {

using namespace std::chrono_literals;
using access::Role;
using http::Request;
using http::Response;

constexpr Instant now = Day{2023y / 1 / 16} + 10h;
inline const std::array<std::string, 2> sites_used{"ASM", "AGZ"};

// "POST /api/v1/persons/{code}/flags" → "POST /api/v1/persons/{}/flags": names of arguments say
// nothing.
inline std::string shape_of(const http::Route& route) {
    std::string shape = route.method + ' ';
    bool inside = false;
    for (const char c : route.pattern) {
        if (c == '}') inside = false;
        if (!inside) shape += c;
        if (c == '{') inside = true;
    }
    return shape;
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
        services_.emplace(http::Services{*node_->writer,
                                         readers_,
                                         workers_,
                                         sessions_,
                                         throttle_,
                                         *node_->node,
                                         clock_,
                                         "matrix",
                                         false,
                                         site_names(),
                                         nullptr,
                                         {},
                                         access_rules(),
                                         {},
                                         security_});
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
    store::Connection& db() { return database_.reader(); }
    std::deque<Who>& accounts() { return accounts_; }
    Who& staff(Role role) {
        return *std::ranges::find_if(accounts_, [&](const Who& who) {
            return who.account.role == role && who.site.empty();
        });
    }
    std::vector<access::OpeningRow> openings_of(const Who& who) {
        return access::list_openings(
                   db(), node_->node->secrets,
                   {.period = {now - 24h, now + 24h}, .account = who.account.name})
            .value();
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
        if (rule.about == About::round) rounds_.erase({topic.site, breakfast});
    }
    void sign_in(Who& who) {
        const auto ticket = node_->writer
                                ->run<access::Sessions::Ticket>([&](log::WriteTx& tx) {
                                    return sessions_.begin(tx, who.account);
                                })
                                .value();
        who.token = ticket.token;
        sessions_.remember(ticket, who.account, now);
    }
    access::Sessions& sessions() { return sessions_; }
    // As when the server starts again.
    void restart_sessions() {
        sessions_.forget_all();
        EXPECT_TRUE(sessions_.load(database_.reader(), *node_->node, now));
    }
    template <class T>
    T write(const std::function<Result<T>(log::WriteTx&)>& work) {
        const auto done = node_->writer->run<T>(work);
        EXPECT_TRUE(done) << done.error().code;
        return done.value();
    }
    void by_hand(std::string_view sql) {
        write<bool>([sql](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(sql));
            return true;
        });
    }
    // As when an hour has gone by.
    void forget_previews() { contexts_->shelf.forget_old(now + 2h); }
    void wait(std::chrono::minutes more) { waited_ = waited_.load() + more; }
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
        if (fill != nullptr)
            fill(request, {.site = argument, .command = next_command(), .unique = next_letters()});
        const Response response = send(staff(role).token, std::move(request));
        EXPECT_LT(response.status, 300) << route << ": " << response.body;
        return json::parse_object(response.body).value_or(json::object{});
    }

    // Well formed, so that only its absence can be wrong with it.
    static std::string nobodys_number() {
        // Of five digits, as no new number is.
        return registry::make_case_number("ASM", "09000")
            .value_or(registry::make_case_number("ASM", "09001").value_or(""));
    }

    // The case number of a person of this kind; registered at first need, through the routes.
    std::string person(const PersonKind& kind) {
        if (!kind.exists) return nobodys_number();
        auto& known = people_[kind];
        if (!known.empty()) return known;
        Scene scene{.site = kind.site.empty() ? sites_used[0] : kind.site,
                    .command = next_command(),
                    .unique = next_letters()};
        const std::string number(json::text_at(done(Role::registrar, "POST /api/v1/persons", {},
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
            case About::person:
                return person(*topic.person);
            case About::round:
            case About::person_at_a_round:
                return round(topic.site);
            case About::closed_round:
                return closed_round(topic.site);
            case About::own_import:
                return import(topic.site, who);
            case About::nominal_list:
                return nominal_list(topic.site);
            case About::unit:
                return unit(topic.site);
            case About::arrival:
                return arrival(topic.site);
            case About::site_in_path:
                return topic.site;
            case About::new_account:
                return new_account(topic.site);
            case About::task_about_person:
                return task_about(*topic.person);
            case About::nobody:
                return thing_of_nobody(rule.route);
            case About::agreement:
                return agreement(topic.site);
            case About::site:
            case About::site_or_all:
            case About::leaving_person:
            case About::person_at_a_site:
            case About::this_node:
                return {};
        }
        return {};
    }
    std::string thing_of_nobody(std::string_view route) {
        if (route.find("authority-requests/{}") != std::string_view::npos) {
            if (request_.empty())
                request_ =
                    number_in(done(Role::protection_officer, "POST /api/v1/authority-requests", {},
                                   {}, json<authority_request_json>));
            return request_;
        }
        if (route.find("security-keys/{}") != std::string_view::npos) return "AAAA";
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
    std::string round(const std::string& site, std::string_view opened = breakfast) {
        auto& known = rounds_[{site, opened}];
        if (known.empty()) {
            const auto made = done(Role::food_distributor, "POST /api/v1/rounds", {},
                                   filled(opened, {.site = site, .command = next_command()}));
            const json::object* round = json::object_at(made, "round");
            known = round == nullptr ? "" : std::string(json::text_at(*round, "id").value_or(""));
        }
        return known;
    }
    static constexpr std::string_view breakfast =
        R"({"command":"$C","site":"$S","service":"BREAKFAST","day":"2023-01-16"})";
    static constexpr std::string_view dinner =
        R"({"command":"$C","site":"$S","service":"DINNER","day":"2023-01-16"})";
    // Closed again, if it was reopened since.
    std::string closed_round(const std::string& site) {
        const std::string id = round(site, dinner);
        Request closing = begin_request("POST /api/v1/rounds/{}/closing", id);
        json<command_json>(closing, {.command = next_command()});
        send(staff(Role::food_distributor).token, std::move(closing));
        return id;
    }

    std::string nominal_list(const std::string& site) {
        auto& known = lists_[site];
        if (known.empty())
            known = number_in(
                done(Role::centre_manager, "POST /api/v1/nominal-lists", {},
                     filled(nominal_list_json, {.site = site, .command = next_command()})));
        return known;
    }

    std::string unit(const std::string& site) {
        auto& known = units_[site];
        if (known.empty())
            known = json::text_at(done(Role::centre_manager, "POST /api/v1/units", {},
                                       filled(unit_json, {.site = site,
                                                          .command = next_command(),
                                                          .unique = next_letters()})),
                                  "id")
                        .value_or("");
        return known;
    }

    std::string arrival(const std::string& site) {
        auto& known = arrivals_[site];
        if (known.empty())
            known =
                json::text_at(done(Role::gate_officer, "POST /api/v1/arrivals", {},
                                   filled(arrival_json, {.site = site, .command = next_command()})),
                              "id")
                    .value_or("");
        return known;
    }

    std::string new_account(const std::string& site) {
        const auto made =
            done(Role::administrator, "POST /api/v1/accounts", {},
                 filled(unconfirmed_account_json,
                        {.site = site, .command = next_command(), .unique = next_letters()}));
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
            // Earlier lists have every place: they are written, or stay for an hour.
            if (made.status == 429) {
                forget_previews();
                std::this_thread::yield();
                continue;
            }
            EXPECT_EQ(made.status, 201) << made.body;
            const auto answer = json::parse_object(made.body).value_or(json::object{});
            return std::string(json::text_at(answer, "import").value_or(""));
        }
    }

    testing::TestDatabase database_;
    std::atomic<std::chrono::minutes> waited_{};
    const Clock clock_ = [this] { return now + waited_.load(); };
    http::ReadPool readers_{[this] { return store::open_reader(database_.location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::optional<node::OpenNode> node_;
    http::Workers workers_;
    vault::LockSwitch& lock_ = fresh_switch();
    std::promise<void> locked_;
    registry::RegisterIndex index_;
    access::SecurityRecord security_;
    std::optional<http::Services> services_;
    std::optional<RouteContexts> contexts_;
    std::optional<http::Dispatch> dispatch_;
    std::set<std::string, std::less<>> shapes_;
    std::deque<Who> accounts_;
    std::map<PersonKind, std::string> people_, tasks_;
    std::map<std::pair<std::string, std::string_view>, std::string> rounds_;
    std::map<std::string, std::string> lists_, units_, arrivals_;
    std::string request_;
    std::uint64_t commands_ = 0, letters_used_ = 0;
};

}  // namespace jatigi::app
