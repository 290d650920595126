// Files of which a fact cannot be read, or stands under somebody else: they count as restricted.
#include <gtest/gtest.h>

#include "people/registry/register_for_tests.h"
#include "people/registry/register_index_view.h"
#include "testing/planted_fact.h"

namespace jatigi::registry {
namespace {

using testing::body_of;
using testing::cut_inside_a_letter;

class UnreadableFile : public RegisterForTests {
protected:
    static json::object person(std::string_view given) {
        return {{"family_name", "Zzkonate"}, {"given_names", given}, {"sex", "F"}};
    }
    // As a start does. Gives the number of facts that could not be read.
    std::int64_t start_again() {
        index_.clear();
        const auto broken = load_index(db(), node_.node().keyring, index_);
        EXPECT_TRUE(broken) << broken.error().code;
        return broken.value_or(-1);
    }
    void tamper(const std::string& sql) {
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY_ASSIGN(const auto rows, tx.db().run(sql));
            EXPECT_GT(rows, 0) << sql;
            return true;
        });
    }
    std::string stream_of(const std::string& number, std::string_view kind = identity_kind) {
        const auto local = db().first("select local from stream where id = ? and kind = ?",
                                      id_bytes(row_of(number).id), kind);
        return std::to_string((*local)->integer(0));
    }
    std::string last_of(const std::string& stream) {
        const auto last = db().first("select max(pos) from fact where stream = " + stream);
        return std::to_string((*last)->integer(0));
    }
    // The last fact of one file goes to another, as nobody needs a key for.
    void misfile(const std::string& from, const std::string& to) {
        tamper("update fact set stream = " + to +
               " where pos = (select max(pos) from fact where stream = " + from + ")");
    }
    void plant(const log::StreamName& stream, FactClass cls, Bytes body) {
        written<bool>([&](log::WriteTx& tx) -> Result<bool> {
            TRY(testing::plant(tx.db(), tx.node(), {stream, cls, std::move(body)}));
            return true;
        });
    }
    log::StreamName identity_of(const std::string& number) {
        return log::stream_name(identity_kind, row_of(number).id);
    }
    void plant_sealed(const std::string& number, Bytes body) {
        plant(identity_of(number), FactClass::identity, std::move(body));
    }
    Bytes torn_note(const std::string& number) {
        return cut_inside_a_letter(body_of(identity_of(number), "person.flags_changed",
                                           {{"add", json::array{"secreté"}}}));
    }
    void expect_protected(const std::string& number) {
        EXPECT_EQ(get("registrar", number).code(), "card.unknown");
        EXPECT_EQ(get("registrar", number).body, get("registrar", nobodys_number()).body);
        EXPECT_EQ(std::ranges::count(found("Zzkonate"), number), 0);
        const Answer seen = get("protection_officer", number);
        EXPECT_EQ(seen.status, 200) << seen.body;
        EXPECT_TRUE(seen.json.contains("restricted"));
    }
    void expect_served(const std::string& number) {
        const Answer seen = get("registrar", number);
        EXPECT_EQ(seen.status, 200) << seen.body;
        EXPECT_FALSE(seen.json.contains("restricted"));
        EXPECT_EQ(std::ranges::count(found("Zzkonate"), number), 1);
    }

    const std::string awa_ = enrolled(person("Zzawa")), sira_ = enrolled(person("Zzsira")),
                      other_ = enrolled(person("Zzother"));
};

// Without the comparison, Awa's file would open to a registrar.
TEST_P(UnreadableFile, ARestrictionFiledUnderSomebodyElseProtectsBoth) {
    restrict_file(awa_);
    misfile(stream_of(awa_), stream_of(sira_));
    EXPECT_EQ(start_again(), 1);
    expect_protected(awa_);
    expect_protected(sira_);
    expect_served(other_);
}

TEST_P(UnreadableFile, ProtectedWhileItIsMisfiledItIsAsBeforeWhenItIsBack) {
    restrict_file(awa_);
    const std::string last = last_of(stream_of(awa_));
    tamper("update fact set stream = " + stream_of(sira_) + " where pos = " + last);
    start_again();
    tamper("update fact set stream = " + stream_of(awa_) + " where pos = " + last);
    EXPECT_EQ(start_again(), 0);
    expect_protected(awa_);
    expect_served(sira_);
}

TEST_P(UnreadableFile, ACommandOnItDoesNotMakeItPublic) {
    restrict_file(awa_);
    misfile(stream_of(awa_), stream_of(sira_));
    start_again();
    for (const std::string& number : {awa_, sira_})
        EXPECT_EQ(change("protection_officer", number, "restriction", {{"restricted", false}})
                      .status,
                  200);
    expect_protected(awa_);
    expect_protected(sira_);
}

// The index does not know yet: what is opened is compared all the same.
TEST_P(UnreadableFile, IsProtectedFromTheFirstOpeningAfterIt) {
    restrict_file(sira_);
    misfile(stream_of(sira_), stream_of(awa_));
    expect_protected(awa_);
    EXPECT_EQ(send("registrar", "GET", "/api/v1/persons/" + awa_ + "/photo").code(),
              "card.unknown");
}

TEST_P(UnreadableFile, ASealedBodyCutInsideALetterProtects) {
    plant_sealed(awa_, torn_note(awa_));
    EXPECT_EQ(start_again(), 1);
    expect_protected(awa_);
    expect_served(sira_);
}

TEST_P(UnreadableFile, AlteredBytesUnderTheSealProtect) {
    tamper("update fact set body = header where stream = " + stream_of(awa_));
    EXPECT_EQ(start_again(), 1);
    EXPECT_EQ(index_.find(awa_)->family_name.reveal(), "");  // Nothing of it is known but the number.
    EXPECT_EQ(get("registrar", awa_).code(), "card.unknown");
    EXPECT_EQ(get("protection_officer", awa_).status, 200);
    expect_served(sira_);
}

