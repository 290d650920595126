// A restricted file is absent for everybody but protection, who is told of each try.
#include "people/registry/person_file_for_tests.h"
#include "people/registry/register_index_view.h"
#include "people/registry/restricted_hit_view.h"

namespace jatigi::registry {
namespace {

using namespace std::chrono_literals;

class RestrictedFile : public FileOverHttp {
protected:
    std::vector<RestrictedHit> hits() {
        settle();
        const auto all = [](const RestrictedHit&) -> Result<bool> { return true; };
        return restricted_hits(db(), node_.node().secrets, all).value();
    }
    const std::string number_ = enrolled(awa());
};

constexpr std::array<std::string_view, 4> others{"registrar", "centre_manager", "nurse",
                                                 "return_counsellor"};

TEST_P(RestrictedFile, IsAbsentForAllButProtection) {
    restrict_file(number_);
    for (const std::string_view who : others) {
        const Answer absent = get(who, number_), nobody = get(who, nobodys_number());
        EXPECT_EQ(absent.status, nobody.status) << who;
        EXPECT_EQ(absent.body, nobody.body) << who;
    }
    const Answer seen = get("protection_officer", number_);
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(json::bool_at(seen.json, "restricted"), true);
}

TEST_P(RestrictedFile, IsAbsentByItsCardToo) {
    const std::string card = card_of(number_);
    restrict_file(number_);
    EXPECT_EQ(get("registrar", card).body, get("registrar", nobodys_number()).body);
    EXPECT_EQ(get("protection_officer", card).status, 200);
}

TEST_P(RestrictedFile, IsAbsentForEveryCommand) {
    restrict_file(number_);
    const std::string nobody = nobodys_number();
    const auto both = [&](std::string_view who, const std::string& what, const json::object& body) {
        const Answer one = change(who, number_, what, body),
                     other = change(who, nobody, what, body);
        EXPECT_EQ(one.status, 404) << what;
        EXPECT_EQ(one.body, other.body) << what;
    };
    both("registrar", "corrections", {{"changes", {{"origin", "Zz"}}}, {"reason", "other"}});
    both("registrar", "flags", {{"add", {"UAC"}}});
    both("registrar", "household", {{"leave", true}});
    both("registrar", "cards", {{"reason", "lost"}});
    both("return_counsellor", "nationality", {{"nationality", "MLI"}, {"outcome", "refused"}});
    EXPECT_EQ(send("registrar", "GET", "/api/v1/persons/" + number_ + "/photo").body,
              send("registrar", "GET", "/api/v1/persons/" + nobody + "/photo").body);
    const std::string other = enrolled({{"given_names", "Zzsomebody"}});
    EXPECT_EQ(change("registrar", other, "household", {{"with", number_}}).body,
              change("registrar", other, "household", {{"with", nobody}}).body);
}

TEST_P(RestrictedFile, ATryAtItIsTold) {
    restrict_file(number_);
    get("registrar", number_);
    change("return_counsellor", number_, "nationality",
           {{"nationality", "MLI"}, {"outcome", "refused"}});
    get("protection_officer", number_);
    std::vector<std::int64_t> who;
    for (const RestrictedHit& hit : hits()) who.push_back(hit.account);
    std::ranges::sort(who);
    std::vector<std::int64_t> expected{accounts_.at("registrar").id,
                                       accounts_.at("return_counsellor").id};
    std::ranges::sort(expected);
    EXPECT_EQ(who, expected);
}

TEST_P(RestrictedFile, IsHiddenFromANumberTypedByWhoOpensFilesAndNotFromTheGate) {
    const auto hidden_from = [this](std::string_view who) {
        return written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            const auto found =
                find_traveller(context_, tx, accounts_.at(std::string(who)), 0, number_);
            EXPECT_EQ(found.has_value() ? "" : found.error().code, found ? "" : "card.unknown");
            return !found;
        });
    };
    EXPECT_FALSE(hidden_from("registrar"));
    restrict_file(number_);
    EXPECT_TRUE(hidden_from("registrar"));
    EXPECT_TRUE(hidden_from("centre_manager"));
    EXPECT_FALSE(hidden_from("gate_officer"));
    EXPECT_FALSE(hidden_from("protection_officer"));
    EXPECT_EQ(hits().size(), 2U);
}

