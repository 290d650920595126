#include "centre/sites/site_codec.h"

namespace jatigi::sites {

EncodedFact encode_site(const SiteEvent& event) {
    const auto& e = std::get<SiteOpened>(event);
    return {"site.opened",
            1,
            {{"code", e.code}, {"name", e.name}, {"utc_offset_min", e.utc_offset_min}}};
}

std::optional<SiteEvent> decode_site(std::string_view type, std::int64_t version,
                                     const json::object& data) {
    if (type != "site.opened" || version != 1) return std::nullopt;
    const auto code = json::text_at(data, "code");
    const auto name = json::text_at(data, "name");
    const auto offset = json::integer_at(data, "utc_offset_min");
    if (!code || !name || !offset) return std::nullopt;
    return SiteOpened{std::string(*code), std::string(*name), *offset};
}

}  // namespace jatigi::sites
