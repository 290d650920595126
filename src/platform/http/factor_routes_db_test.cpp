#include "platform/access/authenticator_for_tests.h"
#include "platform/access/security_key.h"
#include "platform/http/account_routes_for_tests.h"
#include "platform/http/endpoint.h"
#include "platform/http/factor_routes.h"
#include "platform/http/security_key_routes.h"

namespace jatigi::http {
namespace {

using namespace std::chrono_literals;
using access::AsksFactor;
using access::SecondFactorRule;

json::object object_of(const Response& response) {
    return json::parse_object(response.body).value_or(json::object{});
}

constexpr access::Rule of_a_registrar(const access::Action& action) {
    return {Role::registrar, action, FactClass::open};
}
std::span<const access::Rule> invented_rules();
constexpr access::Action searches{.name = "invented_search", .rules = invented_rules};
constexpr access::Action serves{
    .name = "invented_serve", .rules = invented_rules, .asks_factor = AsksFactor::from_outside};
std::span<const access::Rule> invented_rules() {
    static constexpr std::array<access::Rule, 2> rules{of_a_registrar(searches),
                                                       of_a_registrar(serves)};
    return rules;
}

class FactorRoutes : public AccountRoutes {
protected:
    FactorRoutes() : registrar_(create("fati.diallo", Role::registrar, {})) {
        set_password("fati.diallo");
        serve();
    }
    // Anew, because services are told once.
    void serve(SecondFactorRule rule = SecondFactorRule::offered) {
        services_->second_factor = rule;
        std::vector<Route> routes = account_routes(*services_);
        for (auto& more : {session_routes(*services_), factor_routes(*services_),
                           security_key_routes(*services_)})
            routes.insert(routes.end(), more.begin(), more.end());
        const auto well = [](const RequestPtr&, const Reply& reply) {
            reply(json_response(200, "{}"));
        };
        routes.push_back(gated_route("GET /api/v1/invented/search", {searches}, well));
        routes.push_back(gated_route("GET /api/v1/invented/serving", {serves}, well));
        dispatch_.emplace(*services_, std::move(routes));
    }
    static std::string cookie_of(const Response& response) {
        const std::string wanted = std::string(session_cookie) + "=";
        for (const auto& [name, value] : response.headers)
            if (value.starts_with(wanted))
                return value.substr(wanted.size(), value.find(';') - wanted.size());
        return {};
    }
    // `cookie`: of the session that was open in this browser.
    std::string sign_in_again(const std::string& cookie = {}) {
        Request request{.method = "POST", .path = "/api/v1/session"};
        request.body =
            boost::json::serialize(json::object{{"name", "fati.diallo"}, {"password", password}});
        request.session_token = cookie;
        last_ = dispatch_->send(std::move(request));
        EXPECT_EQ(last_.status, 200) << last_.body;
        return cookie_of(last_);
    }
    Response ask(const std::string& cookie, std::string_view method, std::string_view path,
                 json::object body = {}, bool from_outside = false) {
        Request request{.method = std::string(method), .path = "/api/v1/" + std::string(path)};
        body["command"] = id_text(node_.cause().command);
        if (method != "GET") request.body = boost::json::serialize(body);
        request.session_token = cookie;
        request.from_outside = from_outside;
        return dispatch_->send(std::move(request));
    }
    std::string code_at(std::chrono::seconds ahead = 0s) const {
        return access::hotp(secret_,
                            static_cast<std::uint64_t>(access::step_at(node_.now + ahead)));
    }
    void propose(const std::string& cookie) {
        const Response proposed = ask(cookie, "POST", "account/second-factor/proposal");
        ASSERT_EQ(proposed.status, 200) << proposed.body;
        const json::object body = object_of(proposed);
        std::string text(json::text_at(body, "secret").value_or(""));
        std::erase(text, ' ');
        secret_ = from_base32(text);
        EXPECT_EQ(access::base32(secret_), text);
        EXPECT_NE(json::text_at(body, "uri")->find("secret=" + text), std::string_view::npos);
    }
    void enrol(const std::string& cookie) {
        propose(cookie);
        const Response enrolled =
            ask(cookie, "POST", "account/second-factor", {{"code", code_at()}});
        ASSERT_EQ(enrolled.status, 201) << enrolled.body;
        const json::object body = object_of(enrolled);
        codes_.clear();
        for (const json::value& code : *json::array_at(body, "codes"))
            codes_.emplace_back(code.as_string());
    }
    static Bytes from_base32(std::string_view text) {
        Bytes bytes;
        std::uint32_t held = 0;
        unsigned bits = 0;
        for (const char c : text) {
            const int value = c >= 'A' ? c - 'A' : c - '2' + 26;
            held = (held << 5U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.push_back(static_cast<std::uint8_t>(held >> bits));
            }
        }
        return bytes;
    }
    std::string searching(const std::string& cookie) {
        return code_of(ask(cookie, "GET", "invented/search"));
    }
    Response show(const std::string& cookie, const std::string& code) {
        return ask(cookie, "POST", "session/second-factor", {{"code", code}});
    }
    Bytes challenge_of(const Response& proposal) {
        return access::from_base64url(json::text_at(object_of(proposal), "challenge").value_or(""))
            .value_or(Bytes{});
    }
    Response add_key(const std::string& cookie, const access::Authenticator& device,
                     std::string_view host = "centre.example") {
        const Response proposal = ask(cookie, "POST", "account/security-keys/proposal");
        if (proposal.status != 200) return proposal;
        const std::string client = device.client_data("create", challenge_of(proposal));
        return ask(cookie, "POST", "account/security-keys",
                   {{"id", access::base64url(device.id())},
                    {"host", host},
                    {"public_key", access::base64url(device.public_key())},
                    {"client_data", access::base64url(as_bytes(client))},
                    {"authenticator_data", access::base64url(device.data(true))}});
    }
    json::object shown_by(const access::Authenticator& device, ByteView challenge) {
        const std::string client = device.client_data("get", challenge);
        return {{"id", access::base64url(device.id())},
                {"client_data", access::base64url(as_bytes(client))},
                {"authenticator_data", access::base64url(device.data(false))},
                {"signature", access::base64url(device.signature(client))}};
    }
    Response show_key(const std::string& cookie, const access::Authenticator& device) {
        const Response proposal = ask(cookie, "POST", "session/security-key/proposal");
        EXPECT_EQ(proposal.status, 200) << proposal.body;
        return ask(cookie, "POST", "session/security-key",
                   shown_by(device, challenge_of(proposal)));
    }
    std::string word(const Response& session) {
        const json::object body = object_of(session);
        return std::string(
            json::text_at(*json::object_at(body, "account"), "second_factor").value_or("?"));
    }
    std::string word_of(const std::string& cookie) { return word(ask(cookie, "GET", "session")); }

