#include <gtest/gtest.h>

#include "platform/access/account.h"
#include "platform/access/confirmation.h"
#include "platform/access/password.h"
#include "platform/access/policy.h"
#include "platform/access/session.h"
#include "platform/access/sign_in_link.h"
#include "platform/log/read.h"
#include "testing/databases.h"

namespace jatigi::access {
namespace {

using namespace std::chrono_literals;

std::string_view code_of(const auto& result) {
    return result ? std::string_view{} : result.error().code;
}

class Accounts : public ::testing::TestWithParam<store::Dialect> {
protected:
    Result<Account> create(std::string name, Role role = Role::registrar,
                           std::optional<log::LocalId> site = {}) {
        return node_.write<Account>([&](log::WriteTx& tx) {
            return create_account(tx, {name, role, site}, node_.cause());
        });
    }
    Account create_over_api(std::string name, Role role, const Account& made_by,
                            std::optional<log::LocalId> site = {}) {
        return node_
            .write<Account>([&](log::WriteTx& tx) {
                return create_account(tx, {name, role, site, made_by.id}, node_.cause());
            })
            .value();
    }
    Result<Account> confirm(const std::string& name, std::optional<Account> by = {}) {
        return node_.write<Account>(
            [&](log::WriteTx& tx) { return confirm_account(tx, {name, by}, node_.cause()); });
    }
    std::string link(std::int64_t account, Instant expires_at) {
        return node_
            .write<std::string>(
                [&](log::WriteTx& tx) { return make_link(tx, account, expires_at, node_.cause()); })
            .value();
    }
    Result<Account> use(std::string_view token) {
        return node_.write<Account>([&](log::WriteTx& tx) { return use_link(tx, token); });
    }
    // A session that some server began.
    std::string begin(const Account& account) {
        return node_
            .write<std::string>([&](log::WriteTx& tx) -> Result<std::string> {
                TRY_ASSIGN(auto ticket, Sessions{}.begin(tx, account));
                return std::move(ticket.token);
            })
            .value();
    }
    store::Connection& db() { return node_.db(); }

    testing::TestNode node_{GetParam(), {}};
};

TEST_P(Accounts, ANewAccountHasNoPassword) {
    const auto made = create("registrar.one", Role::registrar, 7);
    ASSERT_TRUE(made);
    const auto found = find_account(db(), made->id).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "registrar.one");
    EXPECT_EQ(found->role, Role::registrar);
    EXPECT_EQ(found->site, 7);
    EXPECT_FALSE(found->has_password);
}

TEST_P(Accounts, NumbersCountUpAndNameTheActor) {
    EXPECT_EQ(create("one")->id, 1);
    EXPECT_EQ(create("two")->id, 2);
    EXPECT_EQ(list_accounts(db())->size(), 2U);
}

TEST_P(Accounts, TheActorIsDeclaredByNumberAndRoleAndNeverByName) {
    ASSERT_TRUE(create("registrar.one"));
    const auto row = db().first("select body from fact order by pos desc limit 1").value();
    const auto body = log::decode_body(row->bytes(0)).value();
    EXPECT_EQ(body.type, "actor.declared");
    EXPECT_EQ(body.version, 1);
    EXPECT_EQ(boost::json::serialize(body.data), R"({"role":"registrar","number":1})");
    EXPECT_EQ(as_text(row->bytes(0)).find("registrar.one"), std::string_view::npos);
}

TEST_P(Accounts, ATakenNameIsRefusedAndDeclaresNobody) {
    ASSERT_TRUE(create("registrar.one"));
    EXPECT_EQ(code_of(create("registrar.one", Role::gate_officer)), "account.name_taken");
    EXPECT_EQ((*db().first("select count(*) from fact"))->integer(0), 2);
}

TEST_P(Accounts, ANameHasTwoTo64PlainCharacters) {
    EXPECT_EQ(code_of(create("a")), "account.name_invalid");
    EXPECT_TRUE(create("ab"));
    EXPECT_TRUE(create(std::string(64, 'a')));
    EXPECT_EQ(code_of(create(std::string(65, 'a'))), "account.name_invalid");
    EXPECT_TRUE(create("A.b-c_d@e1"));
    for (const std::string name : {"", "a b", "a/b", "é1", "a\"b", "a\nb"})
        EXPECT_EQ(code_of(create(name)), "account.name_invalid") << name;
}

TEST_P(Accounts, ALinkSignsInOnce) {
    const Account account = create("registrar.one").value();
    const std::string token = link(account.id, node_.now + 1h);
    EXPECT_EQ(token.size(), 32U);
    const auto used = use(token);
    ASSERT_TRUE(used);
    EXPECT_EQ(used->id, account.id);
    EXPECT_EQ(code_of(use(token)), "session.link_invalid");
}

TEST_P(Accounts, ALinkWorksUntilItExpiresAndNotAMomentLonger) {
    const std::string in_time = link(create("registrar.one")->id, node_.now + 1h);
    const std::string too_late = link(create("registrar.two")->id, node_.now + 1h);
    node_.now += 1h;
    EXPECT_TRUE(use(in_time));
    node_.now += 1us;
    EXPECT_EQ(code_of(use(too_late)), "session.link_invalid");
}

TEST_P(Accounts, UnknownUsedAndExpiredLinksAreNotToldApart) {
    const std::string used = link(create("registrar.one")->id, node_.now + 1h);
    const std::string expired = link(create("registrar.two")->id, node_.now - 1us);
    ASSERT_TRUE(use(used));
    for (const std::string& token : {used, expired, std::string(32, '0'), std::string{}}) {
        const auto refused = use(token);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "session.link_invalid");
        EXPECT_EQ(refused.error().kind, ErrorKind::unauthenticated);
        EXPECT_EQ(refused.error().detail + refused.error().params, "");
    }
}

