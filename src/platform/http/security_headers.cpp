#include "platform/http/security_headers.h"

#include <array>

namespace jatigi::http {
namespace {

constexpr std::string_view data_policy = "default-src 'none'; frame-ancestors 'none'";
// Text becomes elements through one door alone: Svelte's, for the templates that it compiled.
constexpr std::string_view page_policy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html jatigi-script";
// Scripts that run beside a page, with a policy of their own: one keeps the pages on the device, one reads
// cards with a program that is compiled there.
constexpr std::string_view script_policy =
    "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
    "frame-ancestors 'none'";

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
constexpr std::array<Header, 3> for_scripts{{{"X-Content-Type-Options", "nosniff"},
                                             {"Content-Security-Policy", script_policy},
                                             https_alone}};

}  // namespace

SecurityHeaders security_headers(std::string_view content_type, Over over) {
    const SecurityHeaders all = content_type.starts_with("text/html") ? SecurityHeaders(for_pages)
                                : content_type.starts_with("text/javascript")
                                    ? SecurityHeaders(for_scripts)
                                    : SecurityHeaders(for_data);
    return over == Over::https ? all : all.first(all.size() - 1);
}

}  // namespace jatigi::http
