// Who is let in, how long, and how it ends: spoken codes, emergencies, new links, closing,
// sessions.
#include "platform/access/emergency_account.h"
#include "platform/access/spoken_code.h"
#include "platform/http/account_routes_for_tests.h"

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;

json::object object_of(const Response& response) {
    return json::parse_object(response.body).value_or(json::object{});
}
json::object params_of(const Response& response) {
    const json::object body = object_of(response);
    const json::object* params = json::object_at(body, "params");
    return params == nullptr ? json::object{} : *params;
}

class Admission : public AccountRoutes {
protected:
    Admission() : officer_(create("data.protection", Role::data_protection_officer, {})) {}

    Response open_link(const std::string& token, const std::string& code = {}) {
        Request request{.method = "POST", .path = "/api/v1/session/link"};
        json::object body{{"token", token}};
        if (!code.empty()) body["code"] = code;
        request.body = boost::json::serialize(body);
        return dispatch_->send(std::move(request));
    }
    std::vector<std::string> sheet() {
        const Response given = send(officer_, command("account/codes"));
        EXPECT_EQ(given.status, 201) << given.body;
        std::vector<std::string> codes;
        const json::object body = object_of(given);
        for (const json::value& one : *json::array_at(body, "codes"))
            codes.emplace_back(json::text_at(one.get_object(), "code").value_or(""));
        return codes;
    }
    static std::string token_of(const Response& given) {
        const json::object body = object_of(given);
        const std::string link(json::text_at(body, "link").value_or(""));
        return link.substr(link.rfind('/') + 1);
    }
    // The cookie of a sign-in.
    static std::string cookie_of(const Response& response) {
        const std::string wanted = std::string(session_cookie) + "=";
        for (const auto& [name, value] : response.headers)
            if (value.starts_with(wanted))
                return value.substr(wanted.size(), value.find(';') - wanted.size());
        return {};
    }
    int who(const std::string& cookie, bool background = false) {
        Request request{.method = "GET", .path = "/api/v1/session"};
        request.session_token = cookie;
        request.background = background;
        return dispatch_->send(std::move(request)).status;
    }
    // Of an account that waits for nobody.
    std::string signed_in(const std::string& name) {
        set_password(name);
        const Response begun = sign_in(name);
        EXPECT_EQ(begun.status, 200) << begun.body;
        return cookie_of(begun);
    }

    access::Account officer_;
};

TEST_P(Admission, WhoWaitsIsToldWhomToCallAndForWhichCode) {
    const std::string token = make("nurse.two", "nurse");
    Response waits = open_link(token);
    EXPECT_EQ(waits.status, 403);
    EXPECT_EQ(code_of(waits), "account.unconfirmed");
    EXPECT_TRUE(params_of(waits).at("confirmer").is_null());
    const auto codes = sheet();
    waits = open_link(token);
    EXPECT_EQ(boost::json::serialize(params_of(waits)),
              R"({"name":"nurse.two","role":"nurse","confirmer":"data.protection","number":1,)"
              R"("until":"2023-01-16T06:10:00.000Z"})");
    EXPECT_TRUE(waits.headers.empty());
    const Response wrong = open_link(token, "1111 1111 1111");
    EXPECT_EQ(code_of(wrong), "account.code_wrong");
    EXPECT_EQ(boost::json::serialize(params_of(wrong)), R"({"tries_left":4})");
    const Response right = open_link(token, codes.at(0));
    EXPECT_EQ(right.status, 200) << right.body;
    EXPECT_EQ(who(cookie_of(right)), 200);
    EXPECT_EQ(code_of(open_link(token, codes.at(0))), "session.link_invalid");
}

TEST_P(Admission, ACodeThatLapsedAsksForTheNext) {
    const std::string token = make("nurse.two", "nurse");
    const auto codes = sheet();
    open_link(token);
    node_.now += access::spoken_code_life;
    const Response late = open_link(token, codes.at(0));
    EXPECT_EQ(code_of(late), "account.unconfirmed");
    EXPECT_EQ(params_of(late).at("number"), 2);
    EXPECT_EQ(open_link(token, codes.at(1)).status, 200);
}