TEST_P(Accounts, ANewLinkVoidsTheOneBeforeAndNobodyElses) {
    const Account account = create("registrar.one").value();
    const std::string one = link(account.id, node_.now + 1h);
    const std::string neighbours = link(create("registrar.two")->id, node_.now + 1h);
    const std::string two = link(account.id, node_.now + 1h);
    EXPECT_EQ(code_of(use(one)), "session.link_invalid");
    EXPECT_TRUE(use(two));
    EXPECT_TRUE(use(neighbours));
}

TEST_P(Accounts, ACopyOfTheLinksSignsNobodyIn) {
    const Account account = create("registrar.one").value();
    const std::string token = link(account.id, node_.now + 1h);
    const auto row = db().first("select token from sign_in_link").value();
    EXPECT_NE(row->bytes(0), from_hex(token));
    EXPECT_EQ(code_of(use(hex(row->bytes(0)))), "session.link_invalid");
    EXPECT_EQ(code_of(use(as_text(row->bytes(0)))), "session.link_invalid");
}

TEST_P(Accounts, AnInactiveAccountIsNobody) {
    const Account account = create("registrar.one").value();
    const std::string token = link(account.id, node_.now + 1h);
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(close_account(tx, account, node_.cause()));
        return true;
    }));
    EXPECT_EQ(code_of(use(token)), "session.link_invalid");
    EXPECT_FALSE(find_account(db(), account.id).value());
    EXPECT_EQ(list_accounts(db())->size(), 0U);
}

TEST_P(Accounts, MadeAtTheMachineIsConfirmedWhateverTheRole) {
    for (const auto& [role, name] : role_names)
        EXPECT_TRUE(check_confirmed(db(), create(std::string(name), role)->id)) << name;
}

TEST_P(Accounts, MadeOverTheApiWaitsExactlyWhereTheRoleNeedsIt) {
    const Account admin = create("admin", Role::administrator).value();
    for (const auto& [role, name] : role_names) {
        const Account made = create_over_api(std::string(name), role, admin);
        EXPECT_EQ(code_of(check_confirmed(db(), made.id)),
                  needs_confirmation(role) ? "account.unconfirmed" : "")
            << name;
    }
}

TEST_P(Accounts, NobodyIsNotConfirmed) {
    EXPECT_EQ(code_of(check_confirmed(db(), 99)), "account.unconfirmed");
}

