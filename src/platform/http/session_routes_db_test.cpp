#include <gtest/gtest.h>

#include <latch>

#include "platform/access/account.h"
#include "platform/access/password.h"
#include "platform/access/sign_in_link.h"
#include "platform/http/dispatch_for_tests.h"
#include "platform/http/session_routes.h"
#include "testing/databases.h"

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

const std::string password = "lampe-sable-mil";
const std::string other_password = "seau-vent-dattier";

// A hash is slow on purpose, so all tests share one.
const std::string& password_hash() {
    static const std::string hash = access::hash_password(password).value();
    return hash;
}

std::string cookie_of(const Response& response, std::string_view name) {
    for (const auto& [header, value] : response.headers)
        if (header == "Set-Cookie" && value.starts_with(std::string(name) + "="))
            return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
    return {};
}
std::string whole_cookie(const Response& response, std::string_view name) {
    for (const auto& [header, value] : response.headers)
        if (header == "Set-Cookie" && value.starts_with(std::string(name) + "=")) return value;
    return {};
}

class SigningIn : public ::testing::TestWithParam<store::Dialect> {
protected:
    SigningIn() {
        distributor_ = create("distributor", access::Role::food_distributor);
        registrar_ = create("registrar", access::Role::registrar);
        writer_ = node_.start_writer();
        services_.emplace(Services{
            *writer_, readers_, workers_, sessions_, throttle_, node_.node(),
            [this] { return node_.now; }, "test", false,
            SiteNames{
                [](store::Connection&, log::LocalId) -> Result<std::string> { return "ASM"; },
                [](store::Connection&, std::string_view) -> Result<log::LocalId> { return 7; }}});
        dispatch_.emplace(*services_, session_routes(*services_));
    }
    access::Account create(const std::string& name, access::Role role) {
        return node_
            .write<access::Account>([&](log::WriteTx& tx) -> Result<access::Account> {
                TRY_ASSIGN(auto made, access::create_account(tx, {name, role, {}}, node_.cause()));
                TRY(access::set_password(tx, made.id, password_hash(), node_.cause()));
                return made;
            })
            .value();
    }
    // NOLINTNEXTLINE(bugprone-easily-swappable-parameters)
    Response sign_in(const std::string& name, const std::string& device = {},
                     const std::string& with = password) {
        Request request{.method = "POST", .path = "/api/v1/session"};
        request.body = boost::json::serialize(json::object{{"name", name}, {"password", with}});
        request.device_token = device;
        return dispatch_->send(std::move(request));
    }
    std::string signed_in(const std::string& name, const std::string& with = password) {
        const Response begun = sign_in(name, {}, with);
        EXPECT_EQ(begun.status, 200) << begun.body;
        return cookie_of(begun, session_cookie);
    }
    std::string make_link(const access::Account& account) {
        return writer_
            ->run<std::string>([&](log::WriteTx& tx) {
                return access::make_link(tx, account.id, tx.now() + 1h, node_.cause());
            })
            .value();
    }
    Response use_link(const std::string& token) {
        Request request{.method = "POST", .path = "/api/v1/session/link"};
        request.body = boost::json::serialize(json::object{{"token", token}});
        return dispatch_->send(std::move(request));
    }
    Response put_password(const std::string& token, const json::object& body,
                          const std::string& device = {}) {
        Request request{.method = "PUT", .path = "/api/v1/account/password"};
        request.body = boost::json::serialize(body);
        request.session_token = token;
        request.device_token = device;
        return dispatch_->send(std::move(request));
    }
    Response get_session(const std::string& token) {
        Request request{.method = "GET", .path = "/api/v1/session"};
        request.session_token = token;
        return dispatch_->send(std::move(request));
    }
    json::object who(const std::string& token) {
        return json::parse_object(get_session(token).body).value();
    }
    static std::string code_of(const Response& response) {
        const auto body = json::parse_object(response.body).value_or(json::object{});
        return std::string(json::text_at(body, "code").value_or(""));
    }
    bool asks_old_password(const std::string& token) {
        return json::bool_at(who(token).at("account").as_object(), "asks_old_password").value();
    }
    // Both workers are free at the same time only when all that was submitted before is done.
    void finish_on_workers() {
        const auto free = std::make_shared<std::latch>(3);
        for (int worker = 0; worker < 2; ++worker)
            ASSERT_TRUE(workers_.submit([free] { free->arrive_and_wait(); }));
        free->arrive_and_wait();
    }
    // As a stranger who knows the name: without waiting for argon2id.
    void guess(const std::string& name, int times) {
        for (int i = 0; i < times; ++i) {
            throttle_.begun({name}, node_.now);
            throttle_.failed({name}, node_.now);
        }
    }
    Response session(const std::string& token) {
        Request request{.method = "DELETE", .path = "/api/v1/session"};
        request.session_token = token;
        return dispatch_->send(std::move(request));
    }

