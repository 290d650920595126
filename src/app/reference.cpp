#include "app/reference.h"

#include <charconv>

#include "app/embedded.h"
#include "platform/base/text.h"

namespace jatigi::app {
namespace {

// reference/sites.csv: code,name,utc_offset_min,…
std::vector<sites::SiteOpened> read_sites(std::string_view csv) {
    std::vector<sites::SiteOpened> sites;
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() < 3) continue;
        std::int64_t offset = 0;
        const auto [end, error] =
            std::from_chars(cells[2].data(), cells[2].data() + cells[2].size(), offset);
        if (error == std::errc{}) sites.push_back({cells[0], cells[1], offset});
    }
    return sites;
}

Reference read_reference() {
    Reference all;
    all.services = assistance::read_services(embedded_text("reference/services.csv"));
    for (const assistance::Service& service : all.services)
        all.budget_lines[service.code] = service.budget_line;
    all.sites = read_sites(embedded_text("reference/sites.csv"));
    all.lists = registry::list_reference({embedded_text("reference/list_headings.csv"),
                                          embedded_text("reference/list_words.csv"),
                                          embedded_text("reference/nationalities.csv")});
    return all;
}

}  // namespace

const Reference& reference() {
    static const Reference all = read_reference();
    return all;
}

}  // namespace jatigi::app