    access::Account registrar_;
    Response last_;
    Bytes secret_;
    std::vector<std::string> codes_;
};

TEST_P(FactorRoutes, WhoEnrolledIsAskedAfterThePasswordBeforeAnybodyIsSeen) {
    const std::string first = sign_in_again();
    EXPECT_EQ(word(last_), "offered");
    enrol(first);
    EXPECT_EQ(codes_.size(), 10U);
    EXPECT_EQ(word_of(first), "shown");
    EXPECT_EQ(searching(first), "");
    const std::string second = sign_in_again();
    EXPECT_EQ(word(last_), "asked");
    EXPECT_EQ(searching(second), "session.factor_asked");
    EXPECT_EQ(code_of(ask(second, "GET", "invented/serving")), "");
    EXPECT_EQ(code_of(show(second, code_at())), "session.factor_wrong");  // It enrolled the app.
    node_.now += 30s;
    const Response shown = show(second, code_at());
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.body, R"({"second_factor":"shown","printed":false})");
    EXPECT_EQ(searching(second), "");
    EXPECT_EQ(word_of(second), "shown");
}

TEST_P(FactorRoutes, APasswordTypedOnceMoreInTheSameBrowserAsksForNoOtherCode) {
    const std::string first = sign_in_again();
    enrol(first);
    const std::string again = sign_in_again(first);
    EXPECT_EQ(word(last_), "shown");
    EXPECT_EQ(searching(again), "");
    const std::string elsewhere = sign_in_again();
    EXPECT_EQ(searching(elsewhere), "session.factor_asked");
    const std::string idle = again;
    node_.now += access::session_idle_max + 1s;
    sign_in_again(idle);
    EXPECT_EQ(word(last_), "asked");
}

TEST_P(FactorRoutes, TheSessionsThatWereOpenElsewhereAreAskedAsSoonAsAnAppIsEnrolled) {
    const std::string elsewhere = sign_in_again(), here = sign_in_again();
    enrol(here);
    EXPECT_EQ(searching(elsewhere), "session.factor_asked");
    EXPECT_EQ(searching(here), "");
}

TEST_P(FactorRoutes, ACodeOfPaperOpensOnce) {
    enrol(sign_in_again());
    const std::string one = sign_in_again(), two = sign_in_again();
    const Response shown = show(one, codes_.at(0));
    EXPECT_EQ(shown.body, R"({"second_factor":"shown","printed":true})");
    EXPECT_EQ(code_of(show(two, codes_.at(0))), "session.factor_wrong");
    const json::object state = object_of(ask(one, "GET", "account/second-factor"));
    EXPECT_EQ(state.at("codes_left"), 9);
    EXPECT_EQ(state.at("rule"), "offered");
}

TEST_P(FactorRoutes, WhoHasThePasswordAloneCanNeitherReplaceItNorThePassword) {
    enrol(sign_in_again());
    const std::string thief = sign_in_again();
    for (const auto& [method, path] : {std::pair{"POST", "account/second-factor/proposal"},
                                       {"POST", "account/second-factor"},
                                       {"POST", "account/second-factor/codes"},
                                       {"PUT", "account/password"},
                                       {"GET", "account/sessions"},
                                       {"POST", "account/sessions/ending"},
                                       {"GET", "account/second-factor"}})
        EXPECT_EQ(code_of(ask(thief, method, path)), "session.factor_asked") << path;
}

TEST_P(FactorRoutes, EnrollingTakesAPasswordTypedAMomentAgo) {
    const std::string cookie = sign_in_again();
    propose(cookie);
    node_.now += access::fresh_max + 1us;
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor", {{"code", code_at()}})),
              "session.not_fresh");
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor/proposal")), "session.not_fresh");
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor/codes")), "session.not_fresh");
}

