// Frozen facts of the stream "site:<id>".
#pragma once
#include "centre/sites/site.h"
#include "platform/base/fact_shape.h"

namespace jatigi::sites {

struct SiteStream : ShapedStream<SiteStream, SiteEntity, Site, SiteEvent> {
    static constexpr std::string_view kind = site_kind;

    static constexpr std::tuple shapes{
        fact_shape<SiteOpened>("site.opened", 1, field("code", &SiteOpened::code),
                               field("name", &SiteOpened::name),
                               field("utc_offset_min", &SiteOpened::utc_offset_min)),
    };
};

}  // namespace jatigi::sites
