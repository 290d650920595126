// The routes of accounts and sessions on a test node.
#pragma once
#include <gtest/gtest.h>

#include "platform/access/password.h"
#include "platform/access/policy.h"
#include "platform/http/account_routes.h"
#include "platform/http/dispatch_for_tests.h"
#include "testing/databases.h"

namespace jatigi::http {

using access::Role;

inline const std::string password = "lampe-sable-mil";

// A hash is slow on purpose, so all tests share one.
inline const std::string& password_hash() {
    static const std::string hash = access::hash_password(password).value();
    return hash;
}

inline std::string code_of(const Response& response) {
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
                      }},
            nullptr, {}, {}, {}, security_});
        std::vector<Route> routes = account_routes(*services_);
        for (Route& route : session_routes(*services_)) routes.push_back(std::move(route));
        dispatch_.emplace(*services_, std::move(routes));
    }
    access::Account create(const std::string& name, Role role, std::optional<log::LocalId> site) {
        const auto work = [&](log::WriteTx& tx) {
            return access::create_account(tx, {name, role, site}, node_.cause());
        };
        return (writer_ ? writer_->run<access::Account>(work) : node_.write<access::Account>(work))
            .value();
    }
    Response send(const access::Account& account, Request request) {
        request.session_token = "token of " + account.name;
        sessions_.remember({request.session_token}, account, node_.now);
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
    // "POST" to a path below /api/v1, as a new command.
    Request command(std::string_view path, json::object body = {}) {
        body["command"] = id_text(node_.cause().command);
        Request request{.method = "POST", .path = "/api/v1/" + std::string(path)};
        request.body = boost::json::serialize(body);
        return request;
    }
    Request confirmation(const std::string& name) {
        return command("accounts/" + name + "/confirmation");
    }
    Response confirm(const access::Account& by, const std::string& name) {
        return send(by, confirmation(name));
    }
    void set_password(const std::string& name) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto accounts, access::list_accounts(tx.db()));
            for (const access::Account& account : accounts)
                if (account.name == name)
                    TRY(access::set_password(tx, account.id, password_hash(), node_.cause()));
            return true;
        }));
    }

    testing::TestNode node_{GetParam(), {}};
    access::Account admin_, manager_;
    json::object made_;
    ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    access::SecurityRecord security_;
    std::unique_ptr<log::Writer> writer_;
    Workers workers_;
    std::optional<Services> services_;
    std::optional<Dispatch> dispatch_;
};

}  // namespace jatigi::http
