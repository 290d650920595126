#include "platform/access/second_factor_rule.h"

namespace jatigi::access {
Result<SecondFactorRule> second_factor_rule(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const log::SettingFound found, log::find_sealed(db, node, second_factor_setting));
    if (found.state == log::SettingFound::State::never_put) return SecondFactorRule::offered;
    return parse_enum<SecondFactorRule>(found.text).value_or(SecondFactorRule::required);
}

Result<void> put_second_factor_rule(log::WriteTx& tx, const log::Cause& cause,
                                    SecondFactorRule rule) {
    return log::put_sealed(tx, cause, second_factor_setting, enum_text(rule));
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