TEST_P(FactorRoutes, AnAppIsEnrolledByItsCodeAlone) {
    const std::string cookie = sign_in_again(), other = sign_in_again();
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor", {{"code", "123456"}})),
              "account.factor_no_proposal");
    propose(cookie);
    EXPECT_EQ(code_of(ask(other, "POST", "account/second-factor", {{"code", code_at()}})),
              "account.factor_no_proposal");
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor", {{"code", code_at(1h)}})),
              "session.factor_wrong");
    EXPECT_EQ(word_of(cookie), "offered");
    // A telephone whose clock is eight minutes ahead.
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor", {{"code", code_at(8min)}})),
              "session.factor_one_more");
    node_.now += 30s;
    EXPECT_EQ(ask(cookie, "POST", "account/second-factor", {{"code", code_at(8min)}}).status, 201);
    const std::string later = sign_in_again();
    node_.now += 30s;
    EXPECT_EQ(show(later, code_at(8min)).status, 200);
}

TEST_P(FactorRoutes, GuessingIsSlowedForTheAccountWhateverTheSession) {
    enrol(sign_in_again());
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(code_of(show(sign_in_again(), code_at(1h))), "session.factor_wrong") << i;
    const std::string cookie = sign_in_again();
    const Response slowed = show(cookie, code_at(30s));
    EXPECT_EQ(slowed.status, 429);
    EXPECT_EQ(code_of(slowed), "session.throttled");
    node_.now += 1min;
    EXPECT_EQ(show(cookie, code_at()).status, 200);
}

TEST_P(FactorRoutes, AWrongOneStandsInTheSecurityRecord) {
    enrol(sign_in_again());
    show(sign_in_again(), code_at(1h));
    ASSERT_TRUE(writer_->run<bool>([](log::WriteTx&) -> Result<bool> { return true; }));
    const auto rows =
        readers_
            .read<std::vector<access::SecurityRow>>([&](store::Connection& db) {
                return access::list_security(db, {node_.now - 1h, node_.now + 1h}, {}, 0);
            })
            .value();
    EXPECT_TRUE(std::ranges::any_of(rows, [](const access::SecurityRow& row) {
        return row.kind == "sign_in_failed" && row.account == "fati.diallo" &&
               row.detail == "factor";
    }));
}

