#include "platform/store/postgres_address.h"

#include <postgresql/libpq-fe.h>

#include <algorithm>
#include <map>
#include <memory>

#include "platform/base/text.h"

namespace jatigi::store {
namespace {

using Settings = std::map<std::string, std::string, std::less<>>;

Settings settings_of(PQconninfoOption* options) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> owned(options,
                                                                             &PQconninfoFree);
    Settings settings;
    for (const PQconninfoOption* option = options; option && option->keyword; ++option)
        if (option->val != nullptr) settings[option->keyword] = option->val;
    return settings;
}

bool is_here(std::string_view host) {
    const auto numeric = [](char c) { return is_digit(c) || c == '.'; };
    return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" ||
           host == "::1" || (host.starts_with("127.") && std::ranges::all_of(host, numeric));
}

// What a service file says is not looked up: it may name any machine.
bool all_here(const Settings& settings, const Settings& otherwise) {
    if (settings.contains("service")) return false;
    for (const char* name : {"host", "hostaddr"}) {
        const auto own = settings.find(name);
        const auto set_elsewhere = otherwise.find(name);
        if (own == settings.end() && set_elsewhere == otherwise.end()) continue;
        const std::string& hosts = own != settings.end() ? own->second : set_elsewhere->second;
        if (!std::ranges::all_of(split(hosts, ','), is_here)) return false;
    }
    return true;
}

std::string quoted(std::string value) {
    replace_all(value, "\\", "\\\\");
    replace_all(value, "'", "\\'");
    return "'" + value + "'";
}

}  // namespace

PostgresAddress demand_tls(const std::string& address) {
    char* problem = nullptr;
    Settings settings = settings_of(PQconninfoParse(address.c_str(), &problem));
    PQfreemem(problem);
    if (settings.empty() || settings.contains("sslmode")) return {address};
    if (all_here(settings, settings_of(PQconndefaults()))) return {address};
    settings["sslmode"] = "verify-full";
    settings.try_emplace("gssencmode", "disable");  // It would be tried first.
    std::string text;
    for (const auto& [name, value] : settings)
        text.append(name).append("=").append(quoted(value)).append(" ");
    return {text, true};
}

}  // namespace jatigi::store
