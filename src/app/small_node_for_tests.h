// A small centre that lived through a few hours, drawn by a seed: people come by list and to a
// desk, staff work with everybody alike, and some files are restricted. Where a desk is told that
// there is nobody, protection does the work, as in the field.
#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "app/access_matrix_for_tests.h"
#include "app/routes.h"
#include "centre/sites/site_view.h"
#include "node/open_node.h"
#include "platform/access/account.h"
#include "platform/base/json.h"
#include "platform/http/dispatch_for_tests.h"
#include "testing/temporary_folder.h"

namespace jatigi::app {

using access::Role;
using http::Response;

constexpr Instant small_node_began = Day{std::chrono::year{2023} / 1 / 16} + std::chrono::hours{8};

using Accounts = std::map<std::string, access::Account, std::less<>>;  // By name.

// What all nodes begin with: made once, copied for each.
class NodeToCopy {
public:
    NodeToCopy() {
        const Clock clock = [] { return small_node_began; };
        EXPECT_TRUE(node::initialise(place(), {"small", false}, clock));
        auto opened = node::open_node(place(), clock, {});
        EXPECT_TRUE(opened) << opened.error().code;
        for (const auto& [role, name] : access::role_names) add(*opened, {std::string(name), role});
        // A gate is of one site.
        for (const std::string site : {"ASM", "AGZ"})
            add(*opened,
                {.name = "gate." + site,
                 .role = Role::gate_officer,
                 .site = opened->writer
                             ->run<log::LocalId>([&](log::WriteTx& tx) -> Result<log::LocalId> {
                                 TRY_ASSIGN(const auto row, sites::find_site(tx.db(), site));
                                 return row.site;
                             })
                             .value()});
    }
    node::Place place() const { return {.data = folder_ / "data", .keys = folder_ / "node.keys"}; }
    const Accounts& accounts() const { return accounts_; }

private:
    void add(node::OpenNode& node, const access::NewAccount& wanted) {
        accounts_[wanted.name] = node.writer
                                     ->run<access::Account>([&](log::WriteTx& tx) {
                                         return access::create_account(
                                             tx, wanted, {.command = {1, accounts_.size() + 1}});
                                     })
                                     .value();
    }
    // In memory where there is such a folder: what is measured is what lies in files, not how fast.
    testing::TemporaryFolder folder_{std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp"};
    Accounts accounts_;
};

// What is known to tell (docs/inferences.md), and so happens in some nodes only.
enum class Also { nothing, hearings, lists_in_the_same_words };

class SmallNode {
public:
    SmallNode(const NodeToCopy& first, std::uint64_t seed, Also also = Also::nothing)
        : random_(seed), prints_(seed % 4 == 0), also_(also), accounts_(first.accounts()) {
        std::filesystem::copy(first.place().data, folder_ / "data",
                              std::filesystem::copy_options::recursive);
        auto opened =
            node::open_node({.data = folder_ / "data", .keys = first.place().keys}, clock_, {});
        EXPECT_TRUE(opened) << opened.error().code;
        node_.emplace(std::move(opened).value());
        services_.emplace(http::Services{*node_->writer, readers_, workers_, sessions_, throttle_,
                                         *node_->node, clock_, "small", false, site_names()});
        contexts_.emplace(*services_, index_, lock_);
        dispatch_.emplace(*services_, all_routes(*contexts_));
    }

    void live() {
        bring_list();
        for (int i = 0; i < 2; ++i) arrive_at_desk();
        open_round();
        if (prints_) propose_list();
        // Who is restricted, and after how many steps of the day.
        std::multimap<std::size_t, std::size_t> restricting;
        for (std::size_t i = 0; i < people_.size(); ++i)
            if (below(100) < people_[i].risk) restricting.emplace(below(steps), i);
        for (std::size_t step = 0; step < steps; ++step) {
            step_ = step;
            for (auto [one, end] = restricting.equal_range(step); one != end; ++one)
                restrict_one(people_[one->second]);
            work(people_[below(people_.size())]);
            for (auto [task, end] = later_.equal_range(step); task != end; ++task) task->second();
            if (step == steps / 2) list_again();
            if (prints_ && step % 5 == 4) print_copy();
        }
        // What was still to be done is not: the laptop is stolen now.
        settle_tasks();
        if (also_ == Also::hearings)
            for (int i = 0; i < 4; ++i) hear(people_[below(people_.size())]);
    }

