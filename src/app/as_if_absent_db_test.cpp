// As if absent: two nodes live through the same days. To one of them came somebody whose file was
// then restricted; to the other this person never came. Route by route and account by account,
// whoever may not know is answered by both alike, and leaves the same rows. Totals that count
// everybody are masked: docs/as-if-absent.md lists them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "app/access_world_for_tests.h"
#include "app/as_if_absent_probes_for_tests.h"
#include "testing/paper_reader.h"

namespace jatigi::app {
namespace {

constexpr std::size_t messages_max = 25;

// Rows beside the log: the account's own openings, all openings, all hits.
struct Left {
    std::int64_t own = 0, openings = 0, hits = 0;
    bool operator==(const Left&) const = default;
    Left since(const Left& before) const {
        return {own - before.own, openings - before.openings, hits - before.hits};
    }
    std::string text() const {
        return fmt::format("{} own, {} openings, {} hits", own, openings, hits);
    }
};

// One of the two nodes, with what happened there.
class Story {
public:
    Story(store::Dialect dialect, bool came) : world(dialect) {
        names_["R"] = nobodys;
        read_lists(came);
        if (came) live();
        // The restricted person's household is X1's, by the list.
        done(Role::registrar, "POST /api/v1/persons/{}/household", "<X4>",
             came ? R"({"command":"<command>","with":"<R>","relation":"BROTHER"})"
                  : R"({"command":"<command>","with":"<X1>","relation":"BROTHER"})");
        const std::string round = names_.at("round");
        done(Role::food_distributor, "POST /api/v1/rounds/{}/servings", round,
             R"({"command":"<command>","code":"<X1>"})");
        if (came) {
            done(Role::protection_officer, "POST /api/v1/persons/{}/restriction", "<R>",
                 R"({"command":"<command>","restricted":true,"reason":"invented"})");
            last_task();
        }
    }

    Response ask(Who& who, const Probe& probe) {
        site_ = who.site.empty() ? "ASM" : who.site;
        account_ = who.account.id;
        const std::size_t space = probe.route.find(' ');
        Request request{.method = std::string(probe.route.substr(0, space)),
                        .path = std::string(probe.route.substr(space + 1))};
        if (const std::size_t at = request.path.find("{}"); at != std::string::npos)
            request.path.replace(at, 2, filled_in(probe.argument));
        request.body = filled_in(probe.body);
        for (const auto& [name, value] : probe.query) request.query[name] = filled_in(value);
        request.content_type = probe.type;
        Response response = world.send(who.token, std::move(request));
        keep_import(probe, who, response);
        return response;
    }
    // Until the commit has ended.
    void settle(Who& who) {
        const Probe state{"GET /api/v1/imports/{}", "<import>"};
        while (ask(who, state).body.find(R"("state":"running")") != std::string::npos)
            std::this_thread::yield();
    }

    // Without what is random: ids, cards, and numbers by the names of the story.
    std::string comparable(const Response& response) const {
        std::string text = response.body;
        if (response.content_type == "application/pdf") return paper(text);
        for (const auto& [name, value] : names_)
            for (std::size_t at; value.size() > 5 && (at = text.find(value)) != std::string::npos;)
                text.replace(at, value.size(), '<' + name + '>');
        static const std::vector<std::pair<std::regex, std::string>> random{
            {std::regex("\\b(ASM|AGZ)\\d{5,}[A-Z]?\\b"), "<number>"},
            {std::regex("\\b[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\\b"), "<id>"},
            {std::regex("\\b[0-9A-Z]{26}\\b"), "<card>"},
            {std::regex("\"(present|expected|served)\":\\d+"), "$1=<total>"}};
        for (const auto& [pattern, name] : random) text = std::regex_replace(text, pattern, name);
        return fmt::format("{} {}", response.status, text);
    }
    bool names_the_hidden(const Response& response) const {
        return names_.at("R") != nobodys && response.body.find(names_.at("R")) != std::string::npos;
    }
    // What the last answers left beside the log, theirs and nobody's.
    Left left(const Who& who) {
        world.write<bool>([](log::WriteTx&) -> Result<bool> { return true; });
        return {std::ssize(world.openings_of(who)), rows_of("opening"), rows_of("restricted_hit")};
    }

