// What every answer tells a browser, whoever makes the answer.
#pragma once
#include <span>
#include <string_view>
#include <utility>

namespace jatigi::http {

using SecurityHeaders = std::span<const std::pair<std::string_view, std::string_view>>;

enum class Over { http, https };

// For an answer of that type: a page may load what comes from here, anything else loads nothing.
// Over https a browser comes back over https alone, for a year.
SecurityHeaders security_headers(std::string_view content_type, Over over);

}  // namespace jatigi::http