TEST_P(FactorRoutes, WhereItIsRequiredNobodyIsSeenBeforeAnAppIsEnrolled) {
    serve(SecondFactorRule::required);
    const std::string cookie = sign_in_again();
    EXPECT_EQ(word(last_), "required");
    EXPECT_EQ(searching(cookie), "account.factor_missing");
    EXPECT_EQ(code_of(ask(cookie, "GET", "invented/serving")), "");
    EXPECT_EQ(code_of(ask(cookie, "GET", "invented/serving", {}, true)), "account.factor_missing");
    enrol(cookie);
    EXPECT_EQ(searching(cookie), "");
    EXPECT_EQ(code_of(ask(cookie, "GET", "invented/serving", {}, true)), "");
}

TEST_P(FactorRoutes, WhereItIsRequiredNobodyEnrolsFromOutside) {
    serve(SecondFactorRule::required);
    const std::string thief = sign_in_again();
    for (const std::string_view path : {"account/second-factor/proposal", "account/second-factor"})
        EXPECT_EQ(code_of(ask(thief, "POST", path, {{"code", "000000"}}, true)),
                  "account.factor_missing")
            << path;
    enrol(thief);  // In the centre.
    EXPECT_EQ(searching(thief), "");
}

TEST_P(FactorRoutes, WhereItIsOffNobodyEnrolsAndNobodyIsAsked) {
    enrol(sign_in_again());
    serve(SecondFactorRule::off);
    const std::string cookie = sign_in_again();
    EXPECT_EQ(word(last_), "none");
    EXPECT_EQ(searching(cookie), "");
    EXPECT_EQ(code_of(ask(cookie, "POST", "account/second-factor/proposal")), "account.factor_off");
}

TEST_P(FactorRoutes, RolesThatSeeNobodyHaveNoUseForIt) {
    serve(SecondFactorRule::required);
    const auto gate = create("gate", Role::gate_officer, {});
    EXPECT_EQ(code_of(send(gate, command("account/second-factor/proposal"))),
              "account.factor_not_for_role");
}

TEST_P(FactorRoutes, ALostTelephoneIsANewLinkAndWhoGivesItIsNotEnough) {
    enrol(sign_in_again());
    const Response given = send(admin_, command("accounts/fati.diallo/link"));
    ASSERT_EQ(given.status, 201) << given.body;
    const json::object body = object_of(given);
    const std::string link(json::text_at(body, "link").value_or(""));
    const std::string token = link.substr(link.rfind('/') + 1);
    EXPECT_EQ(code_of(use_link(token)), "account.unconfirmed");
    ASSERT_EQ(confirm(manager_, "fati.diallo").status, 200);
    const Response begun = use_link(token);
    EXPECT_EQ(begun.status, 200);
    EXPECT_EQ(word(begun), "offered");
    EXPECT_EQ(searching(cookie_of(begun)), "");
}

TEST_P(FactorRoutes, WhoTakesItAwayInTheDatabaseSignsNobodyIn) {
    enrol(sign_in_again());
    ASSERT_TRUE(writer_->run<bool>([](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("delete from second_factor"));
        TRY(tx.db().run("delete from factor_code"));
        return true;
    }));
    const Response refused = sign_in("fati.diallo");
    EXPECT_EQ(code_of(refused), "account.altered");
    EXPECT_TRUE(refused.headers.empty());
}

TEST_P(FactorRoutes, ARestartAsksAgain) {
    const std::string cookie = sign_in_again();
    enrol(cookie);
    access::Sessions after;
    ASSERT_TRUE(readers_.read<bool>([&](store::Connection& db) -> Result<bool> {
        TRY(after.load(db, node_.node(), node_.now));
        return true;
    }));
    const auto found = after.find(cookie, node_.now, access::Touch::yes);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->account.has_factor);
    EXPECT_FALSE(found->factor_shown);
}

TEST_P(FactorRoutes, AKeyOfTheDeviceStandsForACode) {
    const access::Authenticator device("centre.example");
    const std::string first = sign_in_again();
    enrol(first);
    EXPECT_EQ(add_key(first, device).status, 201);
    const std::string second = sign_in_again();
    EXPECT_EQ(searching(second), "session.factor_asked");
    const Response shown = show_key(second, device);
    EXPECT_EQ(shown.body, R"({"second_factor":"shown"})");
    EXPECT_EQ(searching(second), "");
    const json::object state = object_of(ask(second, "GET", "account/second-factor"));
    ASSERT_EQ(json::array_at(state, "keys")->size(), 1U);
    EXPECT_EQ(json::text_at(json::array_at(state, "keys")->at(0).as_object(), "host"),
              "centre.example");
}