    World world;

private:
    static inline const std::string nobodys =
        registry::make_case_number("ASM", "09000")
            .value_or(registry::make_case_number("ASM", "09001").value_or(""));

    std::int64_t rows_of(std::string_view table) {
        return world.db()
            .value<std::int64_t>(fmt::format("SELECT COUNT(*) FROM {}", table))
            .value()
            .value_or(0);
    }
    std::string filled_in(std::string text) {
        for (std::size_t from = 0; (from = text.find('<', from)) != std::string::npos;) {
            const std::size_t to = text.find('>', from);
            if (to == std::string::npos) break;
            const std::string name = text.substr(from + 1, to - from - 1);
            const std::string value = name == "command"  ? fmt::format("{:032x}", ++commands_)
                                      : name == "site"   ? site_
                                      : name == "import" ? imports_[account_]
                                                         : names_.at(name);
            text.replace(from, to - from + 1, value);
            from += value.size();
        }
        return text;
    }

    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters,readability-function-size)
    json::object done(Role role, std::string_view route, std::string argument, std::string body,
                      Query query = {}, std::string_view type = "application/json") {
        const Response response = ask(world.staff(role), {route, std::move(argument),
                                                          std::move(body), std::move(query), type});
        EXPECT_LT(response.status, 300) << route << ": " << response.body;
        return json::parse_object(response.body).value_or(json::object{});
    }

    // Case numbers by the names of the people on the list, in its order.
    void import(const std::string& list, const std::string& day,
                const std::vector<std::string>& people) {
        const json::object made =
            done(Role::registrar, "POST /api/v1/imports", {}, list,
                 {{"site", "ASM"}, {"list_date", day}, {"commit", "true"}}, "text/csv");
        const json::array& rows = made.at("rows").as_array();
        ASSERT_EQ(rows.size(), people.size());
        for (std::size_t i = 0; i < people.size(); ++i)
            names_[people[i]] =
                json::text_at(rows[i].as_object(), "case_number").value_or("(none)");
    }

    void read_lists(bool came) {
        if (came)
            import(whole_list(), "2023-01-11", {"X1", "R", "X2", "X3", "X4"});
        else
            import(fmt::format("{}{}{}", heading_line, head_line, other_lines), "2023-01-11",
                   {"X1", "X2", "X3", "X4"});
        import(fmt::format("{}{}", heading_line, later_lines), "2023-01-13", {"X5"});
        const json::object made = done(
            Role::food_distributor, "POST /api/v1/rounds", {},
            R"({"command":"<command>","site":"ASM","service":"BREAKFAST","day":"2023-01-16"})");
        names_["round"] = json::text_at(*json::object_at(made, "round"), "id").value_or("");
        names_["list"] =
            number_of(done(Role::centre_manager, "POST /api/v1/nominal-lists", {},
                           R"({"command":"<command>","site":"ASM","columns":["names","birth"],)"
                           R"("purpose":"invented flight","recipient":"Invented office"})"));
        done(Role::protection_officer, "POST /api/v1/nominal-lists/{}/approval", "<list>",
             R"({"command":"<command>","approve":true})");
        names_["task"] = std::string(32, '7');
        names_["serving"] = fmt::format("0190aaaa000070008000000000000001.{}", nobodys);
    }
    static std::string number_of(const json::object& made) {
        return std::string(json::text_at(made, "number").value_or(""));
    }

