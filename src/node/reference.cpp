#include "node/reference.h"

#include <cassert>
#include <charconv>

#include "node/embedded.h"
#include "platform/access/opening_limits.h"
#include "platform/base/text.h"

namespace jatigi::node {
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

// reference/card_rules.csv: name,value,…
registry::CardRules read_card_rules(std::string_view csv) {
    registry::CardRules rules;
    for (const std::string& line : split(csv, '\n')) {
        const auto cells = split(trim(line), ',');
        if (cells.size() < 2) continue;
        if (cells[0] == "hotline") rules.hotline = cells[1];
        int days = 0;
        const auto [end, error] =
            std::from_chars(cells[1].data(), cells[1].data() + cells[1].size(), days);
        if (cells[0] == "card_valid_days" && error == std::errc{}) rules.valid_for = Days{days};
    }
    return rules;
}

// Our own tables, inside the program: a broken one is our bug.
template <class T, class Read>
T sound(const Read& read) {
    assert(read.has_value());
    return *read;
}

Reference read_reference() {
    Reference all;
    all.services = assistance::read_services(embedded_text("reference/services.csv"));
    all.kitchen = sound<assistance::KitchenRules>(
        assistance::read_kitchen_rules(embedded_text("reference/kitchen.csv")));
    for (const assistance::Service& service : all.services)
        all.budget_lines[service.code] = service.budget_line;
    all.sites = read_sites(embedded_text("reference/sites.csv"));
    all.site_day = {.housing = sound<sites::HousingRules>(
                        sites::read_housing_rules(embedded_text("reference/housing.csv"))),
                    .age_bands = sound<std::vector<std::int64_t>>(
                        sites::read_age_bands(embedded_text("reference/age_bands.csv")))};
    all.lists = lists::list_reference(
        {.headings = {.headings_csv = embedded_text("reference/list_headings.csv"),
                      .words_csv = embedded_text("reference/list_heading_words.csv"),
                      .rules_csv = embedded_text("reference/list_heading_rules.csv")},
         .keys_csv = embedded_text("reference/list_keys.csv"),
         .words_csv = embedded_text("reference/list_words.csv"),
         .nationalities_csv = embedded_text("reference/nationalities.csv")});
    all.cards = read_card_rules(embedded_text("reference/card_rules.csv"));
    const Day today = std::chrono::floor<Days>(std::chrono::system_clock::now());
    all.opening_limits = sound<vault::OpeningLimits>(
        access::read_opening_limits(embedded_text("reference/access_limits.csv"), today));
    all.list_names_max = sound<std::int64_t>(
        access::read_list_names_max(embedded_text("reference/access_limits.csv"), today));
    all.common_passwords = sound<access::CommonPasswords>(
        access::CommonPasswords::read(embedded_text("reference/common_passwords.bin")));
    all.disclosure = sound<disclosure::DisclosureRules>(
        disclosure::read_disclosure_rules(embedded_text("reference/disclosure.csv")));
    return all;
}

}  // namespace

const Reference& reference() {
    static const Reference all = read_reference();
    return all;
}

}  // namespace jatigi::node
