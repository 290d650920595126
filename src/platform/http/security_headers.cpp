#include "platform/http/security_headers.h"

#include <array>

namespace jatigi::http {
namespace {

constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";
constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> for_pages{
    {{"X-Content-Type-Options", "nosniff"},
     {"Content-Security-Policy", page_policy},
     {"Referrer-Policy", "no-referrer"},
     {"Cross-Origin-Opener-Policy", "same-origin"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> for_data{
    {{"X-Content-Type-Options", "nosniff"}, {"Content-Security-Policy", data_policy}}};

}  // namespace

SecurityHeaders security_headers(std::string_view content_type) {
    if (content_type.starts_with("text/html")) return for_pages;
    return for_data;
}

}  // namespace jatigi::http
