#include "centre/sites/site_codec.h"

#include "platform/base/fact_shape.h"

namespace jatigi::sites {
namespace {

constexpr std::tuple shapes{
    fact_shape<SiteOpened>("site.opened", 1, field("code", &SiteOpened::code),
                           field("name", &SiteOpened::name),
                           field("utc_offset_min", &SiteOpened::utc_offset_min)),
};

}  // namespace

EncodedFact encode_site(const SiteEvent& event) {
    return encode_by(shapes, event);
}

std::optional<SiteEvent> decode_site(std::string_view type, std::int64_t version,
                                     const json::object& data) {
    return decode_by<SiteEvent>(shapes, type, version, data);
}

}  // namespace jatigi::sites