TEST_P(RestrictedFile, HitsOfAnotherSiteAreNotShown) {
    const std::string far = enrolled({{"given_names", "Zzfaraway"}}, "AGZ");
    for (const std::string& number : {number_, far}) {
        restrict_file(number);
        get("registrar", number);
    }
    settle();
    access::Account officer = accounts_.at("protection_officer");
    officer.site = elsewhere;
    accounts_["protection_there"] = officer;
    EXPECT_EQ(
        send("protection_there", "GET", "/api/v1/restricted-hits").each("hits", "case_number"),
        Numbers{far});
}

TEST_P(RestrictedFile, IsAbsentInSearchAndCandidates) {
    restrict_file(number_);
    for (const std::string_view who : others) {
        EXPECT_EQ(found(family_name, who), Numbers{}) << who;
        EXPECT_EQ(search(family_name, who).body, search("Zzunheardof", who).body) << who;
        EXPECT_EQ(found(number_, who), Numbers{}) << who;
    }
    EXPECT_EQ(candidates(awa()).each("people", "case_number"), Numbers{});
    EXPECT_EQ(found(family_name, "protection_officer"), Numbers{number_});
    EXPECT_EQ(candidates(awa(), "protection_officer").each("people", "case_number"),
              Numbers{number_});
}

TEST_P(RestrictedFile, HitsOfAnotherSiteDoNotHideThoseOfOnesOwn) {
    const std::string far = enrolled({{"given_names", "Zzfaraway"}}, "AGZ");
    const log::LocalId person_far = row_of(far).person, person_here = row_of(number_).person;
    const auto note = [&](log::LocalId person, std::int64_t accounts) {
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            for (std::int64_t account = 1; account <= accounts; ++account)
                TRY(note_restricted_hit(tx, 1'000 + account, person));
            return true;
        });
    };
    note(person_here, 2);
    node_.now += 1min;
    note(person_far, 1'001);
    access::Account officer = accounts_.at("protection_officer");
    officer.site = here;
    accounts_["protection_here"] = officer;
    const Answer own = send("protection_here", "GET", "/api/v1/restricted-hits");
    EXPECT_EQ(own.each("hits", "case_number"), (Numbers{number_, number_}));
    EXPECT_FALSE(json::bool_at(own.json, "more").value());
    const Answer all = send("protection_officer", "GET", "/api/v1/restricted-hits");
    EXPECT_EQ(all.each("hits", "case_number").size(), restricted_hits_max);
    EXPECT_TRUE(json::bool_at(all.json, "more").value());
}

TEST_P(RestrictedFile, DoesNotStopARegistrationAndTheHitIsTold) {
    restrict_file(number_);
    EXPECT_EQ(enrol(awa()).status, 201);
    const auto told = hits();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].case_number, number_);
    EXPECT_EQ(told[0].account, accounts_.at("registrar").id);
}

TEST_P(RestrictedFile, AHitIsToldOnceAnHourForEachAccount) {
    restrict_file(number_);
    found(family_name);
    EXPECT_EQ(hits().size(), 1U);
    node_.now += 59min;
    found(family_name);
    candidates(awa());
    EXPECT_EQ(hits().size(), 1U);
    found(family_name, "nurse");
    EXPECT_EQ(hits().size(), 2U);
    node_.now += 1min + 1us;
    found(family_name);
    EXPECT_EQ(hits().size(), 3U);
}

TEST_P(RestrictedFile, AHitOfProtectionItselfIsNone) {
    restrict_file(number_);
    found(family_name, "protection_officer");
    get("protection_officer", number_);
    EXPECT_EQ(hits().size(), 0U);
}

