// A register with its routes, its accounts and two made-up sites, for tests that send requests
// without a socket. Where people are is a table of the test: stays are a module to the right.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

#include "people/linkage/telephone.h"
#include "people/registry/card_api.h"
#include "people/registry/case_number.h"
#include "people/registry/household_api.h"
#include "people/registry/person_file_api.h"
#include "people/registry/photo_api.h"
#include "people/registry/same_person_api.h"
#include "people/registry/same_person_view.h"
#include "people/registry/search_api.h"
#include "platform/base/text.h"
#include "platform/http/dispatch_for_tests.h"
#include "platform/review/review_task_view.h"
#include "testing/databases.h"

namespace jatigi::registry {

inline log::Views person_views() {
    static const std::array<const log::View*, 3> views{&person_view, &same_person_view,
                                                       &review::task_view};
    return views;
}

struct Answer {
    int status = 0;
    std::string body;
    json::object json{};
    std::vector<std::pair<std::string, std::string>> headers{};

    std::string header(std::string_view name) const {
        for (const auto& [known, value] : headers)
            if (known == name) return value;
        return {};
    }
    std::string text(std::string_view name) const {
        return std::string(json::text_at(json, name).value_or(""));
    }
    std::string code() const { return text("code"); }
    std::string param(std::string_view name) const {
        const json::object* params = json::object_at(json, "params");
        return std::string(params ? json::text_at(*params, name).value_or("") : "");
    }
    // Member `name` of each object in the array `list`.
    std::vector<std::string> each(std::string_view list, std::string_view name) const {
        std::vector<std::string> found;
        if (const json::array* items = json::array_at(json, list))
            for (const json::value& item : *items)
                found.emplace_back(json::text_at(item.as_object(), name).value_or("(none)"));
        return found;
    }
};

using Numbers = std::vector<std::string>;  // Case numbers.

class RegisterForTests : public ::testing::TestWithParam<store::Dialect> {
protected:
    static constexpr log::LocalId here = 7, elsewhere = 8;  // ASM, AGZ.

