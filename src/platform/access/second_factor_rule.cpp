#include "platform/access/second_factor_rule.h"

#include "platform/base/hash.h"
#include "platform/log/read.h"
#include "platform/store/setting.h"

namespace jatigi::access {
namespace {

constexpr std::string_view setting_name = "second_factor";

log::StreamName rule_stream(const log::Node& node) {
    return {"second_factor_rule",
            keyed_digest<16>(node.secrets.mac_key(), as_bytes("jatigi second factor rule"))};
}

// Of the rule and of the fact that put it: whoever has the database alone writes none, and puts no
// older one back.
std::string sealed_text(const log::Node& node, SecondFactorRule rule, ByteView fact) {
    const std::string text(enum_text(rule));
    Bytes about;
    append(about, as_bytes("jatigi setting second_factor " + text));
    append(about, fact);
    return text + ' ' + hex(keyed_digest<16>(node.secrets.mac_key(), about));
}

}  // namespace

Result<SecondFactorRule> second_factor_rule(store::Connection& db, const log::Node& node) {
    TRY_ASSIGN(const auto stored, store::find_setting(db, setting_name));
    TRY_ASSIGN(const Bytes fact, log::last_own_hash(db, node, rule_stream(node)));
    if (!stored && fact.empty()) return SecondFactorRule::offered;
    for (const auto& [rule, name] : enum_texts(SecondFactorRule{}))
        if (stored == sealed_text(node, rule, fact)) return rule;
    return SecondFactorRule::required;
}

Result<void> put_second_factor_rule(log::WriteTx& tx, const log::Cause& cause,
                                    SecondFactorRule rule) {
    const log::StreamName stream = rule_stream(tx.node());
    TRY(tx.append({.stream = stream,
                   .type = "node.second_factor_ruled",
                   .data = json::object{{"rule", enum_text(rule)}}},
                  cause));
    TRY_ASSIGN(const Bytes fact, log::last_own_hash(tx.db(), tx.node(), stream));
    return store::put_setting(tx.db(), setting_name, sealed_text(tx.node(), rule, fact));
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