    // What is known of who is restricted later, before that.
    void live() {
        done(Role::registrar, "PUT /api/v1/persons/{}/photo", "<R>", std::string(small_jpeg),
             {{"command", "<command>"}, {"purpose", "registration"}, {"consent", "registration"}},
             "image/jpeg");
        done(Role::registrar, "POST /api/v1/persons/{}/flags", "<R>",
             R"({"command":"<command>","add":["PREGNANT"],"remove":[]})");
        done(Role::registrar, "POST /api/v1/persons/{}/same", "<R>",
             R"({"command":"<command>","other":"<X2>","ground":"person_says"})");
        const json::object served =
            done(Role::food_distributor, "POST /api/v1/rounds/{}/servings", names_.at("round"),
                 R"({"command":"<command>","code":"<R>"})");
        names_["serving"] = json::text_at(served, "serving").value_or("");
    }
    // One that asks whether somebody else is the person who is restricted.
    void last_task() {
        const json::object open =
            done(Role::protection_officer, "GET /api/v1/review-tasks", {}, {});
        for (const json::value& task : *json::array_at(open, "tasks"))
            if (json::text_at(*json::object_at(task.get_object(), "about"), "case_number") ==
                names_.at("X3"))
                names_["task"] = json::text_at(task.get_object(), "id").value_or("");
        EXPECT_NE(names_["task"], std::string(32, '7'));
    }

    void keep_import(const Probe& probe, const Who& who, const Response& response) {
        if (probe.route != "POST /api/v1/imports" || response.status != 201) return;
        const auto made = json::parse_object(response.body).value_or(json::object{});
        imports_[who.account.id] = json::text_at(made, "import").value_or("");
    }

    // How many cards or rows, and their pages: the numbers on them are random.
    static std::string paper(const std::string& pdf) {
        const testing::PaperReader reader(pdf);
        std::string text = reader.text();
        text = std::regex_replace(text, std::regex("[ \n\f]+"), " ");
        // The check character is a digit or a letter.
        return std::regex_replace(text, std::regex("ASM( ?[0-9]){9} ?[0-9A-Z]"), "<number>");
    }

    std::map<std::string, std::string> names_;
    std::map<std::int64_t, std::string> imports_{};
    std::string site_ = "ASM";
    std::int64_t account_ = 0;
    std::uint64_t commands_ = 1'000'000;
};

// A card in somebody's hand, or its number typed by who opens no files: its person eats, checks in
// and has a bed.
constexpr std::string_view about_a_card[] = {
    "POST /api/v1/rounds/{}/servings", "POST /api/v1/rounds/{}/exceptions",
    "POST /api/v1/rounds/{}/undos", "POST /api/v1/stays", "POST /api/v1/stays/end",
    "POST /api/v1/stays/house", "POST /api/v1/stays/transfer"};

bool opens_files(const Who& who) {
    return access::permits({.role = who.account.role,
                            .cls = FactClass::identity,
                            .action = registry::may::open_person,
                            .subject = access::about_nobody()});
}

class AsIfAbsent : public ::testing::TestWithParam<store::Dialect> {};

class TwoNodes {
public:
    explicit TwoNodes(store::Dialect dialect) : with_(dialect, true), without_(dialect, false) {}

    void compare_all() {
        const std::size_t accounts = with_.world.accounts().size();
        for (std::size_t i = 0; i < accounts; ++i) {
            for (const Probe& probe : list_probes()) compare(probe, i);
            // So that the next account's lists have a place.
            with_.world.forget_previews();
            without_.world.forget_previews();
        }
        for (const Probe& probe : asking_probes())
            for (std::size_t i = 0; i < accounts; ++i) compare(probe, i);
        for (const Probe& probe : changing_probes())
            for (std::size_t i = 0; i < accounts; ++i) compare(probe, i);
        for (std::size_t i = 0; i < accounts; ++i)
            for (const Probe& probe : writing_probes()) compare(probe, i);
    }

    // What protection is asked to look at, with whoever came.
    std::string asked_of_protection() {
        return with_.ask(with_.world.staff(Role::protection_officer), {"GET /api/v1/review-tasks"})
            .body;
    }

