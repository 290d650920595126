#include "money/funding/agreement_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "centre/sites/site_view.h"
#include "money/funding/agreement_codec.h"
#include "money/funding/agreement_view.h"
#include "money/funding/may.h"
#include "money/funding/statement_gaps_api.h"
#include "money/funding/unit_cost_view.h"
#include "platform/access/gatekeeper.h"
#include "platform/base/random.h"

namespace jatigi::funding {
namespace {

using access::Gatekeeper;

std::unexpected<Error> earmark_invalid(std::string_view member) {
    return refuse(ErrorKind::invalid, "agreement.earmark_invalid", {},
                  fmt::format(R"({{"name":"{}"}})", member));
}

Result<std::vector<std::string>> services_of(const json::value& value) {
    if (!value.is_array()) return earmark_invalid("services");
    std::vector<std::string> services;
    for (const json::value& item : value.get_array()) {
        if (!item.is_string()) return earmark_invalid("services");
        services.emplace_back(item.get_string());
    }
    std::sort(services.begin(), services.end());
    return services;
}

struct EarmarkOfSite {
    Earmark earmark;
    std::optional<log::LocalId> site;
};
// The earmark of a request body; the site by code. What is not understood is refused: an earmark
// that lost a member would pay for people whom the donor did not mean.
Result<EarmarkOfSite> earmark_of(store::Connection& db, const json::object& body) {
    EarmarkOfSite read;
    Earmark& earmark = read.earmark;
    for (const auto& [key, value] : body) {
        const std::string_view name{key.data(), key.size()};
        if (value.is_null()) continue;
        if (name == "services") {
            TRY_ASSIGN(earmark.services, services_of(value));
        } else if (name == "persons_max" && value.is_int64()) {
            earmark.persons_max = Persons{value.get_int64()};
        } else if (name == "nationality" && value.is_string()) {
            earmark.nationality = std::string(value.get_string());
        } else if (name == "site" && value.is_string()) {
            TRY_ASSIGN(const auto site, sites::find_site(db, std::string(value.get_string())));
            earmark.site = site.id;
            read.site = site.site;
        } else {
            return earmark_invalid(name == "site" || name == "nationality" || name == "persons_max"
                                       ? name
                                       : "earmark");
        }
    }
    return read;
}

// Nothing and null: no earmark.
Result<EarmarkOfSite> earmark_in(store::Connection& db, const json::object& body) {
    const json::value* value = body.if_contains("earmark");
    if (value == nullptr || value->is_null()) return EarmarkOfSite{};
    if (!value->is_object()) return earmark_invalid("earmark");
    return earmark_of(db, value->get_object());
}

Result<json::array> warnings_about(store::Connection& db, const AgreementSigned& terms,
                                   const BudgetLines& lines) {
    TRY_ASSIGN(const auto costs, list_unit_costs(db));
    std::vector<std::string> services;
    for (const auto& [service, line] : lines) services.push_back(service);
    return agreement_warnings_json(cost_gaps(terms, costs, services));
}

// Whether this account may see the agreement: those of its site, or all.
Result<bool> may_read(store::Connection& db, const access::Account& account,
                      const AgreementSigned& terms) {
    std::optional<log::LocalId> site;
    TRY_ASSIGN(const auto sites, sites::list_sites(db));
    for (const sites::SiteRow& row : sites)
        if (row.id == terms.earmark.site) site = row.site;
    return Gatekeeper::allow(account, may::read_statement, FactClass::open,
                             access::about_site_or_all(site))
        .has_value();
}

// POST /api/v1/agreements {command, code, donor, title, currency, amount, first_day, last_day,
// earmark?}
Result<http::Answer> post_agreement(const http::Command& command, const BudgetLines& lines) {
    const json::object& body = command.body;
    store::Connection& db = command.tx.db();
    TRY_ASSIGN(const auto code, http::required_text(body, "code"));
    TRY_ASSIGN(const auto donor, http::required_text(body, "donor"));
    TRY_ASSIGN(const auto title, http::required_text(body, "title"));
    TRY_ASSIGN(const Money amount, required_money(body, "amount"));
    TRY_ASSIGN(const Day first, http::required_day(body, "first_day"));
    TRY_ASSIGN(const Day last, http::required_day(body, "last_day"));
    TRY_ASSIGN(const EarmarkOfSite read, earmark_in(db, body));
    TRY(command.allow(access::about_site_or_all(read.site)));
    TRY(require_services(lines, read.earmark.services));
    const AgreementSigned terms{code, donor, title, amount, first, last, read.earmark};
    TRY(sign_agreement(command.tx, command.cause, terms));
    TRY_ASSIGN(json::array warnings, warnings_about(db, terms, lines));
    return json::object{{"agreement", code}, {"warnings", std::move(warnings)}};
}

// GET /api/v1/agreements: those that this account may see.
Result<http::Answer> get_agreements(const http::Read& read) {
    TRY_ASSIGN(const auto agreements, list_agreements(read.db));
    json::array list;
    for (const AgreementRow& row : agreements) {
        TRY_ASSIGN(const bool readable, may_read(read.db, read.account, row.terms));
        if (readable) list.push_back(agreement_json(row.terms));
    }
    return json::object{{"agreements", std::move(list)}};
}

}  // namespace

json::object amount_json(Money money) {
    return {{"minor_units", money.minor_units()}, {"text", money_text(money)}};
}

json::object agreement_json(const AgreementSigned& terms) {
    return {{"code", terms.code},
            {"donor", terms.donor},
            {"title", terms.title},
            {"currency", enum_text(terms.amount.currency())},
            {"amount", amount_json(terms.amount)},
            {"first_day", day_text(terms.first_day)},
            {"last_day", day_text(terms.last_day)}};
}

// A million plates at such a price still add up; more than any programme has.
constexpr std::int64_t money_max = 1'000'000'000'000;  // Minor units.

Result<Money> required_money(const json::object& body, std::string_view member) {
    const auto currency = parse_enum<Currency>(json::text_at(body, "currency").value_or(""));
    if (!currency) return http::member_missing("currency");
    TRY_ASSIGN(const auto amount, http::required_integer(body, member));
    if (amount > money_max || amount < -money_max)
        return refuse(ErrorKind::invalid, "money.too_large");
    return Money::of_minor_units(amount, *currency);
}

Result<void> require_services(const BudgetLines& lines, const std::vector<std::string>& codes) {
    for (const std::string& code : codes)
        if (!lines.contains(code)) return refuse(ErrorKind::not_found, "service.unknown");
    return {};
}

Result<void> require_readable(store::Connection& db, const access::Account& account,
                              std::string_view code) {
    TRY_ASSIGN(const AgreementRow row, find_agreement(db, code));
    TRY_ASSIGN(const bool readable, may_read(db, account, row.terms));
    if (!readable) return refuse(ErrorKind::not_found, "agreement.not_found");
    return {};
}

Result<AgreementId> sign_agreement(log::WriteTx& tx, const log::Cause& cause,
                                   const AgreementSigned& agreement) {
    TRY_ASSIGN(const auto known, list_agreements(tx.db()));
    SignAgreement command{.agreement = agreement};
    command.code_taken = std::any_of(known.begin(), known.end(), [&](const AgreementRow& row) {
        return row.terms.code == agreement.code;
    });
    const AgreementId id = id_v4<AgreementEntity>(random_bytes<16>());
    TRY(log::execute<AgreementStream>(tx, cause, id, command));
    return id;
}

std::vector<http::Route> agreement_routes(const http::Services& services,
                                          const BudgetLines& lines) {
    return {
        http::read_route(services, "GET /api/v1/agreements", {may::read_statement}, get_agreements),
        http::command_route(
            services, "POST /api/v1/agreements", {may::sign_agreement}, 201,
            [lines](const http::Command& command) { return post_agreement(command, lines); })};
}

}  // namespace jatigi::funding