TEST_P(Admission, OnlyWhoMayConfirmMakesASheet) {
    for (const auto& [role, name] : access::role_names) {
        const auto account = create("sheet." + std::string(name), role, {});
        const bool may = role == Role::centre_manager || role == Role::protection_officer ||
                         role == Role::data_protection_officer;
        EXPECT_EQ(send(account, command("account/codes")).status, may ? 201 : 403) << name;
    }
}

TEST_P(Admission, ConfirmingCodesAndEmergenciesTakeAPasswordTypedAMomentAgo) {
    make("nurse.two", "nurse");
    for (const Request& asked :
         {confirmation("nurse.two"), command("account/codes"),
          command("accounts/emergency", {{"name", "relief"}, {"role", "nurse"}, {"reason", "a convoy"}})}) {
        Request request = asked;
        request.session_token = "by link";
        sessions_.remember({"by link"}, officer_, node_.now, access::Began::by_link);
        const Response refused = dispatch_->send(request);
        EXPECT_EQ(refused.status, 403) << request.path;
        EXPECT_EQ(code_of(refused), "session.not_fresh") << request.path;
        sessions_.remember({"by password"}, officer_, node_.now);
        node_.now += access::fresh_max + 1us;
        request.session_token = "by password";
        EXPECT_EQ(code_of(dispatch_->send(request)), "session.not_fresh") << request.path;
        // The same command once more, by somebody who has just typed it.
        EXPECT_LT(send(officer_, request).status, 300) << request.path;
    }
}

TEST_P(Admission, APasswordTypedBeforeTheAccountWasMadeConfirmsNothing) {
    sessions_.remember({"earlier"}, officer_, node_.now);
    node_.now += 1min;
    make("nurse.two", "nurse");
    Request request = confirmation("nurse.two");
    request.session_token = "earlier";
    EXPECT_EQ(code_of(dispatch_->send(request)), "session.not_fresh");
    EXPECT_EQ(confirm(officer_, "nurse.two").status, 200);
}

TEST_P(Admission, AHelperIsLetInByAColleagueWithoutWaitingAndUntilTomorrow) {
    const auto nurse = create("nurse", Role::nurse, 7);
    std::vector<std::string> told;
    services_->emergency_made = [&](log::WriteTx&, const log::Cause&,
                                    const access::Account& account) -> Result<void> {
        told.push_back(account.name);
        return {};
    };
    const Response given = send(
        nurse,
        command("accounts/emergency", {{"name", "relief"}, {"role", "nurse"}, {"reason", "a convoy"}, {"site", "S7"}}));
    ASSERT_EQ(given.status, 201) << given.body;
    EXPECT_EQ(object_of(given).at("ends_at").as_string(), "2023-01-17T06:00:00.000Z");
    EXPECT_TRUE(object_of(given).at("confirmed").as_bool());
    EXPECT_EQ(told, std::vector<std::string>{"relief"});
    const std::string cookie = cookie_of(open_link(token_of(given)));
    EXPECT_EQ(who(cookie), 200);
    set_password("relief");
    node_.now += access::emergency_life - 1us;
    EXPECT_EQ(sign_in("relief").status, 200);
    node_.now += 1us;
    EXPECT_EQ(code_of(sign_in("relief")), "account.ended");
}

TEST_P(Admission, WhoMakesAccountsLetsNobodyIn) {
    EXPECT_EQ(code_of(send(admin_,
                           command("accounts/emergency", {{"name", "relief"}, {"role", "nurse"}, {"reason", "a convoy"}}))),
              "access.denied");
    EXPECT_EQ(
        code_of(send(manager_, command("accounts/emergency",
                                       {{"name", "relief"}, {"role", "nurse"}, {"reason", "a convoy"}, {"site", "S8"}}))),
        "access.denied");
}

