// Accounts of a test node, made as at the machine or by an administrator over the API.
#pragma once
#include <gtest/gtest.h>

#include "platform/access/confirmation.h"
#include "testing/databases.h"

namespace jatigi::access {

inline std::string_view code_of(const auto& result) {
    return result ? std::string_view{} : result.error().code;
}

class AccountsOfANode : public ::testing::TestWithParam<store::Dialect> {
protected:
    Account make(std::string name, Role role, std::optional<std::int64_t> made_by = {},
                 std::optional<log::LocalId> site = {}) {
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return create_account(tx, {std::move(name), role, site, made_by}, node_.cause());
            })
            .value();
    }
    // Whatever the work gives; Result<void> works too.
    template <class Work>
    auto in_writer(Work&& work) {
        using Given = std::invoke_result_t<Work, log::WriteTx&>;
        if constexpr (std::is_same_v<Given, Result<void>>)
            return node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
                TRY(work(tx));
                return true;
            });
        else
            return node_.write<typename Given::value_type>(work);
    }
    store::Connection& db() { return node_.db(); }
    // What somebody does who has the database and no key.
    void by_hand(const std::string& sql) { ASSERT_TRUE(db().run(sql)) << sql; }

    testing::TestNode node_{GetParam(), {}};
};

}  // namespace jatigi::access
