#include "platform/access/second_factor_rule.h"

#include "platform/base/hash.h"
#include "platform/store/setting.h"

namespace jatigi::access {
namespace {

constexpr std::string_view setting_name = "second_factor";

// Whoever has the database alone writes none. To take the row away, or to put an older one back, is
// left to them: docs/dpia.md.
std::string sealed_text(const log::Node& node, SecondFactorRule rule) {
    const std::string text(enum_text(rule));
    return text + ' ' +
           hex(keyed_digest<16>(node.secrets.mac_key(),
                                as_bytes("jatigi setting second_factor " + text)));
}

}  // namespace

Result<SecondFactorRule> second_factor_rule(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const auto stored, store::find_setting(db, setting_name));
    if (!stored) return SecondFactorRule::offered;
    for (const auto& [rule, name] : enum_texts(SecondFactorRule{}))
        if (*stored == sealed_text(node, rule)) return rule;
    return SecondFactorRule::required;
}

Result<void> put_second_factor_rule(store::Connection& tx, const log::Node& node,
                                    SecondFactorRule rule) {
    return store::put_setting(tx, setting_name, sealed_text(node, rule));
}

Result<void> check_factor(const Account& account, const FactorAsked& asked) {
    const bool required = asked.rule == SecondFactorRule::required;
    const bool asks = asked.action == AsksFactor::always ||
                      (asked.action == AsksFactor::when_enrolled && account.has_factor) ||
                      (asked.action == AsksFactor::from_outside && required && asked.from_outside);
    if (asked.shown || !asks || asked.rule == SecondFactorRule::off ||
        !has_use_for_factor(account.role))
        return {};
    if (account.has_factor) return refuse(ErrorKind::not_allowed, "session.factor_asked");
    if (!required || (account.is_emergency() && !asked.from_outside)) return {};
    return refuse(ErrorKind::not_allowed, "account.factor_missing");
}

}  // namespace jatigi::access
