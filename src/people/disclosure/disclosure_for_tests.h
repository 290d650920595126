// Authorities and lists over HTTP, at two sites, with the people of a list given by hand.
#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <future>

#include "people/disclosure/authority_request_api.h"
#include "people/disclosure/authority_request_view.h"
#include "people/disclosure/nominal_list_api.h"
#include "people/disclosure/nominal_list_view.h"
#include "platform/access/openings.h"
#include "platform/base/random.h"
#include "platform/log/verify.h"
#include "testing/databases.h"
#include "testing/paper_reader.h"

namespace jatigi::disclosure {

using namespace std::chrono_literals;
using access::Account;
using access::Role;

constexpr DisclosureRules rules{.approval_valid = Days{7}, .copy_kept = Days{30}};

inline log::Views disclosure_views() {
    static const std::array<const log::View*, 2> views{&request_view, &list_view};
    return views;
}

inline NominalRow invented(std::string case_number, const std::string& given_names) {
    return {std::move(case_number),
            Personal<std::string>{"Zzinventedfamily"},
            Personal<std::string>{given_names},
            Personal<std::string>{"1988-10-27"},
            Personal<std::string>{"Zzlandais"},
            Personal<std::string>{"Zzpassport"}};
}

inline bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Of the rows of the tests, and of nobody.
constexpr std::string_view second_number = "ASM00002T", nobodys_number = "ASM00003R";

inline bool bytes_lie_in(const std::string& folder, std::string_view wanted) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(file), {}};
        if (content.find(wanted) != std::string::npos) return true;
    }
    return false;
}

// What ends in X is none.
inline std::optional<std::string> as_typed(std::string_view typed) {
    return typed.ends_with('X') ? std::nullopt : std::optional(std::string(typed));
}

class Disclosure : public ::testing::TestWithParam<store::Dialect> {
protected:
    Disclosure() {
        assamaka_ = open_site(1);
        agadez_ = open_site(2);
        manager_ = account("manager", Role::centre_manager, assamaka_);
        second_manager_ = account("manager.two", Role::centre_manager, assamaka_);
        far_manager_ = account("manager.far", Role::centre_manager, agadez_);
        far_officer_ = account("officer.far", Role::protection_officer, agadez_);
        officer_ = account("officer", Role::protection_officer, {});
        watcher_ = account("watcher", Role::data_protection_officer, {});
        registrar_ = account("registrar", Role::registrar, assamaka_);
        writer_ = node_.start_writer();
        routes_ = request_routes(services());
        const NominalRows rows = [this](store::Connection&, const vault::Opener&,
                                        log::LocalId site) -> Result<std::vector<NominalRow>> {
            ++asked_for_rows_;
            return site == assamaka_ ? rows_ : std::vector<NominalRow>{};
        };
        for (http::Route& route : nominal_list_routes(services(), rules, {rows, as_typed}))
            routes_.push_back(std::move(route));
    }