    // "registrar" and so on: one account for each role, of every site, and two of one site each.
    Answer send(std::string_view who, std::string method, std::string path, std::string body = {},
                std::map<std::string, std::string, std::less<>> query = {}) {
        sessions_.remember({std::string(who)}, accounts_.at(std::string(who)), node_.now);
        const http::Response response = dispatch_.send({.method = std::move(method),
                                                        .path = std::move(path),
                                                        .query = std::move(query),
                                                        .body = std::move(body),
                                                        .session_token = std::string(who)});
        Answer answer{response.status, response.body};
        answer.headers = response.headers;
        if (response.content_type.find("json") != std::string::npos)
            answer.json = json::parse_object(response.body).value_or(json::object{});
        return answer;
    }
    Answer get(std::string_view who, const std::string& code) {
        return send(who, "GET", "/api/v1/persons/" + code);
    }
    std::string next_command() { return id_text(Id<log::CommandEntity>{0xC0DE, ++commands_}); }
    // A command of its own each time, unless the body names one.
    Answer post(std::string_view who, const std::string& path, json::object body) {
        if (!body.contains("command")) body["command"] = next_command();
        return send(who, "POST", path, boost::json::serialize(body));
    }
    Answer change(std::string_view who, const std::string& code, const std::string& what,
                  json::object body) {
        return post(who, "/api/v1/persons/" + code + "/" + what, std::move(body));
    }
    Answer enrol(json::object person, json::object more = {}, std::string_view who = "registrar") {
        if (!more.contains("site")) more["site"] = "ASM";
        more["person"] = std::move(person);
        return post(who, "/api/v1/persons", std::move(more));
    }
    // The case number of somebody new, whoever is known already.
    std::string enrolled(json::object person, const std::string& site = "ASM") {
        Answer answer = enrol(person, {{"site", site}});
        if (answer.code() == "person.probably_registered") {
            json::array despite;
            for (const std::string& number : split(answer.param("case_numbers"), ','))
                despite.emplace_back(number);
            answer = enrol(std::move(person), {{"site", site}, {"despite", std::move(despite)}});
        }
        EXPECT_EQ(answer.status, 201) << answer.body;
        return answer.text("case_number");
    }
    Answer search(std::string_view query, std::string_view who = "registrar") {
        return send(who, "POST", "/api/v1/persons/search",
                    boost::json::serialize(json::object{{"query", query}}));
    }
    Numbers found(std::string_view query, std::string_view who = "registrar") {
        return search(query, who).each("people", "case_number");
    }
    Answer candidates(json::object person, std::string_view who = "registrar") {
        return send(who, "POST", "/api/v1/persons/candidates",
                    boost::json::serialize(json::object{{"person", std::move(person)}}));
    }
    void restrict_file(const std::string& number) {
        const Answer answer = change("protection_officer", number, "restriction",
                                     {{"restricted", true}, {"reason", "an invented reason"}});
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    void lift(const std::string& number) {
        EXPECT_EQ(
            change("protection_officer", number, "restriction", {{"restricted", false}}).status,
            200);
    }

    template <class T>
    T written(const std::function<Result<T>(log::WriteTx&)>& work) {
        auto result = writer_->run<T>(work);
        EXPECT_TRUE(result) << result.error().code;
        return result.value_or(T{});
    }
    // What commands without an answer had to do is done after this.
    void settle() {
        written<bool>([](log::WriteTx&) -> Result<bool> { return true; });
    }
    store::Connection& db() { return node_.database().reader(); }
    std::int64_t count(std::string_view table) {
        return db().first("select count(*) from " + std::string(table)).value()->integer(0);
    }
    PersonRow row_of(const std::string& number) {
        return find_by_case_number(db(), number).value();
    }
    // Well formed, and of nobody.
    static std::string nobodys_number() {
        // Of five digits, as no new number is.
        return make_case_number("ASM", "90001")
            .value_or(make_case_number("ASM", "90002").value_or(""));
    }

    testing::TestNode node_{GetParam(), person_views()};
    std::map<std::string, access::Account> accounts_ = make_accounts();
    std::unique_ptr<log::Writer> writer_ = node_.start_writer();
    http::ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    http::Workers workers_;
    const http::Services services_{.writer = *writer_,
                                   .readers = readers_,
                                   .workers = workers_,
                                   .sessions = sessions_,
                                   .throttle = throttle_,
                                   .node = node_.node(),
                                   .clock = [this] { return node_.now; },
                                   .node_name = "test",
                                   .sites = site_names()};
    RegisterIndex index_;
    std::map<log::LocalId, log::LocalId> site_of_;  // Of each person who is present.
    const CardRules card_rules_{.valid_for = Days{365}, .hotline = "free"};
    const vault::OpeningLimits limits_{.files_per_hour_max = 60,
                                       .own_hour_factor = 4,
                                       .own_hour_floor = 60,
                                       .own_window = Days{30},
                                       .names_alarm = 30,
                                       .names_per_hour_max = 40};
    const linkage::PhonePlans phone_plans_{{"MLI", {"223", 8}}, {"NER", {"227", 8}}};
    const RegisterContext context_{services_, index_, phone_plans_, arrivals(), limits_};
    const http::Dispatch dispatch_{services_, routes()};

private:
    std::map<std::string, access::Account> make_accounts() {
        std::map<std::string, access::Account> accounts;
        const auto make = [&](const std::string& name, access::Role role,
                              std::optional<log::LocalId> site) {
            auto made = node_.write<access::Account>([&](log::WriteTx& tx) {
                return access::create_account(tx, {name, role, site}, node_.cause());
            });
            EXPECT_TRUE(made) << made.error().code;
            accounts.emplace(name, made.value_or(access::Account{}));
        };
        for (const auto& [role, name] : access::role_names) make(std::string(name), role, {});
        make("registrar_here", access::Role::registrar, here);
        make("registrar_elsewhere", access::Role::registrar, elsewhere);
        return accounts;
    }
    static http::SiteNames site_names() {
        return {.code_of = [](store::Connection&, log::LocalId site) -> Result<std::string> {
                    return site == here ? "ASM" : "AGZ";
                },
                .find = [](store::Connection&, std::string_view code) -> Result<log::LocalId> {
                    if (code == "ASM") return here;
                    if (code == "AGZ") return elsewhere;
                    return refuse(ErrorKind::not_found, "site.unknown");
                }};
    }
    Arrivals arrivals() {
        return {
            .where_is = [this](store::Connection&, log::LocalId person) -> Result<Whereabouts> {
                const auto found = site_of_.find(person);
                if (found == site_of_.end()) return Whereabouts{};
                return Whereabouts{found->second, found->second};
            },
            .places = [this](store::Connection&) -> Result<Places> {
                return [people = site_of_](log::LocalId person) -> Whereabouts {
                    const auto found = people.find(person);
                    if (found == people.end()) return {};
                    return {found->second, found->second};
                };
            },
            .arrive = [this](log::WriteTx& tx, const log::Cause&, const PersonRow& person,
                             log::LocalId site, std::optional<Day> day) -> Result<void> {
                if (day && *day > std::chrono::floor<Days>(tx.now()))
                    return refuse(ErrorKind::invalid, "stay.in_future");
                site_of_[person.person] = site;
                return {};
            },
            .today_at = [](store::Connection&, log::LocalId, Instant now) -> Result<Day> {
                return std::chrono::floor<Days>(now + std::chrono::hours{1});
            },
            .name_of = [](store::Connection&, log::LocalId site) -> Result<std::string> {
                return std::string(site == here ? "Assamaka" : "Agadez");
            },
            .present = [this](store::Connection&,
                              log::LocalId site) -> Result<std::vector<log::LocalId>> {
                std::vector<log::LocalId> present;
                for (const auto& [person, at] : site_of_)
                    if (at == site) present.push_back(person);
                return present;
            },
            // The later in the map, the later they came: on the 10th, and one a day.
            .arrived = [this](store::Connection&, log::LocalId site, Day first,
                              Day last) -> Result<std::vector<Arrivals::Arrived>> {
                std::vector<Arrivals::Arrived> arrived;
                Day day = Day{std::chrono::year{2023} / 1 / 10};
                for (const auto& [person, at] : site_of_) {
                    if (at != site) continue;
                    if (day >= first && day <= last) arrived.insert(arrived.begin(), {person, day});
                    day += Days{1};
                }
                return arrived;
            },
            .stays = [this](store::Connection&,
                            log::LocalId person) -> Result<std::vector<Arrivals::Stayed>> {
                const auto found = site_of_.find(person);
                if (found == site_of_.end()) return std::vector<Arrivals::Stayed>{};
                return std::vector<Arrivals::Stayed>{{.site = found->second,
                                                      .from = Day{std::chrono::year{2023} / 1 / 10},
                                                      .to = {},
                                                      .why = {}}};
            },
            .last_meal = [](store::Connection&, log::LocalId, std::optional<log::LocalId>,
                            Instant) -> Result<std::optional<Arrivals::Meal>> {
                return std::optional<Arrivals::Meal>{};
            },
            .unit_of = [](store::Connection&,
                          log::LocalId) -> Result<std::optional<Arrivals::Unit>> {
                return std::optional<Arrivals::Unit>{};
            },
            .housed = [](store::Connection&, log::LocalId)
                -> Result<std::unordered_set<log::LocalId>> {
                return std::unordered_set<log::LocalId>{};
            }};
    }
    std::vector<http::Route> routes() {
        std::vector<http::Route> all = registration_routes(context_);
        for (auto more : {person_file_routes(context_), household_routes(context_),
                          search_routes(context_), same_person_routes(context_),
                          photo_routes(context_), card_routes(context_, card_rules_)})
            std::ranges::move(more, std::back_inserter(all));
        return all;
    }
    std::uint64_t commands_ = 0;
};

}  // namespace jatigi::registry
