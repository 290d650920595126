#include "platform/http/request_guard.h"

#include <algorithm>
#include <charconv>

#include "platform/base/text.h"
#include "platform/http/cookies.h"
#include "platform/http/session_routes.h"

namespace jatigi::http {
namespace {

// No part of a head that the parser takes is longer (Server: 4,096 of an address, 8,192 of a
// value).
constexpr std::size_t line_bytes_max = 16UL * 1024;
constexpr std::size_t length_digits_max = 15;
constexpr std::size_t chunk_digits_max = 8;

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

bool is_token(std::string_view text) {
    const auto stands = [](char c) {
        return is_letter_or_digit(c) || std::string_view("!#$%&'*+-.^_`|~").contains(c);
    };
    return !text.empty() && std::ranges::all_of(text, stands);
}

bool is_control(char c) {
    return (c >= 0 && c < ' ') || c == 0x7f;
}

bool is_visible(char c) {
    return c > ' ' && c < 0x7f;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same(std::string_view text, std::string_view lower_case) {
    return std::ranges::equal(text, lower_case, {}, lower);
}

std::string_view without_blanks(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

// A name, an IPv4 address or an IPv6 address in brackets, perhaps with a port. Names in other
// letters come in their ASCII form.
bool is_host(std::string_view text) {
    std::size_t end = 0;
    if (text.starts_with('[')) {
        end = text.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        const auto stands = [](char c) {
            return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f') || c == ':' || c == '.';
        };
        if (!std::ranges::all_of(text.substr(1, end - 1), stands)) return false;
        ++end;
    } else {
        end = std::min(text.find(':'), text.size());
        const auto stands = [](char c) {
            return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
        };
        if (end == 0 || !std::ranges::all_of(text.substr(0, end), stands)) return false;
    }
    return end == text.size() || (text[end] == ':' && is_port(text.substr(end + 1)));
}

auto malformed() {
    return refuse(ErrorKind::invalid, "request.malformed");
}
auto header_malformed() {
    return refuse(ErrorKind::invalid, "request.header_malformed");
}
auto length_unclear() {
    return refuse(ErrorKind::invalid, "request.length_unclear");
}
auto host_invalid() {
    return refuse(ErrorKind::invalid, "request.host_invalid");
}

}  // namespace

Result<void> RequestGuard::take(std::string_view bytes) {
    while (!bytes.empty()) {
        if (awaited_ == Awaited::body || awaited_ == Awaited::chunk) {
            const auto skipped = std::min<std::uint64_t>(to_skip_, bytes.size());
            bytes.remove_prefix(skipped);
            to_skip_ -= skipped;
            if (to_skip_ == 0)
                awaited_ = awaited_ == Awaited::body ? Awaited::request_line : Awaited::chunk_end;
            continue;
        }
        TRY_ASSIGN(const auto line, next_line(bytes));
        if (!line) return {};
        TRY(take_line(*line));
        partial_.clear();
    }
    return {};
}

// The parser may act on the byte after a carriage return, so a return that no line feed follows is
// refused as soon as that byte has come.
Result<std::optional<std::string_view>> RequestGuard::next_line(std::string_view& bytes) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    if (partial_.ends_with('\r') && !piece.empty()) return malformed();
    if (const std::size_t at = piece.find('\r'); at < piece.size() && at + 1 != piece.size())
        return malformed();
    if (partial_.size() + piece.size() > line_bytes_max)
        return refuse(ErrorKind::too_large, "request.headers_too_large");
    bytes.remove_prefix(std::min(piece.size() + 1, bytes.size()));
    if (end == std::string_view::npos || !partial_.empty()) partial_.append(piece);
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = partial_.empty() ? piece : std::string_view(partial_);
    if (!line.ends_with('\r')) return malformed();
    line.remove_suffix(1);
    return line;
}

Result<void> RequestGuard::take_line(std::string_view line) {
    switch (awaited_) {
        case Awaited::request_line:
            return take_request_line(line);
        case Awaited::header:
            return line.empty() ? end_head() : take_header(line);
        case Awaited::chunk_size:
            return take_chunk_size(line);
        case Awaited::chunk_end:
        case Awaited::last_line:  // Fields behind a body are taken from nobody.
            if (!line.empty()) return length_unclear();
            awaited_ = awaited_ == Awaited::chunk_end ? Awaited::chunk_size : Awaited::request_line;
            return {};
        case Awaited::body:
        case Awaited::chunk:
            break;
    }
    return malformed();
}

Result<void> RequestGuard::take_request_line(std::string_view line) {
    head_ = {};
    host_seen_ = cookies_seen_ = false;
    host_.clear();
    target_host_.clear();
    const std::size_t method_end = line.find(' ');
    const std::size_t target_end = line.rfind(' ');
    if (method_end == std::string_view::npos || target_end == method_end) return malformed();
    const std::string_view method = line.substr(0, method_end);
    std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
    const std::string_view version = line.substr(target_end + 1);
    if (!is_token(method) || method == "CONNECT") return malformed();
    if (!std::ranges::all_of(target, is_visible) || target.contains('#')) return malformed();
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return version.starts_with("HTTP/")
                   ? refuse(ErrorKind::invalid, "request.version_unsupported")
                   : malformed();
    is_older_ = version == "HTTP/1.0";
    if (!target.starts_with('/')) {
        const std::size_t scheme = target.find("://");
        if (scheme == std::string_view::npos) return malformed();
        if (!same(target.substr(0, scheme), "http") && !same(target.substr(0, scheme), "https"))
            return malformed();
        target.remove_prefix(scheme + 3);
        target_host_ = target.substr(0, target.find_first_of("/?"));
        if (!is_host(target_host_)) return host_invalid();
    }
    awaited_ = Awaited::header;
    return {};
}

// A blank before the colon and the blank that a folded header begins with are in no token.
Result<void> RequestGuard::take_header(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return header_malformed();
    const std::string_view name = line.substr(0, colon);
    const std::string_view raw_value = line.substr(colon + 1);
    const auto refused = [](char c) { return is_control(c) && c != '\t'; };
    if (std::ranges::any_of(raw_value, refused)) return header_malformed();
    if (same(name, "content-length")) return take_length(raw_value);
    const std::string_view value = without_blanks(raw_value);
    if (same(name, "transfer-encoding")) return take_coding(value);
    if (same(name, "host")) {
        if (host_seen_ || !is_host(value)) return host_invalid();
        host_seen_ = true;
        host_ = value;
    } else if (same(name, "cookie") && !cookies_seen_) {
        cookies_seen_ = true;
        head_.session_token = cookie_value(value, session_cookie);
    } else if (same(name, "upgrade")) {
        // RESTinio stops its clocks for whoever asks for another protocol.
        return refuse(ErrorKind::invalid, "request.upgrade_refused");
    }
    return {};
}

// Digits after one blank or none: clients write it so, and others read " 5 ", "+5" or "5, 5"
// differently.
Result<void> RequestGuard::take_length(std::string_view raw_value) {
    if (raw_value.starts_with(' ')) raw_value.remove_prefix(1);
    if (head_.length || raw_value.empty() || raw_value.size() > length_digits_max ||
        !std::ranges::all_of(raw_value, is_digit))
        return length_unclear();
    std::uint64_t length = 0;
    std::from_chars(raw_value.data(), raw_value.data() + raw_value.size(), length);
    head_.length = length;
    return {};
}

Result<void> RequestGuard::take_coding(std::string_view value) {
    if (head_.chunked || is_older_ || !same(value, "chunked")) return length_unclear();
    head_.chunked = true;
    return {};
}

Result<void> RequestGuard::end_head() {
    if (!host_seen_) return host_invalid();
    if (!target_host_.empty() && !std::ranges::equal(target_host_, host_, {}, lower, lower))
        return host_invalid();
    if (head_.chunked && head_.length) return length_unclear();
    TRY(on_head_(head_));
    to_skip_ = head_.length.value_or(0);
    awaited_ = head_.chunked ? Awaited::chunk_size
                             : (to_skip_ > 0 ? Awaited::body : Awaited::request_line);
    return {};
}

// Without extensions: nobody needs them, and readers differ in where they end.
Result<void> RequestGuard::take_chunk_size(std::string_view line) {
    constexpr int hexadecimal = 16;
    const auto stands = [](char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); };
    if (line.empty() || line.size() > chunk_digits_max || !std::ranges::all_of(line, stands))
        return length_unclear();
    std::from_chars(line.data(), line.data() + line.size(), to_skip_, hexadecimal);
    awaited_ = to_skip_ > 0 ? Awaited::chunk : Awaited::last_line;
    return {};
}

}  // namespace jatigi::http
