// Stands before http_parser and takes only requests that every reader understands alike.
// http_parser (2.9.4, as Debian builds it, without its strict mode) forgives folded headers, blanks
// before a colon and bare line feeds; where a proxy in front forgives something else, one of the
// two sees a request that the other does not see ("request smuggling", RFC 9112, section 11.2).
//
// It reads no more than it must: lines of a head and of chunk sizes, each checked when it is whole
// and before the parser sees its end. Bodies are counted and neither looked at nor copied.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "platform/base/result.h"

namespace jatigi::http {

// What the head of a request says of itself.
struct RequestHead {
    std::optional<std::uint64_t> length{};  // Of the body, as announced.
    bool chunked = false;
    std::string session_token{};  // As the client claims it.

    bool has_body() const { return chunked || length.value_or(0) > 0; }
};

class RequestGuard {
public:
    // Hears of each request when its head is whole; a refusal is passed on.
    using OnHead = std::function<Result<void>(const RequestHead&)>;
    explicit RequestGuard(OnHead on_head) : on_head_(std::move(on_head)) {}

    // What comes in on one connection, in order. Refuses with request.malformed,
    // request.header_malformed, request.host_invalid, request.length_unclear,
    // request.version_unsupported, request.upgrade_refused and request.headers_too_large; the
    // parser must not see these bytes then.
    Result<void> take(std::string_view bytes);
    // Between two requests: nothing of the next one has come.
    bool is_between() const { return awaited_ == Awaited::request_line && partial_.empty(); }

private:
    enum class Awaited {
        request_line,
        header,
        body,
        chunk_size,
        chunk,
        chunk_end,
        last_line,
    };

    Result<std::optional<std::string_view>> next_line(std::string_view& bytes);
    Result<void> take_line(std::string_view line);
    Result<void> take_request_line(std::string_view line);
    Result<void> take_header(std::string_view line);
    Result<void> take_length(std::string_view raw_value);
    Result<void> take_coding(std::string_view value);
    Result<void> end_head();
    Result<void> take_chunk_size(std::string_view line);

    const OnHead on_head_;
    Awaited awaited_ = Awaited::request_line;
    std::string partial_;        // Of a line whose end has not come.
    std::uint64_t to_skip_ = 0;  // Bytes of the body or the chunk.
    // Of the request whose head is read.
    RequestHead head_;
    bool is_older_ = false;  // HTTP/1.0.
    bool cookies_seen_ = false;
    std::string host_, target_host_;  // As the header, as an absolute target says it.
    bool host_seen_ = false;
};

}  // namespace jatigi::http
