#include "node/pages.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "node/embedded.h"

namespace jatigi::node {
namespace {

using http::Needs;
using http::Reply;
using http::RequestPtr;

std::string_view type_of(std::string_view path) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".json", "application/json; charset=utf-8"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".webmanifest", "application/manifest+json"},
        {".wasm", "application/wasm"},
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
    const bool zipped = !file.gzip.empty() && request.accept.find("gzip") != std::string::npos;
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
        routes.push_back(
            {"GET", path, Needs::nothing, [&file](const RequestPtr& request, const Reply& reply) {
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
std::vector<http::Route> disk_file_routes() {
    return {};
}
#endif

}  // namespace

std::vector<http::Route> page_routes() {
    std::vector<http::Route> routes = embedded_file_routes();
    for (http::Route& route : disk_file_routes()) routes.push_back(std::move(route));
    return routes;
}

}  // namespace jatigi::node
