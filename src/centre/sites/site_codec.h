// Facts of the stream "site:<id>".  site.opened 1 {"code","name","utc_offset_min"}
#pragma once
#include "centre/sites/site.h"
#include "platform/base/encoded_fact.h"

namespace jatigi::sites {

EncodedFact encode_site(const SiteEvent& event);
std::optional<SiteEvent> decode_site(std::string_view type, std::int64_t version,
                                     const json::object& data);

struct SiteStream {
    using Entity = SiteEntity;
    using State = Site;
    using Event = SiteEvent;
    static constexpr std::string_view kind = site_kind;
    static EncodedFact encode(const Event& event) { return encode_site(event); }
    template <class Body>
    static std::optional<Event> decode(const Body& body) {
        return decode_site(body.type, body.version, body.data);
    }
};

}  // namespace jatigi::sites