    // By case number.
    std::map<std::string, bool> restricted() const {
        std::map<std::string, bool> all;
        for (const Someone& one : people_) all[one.number] = one.restricted;
        return all;
    }
    std::unique_ptr<store::Connection> stolen() const {
        return std::move(store::open_reader(location())).value();
    }

private:
    static constexpr std::size_t steps = 14;

    struct Someone {
        std::string number, family, given;
        bool words_for_protection = false;
        std::uint64_t risk = 30;  // Of 100 such people so many are restricted.
        bool restricted = false;
        std::string site = "ASM";
    };

    store::Location location() const { return store::Location(folder_ / "data"); }
    std::uint64_t below(std::uint64_t end) { return random_() % end; }
    bool one_in(std::uint64_t many) { return below(many) == 0; }
    template <std::size_t N>
    std::string_view any_of(const std::array<std::string_view, N>& texts) {
        return texts[below(N)];
    }
    // Nobody's name, and like nobody else's.
    std::string name() {
        constexpr std::array<std::string_view, 12> syllables{"ba", "ke", "lo", "mi", "nu", "fa",
                                                             "ge", "ho", "ji", "pu", "ra", "so"};
        std::string text;
        for (std::size_t i = 3 + below(3); i > 0; --i) text += any_of(syllables);
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
        return text;
    }
    void pass_time() {
        // Two thirds of a minute up to some, and never the same microsecond.
        now_ += std::chrono::microseconds{2'000'000 + below(60'000'000)};
    }
    std::string command() { return fmt::format("{:032x}", random_() | 1); }

    // As staff of that role. "$C" is the command's id.
    Response ask(Role role, std::string_view route, std::string body, http::Request more = {}) {
        return ask_as(enum_text(role), route, std::move(body), std::move(more));
    }
    Response ask_as(std::string_view who, std::string_view route, std::string body,
                    http::Request more = {}) {
        const access::Account& account = accounts_.find(who)->second;
        sessions_.remember({account.name}, account, now_);
        const std::size_t blank = route.find(' ');
        more.method = route.substr(0, blank);
        more.path = route.substr(blank + 1);
        if (more.body.empty()) more.body = std::move(body);
        if (const std::size_t at = more.body.find("$C"); at != std::string::npos)
            more.body.replace(at, 2, command());
        more.session_token = account.name;
        Response response = dispatch_->send(std::move(more));
        // What follows the answer is written before the next question.
        EXPECT_TRUE(node_->writer->run<bool>([](log::WriteTx&) -> Result<bool> { return true; }));
        return response;
    }
    json::object done(Role role, std::string_view route, std::string body,
                      http::Request more = {}) {
        const Response response = ask(role, route, std::move(body), std::move(more));
        EXPECT_LT(response.status, 300) << route << ": " << response.body;
        return json::parse_object(response.body).value_or(json::object{});
    }
    static std::string text(const json::object& answer, std::string_view name) {
        return std::string(json::text_at(answer, name).value_or(""));
    }