    std::size_t cases = 0, told_apart = 0, answered = 0;
    std::vector<std::string> messages;

private:
    static bool may_know(const Who& who) {
        return who.account.role == Role::protection_officer && who.site != sites_used[1];
    }
    void compare(const Probe& probe, std::size_t account) {
        Who& who = with_.world.accounts()[account];
        if (may_know(who)) return;
        const bool is_card = std::ranges::find(about_a_card, probe.route) != std::end(about_a_card);
        if (is_card && !opens_files(who)) return;
        Who& other = without_.world.accounts()[account];
        const Left before = with_.left(who), others_before = without_.left(other);
        Response one = with_.ask(who, probe), two = without_.ask(other, probe);
        // It goes on by itself; what came of it is compared.
        if (probe.route.ends_with("/commit") && one.status < 300 && two.status < 300) {
            with_.settle(who);
            without_.settle(other);
            const Probe ended{"GET /api/v1/imports/{}", "<import>"};
            one = with_.ask(who, ended);
            two = without_.ask(other, ended);
        }
        ++cases;
        if (one.status < 300) ++answered;
        const std::string said = with_.comparable(one), said_without = without_.comparable(two);
        if (said != said_without) note(probe, who, said, said_without);
        if (with_.names_the_hidden(one)) note(probe, who, "names the hidden person", one.body);
        Left made = with_.left(who).since(before);
        const Left made_without = without_.left(other).since(others_before);
        // Each likeness of a list leaves a row, of whomever it is (docs/inferences.md).
        if (probe.route.ends_with("/commit")) made.hits = made_without.hits;
        if (made != made_without) note(probe, who, made.text(), made_without.text());
    }
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    void note(const Probe& probe, const Who& who, const std::string& one, const std::string& two) {
        ++told_apart;
        if (messages.size() < messages_max)
            messages.push_back(fmt::format("{} {} {} by {}:\n  came:  {}\n  never: {}", probe.route,
                                           probe.argument, probe.body.substr(0, 90),
                                           who.account.name, one, two));
    }

    Story with_, without_;
};

TEST_P(AsIfAbsent, WhoIsRestrictedIsAnsweredLikeSomebodyWhoNeverCame) {
    TwoNodes nodes(GetParam());
    nodes.compare_all();
    for (const std::string& message : nodes.messages) ADD_FAILURE() << message;
    EXPECT_EQ(nodes.told_apart, 0U);
    EXPECT_GT(nodes.answered, 400U);
    EXPECT_NE(nodes.asked_of_protection().find(R"("reason":"listed_again")"), std::string::npos);
    std::cout << "as if absent: " << nodes.cases << " cases, " << nodes.answered << " answered, "
              << nodes.told_apart << " told apart\n";
}

INSTANTIATE_TEST_SUITE_P(Each, AsIfAbsent, testing::both_stores(), testing::store_name);

// A new route is in one of the two lists, with a reason if it is left out, or the test
// fails.
TEST(AsIfAbsentRoutes, EachIsComparedOrLeftOutWithAReason) {
    for (const RouteRule& rule : route_rules()) {
        const auto asks = [&](const Probe& probe) { return probe.route == rule.route; };
        bool compared = false;
        for (const auto* part :
             {&list_probes(), &asking_probes(), &changing_probes(), &writing_probes()})
            compared = compared || std::ranges::any_of(*part, asks);
        const auto left = std::ranges::count(left_out, rule.route, &LeftOut::route);
        EXPECT_EQ(left, compared ? 0 : 1) << rule.route;
    }
    for (const LeftOut& one : left_out)
        EXPECT_TRUE(std::ranges::any_of(
            route_rules(), [&](const RouteRule& rule) { return rule.route == one.route; }))
            << one.route << " is left out and not there";
}

}  // namespace
}  // namespace jatigi::app
