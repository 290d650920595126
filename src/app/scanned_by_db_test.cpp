// A plate that another account sends stands in the name of who scanned it, where that was possible.
#include <gtest/gtest.h>

#include "app/access_world_for_tests.h"
#include "people/registry/person_lookup_view.h"
#include "platform/access/device.h"

namespace jatigi::app {
namespace {

class ScannedBy : public ::testing::TestWithParam<store::Dialect> {
protected:
    ScannedBy() : rule_(*std::ranges::find(route_rules(), serving_route, &RouteRule::route)) {}

    Who& who(std::string_view name) {
        return *std::ranges::find_if(world_.accounts(),
                                     [name](const Who& one) { return one.account.name == name; });
    }
    std::string device_of(const std::vector<std::string_view>& names) {
        std::string device;
        for (const std::string_view name : names)
            device = world_.write<std::string>([&](log::WriteTx& tx) {
                return access::remember_device(tx, device, who(name).account.id);
            });
        return device;
    }
    // `sender` sends it from that device and says that `maker` scanned it.
    Response send(const Scene& scene, const std::string& device, std::string_view maker,
                  std::string_view from = sender) {
        Request request{.method = "POST", .path = "/api/v1/rounds/" + scene.argument + "/servings"};
        rule_.fill(request, scene);
        request.device_token = device;
        if (!maker.empty()) {
            request.query["scanned_by"] = maker;
            request.query["waited_ms"] = "4000";
        }
        return world_.send(who(maker.empty() ? scanner : from).token, std::move(request));
    }
    Scene plate(bool restricted = false) {
        return world_.scene_of(
            rule_, {.site = "ASM", .person = PersonKind{.site = "ASM", .restricted = restricted}},
            who(sender));
    }
    // What is noted beside an answer is written behind it.
    std::int64_t security_rows(std::string_view kind) {
        device_of({sender});
        return world_.db()
            .value<std::int64_t>("select count(*) from security_event where kind = ?", kind)
            .value()
            .value_or(0);
    }
    // The account in whose name the last plate stands.
    std::string counted_for() {
        const auto row = world_.db().first(
            "select f.body from fact f join stream s on s.local = f.stream "
            "where s.kind = 'round' order by f.pos desc limit 1");
        const auto body = log::decode_body((*row)->bytes(0));
        for (const Who& one : world_.accounts())
            if (one.account.id == body->actor) return one.account.name;
        return {};
    }

