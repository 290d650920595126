// An HTTP client that may send a part, stop, and close: for the server's own tests.
#pragma once
#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace jatigi::http {

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in server{};
        server.sin_family = AF_INET;
        server.sin_port = htons(port);
        server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): so it is asked for.
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&server), sizeof server) != 0)
            ::close(std::exchange(socket_, -1));  // Whoever receives then hears nothing.
    }
    RawClient(RawClient&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), rest_(std::move(other.rest_)) {}
    RawClient& operator=(RawClient&&) = delete;
    ~RawClient() {
        if (socket_ >= 0) ::close(socket_);
    }

    int handle() const { return socket_; }

    // False once the server has gone.
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // The next answer whole, headers first; what there is of it when the server closes before.
    std::string receive() {
        std::string answer = std::exchange(rest_, {});
        std::size_t whole = length_of(answer);
        char part[4096];
        while (answer.size() < whole) {
            const ssize_t got = ::recv(socket_, part, sizeof part, 0);
            if (got <= 0) break;
            answer.append(part, static_cast<std::size_t>(got));
            if (whole == std::string::npos) whole = length_of(answer);
        }
        if (answer.size() > whole) {
            rest_ = answer.substr(whole);
            answer.resize(whole);
        }
        return answer;
    }
    // True when the server has closed and nothing is left to read.
    bool at_end() {
        char one = 0;
        return rest_.empty() && ::recv(socket_, &one, 1, 0) <= 0;
    }

private:
    // Of the whole answer, or npos while its headers are not complete.
    static std::size_t length_of(const std::string& answer) {
        const std::size_t end = answer.find("\r\n\r\n");
        const std::size_t length = answer.find("Content-Length: ");
        if (end == std::string::npos || length > end) return std::string::npos;
        return end + 4 + std::strtoul(answer.c_str() + length + 16, nullptr, 10);
    }

    int socket_;
    std::string rest_;  // Of the answers that follow.
};

}  // namespace jatigi::http
