#include "platform/http/security_headers.h"

#include <array>

namespace jatigi::http {
namespace {

constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";
// Text becomes elements through one door alone: Svelte's, for the templates that it compiled.
constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

using Header = std::pair<std::string_view, std::string_view>;
constexpr Header https_alone{"Strict-Transport-Security", "max-age=31536000"};
// What is for https alone stands last.
constexpr std::array<Header, 5> for_pages{{{"X-Content-Type-Options", "nosniff"},
                                           {"Content-Security-Policy", page_policy},
                                           {"Referrer-Policy", "no-referrer"},
                                           {"Cross-Origin-Opener-Policy", "same-origin"},
                                           https_alone}};
constexpr std::array<Header, 3> for_data{
    {{"X-Content-Type-Options", "nosniff"}, {"Content-Security-Policy", data_policy}, https_alone}};

}  // namespace

SecurityHeaders security_headers(std::string_view content_type, Over over) {
    const bool page = content_type.starts_with("text/html");
    const SecurityHeaders all = page ? SecurityHeaders(for_pages) : SecurityHeaders(for_data);
    return over == Over::https ? all : all.first(all.size() - 1);
}

}  // namespace jatigi::http