    static constexpr std::string_view serving_route = "POST /api/v1/rounds/{}/servings",
                                      sender = "food_distributor.all",
                                      scanner = "food_distributor.ASM";
    World world_{GetParam()};
    const RouteRule& rule_;
    std::uint64_t commands_ = 9'000'000;
};

TEST_P(ScannedBy, WhoSignedInOnThatDeviceBefore) {
    EXPECT_EQ(send(plate(), device_of({sender, scanner}), scanner).status, 201);
    EXPECT_EQ(counted_for(), scanner);
}

TEST_P(ScannedBy, NobodyIsNamedWhoNeverSignedInThereAndThePlateCounts) {
    for (const std::string_view name : {scanner, std::string_view{"nobody"}}) {
        EXPECT_EQ(send(plate(), device_of({sender}), name).status, 201);
        EXPECT_EQ(counted_for(), sender);
    }
    EXPECT_EQ(send(plate(), {}, scanner).status, 201);
    EXPECT_EQ(counted_for(), sender);
}

TEST_P(ScannedBy, APlateThatIsKnownAlreadyIsNoSecondOne) {
    const Scene scene = plate();
    const Response first = send(scene, {}, {});
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(send(scene, {}, scanner).body, first.body);
}

// They would be told by it whether there is somebody restricted.
TEST_P(ScannedBy, WhoOpensFilesSendsNoTypedNumberInTheNameOfWhoOpensNone) {
    constexpr std::string_view manager = "centre_manager.all";
    const std::string device = device_of({manager, scanner});
    for (const bool restricted : {false, true})
        EXPECT_EQ(send(plate(restricted), device, scanner, manager).code, "serving.of_a_colleague");
    EXPECT_EQ(send(plate(true), device_of({sender, scanner}), scanner).status, 201);
}

// Nor the other way round: the colleague would be answered as if there were nobody.
TEST_P(ScannedBy, NobodySendsATypedNumberInTheNameOfWhoOpensFiles) {
    constexpr std::string_view manager = "centre_manager.all";
    const std::string device = device_of({manager, sender});
    for (const bool restricted : {false, true})
        EXPECT_EQ(send(plate(restricted), device, manager).code, "serving.of_a_colleague");
}

// "2023-01-14": two days before the test's now.
TEST_P(ScannedBy, AnArrivalThatWaitedIsOfTheDayAndOfWhoStoodAtTheGate) {
    constexpr std::string_view gate = "gate_officer.ASM", other_gate = "gate_officer.all";
    const auto send_arrival = [&](std::string_view from, const std::string& person) {
        return world_.send(
            who(from).token,
            {.method = "POST",
             .path = "/api/v1/stays",
             .query = {{"scanned_by", std::string(gate)}, {"waited_ms", "172800000"}},
             .body = fmt::format(R"({{"command":"{:032x}","site":"ASM","code":"{}"}})", ++commands_,
                                 person),
             .device_token = device_of({gate, other_gate, "registrar.ASM"})});
    };
    const auto gone = [&](bool restricted) {
        const RouteRule& rule = *std::ranges::find(
            route_rules(), std::string_view{"POST /api/v1/stays"}, &RouteRule::route);
        const Topic topic{.site = "ASM",
                          .person = PersonKind{.site = "", .restricted = restricted}};
        world_.renew(rule, topic);
        const std::string person = world_.scene_of(rule, topic, who(sender)).person;
        // They left before they came again.
        world_.write<bool>([](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run("update stay set to_day = to_day - 5 where to_day is not null"));
            return true;
        });
        return person;
    };
    for (const bool restricted : {false, true})
        EXPECT_EQ(send_arrival("registrar.ASM", gone(restricted)).code, "stay.of_a_colleague");
    const Response arrived = send_arrival(other_gate, gone(true));
    EXPECT_EQ(arrived.status, 201) << arrived.body;
    EXPECT_NE(arrived.body.find(R"("day":"2023-01-14")"), std::string::npos) << arrived.body;
}

// A colleague's name stands for what waited alone; and who sent it is noted.
TEST_P(ScannedBy, WhatNeverWaitedNobodySendsForAColleague) {
    const Scene scene = plate();
    Request request{.method = "POST", .path = "/api/v1/rounds/" + scene.argument + "/servings"};
    rule_.fill(request, scene);
    request.device_token = device_of({sender, scanner});
    request.query["scanned_by"] = scanner;
    const Response refused = world_.send(who(sender).token, std::move(request));
    EXPECT_EQ(refused.code, "request.member_missing");
}

TEST_P(ScannedBy, WhoSentItIsNoted) {
    send(plate(), device_of({sender, scanner}), scanner);
    EXPECT_EQ(security_rows("sent_for"), 1);
    const auto whose =
        world_.db().value<std::string>("select detail from security_event where kind = 'sent_for'");
    EXPECT_EQ(whose.value(), scanner);
}

// Counted while the node was closed, and brought in by one; the device that counted it writes the
// number otherwise.
TEST_P(ScannedBy, OneCommandIsOnePlateHoweverItIsWritten) {
    const Scene scene = plate();
    const std::string device = device_of({sender, scanner});
    const auto bring = [&](std::string_view name, const std::string& code) {
        return world_.send(
            who(name).token,
            {.method = "POST",
             .path = "/api/v1/rounds/" + scene.argument + "/servings",
             .query = {{"waited_ms", "4000"}},
             .body = fmt::format(R"({{"command":"{:032x}","code":"{}"}})", 9'777'777, code),
             .device_token = device});
    };
    const Response first = bring(sender, scene.person);
    EXPECT_EQ(first.status, 201) << first.body;
    std::string small = scene.person;
    std::ranges::transform(small, small.begin(), [](unsigned char c) { return std::tolower(c); });
    EXPECT_EQ(bring(scanner, small).body, first.body);
}

// Whatever comes of it, what was asked for in vain is noted alike.
TEST_P(ScannedBy, ANumberOfWhichNothingComesIsNoted) {
    const Scene scene = plate();
    world_.send(who(sender).token,
                {.method = "POST",
                 .path = "/api/v1/rounds/" + scene.argument + "/exceptions",
                 .body = fmt::format(R"({{"command":"{:032x}","code":"{}","reason":"theft"}})",
                                     ++commands_, scene.person)});
    EXPECT_EQ(security_rows("asked_in_vain"), 1);
}

// On one keyboard it reads as a number, on another as a card.
TEST_P(ScannedBy, WhatReadsAsANumberOnSomeKeyboardIsOne) {
    EXPECT_TRUE(registry::may_be_a_number("ASM7502015712"));
    EXPECT_TRUE(registry::may_be_a_number("q)s)?)è)()o)é)o)i)()è)i)é)"));
}

INSTANTIATE_TEST_SUITE_P(Each, ScannedBy, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::app
