// A service that a site gives, from a reference table (reference/services.csv): what it is called,
// whether a second helping can be refused, which budget line pays.
#pragma once
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/day.h"
#include "platform/base/enum_text.h"

namespace jatigi::assistance {

enum class ServiceKind {
    food,  // A second serving on a day is a warning, and a reason overrides it.
    item,  // Dry rations, blankets, kits: a second one is refused, unless a second person gives a reason.
};
constexpr auto enum_texts(ServiceKind) {
    return texts_in_order<ServiceKind>("food", "item");
}

// How often a person receives it.
enum class OncePer { day, week, month, stay };
constexpr auto enum_texts(OncePer) {
    return texts_in_order<OncePer>("day", "week", "month", "stay");
}

// The days on which a serving stands in the way of one on `day`. A week is seven days, a month lasts to
// the same day of the next; a stay lasts from `stay_began` to its end, if it has one. `last` may lie after `day`:
// late paper is entered after the distribution of the day after.
struct Period {
    Day first, last;
};
struct ServingDay {
    Day day, stay_began;
    std::optional<Day> stay_ended{};
};
Period period_around(OncePer period, const ServingDay& serving);

struct Service {
    std::string code;  // "BREAKFAST"
    std::string name_fr, name_en;
    ServiceKind kind = ServiceKind::food;
    std::string budget_line;  // food, medical, …
    OncePer once_per = OncePer::day;
    // So long after its round was closed a scan still belongs to it: somebody closed it too early, or a
    // tablet had no network.
    std::chrono::minutes late_window{};
};

// Reads the reference table: code,name_fr,name_en,kind,budget_line,once_per,late_min,… Lines that do not fit are left
// out; a test counts them.
std::vector<Service> read_services(std::string_view csv);
const Service* find_service(std::span<const Service> services, std::string_view code);

}  // namespace jatigi::assistance
