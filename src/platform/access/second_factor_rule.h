// When a second factor is asked for: one place for every route (http/session_routes.cpp, admit()).
#pragma once
#include "platform/access/second_factor.h"
#include "platform/log/sealed_setting.h"

namespace jatigi::access {

// The setting of the node, `jatigi settings second-factor`.
enum class SecondFactorRule : std::uint8_t {
    off,       // Nobody enrols, nobody is asked.
    offered,   // Who enrolled is asked.
    required,  // Roles that see people enrol before they see anybody.
};
constexpr auto enum_texts(SecondFactorRule) {
    return texts_in_order<SecondFactorRule>("off", "offered", "required");
}

inline constexpr log::SealedSetting second_factor_setting{.name = "second_factor",
                                                          .kind = "second_factor_rule",
                                                          .stream = "jatigi second factor rule",
                                                          .fact = "node.second_factor_ruled",
                                                          .member = "rule"};

// `offered` when it was never put; `required`, which protects, when what stands there, or nothing,
// is not what was put last with the node's key. Each change is an open fact.
Result<SecondFactorRule> second_factor_rule(store::Connection& db, const log::Node& node);
Result<void> put_second_factor_rule(log::WriteTx& tx, const log::Cause& cause,
                                    SecondFactorRule rule);

struct FactorAsked {
    SecondFactorRule rule = SecondFactorRule::offered;
    AsksFactor action = AsksFactor::always;
    bool from_outside = false;  // Neither from this machine nor from a private network.
    bool shown = false;
};
// Refuses with session.factor_asked, account.factor_missing: the account is to enrol first. An
// emergency account waits for nothing at home.
Result<void> check_factor(const Account& account, const FactorAsked& asked);

}  // namespace jatigi::access