TEST_P(Admission, ANewLinkEndsWhatTheAccountWas) {
    create("nurse", Role::nurse, {});
    const std::string cookie = signed_in("nurse");
    ASSERT_EQ(who(cookie), 200);
    const Response given = send(admin_, command("accounts/nurse/link"));
    ASSERT_EQ(given.status, 201) << given.body;
    EXPECT_FALSE(object_of(given).at("confirmed").as_bool());
    EXPECT_EQ(who(cookie), 401);
    EXPECT_EQ(code_of(sign_in("nurse")), "session.wrong_credentials");
    EXPECT_EQ(code_of(open_link(token_of(given))), "account.unconfirmed");
    ASSERT_EQ(confirm(officer_, "nurse").status, 200);
    EXPECT_EQ(open_link(token_of(given)).status, 200);
}

TEST_P(Admission, AClosedAccountIsOutAtOnce) {
    create("nurse", Role::nurse, {});
    const std::string cookie = signed_in("nurse");
    EXPECT_EQ(send(admin_, command("accounts/nurse/closing")).body,
              R"({"name":"nurse","closed":true})");
    EXPECT_EQ(who(cookie), 401);
    EXPECT_EQ(code_of(sign_in("nurse")), "session.wrong_credentials");
    EXPECT_EQ(code_of(send(admin_, command("accounts/nurse/closing"))), "account.already_closed");
    EXPECT_EQ(code_of(send(admin_, command("accounts/admin/closing"))), "account.last_of_its_role");
    EXPECT_EQ(code_of(send(manager_, command("accounts/admin/closing"))), "access.denied");
}

TEST_P(Admission, AnAdministratorOfOneSiteLooksAfterThatSiteAlone) {
    const auto local = create("admin.7", Role::administrator, 7);
    create("gate.7", Role::gate_officer, 7);
    create("gate.8", Role::gate_officer, 8);
    create("gate.all", Role::gate_officer, {});
    for (const std::string_view what : {"/link", "/closing", "/sessions/ending"}) {
        const auto code = [&](const std::string& name) {
            return code_of(send(local, command("accounts/" + name + std::string(what))));
        };
        EXPECT_EQ(code("gate.8"), "account.not_found") << what;
        EXPECT_EQ(code("gate.all"), "access.denied") << what;
        EXPECT_EQ(code("gate.7"), "") << what;
    }
    EXPECT_EQ(
        code_of(send(local, command("accounts",
                                    {{"name", "x.8"}, {"role", "gate_officer"}, {"site", "S8"}}))),
        "access.denied");
}

TEST_P(Admission, SessionsAreListedAndEnded) {
    create("nurse", Role::nurse, {});
    const std::string one = signed_in("nurse");
    node_.now += 1min;
    const std::string two = cookie_of(sign_in("nurse"));
    Request list{.method = "GET", .path = "/api/v1/account/sessions"};
    list.session_token = two;
    const json::object shown = object_of(dispatch_->send(list));
    const json::array& sessions = *json::array_at(shown, "sessions");
    ASSERT_EQ(sessions.size(), 2U);
    EXPECT_TRUE(sessions[0].get_object().at("this").as_bool());
    Request ending =
        command("account/sessions/ending", {{"id", sessions[1].get_object().at("id")}});
    ending.session_token = two;
    EXPECT_EQ(dispatch_->send(ending).body, R"({"ended":1})");
    EXPECT_EQ(who(one), 401);
    EXPECT_EQ(who(two), 200);
    EXPECT_EQ(send(admin_, command("accounts/nurse/sessions/ending")).body, R"({"ended":1})");
    EXPECT_EQ(who(two), 401);
}