TEST_P(Accounts, OneConfirmationByAnotherIsEnough) {
    const Account admin = create("admin", Role::administrator).value();
    const Account manager = create("manager", Role::centre_manager).value();
    const Account officer = create_over_api("officer", Role::protection_officer, admin);
    const auto confirmed = confirm("officer", manager);
    ASSERT_TRUE(confirmed);
    EXPECT_EQ(confirmed->id, officer.id);
    EXPECT_TRUE(check_confirmed(db(), officer.id));
    EXPECT_EQ(code_of(confirm("officer", manager)), "account.already_confirmed");
    EXPECT_EQ(code_of(confirm("officer")), "account.already_confirmed");
    const auto row =
        db().first("select confirmed_by, confirmed_at from account where id = ?", officer.id)
            .value();
    EXPECT_EQ(row->integer(0), manager.id);
    EXPECT_EQ(row->integer(1), node_.now.time_since_epoch().count());
}

TEST_P(Accounts, WhoMadeAnAccountDoesNotConfirmIt) {
    const Account maker = create("maker", Role::centre_manager).value();
    const Account made = create_over_api("officer", Role::protection_officer, maker);
    const auto refused = confirm("officer", maker);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "account.own_creation");
    EXPECT_EQ(refused.error().kind, ErrorKind::not_allowed);
    EXPECT_EQ(code_of(check_confirmed(db(), made.id)), "account.unconfirmed");
}

TEST_P(Accounts, TheMachineConfirmsTheFirstOnes) {
    const Account admin = create("admin", Role::administrator).value();
    const Account made = create_over_api("officer", Role::protection_officer, admin);
    EXPECT_TRUE(confirm("officer"));
    EXPECT_TRUE(check_confirmed(db(), made.id));
}

TEST_P(Accounts, ConfirmingLeavesAFactWithTheNumberAndNeverTheName) {
    const Account admin = create("admin", Role::administrator).value();
    const Account manager = create("manager", Role::centre_manager).value();
    create_over_api("officer.three", Role::protection_officer, admin);
    ASSERT_TRUE(confirm("officer.three", manager));
    const auto row = db().first("select body from fact order by pos desc limit 1").value();
    const auto body = log::decode_body(row->bytes(0)).value();
    EXPECT_EQ(body.type, "actor.confirmed");
    EXPECT_EQ(boost::json::serialize(body.data), R"({"how":"colleague","by":2,"number":3})");
    EXPECT_EQ(as_text(row->bytes(0)).find("officer"), std::string_view::npos);
}

TEST_P(Accounts, ARefusedConfirmationLeavesNoFact) {
    const Account maker = create("maker", Role::centre_manager).value();
    create_over_api("officer", Role::protection_officer, maker);
    const auto facts = [&] { return (*db().first("select count(*) from fact"))->integer(0); };
    const std::int64_t before = facts();
    EXPECT_EQ(code_of(confirm("officer", maker)), "account.own_creation");
    EXPECT_EQ(code_of(confirm("nobody", maker)), "account.not_found");
    EXPECT_EQ(code_of(confirm("maker")), "account.already_confirmed");
    EXPECT_EQ(facts(), before);
}

TEST_P(Accounts, AnAccountOfAnotherSiteIsUnknownToWhoConfirms) {
    const Account admin = create("admin", Role::administrator).value();
    const Account here = create("manager.7", Role::centre_manager, 7).value();
    create_over_api("officer.7", Role::protection_officer, admin, 7);
    create_over_api("officer.8", Role::protection_officer, admin, 8);
    create_over_api("officer", Role::protection_officer, admin);
    std::vector<std::string> shown;
    const auto waiting = list_unconfirmed(db(), here.site).value().accounts;
    for (const UnconfirmedAccount& one : waiting) shown.push_back(one.account.name);
    EXPECT_EQ(shown, (std::vector<std::string>{"officer.7", "officer"}));
    EXPECT_EQ(list_unconfirmed(db(), {})->accounts.size(), 3U);
    EXPECT_EQ(code_of(confirm("officer.8", here)), "account.not_found");
    EXPECT_TRUE(confirm("officer.7", here));
    EXPECT_TRUE(confirm("officer", here));
    EXPECT_EQ(list_unconfirmed(db(), {})->accounts.size(), 1U);
}

