// Facts of the stream "site:<id>".  site.opened 1 {"code","name","utc_offset_min"}
#pragma once
#include "centre/sites/site.h"
#include "platform/base/fact_stream.h"

namespace jatigi::sites {

EncodedFact encode_site(const SiteEvent& event);
std::optional<SiteEvent> decode_site(std::string_view type, std::int64_t version,
                                     const json::object& data);

struct SiteStream : FactStream<SiteEntity, Site, SiteEvent, encode_site, decode_site> {
    static constexpr std::string_view kind = site_kind;
};

}  // namespace jatigi::sites