TEST_P(RestrictedFile, HitsAreForProtectionAlone) {
    restrict_file(number_);
    found(family_name);
    settle();
    const Answer told = send("protection_officer", "GET", "/api/v1/restricted-hits");
    EXPECT_EQ(told.each("hits", "case_number"), Numbers{number_});
    EXPECT_EQ(told.each("hits", "account"), std::vector<std::string>{"registrar"});
    EXPECT_EQ(told.each("hits", "at"), std::vector<std::string>{"2023-01-16T06:00:00.000Z"});
    for (const std::string_view who : others)
        EXPECT_EQ(send(who, "GET", "/api/v1/restricted-hits").status, 403) << who;
}

TEST_P(RestrictedFile, ComesBackWhenItIsLifted) {
    restrict_file(number_);
    lift(number_);
    EXPECT_EQ(get("registrar", number_).status, 200);
    EXPECT_EQ(found(family_name), Numbers{number_});
    EXPECT_FALSE(get("registrar", number_).json.contains("restricted"));
}

TEST_P(RestrictedFile, TwiceIsLiftedAtOnce) {
    restrict_file(number_);
    restrict_file(number_);
    lift(number_);
    EXPECT_EQ(get("registrar", number_).status, 200);
}

TEST_P(RestrictedFile, IsTheOfficersToMakeAndToLift) {
    const json::object wish{{"restricted", true}, {"reason", "an invented reason"}};
    for (const std::string_view who : others)
        EXPECT_EQ(change(who, number_, "restriction", wish).status, 403) << who;
    EXPECT_EQ(change("protection_officer", number_, "restriction", {{"restricted", true}}).code(),
              "person.reason_missing");
    EXPECT_EQ(change("protection_officer", number_, "restriction", {{"reason", "x"}}).code(),
              "request.member_missing");
    EXPECT_EQ(get("registrar", number_).status, 200);
}

TEST_P(RestrictedFile, StaysRestrictedWhenTheIndexIsLoadedAgain) {
    restrict_file(number_);
    index_.clear();
    ASSERT_TRUE(load_index(db(), node_.node().keyring, index_));
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(found(family_name), Numbers{});
}

// Whoever writes to the database takes the facts of a restriction away for as long as the file is
// read again.
TEST_P(RestrictedFile, IsForgottenByNoOtherCommand) {
    restrict_file(number_);
    const auto stream = db().value<std::int64_t>(
        "select local from stream where kind = 'identity' and id = ?", row_of(number_).id);
    const std::int64_t identity = (*stream).value();
    // Everything after the registration.
    const auto by_hand = [&](std::string_view sql, auto... args) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(sql, args...));
            return true;
        }));
    };
    by_hand(
        "update fact set stream = -stream where stream = ? and pos > (select min(pos) from fact "
        "where stream = ?)",
        identity, identity);
    EXPECT_EQ(change("protection_officer", number_, "flags", {{"flags", json::array{}}}).status,
              200);
    by_hand("update fact set stream = -stream where stream = ?", -identity);
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(found(family_name), Numbers{});
    lift(number_);
    EXPECT_EQ(get("registrar", number_).status, 200);
}

// Whoever writes to the database exchanges two files: what may be read goes by one, what is read by
// the other.
TEST_P(RestrictedFile, IsNotReadInThePlaceOfAnother) {
    const std::string other = enrolled({{"family_name", "Zzother"}, {"given_names", "Zzsira"}});
    restrict_file(number_);
    const auto exchange = [&] {
        const PersonId one = row_of(number_).id, two = row_of(other).id;
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            const ByteArray<16> nobody{1};
            TRY(tx.db().run("update stream set id = ? where kind = 'person' and id = ?", nobody,
                            one));
            TRY(tx.db().run("update stream set id = ? where kind = 'person' and id = ?", one, two));
            TRY(tx.db().run("update stream set id = ? where kind = 'person' and id = ?", two,
                            nobody));
            return true;
        }));
    };
    exchange();
    EXPECT_EQ(get("registrar", other).code(), "log.altered");
    EXPECT_TRUE(node_.node().known->take_altered());
    exchange();
    EXPECT_EQ(get("registrar", other).status, 200);
}

