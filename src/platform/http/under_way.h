// The requests that were taken and whose answers have not left. A Reply knows its request by number
// alone: an answer that comes when the server is gone reaches nobody and touches nothing.
#pragma once
#include <atomic>
#include <boost/asio.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "platform/http/route.h"

namespace jatigi::http {

// Shared by the server and, for the moment of an answer, by the thread that gives it.
class UnderWay : public std::enable_shared_from_this<UnderWay> {
public:
    // Hands the answer to the connection; on the network's thread. sent() follows.
    using Send = std::function<void(Response)>;

    explicit UnderWay(boost::asio::io_context& context) : context_(&context) {}
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

    // On the network's thread. When every copy of the Reply has gone without a word, the answer is
    // server.stopping: work that was let go is to be sent again.
    Reply take(Send send);
    // The answer has left, or its client has.
    void sent();

    std::size_t count() const { return count_.load(); }
    std::uint64_t taken() const { return last_number_.load(); }  // Since the start, answered or not.
    // False when some are still under way then.
    bool wait_until_none(std::chrono::steady_clock::time_point until);
    // On the network's thread: answers all that wait server.stopping; what comes for them later is
    // let go.
    void refuse_all();
    // When the network's thread has ended, before its io_context goes.
    void close();

private:
    class Ticket;
    void answer(std::uint64_t number, Response response);
    void send_answers();

    // Of the network's thread; the number is read by others, too.
    std::atomic<std::uint64_t> last_number_ = 0;
    std::unordered_map<std::uint64_t, Send> taken_;

    std::atomic<std::size_t> count_ = 0;
    std::atomic<bool> awaited_ = false;  // Somebody waits until there is none.
    std::mutex mutex_;
    std::condition_variable none_;
    boost::asio::io_context* context_;
    // Answers from other threads, handed to the network's thread together: the writer finishes up to
    // 64 commands at once, and one wake-up is enough for all of them.
    std::vector<std::pair<std::uint64_t, Response>> answers_;
};

}  // namespace jatigi::http
