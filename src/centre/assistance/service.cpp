#include "centre/assistance/service.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/base/text.h"

namespace jatigi::assistance {
namespace {

constexpr std::array<std::string_view, 4> periods{"day", "week", "month", "stay"};
constexpr Days week{7};

std::optional<OncePer> parse_once_per(std::string_view text) {
    const auto found = std::ranges::find(periods, text);
    if (found == periods.end()) return std::nullopt;
    return static_cast<OncePer>(found - periods.begin());
}

std::optional<std::chrono::minutes> parse_minutes(std::string_view text) {
    int minutes = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), minutes);
    if (error != std::errc{} || end != text.data() + text.size() || minutes < 0)
        return std::nullopt;
    return std::chrono::minutes{minutes};
}

Day months_later(Day day, std::chrono::months months) {
    const std::chrono::year_month_day later = std::chrono::year_month_day{day} + months;
    return later.ok() ? Day{later} : Day{later.year() / later.month() / std::chrono::last};
}

}  // namespace

Period period_around(OncePer period, const ServingDay& serving) {
    const Day day = serving.day;
    constexpr std::chrono::months one{1};
    switch (period) {
        case OncePer::day:
            return {day, day};
        case OncePer::week:
            return {day - week + Days{1}, day + week - Days{1}};
        case OncePer::month:
            return {months_later(day, -one) + Days{1}, months_later(day, one) - Days{1}};
        case OncePer::stay:
            return {serving.stay_began, serving.stay_ended.value_or(Day::max())};
    }
    return {day, day};
}

std::vector<Service> read_services(std::string_view csv) {
    std::vector<Service> services;
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() < 7 || (cells[3] != "food" && cells[3] != "item")) continue;
        const auto once_per = parse_once_per(cells[5]);
        const auto late_window = parse_minutes(cells[6]);
        if (!once_per || !late_window) continue;
        services.push_back({cells[0], cells[1], cells[2],
                            cells[3] == "food" ? ServiceKind::food : ServiceKind::item, cells[4],
                            *once_per, *late_window});
    }
    return services;
}

const Service* find_service(std::span<const Service> services, std::string_view code) {
    const auto found = std::ranges::find(services, upper(code), &Service::code);
    return found == services.end() ? nullptr : &*found;
}

}  // namespace jatigi::assistance