    testing::TestNode node_{GetParam(), {}};
    access::Account distributor_, registrar_;
    ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::unique_ptr<log::Writer> writer_;
    Workers workers_;
    std::optional<Services> services_;
    std::optional<Dispatch> dispatch_;
};

TEST_P(SigningIn, GivesASessionAndADeviceBothForThisHostAlone) {
    const Response response = sign_in("distributor");
    ASSERT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(whole_cookie(response, session_cookie),
              "__Host-jatigi=" + cookie_of(response, session_cookie) +
                  "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=36000");
    EXPECT_EQ(whole_cookie(response, device_cookie),
              "__Host-jatigi-device=" + cookie_of(response, device_cookie) +
                  "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=7776000");
    EXPECT_NE(cookie_of(response, session_cookie), cookie_of(response, device_cookie));
}

TEST_P(SigningIn, AGuesserElsewhereDoesNotKeepTheBreakfastOut) {
    const std::string tablet = cookie_of(sign_in("distributor"), device_cookie);
    guess("distributor", 1'000);
    const Response stranger = sign_in("distributor");
    EXPECT_EQ(stranger.status, 429);
    EXPECT_NE(stranger.body.find(R"("retry_after_s":60)"), std::string::npos) << stranger.body;
    EXPECT_EQ(sign_in("distributor", std::string(32, '0')).status, 429);
    EXPECT_EQ(sign_in("distributor", tablet).status, 200);
}

TEST_P(SigningIn, ADeviceOfOneNameIsAStrangerToAnother) {
    const std::string tablet = cookie_of(sign_in("distributor"), device_cookie);
    guess("registrar", 10);
    EXPECT_EQ(sign_in("registrar", tablet).status, 429);
}

TEST_P(SigningIn, ASharedTabletKeepsItsOneToken) {
    const std::string tablet = cookie_of(sign_in("distributor"), device_cookie);
    EXPECT_EQ(cookie_of(sign_in("registrar", tablet), device_cookie), tablet);
    guess("registrar", 10);
    EXPECT_EQ(sign_in("registrar", tablet).status, 200);
}

TEST_P(SigningIn, SprayingNamesDoesNotStopATabletThatIsKnown) {
    const std::string tablet = cookie_of(sign_in("distributor"), device_cookie);
    for (int i = 0; i < 60; ++i) guess("name" + std::to_string(i % 20), 1);
    EXPECT_EQ(sign_in("registrar").status, 429);
    EXPECT_EQ(sign_in("distributor", tablet).status, 200);
    node_.now += 30s;
    EXPECT_EQ(sign_in("registrar").status, 200);
}

TEST_P(SigningIn, AWrongPasswordOnAKnownTabletCountsThereAlone) {
    const std::string tablet = cookie_of(sign_in("distributor"), device_cookie);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(sign_in("distributor", tablet, "wrong-sable-mil").status, 401);
    EXPECT_EQ(sign_in("distributor", tablet).status, 429);
    EXPECT_EQ(sign_in("distributor").status, 200);
}

TEST_P(SigningIn, ALinkMakesTheDeviceKnown) {
    const Response response = use_link(make_link(distributor_));
    ASSERT_EQ(response.status, 200) << response.body;
    guess("distributor", 10);
    EXPECT_EQ(sign_in("distributor", cookie_of(response, device_cookie)).status, 200);
}

TEST_P(SigningIn, ADeviceTokenIsNoSession) {
    const std::string tablet = cookie_of(sign_in("distributor"), device_cookie);
    EXPECT_EQ(session(tablet).status, 401);
    EXPECT_EQ(session({}).status, 401);
}

TEST_P(SigningIn, SigningOutEndsTheSessionAndKeepsTheDevice) {
    const Response begun = sign_in("distributor");
    const std::string token = cookie_of(begun, session_cookie);
    const Response ended = session(token);
    EXPECT_EQ(ended.status, 204);
    EXPECT_NE(whole_cookie(ended, session_cookie).find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(whole_cookie(ended, device_cookie), "");
    EXPECT_EQ(session(token).status, 401);
}

TEST_P(SigningIn, ANameWithAControlCharacterReachesNobody) {
    using namespace std::string_literals;
    for (const std::string& name : {"registrar\0x"s, "registrar\0"s, "registrar\x7F"s,
                                    "\x01registrar"s, "registrar\xC2\x85"s}) {
        const Response response = sign_in(name);
        EXPECT_EQ(response.status, 422);
        EXPECT_EQ(code_of(response), "request.text_invalid");
        EXPECT_NE(response.body.find(R"("params":{"name":"name"})"), std::string::npos);
    }
    EXPECT_EQ(sign_in("registrar\n").status, 401);
    const auto below = readers_.read<access::PasswordCheck>(
        [](store::Connection& db) { return access::password_check(db, "registrar\0x"s); });
    ASSERT_FALSE(below);
    EXPECT_EQ(below.error().code, "store.text_invalid");
}

TEST_P(SigningIn, AControlCharacterBelowIsFoundAndABreakIsNone) {
    const auto text_in = [&](const json::value& member) {
        Request request{.method = "POST", .path = "/api/v1/session"};
        request.body = boost::json::serialize(
            json::object{{"name", "registrar"}, {"password", "x"}, {"note", member}});
        return code_of(dispatch_->send(std::move(request)));
    };
    EXPECT_EQ(text_in(json::array{json::object{{"deep", "a\x02"}}}), "request.text_invalid");
    EXPECT_EQ(text_in(json::object{{"a\tb", 1}}), "request.text_invalid");
    EXPECT_EQ(text_in("one\r\ntwo\tthree"), "session.wrong_credentials");
}

TEST_P(SigningIn, ANewPasswordAsksForTheOldOne) {
    const std::string mine = signed_in("registrar");
    EXPECT_TRUE(asks_old_password(mine));
    const Response without = put_password(mine, {{"password", other_password}});
    EXPECT_EQ(without.status, 422);
    EXPECT_EQ(code_of(without), "request.member_missing");
    const Response wrong =
        put_password(mine, {{"password", other_password}, {"old_password", "not-this-one"}});
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(code_of(wrong), "account.wrong_old_password");
    EXPECT_EQ(sign_in("registrar").status, 200);
    EXPECT_EQ(put_password(mine, {{"password", other_password}, {"old_password", password}}).status,
              204);
    EXPECT_EQ(sign_in("registrar").status, 401);
    EXPECT_EQ(sign_in("registrar", {}, other_password).status, 200);
}

TEST_P(SigningIn, AfterANewPasswordTheOtherSessionsAndLinksOfTheAccountAreGone) {
    const std::string mine = signed_in("registrar"), stolen = signed_in("registrar");
    const std::string neighbour = signed_in("distributor");
    const std::string link = make_link(registrar_), foreign_link = make_link(distributor_);
    ASSERT_EQ(put_password(mine, {{"password", other_password}, {"old_password", password}}).status,
              204);
    EXPECT_EQ(code_of(use_link(link)), "session.link_invalid");
    EXPECT_EQ(use_link(foreign_link).status, 200);
    access::Sessions restarted;
    ASSERT_TRUE(readers_.read<bool>([&](store::Connection& db) -> Result<bool> {
        TRY(restarted.load(db, node_.node(), node_.now));
        return true;
    }));
    for (access::Sessions* sessions : {&sessions_, &restarted}) {
        EXPECT_TRUE(sessions->find(mine, node_.now));
        EXPECT_FALSE(sessions->find(stolen, node_.now));
        EXPECT_TRUE(sessions->find(neighbour, node_.now));
    }
}

TEST_P(SigningIn, WhoCameByALinkSetsAPasswordOnceWithoutTheOldOne) {
    const std::string mine = cookie_of(use_link(make_link(registrar_)), session_cookie);
    EXPECT_FALSE(asks_old_password(mine));
    EXPECT_FALSE(json::bool_at(who(mine).at("account").as_object(), "must_set_password").value());
    EXPECT_EQ(put_password(mine, {{"password", other_password}}).status, 204);
    EXPECT_TRUE(asks_old_password(mine));
    EXPECT_EQ(code_of(put_password(mine, {{"password", password}})), "request.member_missing");
    EXPECT_EQ(sign_in("registrar", {}, other_password).status, 200);
}

TEST_P(SigningIn, AnAccountWithoutAPasswordGivesNone) {
    const auto made = writer_->run<access::Account>([&](log::WriteTx& tx) {
        return access::create_account(tx, {"gate", access::Role::gate_officer, {}}, node_.cause());
    });
    ASSERT_TRUE(made);
    const std::string mine = cookie_of(use_link(make_link(*made)), session_cookie);
    EXPECT_TRUE(json::bool_at(who(mine).at("account").as_object(), "must_set_password").value());
    EXPECT_FALSE(asks_old_password(mine));
    EXPECT_EQ(put_password(mine, {{"password", other_password}}).status, 204);
    EXPECT_FALSE(json::bool_at(who(mine).at("account").as_object(), "must_set_password").value());
    EXPECT_TRUE(asks_old_password(mine));
}

TEST_P(SigningIn, GuessingTheOldPasswordIsSlowedDownAsSigningInIs) {
    const Response begun = sign_in("registrar");
    const std::string mine = cookie_of(begun, session_cookie);
    const std::string tablet = cookie_of(begun, device_cookie);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(
            put_password(mine, {{"password", other_password}, {"old_password", "guess"}}, tablet)
                .status,
            403);
    const Response sixth =
        put_password(mine, {{"password", other_password}, {"old_password", password}}, tablet);
    EXPECT_EQ(sixth.status, 429);
    EXPECT_EQ(code_of(sixth), "session.throttled");
    EXPECT_EQ(sign_in("registrar", tablet).status, 429);
}

// The writer is held up while both stand behind it: what was compared is old when it is written.
TEST_P(SigningIn, APasswordThatWasReplacedMeanwhileBeginsNoSession) {
    const std::string mine = signed_in("registrar");
    std::promise<void> may_go_on;
    writer_->submit<bool>(
        [go_on = may_go_on.get_future().share()](log::WriteTx&) -> Result<bool> {
            go_on.wait();
            return true;
        },
        [](const Result<bool>&) {});
    writer_->submit<bool>(
        [&](log::WriteTx& tx) -> Result<bool> {
            TRY(access::set_password(tx, registrar_.id, "$argon2id$another", node_.cause()));
            return true;
        },
        [](const Result<bool>&) {});
    Request signing_in{.method = "POST", .path = "/api/v1/session"};
    signing_in.body =
        boost::json::serialize(json::object{{"name", "registrar"}, {"password", password}});
    auto begun = dispatch_->begin(std::move(signing_in));
    Request changing{.method = "PUT", .path = "/api/v1/account/password"};
    changing.body = boost::json::serialize(
        json::object{{"password", other_password}, {"old_password", password}});
    changing.session_token = mine;
    auto changed = dispatch_->begin(std::move(changing));
    finish_on_workers();
    may_go_on.set_value();
    EXPECT_EQ(code_of(begun.get()), "session.wrong_credentials");
    EXPECT_EQ(code_of(changed.get()), "account.wrong_old_password");
}

TEST_P(SigningIn, ANewPasswordMadeOfTheNodesNameIsRefusedAndTheAnswerSaysWhy) {
    const std::string mine = signed_in("registrar");
    Request changing{.method = "PUT", .path = "/api/v1/account/password"};
    changing.body = boost::json::serialize(
        json::object{{"password", "Test-test-2024"}, {"old_password", password}});
    changing.session_token = mine;
    const Response refused = dispatch_->send(std::move(changing));
    EXPECT_EQ(code_of(refused), "account.password_weak");
    EXPECT_NE(refused.body.find(R"("reason":"names")"), std::string::npos) << refused.body;
}

TEST_P(SigningIn, AClockBehindTheLogIsToldUntilItIsPutRight) {
    const auto behind = [&](Instant now) {
        node_.now = now;
        return json::bool_at(who(signed_in("registrar")), "clock_behind").value();
    };
    const Instant last = node_.now;
    services_->latest_fact_at = last;
    EXPECT_FALSE(behind(last));
    EXPECT_FALSE(behind(last - clock_tolerance));
    EXPECT_TRUE(behind(last - clock_tolerance - 1us));
    EXPECT_FALSE(behind(last + 1h));
}

// Takes both threads of a kind of work and all places before them, until it goes.
class Crowd {
public:
    Crowd(Workers& workers, std::initializer_list<Work> kinds) {
        for (const Work kind : kinds) {
            const auto begun = std::make_shared<std::latch>(2);
            const auto wait = [begun, end = end_] {
                begun->count_down();
                end->wait();
            };
            for (int i = 0; i < 2; ++i) EXPECT_TRUE(workers.submit(wait, kind));
            begun->wait();
            while (workers.submit([end = end_] { end->wait(); }, kind)) {
            }
        }
    }
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;
    ~Crowd() { end_->count_down(); }

private:
    const std::shared_ptr<std::latch> end_ = std::make_shared<std::latch>(1);
};

TEST_P(SigningIn, ACrowdWithoutSessionsTakesNothingFromThoseWhoHaveOne) {
    const std::string token = signed_in("registrar");
    const Crowd crowd(workers_, {Work::open, Work::password});
    EXPECT_EQ(use_link(make_link(distributor_)).status, 503);
    EXPECT_EQ(sign_in("registrar").status, 503);
    EXPECT_EQ(get_session(token).status, 200);
}

TEST_P(SigningIn, ACrowdOfThoseWhoHaveSessionsKeepsNobodyFromSigningIn) {
    const std::string token = signed_in("registrar");
    const Crowd crowd(workers_,
                      {Work::read, Work::search, Work::document, Work::statement, Work::list});
    EXPECT_EQ(get_session(token).status, 503);
    EXPECT_EQ(sign_in("registrar").status, 200);
    EXPECT_EQ(use_link(make_link(distributor_)).status, 200);
}

TEST_P(SigningIn, ALinkThatNobodyMadeDoesNotComeToTheWriter) {
    writer_->stop();
    EXPECT_EQ(use_link(std::string(32, '0')).status, 401);
    EXPECT_EQ(use_link("").status, 422);
}

INSTANTIATE_TEST_SUITE_P(Each, SigningIn, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
