#include "platform/http/account_routes.h"

#include <gtest/gtest.h>

#include "platform/access/policy.h"
#include "platform/http/dispatch_for_tests.h"
#include "testing/databases.h"

namespace jatigi::http {
namespace {

using access::Role;

const std::string password = "lampe-sable-mil";

// A hash is slow on purpose, so all tests share one.
const std::string& password_hash() {
    static const std::string hash = access::hash_password(password).value();
    return hash;
}

std::string code_of(const Response& response) {
    const auto body = json::parse_object(response.body).value_or(json::object{});
    return std::string(json::text_at(body, "code").value_or(""));
}

class AccountRoutes : public ::testing::TestWithParam<store::Dialect> {
protected:
    AccountRoutes() {
        admin_ = create("admin", Role::administrator, {});
        manager_ = create("manager", Role::centre_manager, 7);
        writer_ = node_.start_writer();
        services_.emplace(Services{
            *writer_, readers_, workers_, sessions_, throttle_, node_.node(),
            [this] { return node_.now; }, "test", false,
            SiteNames{[](store::Connection&, log::LocalId site) -> Result<std::string> {
                          return "S" + std::to_string(site);
                      },
                      [](store::Connection&, std::string_view name) -> Result<log::LocalId> {
                          return name == "S7" ? 7 : 8;
                      }}});
        std::vector<Route> routes = account_routes(*services_);
        for (Route& route : session_routes(*services_)) routes.push_back(std::move(route));
        dispatch_.emplace(*services_, std::move(routes));
    }
    access::Account create(const std::string& name, Role role, std::optional<log::LocalId> site) {
        return node_
            .write<access::Account>([&](log::WriteTx& tx) {
                return access::create_account(tx, {name, role, site}, node_.cause());
            })
            .value();
    }
    Response send(const access::Account& account, Request request) {
        request.session_token = "token of " + account.name;
        sessions_.remember(request.session_token, account, node_.now);
        return dispatch_->send(std::move(request));
    }
    // The link's token, as the new account's owner reads it.
    std::string make(const std::string& name, std::string_view role, json::object more = {}) {
        more["command"] = id_text(node_.cause().command);
        more["name"] = name;
        more["role"] = role;
        Request request{.method = "POST", .path = "/api/v1/accounts"};
        request.body = boost::json::serialize(more);
        const Response response = send(admin_, std::move(request));
        EXPECT_EQ(response.status, 201) << response.body;
        made_ = json::parse_object(response.body).value_or(json::object{});
        const std::string link(json::text_at(made_, "link").value_or(""));
        return link.substr(link.rfind('/') + 1);
    }
    Response use_link(const std::string& token) {
        Request request{.method = "POST", .path = "/api/v1/session/link"};
        request.body = boost::json::serialize(json::object{{"token", token}});
        return dispatch_->send(std::move(request));
    }
    Response sign_in(const std::string& name) {
        Request request{.method = "POST", .path = "/api/v1/session"};
        request.body = boost::json::serialize(json::object{{"name", name}, {"password", password}});
        return dispatch_->send(std::move(request));
    }
    Request confirmation(const std::string& name) {
        Request request{.method = "POST", .path = "/api/v1/accounts/" + name + "/confirmation"};
        request.body =
            boost::json::serialize(json::object{{"command", id_text(node_.cause().command)}});
        return request;
    }
    Response confirm(const access::Account& by, const std::string& name) {
        return send(by, confirmation(name));
    }
    void set_password(const std::string& name) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto accounts, access::list_accounts(tx.db()));
            for (const access::Account& account : accounts)
                if (account.name == name) TRY(access::set_password(tx, account.id, password_hash()));
            return true;
        }));
    }

    testing::TestNode node_{GetParam(), {}};
    access::Account admin_, manager_;
    json::object made_;
    ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::unique_ptr<log::Writer> writer_;
    Workers workers_;
    std::optional<Services> services_;
    std::optional<Dispatch> dispatch_;
};

TEST_P(AccountRoutes, AnAdministratorAloneIsNotBothOfTwoPeople) {
    const std::string one = make("manager.two", "centre_manager");
    const std::string two = make("officer", "protection_officer");
    for (const std::string& token : {one, two}) {
        const Response refused = use_link(token);
        EXPECT_EQ(refused.status, 403);
        EXPECT_EQ(code_of(refused), "account.unconfirmed");
        EXPECT_TRUE(refused.headers.empty());  // No cookie.
    }
    EXPECT_EQ(code_of(confirm(admin_, "officer")), "access.denied");
    EXPECT_EQ(use_link(two).status, 403);
}

