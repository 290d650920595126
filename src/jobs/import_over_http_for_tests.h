// Lists brought over HTTP, for tests only.
#pragma once
#include <gtest/gtest.h>

#include "jobs/import_api.h"
#include "jobs/import_for_tests.h"
#include "node/arrivals.h"
#include "platform/http/dispatch_for_tests.h"

namespace jatigi::jobs {

using Query = std::map<std::string, std::string, std::less<>>;

class ImportOverHttp : public ImportForTests {
protected:
    static constexpr std::int64_t list_names_max = 15;  // Fewer than twenty_people().

    struct Answer {
        int status = 0;
        std::string body;
        json::object json{};
        std::string text(std::string_view name) const {
            return std::string(json::text_at(json, name).value_or(""));
        }
        std::int64_t count(std::string_view of) const {
            return json::integer_at(json.at("counts").as_object(), of).value_or(-1);
        }
    };
    Answer send(std::string_view who, std::string method, std::string path, Query query = {},
                std::string body = {}) {
        sessions_.remember({std::string(who)}, accounts_.at(std::string(who)), now_);
        const http::Response response = dispatch_.send({.method = std::move(method),
                                                        .path = std::move(path),
                                                        .query = std::move(query),
                                                        .body = std::move(body),
                                                        .session_token = std::string(who)});
        Answer answer{response.status, response.body};
        if (response.content_type.find("json") != std::string::npos)
            answer.json = json::parse_object(response.body).value_or(json::object{});
        return answer;
    }
    Answer bring(const std::vector<Line>& lines, std::string_view who = "registrar",
                 Query query = {{"site", "ASM"}, {"list_date", "2023-01-15"}}) {
        return send(who, "POST", "/api/v1/imports", std::move(query), list_of(lines));
    }
    Answer get(const std::string& import, const std::string& what = {}, Query query = {},
               std::string_view who = "registrar") {
        return send(who, "GET", "/api/v1/imports/" + import + what, std::move(query));
    }
    Answer commit(const std::string& import, std::string_view who = "registrar") {
        return send(who, "POST", "/api/v1/imports/" + import + "/commit");
    }
    // Asks until the import has ended.
    Answer ended(const std::string& import) {
        for (;;) {
            Answer answer = get(import);
            if (answer.text("state") != "running") return answer;
            std::this_thread::yield();
        }
    }
    // The numbers of the rows on a page.
    std::vector<std::int64_t> rows(const std::string& import, Query query) {
        std::vector<std::int64_t> numbers;
        const Answer page = get(import, "/rows", std::move(query));
        for (const json::value& row : page.json.at("rows").as_array())
            numbers.push_back(row.at("row").as_int64());
        return numbers;
    }
    static std::vector<Line> first_ten() {
        const std::vector<Line> all = twenty_people();
        return {all.begin(), all.begin() + 10};
    }
    // Twenty people, of whom the third has no name and the fifth a day that no calendar has.
    static std::vector<Line> some_rejected() {
        std::vector<Line> lines = twenty_people();
        lines[2][family] = lines[2][given] = "";
        lines[4][birth] = "31/02/1990";
        return lines;
    }

    const std::map<std::string, access::Account> accounts_{
        {"registrar", {.id = 4, .name = "registrar", .role = access::Role::registrar}},
        {"other", {.id = 5, .name = "other", .role = access::Role::registrar}},
        {"far", {.id = 6, .name = "far", .role = access::Role::registrar, .site = 999'999}},
        {"manager", {.id = 8, .name = "manager", .role = access::Role::centre_manager}},
        {"manager_far",
         {.id = 9, .name = "manager_far", .role = access::Role::centre_manager, .site = 999'999}},
        {"nurse", {.id = 7, .name = "nurse", .role = access::Role::nurse}}};
    http::ReadPool readers_{[this] { return store::open_reader(database_.location()); }};
    access::Sessions sessions_;
    access::Throttle throttle_;
    ImportShelf shelf_;
    http::Workers workers_;
    const http::Services services_{.writer = *node_->writer,
                                   .readers = readers_,
                                   .workers = workers_,
                                   .sessions = sessions_,
                                   .throttle = throttle_,
                                   .node = *node_->node,
                                   .clock = [this] { return now_; },
                                   .node_name = "test"};
    sites::PresenceIndex presence_;
    const registry::Arrivals arrivals_ = node::arrivals(*node_->node, presence_);
    access::NamesShown names_shown_;
    const vault::OpeningLimits limits_{.names_alarm = 1'000, .names_per_hour_max = 3'000};
    const ImportContext context_{services_,    index_,  shelf_,        arrivals_,
                                 names_shown_, limits_, list_names_max};
    const http::Dispatch dispatch_{services_, import_routes(context_)};
};

}  // namespace jatigi::jobs
