#include "platform/http/account_routes_for_tests.h"

namespace jatigi::http {
namespace {

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
    EXPECT_EQ(confirmed.body, R"({"name":"officer","role":"protection_officer","confirmed":true})");
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
    EXPECT_EQ(use_link(make("gate", "gate_officer")).status, 200);
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
    make("gate", "gate_officer");
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