TEST_P(AccountRoutes, ALinkThatCameTooEarlyIsNotUsedUp) {
    const std::string token = make("officer", "protection_officer");
    ASSERT_EQ(use_link(token).status, 403);
    const Response confirmed = confirm(manager_, "officer");
    ASSERT_EQ(confirmed.status, 200);
    EXPECT_EQ(confirmed.body,
              R"({"name":"officer","role":"protection_officer","confirmed":true})");
    EXPECT_EQ(use_link(token).status, 200);
    EXPECT_EQ(code_of(use_link(token)), "session.link_invalid");
}

TEST_P(AccountRoutes, TheRightPasswordDoesNotReplaceAConfirmation) {
    make("officer", "protection_officer");
    set_password("officer");
    EXPECT_EQ(code_of(sign_in("officer")), "account.unconfirmed");
    ASSERT_EQ(confirm(manager_, "officer").status, 200);
    EXPECT_EQ(sign_in("officer").status, 200);
}

TEST_P(AccountRoutes, TheAnswerSaysWhetherSomebodyMustConfirm) {
    for (const auto& [role, name] : access::role_names) {
        make("made." + std::string(name), name);
        EXPECT_EQ(made_.at("confirmed").as_bool(), !access::needs_confirmation(role)) << name;
    }
}

TEST_P(AccountRoutes, AnAccountThatWaitsForNobodySignsInAtOnce) {
    EXPECT_EQ(use_link(make("registrar", "registrar")).status, 200);
}

TEST_P(AccountRoutes, AnAccountConfirmedOverTheApiConfirmsOthers) {
    make("officer", "protection_officer");
    ASSERT_EQ(confirm(manager_, "officer").status, 200);
    make("manager.two", "centre_manager");
    const auto officer =
        readers_
            .read<access::Account>([](store::Connection& db) -> Result<access::Account> {
                TRY_ASSIGN(const auto accounts, access::list_accounts(db));
                for (const access::Account& account : accounts)
                    if (account.name == "officer") return account;
                return refuse(ErrorKind::not_found, "account.not_found");
            })
            .value();
    EXPECT_EQ(confirm(officer, "manager.two").status, 200);
}

TEST_P(AccountRoutes, WhatCannotBeConfirmedIsRefused) {
    make("elsewhere", "protection_officer", {{"site", "S8"}});
    EXPECT_EQ(confirm(manager_, "nobody").status, 404);
    EXPECT_EQ(code_of(confirm(manager_, "nobody")), "account.not_found");
    EXPECT_EQ(code_of(confirm(manager_, "elsewhere")), "account.not_found");
    EXPECT_EQ(confirm(manager_, "admin").status, 409);
    EXPECT_EQ(code_of(confirm(manager_, "manager")), "account.already_confirmed");
}

TEST_P(AccountRoutes, ALostAnswerIsGivenAgain) {
    make("officer", "protection_officer");
    const Request request = confirmation("officer");
    const Response first = send(manager_, request);
    const Response again = send(manager_, request);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(confirm(manager_, "officer").status, 409);
}

TEST_P(AccountRoutes, WhoMayConfirmSeesWhoWaits) {
    make("registrar", "registrar");
    make("officer", "protection_officer", {{"site", "S7"}});
    make("elsewhere", "protection_officer", {{"site", "S8"}});
    const Request list{.method = "GET", .path = "/api/v1/accounts/unconfirmed"};
    EXPECT_EQ(send(manager_, list).body,
              R"({"accounts":[{"name":"officer","role":"protection_officer","site":"S7",)"
              R"("made_by":"admin","made_at":"2023-01-16T06:00:00.000Z"}],"more":false})");
    ASSERT_EQ(confirm(manager_, "officer").status, 200);
    EXPECT_EQ(send(manager_, list).body, R"({"accounts":[],"more":false})");
    EXPECT_EQ(code_of(send(admin_, list)), "access.denied");
}

INSTANTIATE_TEST_SUITE_P(Each, AccountRoutes, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::http
