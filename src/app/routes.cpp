#include "app/routes.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/embedded.h"
#include "app/import_list.h"
#include "app/reference.h"
#include "centre/assistance/round_api.h"
#include "centre/sites/site_api.h"
#include "centre/sites/stay_api.h"
#include "centre/sites/stay_view.h"
#include "money/funding/statement_api.h"
#include "people/registry/registration_api.h"
#include "platform/access/gatekeeper.h"
#include "platform/log/head.h"
#include "platform/http/session_routes.h"

namespace jatigi::app {
namespace {

using http::Needs;
using http::Reply;
using http::RequestPtr;

constexpr std::size_t list_bytes_max = 16UL * 1024 * 1024;

std::string_view type_of(std::string_view path) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".json", "application/json; charset=utf-8"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".webmanifest", "application/manifest+json"},
        {".yaml", "application/yaml; charset=utf-8"},
    }};
    for (const auto& [suffix, type] : types)
        if (path.ends_with(suffix)) return type;
    return "application/octet-stream";
}

// Hashed names never change, so they may be kept; the page itself is asked for each time.
std::string cache_rule(std::string_view path) {
    return path.find("/assets/") != std::string_view::npos ? "public, max-age=31536000, immutable"
                                                           : "no-cache";
}

http::Response file_response(const EmbeddedFile& file, const http::Request& request) {
    http::Response response{200, std::string(type_of(file.path)), {}, {}};
    response.headers.emplace_back("Cache-Control", cache_rule(file.path));
    response.headers.emplace_back("Vary", "Accept-Encoding");
    const bool zipped =
        !file.gzip.empty() && request.accept.find("gzip") != std::string::npos;
    if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = std::string(zipped ? file.gzip : file.bytes);
    return response;
}

std::vector<http::Route> embedded_file_routes() {
    std::vector<http::Route> routes;
    for (const EmbeddedFile& file : embedded_files()) {
        std::string path;
        if (file.path.starts_with("web/")) path = "/" + std::string(file.path.substr(4));
        if (file.path == "docs/api.yaml") path = "/api/v1/openapi.yaml";
        if (file.path == "web/index.html") path = "/";
        if (path.empty()) continue;
        routes.push_back({"GET", path, Needs::nothing,
                          [&file](const RequestPtr& request, const Reply& reply) {
                              reply(file_response(file, *request));
                          }});
    }
    return routes;
}

#ifdef JATIGI_WEB_DIRECTORY
// The dev preset serves the front end from disk, so that C++ tests do not wait for npm.
std::vector<http::Route> disk_file_routes() {
    std::vector<http::Route> routes;
    const std::filesystem::path root(JATIGI_WEB_DIRECTORY);
    std::error_code missing;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root, missing)) {
        if (!entry.is_regular_file()) continue;
        const std::string name = "/" + entry.path().lexically_relative(root).string();
        routes.push_back({"GET", name == "/index.html" ? "/" : name, Needs::nothing,
                          [path = entry.path()](const RequestPtr&, const Reply& reply) {
                              std::ifstream file(path, std::ios::binary);
                              std::ostringstream text;
                              text << file.rdbuf();
                              reply({200, std::string(type_of(path.string())), text.str(), {}});
                          }});
    }
    return routes;
}
#else
std::vector<http::Route> disk_file_routes() { return {}; }
#endif

// GET /healthz: up, and able to read the log. Open to everybody, so it tells nothing else.
void get_health(const http::Services& services, const Reply& reply) {
    http::answer_read(services, reply, [](store::Connection& db) -> Result<std::string> {
        TRY(log::load_head(db));
        return std::string(R"({"status":"ok"})");
    });
}

json::object row_json(const ImportedRow& row) {
    json::array reasons;
    for (const auto reason : shown_reasons(row))
        reasons.push_back(json::value(registry::row_reason_text(reason)));
    if (!row.refusal.empty()) reasons.push_back(json::value(row.refusal));
    json::object out{{"row", row.reading.number},
                     {"decision", registry::row_decision_text(row.reading.decision)},
                     {"reasons", std::move(reasons)}};
    if (!row.case_number.empty()) {
        out["case_number"] = row.case_number;
        out["card"] = row.card;
    }
    if (row.reading.duplicate_of_row) out["duplicate_of_row"] = *row.reading.duplicate_of_row;
    return out;
}