    log::LocalId open_site(std::uint8_t number) {
        const log::StreamName name{"site", ByteArray<16>{number}};
        return node_
            .write<log::LocalId>([&](log::WriteTx& tx) -> Result<log::LocalId> {
                TRY(tx.append({.stream = name, .type = "site.of_a_test"}, node_.cause()));
                TRY_ASSIGN(const auto local, tx.find_stream(name));
                return *local;
            })
            .value();
    }
    Account account(std::string name, Role role, std::optional<log::LocalId> site) {
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return access::create_account(tx, {std::move(name), role, site}, node_.cause());
            })
            .value();
    }
    const http::Services& services() {
        if (!services_)
            services_.emplace(http::Services{
                .writer = *writer_,
                .readers = readers_,
                .workers = workers_,
                .sessions = sessions_,
                .throttle = throttle_,
                .node = node_.node(),
                .clock = [this] { return node_.now; },
                .node_name = "test",
                .sites = {.code_of = [this](store::Connection&, log::LocalId site)
                              -> Result<std::string> { return site == assamaka_ ? "ASM" : "AGZ"; },
                          .find = [this](store::Connection&,
                                         std::string_view code) -> Result<log::LocalId> {
                              if (code == "ASM") return assamaka_;
                              if (code == "AGZ") return agadez_;
                              return refuse(ErrorKind::not_found, "site.unknown");
                          }}});
        return *services_;
    }

    std::string new_command() {
        return id_text(id_v7<log::CommandEntity>(++commands_, random_bytes<16>()));
    }
    using Answer = std::future<http::Response>;
    Answer start(const Account& who, const std::string& method, const std::string& pattern,
                 const std::string& number, const json::object& body) {
        auto request = std::make_shared<http::Request>();
        request->method = method;
        request->path = pattern + number;
        if (!number.empty()) request->args.push_back(number);
        request->body = boost::json::serialize(body);
        request->account = who;
        request->session_token = who.name;
        sessions_.remember({who.name}, who, node_.now);
        // Shared with the reply, which comes from another thread.
        const auto promise = std::make_shared<std::promise<http::Response>>();
        for (const http::Route& route : routes_)
            if (route.method == method && route.pattern == pattern)
                route.handler(request, [promise](http::Response response) {
                    promise->set_value(std::move(response));
                });
        return promise->get_future();
    }
    http::Response send(const Account& who, const std::string& pattern, const std::string& number,
                        json::object body) {
        if (!body.contains("command")) body["command"] = new_command();
        return start(who, "POST", pattern, number, body).get();
    }
    json::object get(const Account& who, const std::string& pattern) {
        return json::parse_object(start(who, "GET", pattern, {}, {}).get().body).value();
    }

    static json::object question() {
        return {{"authority", "Gendarmerie"},
                {"about", "group"},
                {"asked", "everybody who came in January"},
                {"received_day", "2023-01-16"}};
    }
    std::string record(const Account& who, const json::object& body = question()) {
        const auto response = send(who, "/api/v1/authority-requests", {}, body);
        EXPECT_EQ(response.status, 201) << response.body;
        return number_in(response);
    }
    http::Response answer(const Account& who, const std::string& number, const json::object& body) {
        return send(who, "/api/v1/authority-requests/{number}/answer", number, body);
    }
    static json::object wish() {
        return {{"site", "ASM"},
                {"columns", json::array{"names", "birth", "nationality", "document"}},
                {"purpose", "seats of the convoy"},
                {"recipient", "Préfecture d'Arlit"}};
    }
    static json::object some(std::initializer_list<std::string_view> people) {
        json::object body = wish();
        json::array numbers;
        for (const std::string_view number : people) numbers.emplace_back(number);
        body["people"] = std::move(numbers);
        return body;
    }
    std::string propose(const Account& who, const json::object& body = wish()) {
        const auto response = send(who, "/api/v1/nominal-lists", {}, body);
        EXPECT_EQ(response.status, 201) << response.body;
        return number_in(response);
    }
    http::Response approve(const Account& who, const std::string& number, bool yes = true) {
        return send(who, "/api/v1/nominal-lists/{number}/approval", number, {{"approve", yes}});
    }
    http::Response copy(const Account& who, const std::string& number, json::object body = {}) {
        return send(who, "/api/v1/nominal-lists/{number}/copies", number, std::move(body));
    }
    std::string approved_list() {
        const std::string number = propose(manager_);
        EXPECT_EQ(approve(officer_, number).status, 200);
        return number;
    }
    json::object list_now(const Account& who, const std::string& number) {
        const json::object all = get(who, "/api/v1/nominal-lists");
        for (const json::value& one : *json::array_at(all, "lists"))
            if (json::text_at(one.get_object(), "number") == number) return one.get_object();
        return {};
    }
    json::object request_now(const Account& who, const std::string& number) {
        const json::object all = get(who, "/api/v1/authority-requests");
        for (const json::value& one : *json::array_at(all, "requests"))
            if (json::text_at(one.get_object(), "number") == number) return one.get_object();
        return {};
    }
    static std::string number_in(const http::Response& response) {
        return std::string(
            json::text_at(json::parse_object(response.body).value_or(json::object{}), "number")
                .value_or(""));
    }
    static std::string code_in(const http::Response& response) {
        return std::string(
            json::text_at(json::parse_object(response.body).value_or(json::object{}), "code")
                .value_or(""));
    }
    // What the records hold, once the writer has stopped.
    store::Connection& stopped_db() {
        writer_.reset();
        return node_.db();
    }

    testing::TestNode node_{GetParam(), disclosure_views()};
    log::LocalId assamaka_ = 0, agadez_ = 0;
    Account manager_, second_manager_, far_manager_, far_officer_, officer_, watcher_, registrar_;
    std::vector<NominalRow> rows_{invented("ASM00001W", "Zzfirst"),
                                  invented("ASM00002T", "Zzsecond")};
    std::atomic<int> asked_for_rows_ = 0;
    std::uint64_t commands_ = 0;
    std::unique_ptr<log::Writer> writer_;
    http::ReadPool readers_{[this] { return store::open_reader(node_.database().location()); }};
    http::Workers workers_;
    access::Sessions sessions_;
    access::Throttle throttle_;
    std::optional<http::Services> services_;
    std::vector<http::Route> routes_;
};

}  // namespace jatigi::disclosure
