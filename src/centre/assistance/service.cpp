#include "centre/assistance/service.h"

#include <algorithm>

#include "platform/base/text.h"

namespace jatigi::assistance {

std::vector<Service> read_services(std::string_view csv) {
    std::vector<Service> services;
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() < 5 || (cells[3] != "food" && cells[3] != "item")) continue;
        services.push_back({cells[0], cells[1], cells[2],
                            cells[3] == "food" ? ServiceKind::food : ServiceKind::item, cells[4]});
    }
    return services;
}

const Service* find_service(std::span<const Service> services, std::string_view code) {
    const auto found = std::find_if(services.begin(), services.end(),
                                    [&](const Service& s) { return s.code == upper(code); });
    return found == services.end() ? nullptr : &*found;
}

}  // namespace jatigi::assistance