TEST_P(UnreadableFile, AFactOfAKnownTypeWithOtherDataProtects) {
    plant_sealed(awa_, body_of(identity_of(awa_), "person.file_restricted", {{"id", "not an id"}}));
    EXPECT_EQ(start_again(), 1);
    expect_protected(awa_);
}

TEST_P(UnreadableFile, AFactOfALaterProgramIsNoFault) {
    plant_sealed(awa_, body_of(identity_of(awa_), "person.praised", {}));
    EXPECT_EQ(start_again(), 0);
    expect_served(awa_);
}

// The column that says where a fact stands is hashed by nobody, and it can say "nowhere", too.
TEST_P(UnreadableFile, ARestrictionThatStandsInNoStreamOfAnIdentityProtects) {
    restrict_file(awa_);
    const std::string home = stream_of(awa_);
    const std::string pos = last_of(home);
    for (const std::string& place : {std::string("null"), std::string("9999"),
                                     stream_of(sira_, person_kind)}) {
        tamper("update fact set stream = " + place + " where pos = " + pos);
        EXPECT_EQ(start_again(), 1) << place;
        expect_protected(awa_);
        expect_served(sira_);
    }
    tamper("update fact set stream = " + home + " where pos = " + pos);
    tamper("update stream set kind = 'health' where local = " + home);
    EXPECT_GT(start_again(), 1);
    EXPECT_EQ(get("registrar", awa_).code(), "card.unknown");
    EXPECT_EQ(get("protection_officer", awa_).status, 200);
    expect_served(sira_);
}

TEST_P(UnreadableFile, AnOpenFactAmongSealedOnesProtects) {
    plant(identity_of(awa_), FactClass::open, body_of(identity_of(awa_), "person.praised", {}));
    EXPECT_EQ(start_again(), 1);
    expect_protected(awa_);
    expect_served(sira_);
}

// Nobody erased them: what the key would open may be a restriction.
TEST_P(UnreadableFile, AKeyThatIsMissingProtects) {
    restrict_file(awa_);
    tamper("delete from keyring where person = (select id from stream where local = " +
           stream_of(awa_) + ")");
    EXPECT_EQ(get("registrar", awa_).code(), "card.unknown");
    EXPECT_GT(start_again(), 0);
    expect_protected(awa_);
    expect_served(sira_);
}

TEST_P(UnreadableFile, AKeyOfAGenerationThatNeverWasProtects) {
    tamper("update keyring set generation = 99 where person = (select id from stream where local = " +
           stream_of(awa_) + ")");
    EXPECT_EQ(start_again(), 1);
    EXPECT_EQ(get("registrar", awa_).code(), "card.unknown");
    expect_served(sira_);
}

// One damaged row of the keyring does not keep the node from starting for all others.
TEST_P(UnreadableFile, AKeyThatIsThereAndDoesNotOpenProtects) {
    tamper("update keyring set wrap = commitment where person = (select id from stream where local = " +
           stream_of(awa_) + ")");
    EXPECT_EQ(start_again(), 1);
    EXPECT_EQ(get("registrar", awa_).code(), "card.unknown");
    expect_served(sira_);
}

TEST_P(UnreadableFile, AnUnreadableFactOfTheOpenFileProtectsFromTheNextRebuild) {
    const auto stream = log::stream_name(person_kind, row_of(awa_).id);
    plant(stream, FactClass::open,
          cut_inside_a_letter(body_of(stream, "person.profiled", {{"nationality", "secreté"}})));
    written<bool>([&](log::WriteTx& tx) -> Result<bool> {
        TRY(tx.db().run("insert into quarantine(pos, stream) "
                        "select pos, stream from fact order by pos desc limit 1"));
        return true;
    });
    start_again();
    expect_protected(awa_);
    expect_served(sira_);
}

INSTANTIATE_TEST_SUITE_P(Each, UnreadableFile, testing::both_stores(), testing::store_name);

// --- Letters ---

class LongText : public RegisterForTests {
protected:
    static std::string letters(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "é";
        return text;
    }
};

TEST_P(LongText, IsTakenWholeUpToTheLastLetter) {
    const std::string longest = letters(200);
    const std::string number = enrolled({{"family_name", longest}, {"given_names", "Zzawa"}});
    const json::object file = get("registrar", number).json;
    EXPECT_EQ(json::text_at(*json::object_at(file, "identity"), "family_name"), longest);
    restrict_file(number);
    EXPECT_EQ(change("protection_officer", number, "restriction",
                     {{"restricted", true}, {"reason", letters(500)}})
                  .status,
              200);
}

TEST_P(LongText, IsRefusedWithItsLimitAndNotCut) {
    const Answer refused = enrol({{"family_name", letters(201)}});
    EXPECT_EQ(refused.code(), "text.too_long");
    EXPECT_NE(refused.body.find(R"({"name":"family_name","limit":200})"), std::string::npos);
    const std::string number = enrolled({{"given_names", "Zzawa"}});
    const Answer reason = change("protection_officer", number, "restriction",
                                 {{"restricted", true}, {"reason", letters(501)}});
    EXPECT_EQ(reason.code(), "text.too_long");
    EXPECT_NE(reason.body.find(R"({"name":"reason","limit":500})"), std::string::npos);
    EXPECT_EQ(search(letters(200)).status, 200);
    EXPECT_EQ(search(letters(201)).code(), "search.too_long");
}

INSTANTIATE_TEST_SUITE_P(Each, LongText, testing::both_stores(), testing::store_name);

}  // namespace
}  // namespace jatigi::registry