// Two strangers, joined in the table: a lift is written into the files of one person.
TEST_P(RestrictedFile, IsNotLiftedWithAStranger) {
    const std::string other = enrolled({{"family_name", "Zzother"}, {"given_names", "Zzsira"}});
    restrict_file(number_);
    restrict_file(other);
    const auto by_hand = [&](std::string_view sql, auto... args) {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(tx.db().run(sql, args...));
            return true;
        }));
    };
    const log::LocalId root = row_of(number_).person;
    for (const std::string& each : {number_, other})
        by_hand("insert into person_root(person, root) values (?, ?)", row_of(each).person, root);
    EXPECT_EQ(change("protection_officer", other, "restriction", {{"restricted", false}}).code(),
              "log.altered");
    by_hand("delete from person_root");
    lift(other);
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(get("registrar", other).status, 200);
}

// Or their numbers: what protection does would be done to another.
TEST_P(RestrictedFile, IsNotLiftedUnderTheNumberOfAnother) {
    const std::string other = enrolled({{"family_name", "Zzother"}, {"given_names", "Zzsira"}});
    restrict_file(number_);
    restrict_file(other);
    const auto exchange = [&] {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            for (const auto& [from, to] : {std::pair<std::string, std::string>(number_, "ZZ"),
                                           {other, number_},
                                           {"ZZ", other}})
                TRY(tx.db().run("update person set case_number = ? where case_number = ?", to,
                                from));
            return true;
        }));
    };
    exchange();
    EXPECT_EQ(change("protection_officer", other, "restriction", {{"restricted", false}}).code(),
              "log.altered");
    exchange();
    for (const std::string& each : {number_, other}) EXPECT_EQ(get("registrar", each).status, 404);
    lift(other);
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(get("registrar", other).status, 200);
}

TEST_P(RestrictedFile, IsNotLiftedByTheCardOfAnother) {
    const std::string other = enrolled({{"family_name", "Zzother"}, {"given_names", "Zzsira"}});
    restrict_file(number_);
    restrict_file(other);
    const std::string card = card_of(other);
    const auto exchange = [&] {
        ASSERT_TRUE(writer_->run<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto one, find_by_case_number(tx.db(), number_));
            TRY_ASSIGN(const auto two, find_by_case_number(tx.db(), other));
            for (const auto& [from, to] :
                 {std::pair(one.person, std::int64_t{-1}), {two.person, one.person},
                  {std::int64_t{-1}, two.person}})
                TRY(tx.db().run("update card set person = ? where person = ?", to, from));
            return true;
        }));
    };
    exchange();
    EXPECT_EQ(change("protection_officer", card, "restriction", {{"restricted", false}}).code(),
              "log.altered");
    exchange();
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(change("protection_officer", card, "restriction", {{"restricted", false}}).status, 200);
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(get("registrar", other).status, 200);
}

// It is kept as it was, whoever was left out of the register in memory.
TEST_P(RestrictedFile, IsNobodysWhereItsFactsWereNotRead) {
    restrict_file(number_);
    const auto person = writer_
                            ->run<log::LocalId>([&](log::WriteTx& tx) -> Result<log::LocalId> {
                                TRY_ASSIGN(const auto row, find_by_case_number(tx.db(), number_));
                                return row.person;
                            })
                            .value();
    index_.remove(person);
    EXPECT_EQ(get("registrar", number_).status, 404);
    EXPECT_EQ(get("protection_officer", number_).status, 200);
}

INSTANTIATE_TEST_SUITE_P(Each, RestrictedFile, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