std::string import_json(const ImportResult& result, bool committed) {
    json::array rows;
    for (const ImportedRow& row : result.rows)
        if (row.reading.kind == registry::RowKind::data) rows.push_back(row_json(row));
    const ImportCounts& counts = result.counts;
    return boost::json::serialize(
        json::object{{"site", result.site},
                     {"list_date", day_text(result.list_date)},
                     {"committed", committed},
                     {"counts", json::object{{"rows", counts.rows},
                                             {"accepted", counts.accepted},
                                             {"warned", counts.warned},
                                             {"rejected", counts.rejected},
                                             {"duplicates", counts.duplicates},
                                             {"registered", counts.registered},
                                             {"already_known", counts.already_known}}},
                     {"rows", std::move(rows)}});
}

Result<std::string> run_import(const http::Services& services, const http::Request& request) {
    ImportRequest wanted{.bytes = request.body,
                         .site = request.query_text("site").value_or(""),
                         .list_date = parse_day(request.query_text("list_date").value_or("")),
                         .account = request.account->id};
    if (request.query_text("list_date") && !wanted.list_date)
        return http::member_missing("list_date");
    const bool commit = request.query_text("commit") == "true";
    TRY_ASSIGN(auto result, services.readers.read<ImportResult>([&](store::Connection& db)
                                                                    -> Result<ImportResult> {
        TRY_ASSIGN(const auto site, sites::find_site(db, wanted.site));
        TRY(access::Gatekeeper::allow(*request.account, access::Action::import_list,
                                      FactClass::identity, {.site = site.site}));
        return preview_import(db, wanted, services.clock());
    }));
    if (commit) TRY(commit_import(services.writer, wanted, result, {}));
    return import_json(result, commit);
}

// POST /api/v1/imports?site=&list_date=&commit=true with the list as its body, on a worker.
void post_import(const http::Services& services, const RequestPtr& request, const Reply& reply) {
    const auto allowed = access::Gatekeeper::allow(
        *request->account, access::Action::import_list, FactClass::identity);
    if (!allowed) return reply(http::problem(allowed.error()));
    const bool queued = services.workers.submit([&services, request, reply] {
        const auto done = run_import(services, *request);
        reply(done ? http::json_response(200, *done) : http::problem(done.error()));
    });
    if (!queued)
        reply(http::problem({ErrorKind::unavailable, "store.overloaded", "workers", {}}));
}

Result<std::optional<log::LocalId>> site_of_person(store::Connection& db, log::LocalId person) {
    TRY_ASSIGN(const auto presence, sites::presence_of(db, person));
    if (!presence) return std::optional<log::LocalId>{};
    return std::optional<log::LocalId>{presence->site};
}

}  // namespace

http::SiteNames site_names() {
    return {[](store::Connection& db, log::LocalId site) -> Result<std::string> {
                TRY_ASSIGN(const auto row, sites::site_by_local(db, site));
                return row.code;
            },
            [](store::Connection& db, std::string_view name) -> Result<log::LocalId> {
                TRY_ASSIGN(const auto row, sites::find_site(db, name));
                return row.site;
            }};
}

std::vector<http::Route> all_routes(const http::Services& services) {
    std::vector<http::Route> all;
    const auto add = [&all](std::vector<http::Route> routes) {
        for (http::Route& route : routes) all.push_back(std::move(route));
    };
    add(assistance::round_routes(services, reference().services));
    add(http::session_routes(services));
    add(registry::person_routes(services, site_of_person));
    add(sites::site_routes(services));
    add(sites::stay_routes(services));
    add(funding::funding_routes(services, reference().budget_lines));
    all.push_back({"POST", "/api/v1/imports", Needs::session,
                   [&services](const RequestPtr& request, const Reply& reply) {
                       post_import(services, request, reply);
                   },
                   list_bytes_max});
    all.push_back({"GET", "/healthz", Needs::nothing,
                   [&services](const RequestPtr&, const Reply& reply) {
                       get_health(services, reply);
                   }});
    add(embedded_file_routes());
    add(disk_file_routes());
    return all;
}

}  // namespace jatigi::app
