// Agreements over HTTP, and signing one from inside the program.
#pragma once
#include <map>
#include <string>

#include "money/funding/agreement.h"
#include "platform/http/endpoint.h"

namespace jatigi::funding {

using BudgetLines = std::map<std::string, std::string>;  // Service code → budget line.

// Refuses as decide() does.
Result<AgreementId> sign_agreement(log::WriteTx& tx, const log::Cause& cause,
                                   const AgreementSigned& agreement);

// For this account another site's agreement is as good as absent: refuses with agreement.not_found.
Result<void> require_readable(store::Connection& db, const access::Account& account,
                              std::string_view code);

json::object amount_json(Money money);
json::object agreement_json(const AgreementSigned& terms);
// The members "currency" and the one that is named.
Result<Money> required_money(const json::object& body, std::string_view member);
// Refuses with service.unknown.
Result<void> require_services(const BudgetLines& lines, const std::vector<std::string>& codes);

std::vector<http::Route> agreement_routes(const http::Services& services, const BudgetLines& lines);

}  // namespace jatigi::funding
