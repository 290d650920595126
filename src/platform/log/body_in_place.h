// A body without copies, for reading very many: type, version and data stand in memory that the
// reader lends and takes back at once. What decode_body() checks beyond these is not checked here.
#pragma once
#include <array>

#include "platform/base/bytes.h"
#include "platform/base/json.h"

namespace jatigi::log {

class BodyInPlace {
public:
    // False: not a body of format 0. The result is good until the next call.
    bool read(ByteView bytes);
    std::string_view type() const { return type_; }
    std::int64_t version() const { return version_; }
    std::string_view stream() const { return stream_; }  // "identity:<32 hex digits>", unparsed.
    const json::object& data() const { return *data_; }

private:
    std::array<unsigned char, std::size_t{16} * 1024> memory_;
    boost::json::monotonic_resource resource_{memory_.data(), memory_.size()};
    std::optional<json::value> parsed_{};
    std::string_view type_, stream_;
    std::int64_t version_ = 0;
    const json::object* data_ = nullptr;
};

}  // namespace jatigi::log
