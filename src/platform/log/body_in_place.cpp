#include "platform/log/body_in_place.h"

namespace jatigi::log {
namespace {
constexpr std::uint8_t format_json = 0;
}

bool BodyInPlace::read(ByteView bytes) {
    if (bytes.empty() || bytes[0] != format_json) return false;
    parsed_.reset();
    resource_.release();
    boost::json::error_code problem;
    const std::string_view text = as_text(bytes.subspan(1));
    parsed_.emplace(
        boost::json::parse(boost::json::string_view(text.data(), text.size()), problem, &resource_));
    if (problem || !parsed_->is_object()) return false;
    const json::object& body = parsed_->get_object();
    const auto type = json::text_at(body, "type");
    const auto version = json::integer_at(body, "version");
    const auto stream = json::text_at(body, "stream");
    data_ = json::object_at(body, "data");
    if (!type || !version || !stream || data_ == nullptr) return false;
    type_ = *type;
    stream_ = *stream;
    version_ = *version;
    return true;
}

}  // namespace jatigi::log
