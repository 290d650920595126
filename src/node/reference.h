// The reference tables as the program uses them.
#pragma once
#include "centre/assistance/kitchen_rules.h"
#include "centre/assistance/service.h"
#include "centre/sites/site.h"
#include "centre/sites/site_day_api.h"
#include "money/funding/statement_api.h"
#include "people/disclosure/nominal_list.h"
#include "people/lists/rows.h"
#include "people/registry/card_api.h"
#include "platform/access/common_password.h"
#include "platform/vault/opener.h"

namespace jatigi::node {

struct Reference {
    std::vector<assistance::Service> services;
    assistance::KitchenRules kitchen;
    funding::BudgetLines budget_lines;
    std::vector<sites::SiteOpened> sites;
    sites::SiteDayRules site_day;
    lists::ListReference lists;
    registry::CardRules cards;
    vault::OpeningLimits opening_limits;
    std::int64_t list_names_max = 0;  // See access::read_list_names_max().
    access::CommonPasswords common_passwords;
    disclosure::DisclosureRules disclosure;
};
const Reference& reference();  // Read once, from the embedded tables.

}  // namespace jatigi::node
