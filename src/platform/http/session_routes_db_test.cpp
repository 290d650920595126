#include "platform/http/session_routes.h"

#include <gtest/gtest.h>

#include "platform/access/account.h"
#include "platform/http/dispatch_for_tests.h"
#include "testing/databases.h"

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

const std::string password = "lampe-sable-mil";

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
            SiteNames{[](store::Connection&, log::LocalId) -> Result<std::string> { return "ASM"; },
                      [](store::Connection&, std::string_view) -> Result<log::LocalId> {
                          return 7;
                      }}});
        dispatch_.emplace(*services_, session_routes(*services_));
    }
    access::Account create(const std::string& name, access::Role role) {
        return node_
            .write<access::Account>([&](log::WriteTx& tx) -> Result<access::Account> {
                TRY_ASSIGN(const auto made,
                           access::create_account(tx, {name, role, {}}, node_.cause()));
                TRY(access::set_password(tx, made.id, password_hash()));
                return made;
            })
            .value();
    }
    Response sign_in(const std::string& name, const std::string& device = {},
                     const std::string& with = password) {
        Request request{.method = "POST", .path = "/api/v1/session"};
        request.body = boost::json::serialize(json::object{{"name", name}, {"password", with}});
        request.device_token = device;
        return dispatch_->send(std::move(request));
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
    const std::string token =
        writer_
            ->run<std::string>([&](log::WriteTx& tx) {
                return access::make_link(tx.db(), distributor_.id, tx.now() + 1h);
            })
            .value();
    Request request{.method = "POST", .path = "/api/v1/session/link"};
    request.body = boost::json::serialize(json::object{{"token", token}});
    const Response response = dispatch_->send(std::move(request));
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

INSTANTIATE_TEST_SUITE_P(Each, SigningIn, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
