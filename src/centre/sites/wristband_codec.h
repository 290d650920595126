// Frozen facts of the streams "wristband:<id>" and "pad:<id>".
#pragma once
#include "centre/sites/wristband.h"
#include "platform/base/fact_shape.h"

namespace jatigi::sites {

struct WristbandStream : ShapedStream<WristbandStream, WristbandEntity, Wristband, WristbandEvent> {
    static constexpr std::string_view kind = wristband_kind;

    static constexpr std::tuple shapes{
        fact_shape<WristbandPutOn>(
            "wristband.put_on", 1, field("site", &WristbandPutOn::site),
            field("number", &WristbandPutOn::number), field("arrival", &WristbandPutOn::arrival),
            field("sex", &WristbandPutOn::sex), field("age", &WristbandPutOn::age),
            field_if_any("alone", &WristbandPutOn::alone),
            field_if_any("urgent", &WristbandPutOn::urgent),
            field_if_any("nationality", &WristbandPutOn::nationality),
            field("at", &WristbandPutOn::at)),
        fact_shape<WristbandBound>("wristband.bound", 1, field("site", &WristbandBound::site),
                                   field("number", &WristbandBound::number),
                                   field("person", &WristbandBound::person)),
        fact_shape<WristbandUnbound>("wristband.unbound", 1, field("site", &WristbandUnbound::site),
                                     field("number", &WristbandUnbound::number),
                                     field("reason", &WristbandUnbound::reason)),
        fact_shape<WristbandVoided>("wristband.voided", 1, field("site", &WristbandVoided::site),
                                    field("number", &WristbandVoided::number),
                                    field("reason", &WristbandVoided::reason)),
    };
};

struct PadStream : ShapedStream<PadStream, PadEntity, Pad, PadEvent> {
    static constexpr std::string_view kind = pad_kind;

    static constexpr std::tuple shapes{
        fact_shape<PadIssued>("pad.issued", 1, field("site", &PadIssued::site),
                              field("first", &PadIssued::first), field("last", &PadIssued::last)),
    };
};

}  // namespace jatigi::sites