TEST_P(FactorRoutes, AnAnswerIsGoodOnceAndForItsSession) {
    const access::Authenticator device("centre.example");
    const std::string first = sign_in_again();
    enrol(first);
    add_key(first, device);
    const std::string one = sign_in_again(), two = sign_in_again();
    const Bytes challenge = challenge_of(ask(one, "POST", "session/security-key/proposal"));
    const json::object answer = shown_by(device, challenge);
    EXPECT_EQ(code_of(ask(two, "POST", "session/security-key", answer)),
              "security_key.no_proposal");
    ask(two, "POST", "session/security-key/proposal");
    EXPECT_EQ(code_of(ask(two, "POST", "session/security-key", answer)), "security_key.refused");
    EXPECT_EQ(ask(one, "POST", "session/security-key", answer).status, 200);
    EXPECT_EQ(code_of(ask(one, "POST", "session/security-key", answer)),
              "security_key.no_proposal");
    ask(one, "POST", "session/security-key/proposal");
    node_.now += 5min + 1us;
    EXPECT_EQ(code_of(ask(one, "POST", "session/security-key", answer)),
              "security_key.no_proposal");
}

TEST_P(FactorRoutes, ADeviceOfSomebodyElseIsRefusedAndSlowed) {
    const access::Authenticator device("centre.example"), other("centre.example");
    const std::string first = sign_in_again();
    enrol(first);
    add_key(first, device);
    const std::string second = sign_in_again();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of(show_key(second, other)), "security_key.refused");
    EXPECT_EQ(code_of(show_key(second, device)), "session.throttled");
    EXPECT_EQ(searching(second), "session.factor_asked");
}

TEST_P(FactorRoutes, AKeyIsAddedBesideAnAppWithAFreshPasswordAlone) {
    const access::Authenticator device("centre.example");
    const std::string first = sign_in_again();
    EXPECT_EQ(code_of(add_key(first, device)), "account.factor_none");
    enrol(first);
    const std::string thief = sign_in_again();
    EXPECT_EQ(code_of(add_key(thief, device)), "session.factor_asked");
    EXPECT_EQ(code_of(add_key(first, device, "other.example")), "security_key.refused");
    EXPECT_EQ(code_of(add_key(first, device, "192.168.1.7")), "security_key.refused");
    for (std::int64_t i = 0; i < access::security_keys_max; ++i)
        EXPECT_EQ(add_key(first, access::Authenticator("centre.example")).status, 201);
    EXPECT_EQ(code_of(add_key(first, device)), "security_key.too_many");
    node_.now += access::fresh_max + 1us;
    EXPECT_EQ(code_of(add_key(first, device)), "session.not_fresh");
}

TEST_P(FactorRoutes, ARemovedKeyAndThoseOfAnAppThatIsReplacedShowNothing) {
    const access::Authenticator device("centre.example");
    const std::string first = sign_in_again();
    enrol(first);
    add_key(first, device);
    const std::string path = "account/security-keys/" + access::base64url(device.id()) + "/removal";
    EXPECT_EQ(ask(first, "POST", path).status, 200);
    EXPECT_EQ(code_of(ask(first, "POST", path)), "security_key.unknown");
    EXPECT_EQ(code_of(show_key(sign_in_again(), device)), "security_key.refused");
    EXPECT_EQ(add_key(first, device).status, 201);
    node_.now += 30s;
    enrol(first);
    EXPECT_EQ(code_of(show_key(sign_in_again(), device)), "security_key.refused");
}

TEST_P(FactorRoutes, AKeyThatIsPlantedInTheDatabaseSignsNobodyIn) {
    const access::Authenticator device("centre.example"), planted("centre.example");
    const std::string first = sign_in_again();
    enrol(first);
    add_key(first, device);
    const std::string second = sign_in_again();
    const auto done = writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("update security_key set id = ?, public_key = ?", planted.id(),
                        planted.public_key()));
        return true;
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(code_of(show_key(second, planted)), "account.altered");
    EXPECT_EQ(searching(second), "session.factor_asked");
}

INSTANTIATE_TEST_SUITE_P(Each, FactorRoutes, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