TEST_P(Accounts, TheWaitingAreListedWithTheirMaker) {
    const Account admin = create("admin", Role::administrator).value();
    create("manager", Role::centre_manager).value();
    create_over_api("gate", Role::gate_officer, admin);
    create_over_api("officer", Role::protection_officer, admin);
    const auto waiting = list_unconfirmed(db(), {}).value().accounts;
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].account.name, "officer");
    EXPECT_EQ(waiting[0].account.role, Role::protection_officer);
    EXPECT_EQ(waiting[0].made_by, "admin");
    EXPECT_EQ(waiting[0].made_at, node_.now);
}

TEST_P(Accounts, ASetPasswordIsWhatSignInChecks) {
    const Account account = create("registrar.one").value();
    const std::string hash = "$argon2id$invented";
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(set_password(tx, account.id, hash, node_.cause()));
        return true;
    }));
    const auto check = password_check(db(), "registrar.one");
    ASSERT_TRUE(check && check->account);
    EXPECT_EQ(check->account->id, account.id);
    EXPECT_TRUE(check->account->has_password);
    EXPECT_EQ(check->stored, hash);
    // Only a hash in our own form is ever compared.
    EXPECT_FALSE(password_matches("", ""));
    EXPECT_FALSE(password_matches("lampe-sable1", "lampe-sable1"));
}

TEST_P(Accounts, ASessionBeginsEndsAndOutlivesARestart) {
    const Account account = create("registrar.one").value();
    const std::string token = begin(account);
    Sessions sessions;
    EXPECT_FALSE(sessions.find(token, node_.now));  // It counts after the commit.
    sessions.remember({token}, account, node_.now);
    EXPECT_EQ(sessions.find(token, node_.now)->id, account.id);
    Sessions after_restart;
    ASSERT_TRUE(after_restart.load(db(), node_.node(), node_.now + 1min));
    EXPECT_EQ(after_restart.find(token, node_.now + 1min)->id, account.id);
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(Sessions::end(tx, token));
        return true;
    }));
    after_restart.forget(token);
    EXPECT_FALSE(after_restart.find(token, node_.now + 1min));
    Sessions later;
    ASSERT_TRUE(later.load(db(), node_.node(), node_.now + 2min));
    EXPECT_FALSE(later.find(token, node_.now + 2min));
}

TEST_P(Accounts, ASessionThatEndsRightAfterARestartIsOver) {
    const Account account = create("registrar.one").value();
    const std::string token = begin(account);
    Sessions after_restart;
    ASSERT_TRUE(after_restart.load(db(), node_.node(), node_.now));
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(Sessions::end(tx, token));
        return true;
    }));
    after_restart.forget(token);
    EXPECT_FALSE(after_restart.find(token, node_.now));
}

TEST_P(Accounts, EndAllLeavesNoSessionForARestart) {
    const Account account = create("registrar.one").value();
    const std::string one = begin(account), two = begin(account);
    ASSERT_TRUE(node_.write<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(Sessions::end_all(tx.db(), tx.now()));
        return true;
    }));
    const std::string later = begin(account);
    Sessions after_restart;
    ASSERT_TRUE(after_restart.load(db(), node_.node(), node_.now));
    EXPECT_FALSE(after_restart.find(one, node_.now));
    EXPECT_FALSE(after_restart.find(two, node_.now));
    EXPECT_TRUE(after_restart.find(later, node_.now));
}

INSTANTIATE_TEST_SUITE_P(Each, Accounts, testing::both_stores(), testing::store_name);

// One hash is slow on purpose, so these share theirs and do not run once for each store.
TEST(Passwords, OnlyTheRightOneMatches) {
    const auto hash = hash_password("lampe-sable1");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    EXPECT_TRUE(password_matches(*hash, "lampe-sable1"));
    EXPECT_FALSE(password_matches(*hash, "lampe-sable2"));
}

TEST(Passwords, AnUnknownNameCostsTheSameAndMatchesNothing) {
    testing::TestNode node(store::Dialect::sqlite, {});
    const auto check = password_check(node.db(), "nobody");
    ASSERT_TRUE(check);
    EXPECT_FALSE(check->account);
    EXPECT_TRUE(check->stored.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
}

}  // namespace
}  // namespace jatigi::access
