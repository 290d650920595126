// A service that a site gives, from a reference table (reference/services.csv): what it is called,
// whether a second helping can be refused, which budget line pays.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jatigi::assistance {

enum class ServiceKind {
    food,  // A second serving on a day is a warning, and a reason overrides it.
    item,  // Dry rations, blankets, kits: a second one is refused.
};

struct Service {
    std::string code;  // "BREAKFAST"
    std::string name_fr, name_en;
    ServiceKind kind = ServiceKind::food;
    std::string budget_line;  // food, medical, …
};

// Reads the reference table: code,name_fr,name_en,kind,budget_line,… Lines that do not fit are left
// out; a test counts them.
std::vector<Service> read_services(std::string_view csv);
const Service* find_service(std::span<const Service> services, std::string_view code);

}  // namespace jatigi::assistance