    static constexpr std::string_view headings =
        "N°;Date d'arrivée;Nom;Prénom(s);Sexe;Date de naissance;Nationalité;Nom du père;"
        "Vulnérabilités;Observations\n";
    static std::string line(const std::string& father, const Someone& one, std::string_view sex,
                            std::string_view birth, std::string_view remark) {
        return fmt::format("1;10/01/2023;{};{};{};{};malienne;{} {};{};{}\n", one.family, one.given,
                           sex, birth, father, one.family, one.words_for_protection ? "SGBV" : "",
                           remark);
    }
    json::object import(const std::string& list, std::string_view day) {
        http::Request request{
            .query = {{"site", "ASM"}, {"list_date", std::string(day)}, {"commit", "true"}},
            .body = list,
            .content_type = "text/csv"};
        return done(Role::registrar, "POST /api/v1/imports", {}, std::move(request));
    }
    void bring_list() {
        std::string list(headings);
        for (int i = 0; i < 6; ++i) {
            Someone one{.family = name(), .given = name()};
            // What a list says is a reason: on the whole as many as of those who came to the desk.
            one.words_for_protection = one_in(3);
            one.risk = one.words_for_protection ? 50 : 20;
            fathers_.push_back(name());
            lines_.push_back(
                line(fathers_.back(), one, one_in(2) ? "F" : "M",
                     fmt::format("{:02}/0{}/19{}", 1 + below(28), 1 + below(9), 50 + below(50)),
                     any_of<3>({"", "boite", "parle haoussa et un peu de français"})));
            list += lines_.back();
            people_.push_back(std::move(one));
        }
        const json::object made = import(list, "2023-01-12");
        const json::array& rows = made.at("rows").as_array();
        ASSERT_EQ(rows.size(), people_.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            people_[i].number = text(rows[i].as_object(), "case_number");
        pass_time();
    }
    void arrive_at_desk() {
        Someone one{.family = name(), .given = name()};
        const std::string fields = fmt::format(
            R"("person":{{"family_name":"{}","given_names":"{}","sex":"F","nationality":"MLI"}})",
            one.family, one.given);
        ask(Role::registrar, "POST /api/v1/persons/candidates", '{' + fields + '}');
        pass_time();
        one.number = text(done(Role::registrar, "POST /api/v1/persons",
                               R"({"command":"$C","site":"ASM",)" + fields + '}'),
                          "case_number");
        people_.push_back(std::move(one));
        fathers_.push_back(name());
        pass_time();
    }
    void open_round() {
        const json::object made =
            done(Role::food_distributor, "POST /api/v1/rounds",
                 R"({"command":"$C","site":"ASM","service":"LUNCH","day":"2023-01-16",)"
                 R"("count_mode":"scan"})");
        round_ = text(*json::object_at(made, "round"), "id");
    }
    // Much like two who are there already, one of whom may be restricted by now.
    void list_again() {
        std::string list(headings);
        const bool same_words = also_ == Also::lists_in_the_same_words;
        for (std::size_t i = 0; i < (same_words ? lines_.size() : 2); ++i) {
            const std::size_t who = same_words ? i : below(lines_.size());
            Someone one = people_[who];
            one.words_for_protection = one_in(3);
            one.given += 'h';
            list += same_words ? with_another_day(lines_[who])
                               : line(fathers_[who], one, "", "1945", "");
        }
        import(list, "2023-01-14");
        pass_time();
    }

    static std::string with_another_day(std::string line) {
        return line.replace(line.find("10/01/2023"), 10, "13/01/2023");
    }
    // By a consulate. Of who is nobody to a counsellor, nobody writes it down.
    void hear(const Someone& one) {
        ask(Role::return_counsellor, "POST /api/v1/persons/" + one.number + "/nationality",
            R"({"command":"$C","nationality":"MLI","outcome":"confirmed","consulate":"MLI"})");
        pass_time();
    }

    void propose_list() {
        list_ = text(done(Role::centre_manager, "POST /api/v1/nominal-lists",
                          R"({"command":"$C","site":"ASM","columns":["names"],)"
                          R"("purpose":"invented flight","recipient":"Invented office"})"),
                     "number");
        pass_time();
        done(Role::protection_officer, "POST /api/v1/nominal-lists/" + list_ + "/approval",
             R"({"command":"$C","approve":true})");
        pass_time();
    }
    void print_copy() {
        ask(Role::protection_officer, "POST /api/v1/nominal-lists/" + list_ + "/copies",
            R"({"command":"$C"})");
        pass_time();
    }
    // Protection looks at one of its tasks.
    void settle_tasks() {
        const json::object open = done(Role::protection_officer, "GET /api/v1/review-tasks", {});
        for (const json::value& task : *json::array_at(open, "tasks")) {
            if (text(task.get_object(), "reason") != "listed_again") continue;
            done(Role::protection_officer,
                 "POST /api/v1/review-tasks/" + text(task.get_object(), "id") + "/closing",
                 R"({"command":"$C","words":"looked at it"})");
            return;
        }
    }

    void restrict_one(Someone& one) {
        read(Role::protection_officer, one);
        done(Role::protection_officer, "POST /api/v1/persons/" + one.number + "/restriction",
             fmt::format(R"({{"command":"$C","restricted":true,"reason":"{}"}})",
                         any_of<3>({"invented", "a witness", "somebody of the staff is family"})));
        one.restricted = true;
        pass_time();
    }

    bool read(Role role, const Someone& one) {
        const bool there = ask(role, "GET /api/v1/persons/" + one.number, {}).status == 200;
        pass_time();
        return there;
    }
    // On a file: somebody asks for it, and it is done later; whoever does it reads the file first.
    // Whom a desk is told to be nobody, protection works with.
    void change(Role role, const Someone& one, std::string_view what, const std::string& body) {
        const std::string route = fmt::format("POST /api/v1/persons/{}/{}", one.number, what);
        do_with(role, one, [this, route, body](Role by) { return ask(by, route, body).status; });
    }
    void do_with(Role role, const Someone& one, const std::function<int(Role)>& ask_for_it) {
        read(role, one);
        later_.emplace(step_ + 2 + below(3), [this, role, &one, ask_for_it] {
            const Role by = one.restricted ? Role::protection_officer : role;
            read(by, one);
            // With somebody else who is restricted.
            if (ask_for_it(by) == 404) ask_for_it(Role::protection_officer);
            pass_time();
        });
    }
    void keep_photo(const Someone& one) {
        do_with(Role::registrar, one, [this, &one](Role by) {
            return ask(by, "PUT /api/v1/persons/" + one.number + "/photo", {},
                       {.query = {{"command", command()},
                                  {"purpose", "registration"},
                                  {"consent", "registration"}},
                        .body = std::string(small_jpeg),
                        .content_type = "image/jpeg"})
                .status;
        });
    }
    void move(Someone& one) {
        ask_as("gate." + one.site, "POST /api/v1/stays/end",
               fmt::format(R"({{"command":"$C","code":"{}","reason":"transferred"}})", one.number));
        pass_time();
        one.site = one.site == "ASM" ? "AGZ" : "ASM";
        ask_as("gate." + one.site, "POST /api/v1/stays",
               fmt::format(R"({{"command":"$C","code":"{}","site":"{}"}})", one.number, one.site));
        pass_time();
    }
    void serve(const Someone& one) {
        ask(Role::food_distributor, "POST /api/v1/rounds/" + round_ + "/servings",
            fmt::format(R"({{"command":"$C","code":"{}"}})", one.number));
        pass_time();
    }
    void say_same(const Someone& one, const Someone& other) {
        if (one.number == other.number) return;
        const std::string body =
            fmt::format(R"({{"command":"$C","other":"{}","ground":"person_says"}})", other.number);
        change(Role::registrar, one, "same", body);
    }

    void work(Someone& one) {
        Someone& other = people_[below(people_.size())];
        switch (below(12)) {
            case 0:
                return change(Role::registrar, one, "flags",
                              R"({"command":"$C","add":["PREGNANT"],"remove":[]})");
            case 1:
                return change(Role::centre_manager, one, "corrections",
                              fmt::format(R"({{"command":"$C","changes":{{"birth_place":"{}"}},)"
                                          R"("reason":"heard_better"}})",
                                          name()));
            case 2:
                return change(
                    Role::registrar, one, "corrections",
                    fmt::format(
                        R"({{"command":"$C","changes":{{"nationality":"{}"}},"reason":"other"}})",
                        any_of<3>({"MLI", "GIN", "SEN"})));
            case 3:
                return change(Role::registrar, one, "household",
                              fmt::format(R"({{"command":"$C","with":"{}","relation":"SON"}})",
                                          other.number));
            case 4:
                return keep_photo(one);
            case 5:
                return change(Role::registrar, one, "cards", R"({"command":"$C","reason":"lost"})");
            case 6:
                return say_same(one, other);
            case 7:
                return move(one);
            case 8:
            case 9:
                return serve(one);
            case 10:
                ask(one_in(2) ? Role::registrar : Role::protection_officer,
                    "POST /api/v1/persons/search", fmt::format(R"({{"query":"{}"}})", one.family));
                return pass_time();
            default:
                read(one_in(2) ? Role::nurse : Role::protection_officer, one);
        }
    }

    // Locking goes on in a thread of its own, which may outlive a test: so does the switch.
    static vault::LockSwitch& fresh_switch() {
        static std::mutex mutex;
        const std::lock_guard lock(mutex);
        static std::deque<vault::LockSwitch> switches;
        return switches.emplace_back();
    }

    std::mt19937_64 random_;
    bool prints_;  // Papers take longer to set than all the rest.
    Also also_;
    testing::TemporaryFolder folder_{std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp"};
    const Accounts& accounts_;
    Instant now_ = small_node_began + std::chrono::hours{1};
    const Clock clock_ = [this] { return now_; };
    http::ReadPool readers_{[this] { return store::open_reader(location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::optional<node::OpenNode> node_;
    http::Workers workers_;
    vault::LockSwitch& lock_ = fresh_switch();
    registry::RegisterIndex index_;
    std::optional<http::Services> services_;
    std::optional<RouteContexts> contexts_;
    std::optional<http::Dispatch> dispatch_;
    std::deque<Someone> people_;
    std::vector<std::string> fathers_, lines_;
    std::string round_, list_;
    std::size_t step_ = 0;
    std::multimap<std::size_t, std::function<void()>>
        later_;  // By the step after which it is done.
};

}  // namespace jatigi::app
