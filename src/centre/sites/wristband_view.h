// Wristbands and their pads.
#pragma once
#include "centre/sites/wristband.h"
#include "platform/log/view.h"

namespace jatigi::sites {

extern const log::View wristband_view;

struct WristbandRow {
    log::LocalId site = 0;
    std::string number;
    std::optional<log::LocalId> arrival;  // Nothing: it was not put on yet, as far as is known.
    SeenSex sex = SeenSex::not_said;
    SeenAge age = SeenAge::adult;
    bool alone = false, urgent = false;
    std::string nationality;
    std::optional<Instant> at;
    std::optional<log::LocalId> person;
    bool is_void = false;
};

Result<std::optional<WristbandRow>> find_wristband(store::Connection& db, log::LocalId site,
                                                   std::string_view number);
// Those put on, by number; without void ones.
Result<std::vector<WristbandRow>> wristbands_of(store::Connection& db, log::LocalId arrival);
Result<std::int64_t> count_wristbands(store::Connection& db, log::LocalId arrival);
// The files that wristbands of the arrival are bound to, each as often as it is.
Result<std::vector<log::LocalId>> files_bound_in(store::Connection& db, log::LocalId arrival);

struct PadRow {
    std::string first, last;
    Instant issued_at;
};
// The latest first.
Result<std::vector<PadRow>> list_pads(store::Connection& db, log::LocalId site);
// Of the bands of this site with these letters and so many digits, from the first number to the
// last: put on, and void without having been put on.
struct PadUse {
    std::int64_t put_on = 0, spoilt = 0;
};
Result<PadUse> use_of_pad(store::Connection& db, log::LocalId site, std::string_view first,
                          std::string_view last);

}  // namespace jatigi::sites