TEST_P(Admission, ASecondSignInInOneBrowserEndsTheFirst) {
    create("nurse", Role::nurse, {});
    const std::string first = signed_in("nurse");
    Request request{.method = "POST", .path = "/api/v1/session"};
    request.session_token = first;
    request.body = boost::json::serialize(json::object{{"name", "nurse"}, {"password", password}});
    const std::string second = cookie_of(dispatch_->send(std::move(request)));
    EXPECT_EQ(who(first), 401);
    EXPECT_EQ(who(second), 200);
}

TEST_P(Admission, APageThatRefreshesItselfKeepsNobodySignedIn) {
    create("nurse", Role::nurse, {});
    const std::string cookie = signed_in("nurse");
    for (int minute = 0; minute < 15; ++minute) {
        node_.now += 1min;
        ASSERT_EQ(who(cookie, true), 200) << minute;
    }
    node_.now += 1us;
    EXPECT_EQ(who(cookie, true), 401);
}

TEST_P(Admission, ARestartKnowsWhenASessionWasLastTouched) {
    create("nurse", Role::nurse, {});
    const std::string cookie = signed_in("nurse");
    node_.now += 10min;
    ASSERT_EQ(who(cookie), 200);
    ASSERT_TRUE(writer_->run<bool>([](log::WriteTx&) -> Result<bool> { return true; }));
    access::Sessions restarted;
    ASSERT_TRUE(readers_.read<bool>([&](store::Connection& db) -> Result<bool> {
        TRY(restarted.load(db, node_.node(), node_.now));
        return true;
    }));
    EXPECT_FALSE(restarted.find(cookie, node_.now + 15min + 1us, access::Touch::no));
    EXPECT_FALSE(restarted.find(cookie, node_.now, access::Touch::no));
}

TEST_P(Admission, WhoSignedInWhoCouldNotAndWhatWasRefusedIsRecorded) {
    create("nurse", Role::nurse, {});
    const std::string cookie = signed_in("nurse");
    Request wrong{.method = "POST", .path = "/api/v1/session"};
    wrong.body = boost::json::serialize(json::object{{"name", "nurse"}, {"password", "guess"}});
    EXPECT_EQ(dispatch_->send(wrong).status, 401);
    wrong.body = boost::json::serialize(json::object{{"name", "nobody"}, {"password", "guess"}});
    EXPECT_EQ(dispatch_->send(wrong).status, 401);
    open_link("00112233445566778899aabbccddeeff");
    Request refused = command("accounts", {{"name", "friend"}, {"role", "nurse"}});
    refused.session_token = cookie;
    EXPECT_EQ(code_of(dispatch_->send(refused)), "access.denied");
    ASSERT_TRUE(writer_->run<bool>([](log::WriteTx&) -> Result<bool> { return true; }));
    const auto rows = readers_
                          .read<std::vector<access::SecurityRow>>([&](store::Connection& db) {
                              return access::list_security(
                                  db, {node_.now - 1h, node_.now + 1h}, {}, 0);
                          })
                          .value();
    std::vector<std::string> said;
    for (const access::SecurityRow& row : rows)
        said.push_back(row.kind + " " + row.account + " " + row.detail);
    EXPECT_EQ(said, (std::vector<std::string>{
                        "refused nurse POST /api/v1/accounts access.denied",
                        "sign_in_failed  link", "sign_in_failed  password",
                        "sign_in_failed nurse password", "signed_in nurse password"}));
}

TEST_P(Admission, AnAccountChangedByHandSignsNobodyIn) {
    create("keeper", Role::stock_keeper, {});
    set_password("keeper");
    ASSERT_TRUE(writer_->run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("update account set role = 'protection_officer' where name = 'keeper'"));
        return true;
    }));
    const Response refused = sign_in("keeper");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(code_of(refused), "account.altered");
    EXPECT_TRUE(refused.headers.empty());
    Request list{.method = "GET", .path = "/api/v1/accounts"};
    const Response shown = send(officer_, list);
    EXPECT_NE(shown.body.find(R"("altered":true)"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Each, Admission, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
