// The units of this node's sites.
#pragma once
#include "centre/sites/unit.h"
#include "platform/log/view.h"

namespace jatigi::sites {

extern const log::View unit_view;

struct UnitRow {
    log::LocalId unit = 0, site = 0;
    UnitId id;
    UnitDescription description;
    bool closed = false;
};

// By name; closed ones too.
Result<std::vector<UnitRow>> list_units(store::Connection& db, log::LocalId site);
// Refuses with unit.not_found.
Result<UnitRow> find_unit(store::Connection& db, UnitId id);
Result<std::optional<UnitRow>> unit_by_local(store::Connection& db, log::LocalId unit);

}  // namespace jatigi::sites
